"""Requirement files as they are found in custom nodes, made into lines that an installer takes."""

import os
import re

# numpy<1.24>=1.18, which old versions of pip took.
_MISSING_COMMA = re.compile(r'([<>=!~]=?\s*\d[\w.*+]*)\s*(?=[<>=!~]=?\s*\d)')
_URL = re.compile(r'(?:git|hg|svn|bzr)\+|https?://|file:|/')


def normal(name):
    """A distribution's name as all of its spellings share it (PEP 503)."""
    return re.sub(r'[-_.]+', '-', name).lower()


class Line:
    """One requirement: its text, the distribution's normal name (None where a URL does not tell), its specifiers."""

    def __init__(self, text):
        self.text = text
        self.url = bool(_URL.match(text)) or ' @ ' in text
        self.extras, self.specifier, self.marker = '', '', ''
        if _URL.match(text):
            egg = re.search(r'#(?:.*&)?egg=([A-Za-z0-9._-]+)', text)
            self.name = normal(egg.group(1)) if egg else _wheel_name(text)
            return
        head = re.match(r'([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\s*(\[[^\]]*\])?\s*(.*)\Z', text)
        if not head:
            raise ValueError(text)
        self.name, self.extras = normal(head.group(1)), re.sub(r'\s', '', head.group(2) or '')
        if not self.url:
            specifier, _, marker = head.group(3).partition(';')
            self.specifier, self.marker = specifier.strip().strip('()').strip(), marker.strip()
            if self.specifier and not re.fullmatch(r'(\s*(===|==|!=|<=|>=|~=|<|>)\s*[\w.*+!-]+\s*,?)+', self.specifier):
                raise ValueError(text)

    def renamed(self, name):
        """The same with another distribution's name."""
        return Line(name + self.extras + self.specifier + ('; ' + self.marker if self.marker else ''))

    def __repr__(self):
        return self.text


def _wheel_name(url):
    file = re.sub(r'[?#].*', '', url).rsplit('/', 1)[-1]
    return normal(file.split('-')[0]) if file.endswith('.whl') else None


def read(path, left_out, wrong, depth=0):
    """
    The requirements of a file, in order. What concerns only the installer goes to `left_out` as a sentence, what is no
    requirement, or cannot be read, to `wrong`. A mark at the start, DOS line ends, continued lines, comments and options behind a requirement are cleaned.
    """
    try:
        with open(path, encoding='utf-8-sig', errors='replace') as file:
            text = file.read()
    except OSError as error:
        wrong.append('%s cannot be read: %s' % (os.path.basename(path), error.strerror))
        return
    folder = os.path.dirname(path)
    for raw in re.sub(r'\\\r?\n', '', text).splitlines():
        line = re.sub(r'(^|\s)#.*$', '', raw).replace('\0', '').strip()
        if not line:
            continue
        included = re.match(r'(?:-r|--requirement)[\s=]*(.+)', line)
        if included:
            inner = os.path.normpath(os.path.join(folder, included.group(1).strip()))
            if depth < 5 and os.path.isfile(inner):
                yield from read(inner, left_out, wrong, depth + 1)
            else:
                left_out.append('left out: %s' % line)
            continue
        try:
            cleaned = _clean(line, folder)
            if cleaned is None:
                left_out.append('left out: %s' % line)
            else:
                yield Line(cleaned)
        except ValueError:
            wrong.append('left out, since it is no requirement: %s' % line)


def _clean(line, folder):
    """One line as a requirement, or None where it is something else."""
    editable = re.match(r'(?:-e|--editable)[\s=]*(.+)', line)
    if editable:
        line = editable.group(1).strip()
        # The node itself is imported from its folder, not installed.
        if line.rstrip('/') in ('.', '') or line.startswith('.['):
            return None
    if line.startswith('-') or line.rstrip('/') == '.':
        return None
    line = re.sub(r'\s--?[a-z].*$', '', line)
    if re.match(r'\.{1,2}/', line):
        return os.path.normpath(os.path.join(folder, line))
    if _URL.match(line) or ' @ ' in line:
        return line
    return _MISSING_COMMA.sub(r'\1,', line)
