"""Whether requirements are met by what is installed: versions, and in turn what the installed ones need, by their own metadata."""

import functools
import importlib
import os
import re

from box import environment
from box.requirements import normal


def _packaging():
    for home in ('packaging', 'pip._vendor.packaging', 'setuptools._vendor.packaging', 'setuptools.extern.packaging'):
        try:
            return importlib.import_module(home + '.requirements'), importlib.import_module(home + '.specifiers')
        except ImportError:
            continue
    return None, None


_requirements, _specifiers = _packaging()
# Without it only the presence can be checked.
CAN_COMPARE = _requirements is not None


_TOP = re.compile(r'^([A-Za-z_]\w*(?:/__init__)?\.py|[A-Za-z_]\w*(?:\.[\w-]+)?\.so),', re.M)


class Distribution:
    """One that is installed. `needs` are its Requires-Dist as they stand."""

    def __init__(self, name, version, site, info):
        self.name, self.version, self.site, self.info = name, version, site, info
        self._needs = None

    @property
    def needs(self):
        if self._needs is None:
            self._needs = _header(self.info, 'Requires-Dist')
        return self._needs

    def _text(self, file):
        try:
            with open(os.path.join(self.info, file), encoding='utf-8', errors='replace') as opened:
                return opened.read()
        except OSError:
            return ''

    @property
    def top(self):
        """Files of its top-level modules, by RECORD, relative to its site-packages."""
        return _TOP.findall(self._text('RECORD'))

    def lost(self):
        """Modules at its top that are gone, though it counts as installed: half a removal, or another one's files went with them."""
        return [file for file in self.top if not os.path.exists(os.path.join(self.site, file))]

    def origin(self):
        """The URL that it was installed from (PEP 610), or None."""
        found = re.search(r'"url":\s*"([^"]*)"', self._text('direct_url.json'))
        return found.group(1) if found else None

    def provides(self, module):
        """Its metadata says that it brings this top-level module."""
        if module in self._text('top_level.txt').split():
            return True
        return any(re.split(r'[/.]', file)[0] == module for file in self.top)


def _header(info, field):
    """All values of a field of the metadata, which end at the first empty line."""
    path = os.path.join(info, 'METADATA') if os.path.isdir(info) else info
    found = []
    try:
        if info.endswith('.egg-info') and os.path.isdir(info):
            return _egg_requires(info)
        with open(path, encoding='utf-8', errors='replace') as file:
            for line in file:
                if not line.strip():
                    break
                if line.startswith(field + ':'):
                    found.append(line[len(field) + 1:].strip())
    except OSError:
        pass
    return found


def _egg_requires(info):
    """requires.txt of an egg: lines, then sections for extras, which nobody asks of one so old."""
    try:
        with open(os.path.join(info, 'requires.txt'), encoding='utf-8', errors='replace') as file:
            return [line.strip() for line in file.read().split('[')[0].splitlines() if line.strip()]
    except OSError:
        return []


class Lack:
    """What is missing for a requirement: `name`, the text to install it by, why in words; `again`: installed, but damaged."""

    def __init__(self, name, text, why, again=False):
        self.name, self.text, self.why, self.again = name, text, why, again


class Distributions:
    """The environment as it is now. Metadata is read only where it is asked for."""

    def __init__(self):
        self.all = {}
        for name, version, site, info in environment.distributions():
            self.all.setdefault(name, Distribution(name, version, site, info))
        self.opencv = [name for name in environment.OPENCV if name in self.all]
        self._lost, self._known = {}, {}

    def find(self, name):
        """The distribution that answers to a name: any variant of opencv for any other."""
        if name in environment.OPENCV and name not in self.all and self.opencv:
            return self.all[self.opencv[0]]
        return self.all.get(name)

    def from_url(self, url):
        """The one that was installed from this URL, or None."""
        return next((one for one in self.all.values() if one.origin() and _bare(one.origin()) == _bare(url)), None)

    def providing(self, module):
        return [one for one in self.all.values() if one.provides(module)]

    def lacks(self, line):
        """What a requirement line (box.requirements.Line with a name) lacks; [] where it is met."""
        found = self.find(line.name)
        if not found:
            return [Lack(line.name, line.text, 'not installed')]
        if not line.url and not _fits(line.specifier, found.version):
            return [Lack(line.name, line.text, 'has %s, needs %s' % (found.version, line.specifier))]
        extras = tuple(sorted(normal(extra) for extra in line.extras.strip('[]').split(',') if extra))
        return self._damage(found) or self._lacks_in_turn(found, extras)

    def _damage(self, found):
        if found.name not in self._lost:
            self._lost[found.name] = found.lost()
        lost = self._lost[found.name]
        if not lost:
            return []
        why = 'is installed, but %s of it %s gone' % (', '.join(lost[:3]), 'is' if len(lost) == 1 else 'are')
        return [Lack(found.name, '%s==%s' % (found.name, found.version), why, again=True)]

    def _lacks_in_turn(self, found, extras):
        """What it needs, what that needs and so on; each is looked at once, circles or not."""
        result, seen, waiting = [], {(found.name, extras)}, [(found, extras)]
        while waiting and CAN_COMPARE:
            lacks, inner = self._needs_of(*waiting.pop())
            result += lacks
            for one, wanted in inner:
                if (one.name, wanted) not in seen:
                    seen.add((one.name, wanted))
                    waiting.append((one, wanted))
        return result

    def _needs_of(self, found, extras):
        """([Lack] of its own needs, [(distribution, extras)] that meet the others)."""
        key = (found.name, extras)
        if key not in self._known:
            lacks, inner = [], []
            for text in found.needs:
                need = _parsed(text)
                if not need or need.marker and not any(need.marker.evaluate({'extra': extra}) for extra in extras or ('',)):
                    continue
                one = self.find(normal(need.name))
                lack = self._lack_of(found, need, one)
                lacks += lack
                if not lack:
                    inner.append((one, tuple(sorted(normal(extra) for extra in need.extras))))
            self._known[key] = lacks, inner
        return self._known[key]

    def _lack_of(self, found, need, one):
        text = '%s%s%s' % (need.name, '[%s]' % ','.join(sorted(need.extras)) if need.extras else '', need.specifier)
        if not one:
            return [Lack(normal(need.name), text, '%s: not installed, needed by %s' % (need.name, found.name))]
        if _is_version(one.version) and not need.specifier.contains(one.version, prereleases=True):
            why = '%s: has %s, %s needs %s' % (need.name, one.version, found.name, need.specifier)
            return [Lack(normal(need.name), text, why)]
        return [Lack(lack.name, lack.text, '%s %s' % (lack.name, lack.why), True) for lack in self._damage(one)]


@functools.lru_cache(None)
def _parsed(text):
    try:
        return _requirements.Requirement(text)
    except Exception:
        # What nobody can read binds nobody.
        return None


@functools.lru_cache(None)
def _is_version(version):
    try:
        _specifiers.SpecifierSet('>=0').contains(version)
        return True
    except Exception:
        # Of old: its presence has to do.
        return False


def applies(line):
    """Its marker holds on this box. Raises ValueError where the marker is none."""
    if not line.marker or not CAN_COMPARE:
        return True
    try:
        return _requirements.Requirement('x; ' + line.marker).marker.evaluate({'extra': ''})
    except Exception as error:
        raise ValueError(line.text) from error


def _fits(specifier, version):
    if not specifier or not CAN_COMPARE or not _is_version(version):
        return True
    try:
        return _specifiers.SpecifierSet(specifier).contains(version, prereleases=True)
    except Exception:
        return True


def _bare(url):
    """A repository's URL without how it is fetched and which commit: as pip keeps it, and as a requirement writes it."""
    url = re.sub(r'^(git\+|file://)', '', url.split('#')[0])
    scheme, slashes, rest = url.partition('//')
    return re.sub(r'(\.git)?/*$', '', scheme + slashes + re.sub(r'@[^@/]*$', '', rest))
