# Every requirement of every node against the application's Python: installed in a version that fits, with its own requirements,
# and importable in a process of its own. What is missing is installed by the name of its distribution, never by the name of
# a module; what is still missing then is listed with the node that asks for it.
umask 022
# shellcheck disable=SC2088 # a literal ~ is meant
case $UI_HOME in '~/'*) UI_HOME=$HOME/${UI_HOME#'~/'} ;; esac
# shellcheck disable=SC2088
case $PYTHON in '~/'*) PYTHON=$HOME/${PYTHON#'~/'} ;; esac
export UI_HOME

if [ ! -d "$UI_HOME" ]; then
  failure "There is no folder $UI_HOME on the box."
  exit 10
fi

python=
for candidate in "$PYTHON" /venv/main/bin/python "$UI_HOME/venv/bin/python" "$UI_HOME/.venv/bin/python"; do
  if [ -x "$candidate" ]; then
    python=$candidate
    break
  fi
done
if [ -z "$python" ]; then
  if [ -z "${NODES-}" ]; then
    for file in "$UI_HOME"/custom_nodes/*/requirements.txt; do
      [ -e "$file" ] || continue
      NODES=$file
      break
    done
  fi
  if [ -n "${NODES-}" ]; then
    failure "There is no Python of the application ($PYTHON): nothing can be verified."
    exit 13
  fi
  note 'no node has requirements'
  result_json '{"nodes":0,"requirements":0,"installed":[],"missing":[]}'
  exit 0
fi
if [ "$python" != "$PYTHON" ]; then printf '%s is not there, using %s\n' "$PYTHON" "$python"; fi
printf 'Verifying with %s\n' "$python"
for candidate in "$(command -v uv)" "${python%/*}/uv" "$HOME/.local/bin/uv"; do
  if [ -x "$candidate" ]; then
    BRINGUP_UV=$candidate
    export BRINGUP_UV
    break
  fi
done

exec "$python" - <<'PYTHON'
import concurrent.futures
import importlib
import importlib.metadata as metadata
import json
import os
import re
import subprocess
import sys
import tempfile

# What was in sys.path for this program's own sake must not make modules importable.
sys.path[:] = [entry for entry in sys.path if entry]
importlib.invalidate_caches()

def packaging():
    for home in ('packaging', 'pip._vendor.packaging', 'setuptools._vendor.packaging', 'setuptools.extern.packaging'):
        try:
            return importlib.import_module(home + '.requirements'), importlib.import_module(home + '.specifiers')
        except ImportError:
            continue
    return None, None

requirements_module, specifiers_module = packaging()

GUARD = re.compile(r'(torch|torchvision|torchaudio|triton|pytorch-triton|xformers|nvidia-.*)\Z')
IMPORT_LIMIT = 60
UI_HOME = os.environ['UI_HOME']
NODES = os.path.join(UI_HOME, 'custom_nodes')
CLEAN = {'PYTHONUNBUFFERED': '1', 'PIP_DISABLE_PIP_VERSION_CHECK': '1', 'PIP_NO_INPUT': '1'}


def say(**line):
    os.write(3, (json.dumps(line, ensure_ascii=False) + '\n').encode('utf-8', 'replace'))


def cut(text, limit=500):
    return text if len(text) <= limit else text[: limit - 1] + '…'


def row(name, status, note=None):
    say(task=name, status=status, **({'note': cut(note, 900)} if note else {}))


def log(*words):
    print(*words, flush=True)


def plain(name):
    return re.sub(r'[-_.]+', '-', name).lower()


def bare(url):
    """A repository's URL without how it is fetched and which commit: as pip keeps it, and as a requirement writes it."""
    url = re.sub(r'^(git\+|file://)', '', url.split('#')[0])
    scheme, slashes, rest = url.partition('//')
    return re.sub(r'(\.git)?/*$', '', scheme + slashes + re.sub(r'@[^@/]*$', '', rest))


def installed_from(url):
    """Name of the distribution that was installed from this URL (PEP 610), or None."""
    for found in metadata.distributions():
        origin = json.loads(found.read_text('direct_url.json') or '{}').get('url')
        if origin and bare(origin) == bare(url):
            return plain(found.metadata['Name'])
    return None


# --- what the nodes ask for ---

class Need:
    """One requirement of one node, as far as it can be understood."""

    def __init__(self, node, text):
        self.node, self.text, self.url = node, text, None
        self.parsed = None
        if re.match(r'(git\+|https?:|/|\./)', text):
            egg = re.search(r'#(?:.*&)?egg=([A-Za-z0-9._-]+)', text)
            self.name, self.extras, self.specifier, self.url = (plain(egg.group(1)) if egg else installed_from(text)), (), '', text
            return
        if requirements_module:
            self.parsed = requirements_module.Requirement(text)
            self.name, self.extras = plain(self.parsed.name), tuple(self.parsed.extras)
            self.specifier, self.url = str(self.parsed.specifier), self.parsed.url
            return
        # Without packaging only the presence can be checked.
        match = re.match(r'[A-Za-z0-9][A-Za-z0-9._-]*', text)
        if not match:
            raise ValueError('not a requirement')
        self.name, self.extras, self.specifier = plain(match.group()), (), ''

    def applies(self):
        marker = self.parsed.marker if self.parsed else None
        return not marker or marker.evaluate({'extra': ''})


def lines_of(path, depth=0):
    try:
        with open(path, encoding='utf-8-sig', errors='replace') as file:
            text = file.read()
    except OSError:
        return
    for line in re.sub(r'\\\r?\n', '', text).splitlines():
        line = re.sub(r'(^|\s)#.*$', '', line).strip()
        line = re.sub(r'\s--[a-z].*$', '', line) if not line.startswith('-') else line
        # numpy<1.24>=1.18, which old versions of pip took.
        line = re.sub(r'([<>=!~]=?\s*\d[\w.*+]*)\s*([<>=!~]=?\s*\d)', r'\1,\2', line)
        included = re.match(r'(?:-r|--requirement)[\s=]*(.+)', line)
        editable = re.match(r'(?:-e|--editable)[\s=]*((?:git\+|https?:).+)', line)
        if included and depth < 5:
            yield from lines_of(os.path.join(os.path.dirname(path), included.group(1)), depth + 1)
        elif editable:
            yield editable.group(1)
        elif line and not line.startswith('-') and line != '.':
            yield line


def find_nodes():
    """The nodes with their requirement lines. Named ones come in any case; unnamed ones where they have a file."""
    named = [line.split('\x1f') for line in os.environ.get('NODES', '').split('\n') if line]
    if named:
        # The fields of a node as install-custom-nodes.sh has them.
        for name, _, _, requirements, subfolder, _ in named:
            folder = os.path.join(NODES, subfolder or name)
            file = os.path.join(folder, requirements or 'requirements.txt')
            yield name, os.path.isdir(folder), list(lines_of(file))
        return
    try:
        folders = sorted(os.listdir(NODES))
    except OSError:
        folders = []
    for name in folders:
        hidden = name.startswith(('.', '__')) or name.endswith('.disabled')
        file = os.path.join(NODES, name, 'requirements.txt')
        if not hidden and os.path.isfile(file):
            yield name, True, list(lines_of(file))


# --- what is there ---

def installed(name):
    try:
        found = metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return None
    # Half a removal leaves a folder without metadata.
    return found if found.version else None


def fits(specifier, version):
    if not specifier or not specifiers_module:
        return True
    return specifiers_module.SpecifierSet(specifier).contains(version, prereleases=True)


def lacking(name, extras=(), seen=None, asked_by=None):
    """Distributions that `name` needs in turn and that are not there or do not fit, as (requirement text, reason)."""
    seen = set() if seen is None else seen
    if (name, extras) in seen or not requirements_module:
        return []
    seen.add((name, extras))
    found = installed(name)
    result = []
    for text in (found.requires or []) if found else []:
        try:
            one = requirements_module.Requirement(text)
        except Exception:
            continue
        if one.marker and not any(one.marker.evaluate({'extra': extra}) for extra in extras or ('',)):
            continue
        inner = plain(one.name)
        have = installed(inner)
        if not have:
            result.append((inner, str(one.specifier), 'not installed, needed by ' + name))
        elif not fits(str(one.specifier), have.version):
            result.append((inner, str(one.specifier), 'has %s, %s needs %s' % (have.version, name, one.specifier)))
        else:
            result.extend(lacking(inner, tuple(sorted(plain(e) for e in one.extras)), seen))
    return result


def modules_of(found):
    """Top-level modules of a distribution; private ones, tests and shared libraries left out."""
    top = (found.read_text('top_level.txt') or '').split()
    if not top:
        for file in found.files or []:
            first = file.parts[0]
            if len(file.parts) == 1 and re.match(r'[A-Za-z]\w*(\.[\w-]+)?\.(py|so)$', first):
                top.append(first.split('.')[0])
            elif len(file.parts) > 1 and re.match(r'[A-Za-z]\w*$', first) and file.name.endswith(('.py', '.so')):
                top.append(first)
    skip = ('test', 'tests', 'docs', 'doc', 'examples', 'example', 'scripts', 'tools', 'benchmarks', 'bin', 'share')
    return sorted({name for name in top if re.match(r'[A-Za-z]\w*$', name) and name not in skip})


def import_error(name):
    """None when the distribution's modules can be imported, else why not. Each in a process with a limit."""
    found = installed(name)
    modules = modules_of(found)
    errors = {}
    for module in modules:
        try:
            child = subprocess.run(
                [sys.executable, '-c', 'import sys, importlib; sys.path[:] = [p for p in sys.path if p]; importlib.import_module(sys.argv[1])', module],
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, timeout=IMPORT_LIMIT, cwd=tempfile.gettempdir(),
            )
        except subprocess.TimeoutExpired:
            errors[module] = 'import %s did not end within %d s' % (module, IMPORT_LIMIT)
            continue
        if child.returncode != 0:
            said = child.stderr.decode('utf-8', 'replace').strip()
            log('import %s failed:\n%s' % (module, said))
            why = said.splitlines()[-1] if said else 'exit code %d' % child.returncode
            errors[module] = 'import %s: %s' % (module, why)
    main = [m for m in modules if plain(m) == name]
    # A side module may need a GPU; the one that bears the name must work, or all if none does.
    if errors and (main[0] in errors if main else len(errors) == len(modules)):
        return errors[main[0]] if main else next(iter(errors.values()))
    return None


class Check:
    """Says what a requirement lacks; every distribution is imported once."""

    def __init__(self):
        self.imports = {}
        self.inner = {}

    def import_all(self, names, done):
        with concurrent.futures.ThreadPoolExecutor(max_workers=min(4, os.cpu_count() or 1)) as pool:
            for name, error in zip(names, pool.map(import_error, names)):
                self.imports[name] = error
                done(name)

    def problem(self, need):
        """None, or (what to install, why)."""
        if need.name is None:
            return None
        found = installed(need.name)
        wanted = need.url if need.url else need.name + ('[%s]' % ','.join(need.extras) if need.extras else '')
        if not found:
            return [(need.name, wanted, need.specifier)], 'not installed'
        if not need.url and not fits(need.specifier, found.version):
            return [(need.name, wanted, need.specifier)], 'has %s, needs %s' % (found.version, need.specifier)
        key = (need.name, need.extras)
        if key not in self.inner:
            self.inner[key] = lacking(need.name, tuple(plain(e) for e in need.extras))
        if self.inner[key]:
            first, _, why = self.inner[key][0]
            return [(name, name, spec) for name, spec, _ in self.inner[key]], '%s: %s' % (first, why)
        error = self.imports.get(need.name)
        if error:
            return [(need.name, None, '==' + found.version)], error
        return None


# --- installing ---

def guard_constraints():
    for found in metadata.distributions():
        name = plain(found.metadata['Name'] or '')
        if GUARD.match(name) and found.version:
            yield '%s==%s' % (name, found.version)


def run(command):
    log('$', ' '.join(command[1:]))
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=dict(os.environ, **CLEAN))
    lines = []
    for raw in process.stdout:
        sys.stdout.buffer.write(raw)
        sys.stdout.flush()
        lines.append(raw.decode('utf-8', 'replace').strip())
    return process.wait() == 0, lines


def install(what, again=False):
    """Installs requirement texts. Returns None, or the installer's words."""
    uv = os.environ.get('BRINGUP_UV')
    versions = list(guard_constraints())
    with tempfile.NamedTemporaryFile('w', suffix='.txt') as constraints:
        constraints.write('\n'.join(versions) + '\n')
        constraints.flush()
        if uv:
            command = [uv, 'pip', 'install', '--python', sys.executable] + (['--overrides', constraints.name] if versions else [])
            command += ['--reinstall', '--no-deps'] if again else []
        else:
            command = [sys.executable, '-m', 'pip', 'install', '-c', constraints.name]
            command += ['--force-reinstall', '--no-deps'] if again else []
        ok, lines = run(command + ['--'] + what)
    importlib.invalidate_caches()
    if ok:
        return None
    errors = [line for line in lines if re.match(r'(ERROR|error|cause|×|╰─▶)', line) and 'ResolutionImpossible' not in line]
    return re.sub(r'^(ERROR: |error: |cause: |× |╰─▶ )', '', (errors or lines or ['no words'])[-1])


def repair(problems, needs):
    """Installs what the problems ask for: together, and one by one where that fails. Returns {name: words of the installer}."""
    asked = {}
    for need in needs:
        if need.name and not need.url:
            asked.setdefault(need.name, set()).update(part for part in need.specifier.split(',') if part)
    fresh, again = {}, {}
    for needed, _ in problems:
        for name, wanted, specifier in needed:
            if GUARD.match(name):
                continue
            if wanted is None:
                again[name] = name + specifier
            else:
                # What several nodes ask of one package has to hold at once, or installing for one breaks the other.
                entry = fresh.setdefault(name, [wanted, set(asked.get(name, ()))])
                if len(wanted) > len(entry[0]):
                    entry[0] = wanted
                entry[1].update(part for part in specifier.split(',') if part)
    texts = {name: (wanted if '//' in wanted else wanted + ','.join(sorted(parts))) for name, (wanted, parts) in fresh.items()}
    for name in list(again):
        if name in texts:
            del again[name]
    words = {}
    for group, anew in ((texts, False), (again, True)):
        if not group:
            continue
        failed = install(list(group.values()), anew)
        if failed is None:
            continue
        for name, text in group.items():
            alone = failed if len(group) == 1 else install([text], anew)
            if alone:
                words[name] = alone
    return words


def again_after(check, names, asked):
    """A fresh check after an installation. Imported anew: what was installed or broken, and what needs it."""
    after = Check()
    stale = []
    for name in names:
        found = installed(name)
        needs = {plain(re.split(r'[^A-Za-z0-9._-]', text)[0]) for text in (found.requires or [])} if found else set()
        if name in asked or name not in check.imports or check.imports[name] or needs & asked:
            stale.append(name)
        else:
            after.imports[name] = None
    after.import_all([name for name in stale if installed(name)], lambda name: None)
    return after


# --- the step ---

def main():
    needs, notes, order = [], {}, []
    for node, exists, lines in find_nodes():
        order.append(node)
        row(node, 'pending')
        if not exists:
            notes[node] = 'there is no such folder in custom_nodes'
        for line in lines:
            try:
                need = Need(node, line)
                if need.applies():
                    needs.append(need)
            except Exception as error:
                notes.setdefault(node, 'not understood: %s' % line)
                log('[%s] not a requirement: %s (%s)' % (node, line, type(error).__name__))
    if not order:
        say(note='no node has requirements')
        say(result={'nodes': 0, 'requirements': 0, 'installed': [], 'missing': []})
        return 0
    if not requirements_module:
        say(warning='The application\'s Python has neither packaging nor pip: versions were not compared.')

    names = sorted({need.name for need in needs if need.name})
    state = {'done': 0, 'total': len(needs) + len(names)}

    def progress(current):
        state['done'] = min(state['done'] + 1, state['total'])
        say(done=state['done'], total=state['total'], unit='checks', current=cut(current, 200))

    say(done=0, total=state['total'], unit='checks')
    for node in order:
        row(node, 'running')
    check = Check()
    check.import_all([name for name in names if installed(name)], progress)
    problems = {need: check.problem(need) for need in needs}
    problems = {need: problem for need, problem in problems.items() if problem}
    before = {name: getattr(installed(name), 'version', None) for name in names}
    words = {}
    if problems:
        for need, (_, why) in problems.items():
            log('[%s] %s: %s' % (need.node, need.text, why))
            row(need.node, 'running', 'installing ' + need.text)
        asked = {name for needed, _ in problems.values() for name, _, _ in needed}
        before.update({name: getattr(installed(name), 'version', None) for name in asked})
        words = repair(problems.values(), needs)
        check = again_after(check, names, asked)
    left = {}
    changed = set()
    for need in needs:
        problem = check.problem(need)
        progress(need.text)
        if problem:
            needed, why = problem
            said = [words[name] for name, _, _ in needed if name in words]
            guarded = [name for name, _, _ in needed if GUARD.match(name)]
            if guarded:
                why += ' (belongs to the application, not installed from here)'
            elif said and said[0] not in why:
                why += ' (%s)' % said[0]
            # Another version of torch than a node asks for usually works, and is not ours to change. None at all does not.
            tolerable = bool(guarded) and installed(guarded[0]) is not None and all(wanted for _, wanted, _ in needed)
            left.setdefault(need.node, []).append((need, why, tolerable))
        elif need in problems:
            changed.update(name for name, _, _ in problems[need][0])
    new = sorted('%s %s' % (name, installed(name).version) for name in changed if installed(name))

    missing = []
    for node in order:
        count = sum(1 for need in needs if need.node == node)
        unnamed = [need.text for need in needs if need.node == node and need.name is None]
        mine = sorted({name for need in problems if need.node == node for name, _, _ in problems[need][0]} & changed)
        failures = [(need, why) for need, why, tolerated in left.get(node, []) if not tolerated]
        tolerated = [(need, why) for need, why, is_tolerated in left.get(node, []) if is_tolerated]
        if failures:
            row(node, 'failed', '; '.join('%s: %s' % (need.text, why) for need, why in failures))
            missing += [{'node': node, 'requirement': need.text, 'reason': cut(why, 300)} for need, why in failures]
        elif tolerated or node in notes or unnamed:
            words_of = ['%s: %s' % (need.text, why) for need, why in tolerated] + ([notes[node]] if node in notes else [])
            words_of += ['%s: nothing was installed from there, and it names no package to look for' % text for text in unnamed]
            row(node, 'warning', '; '.join(words_of))
            say(warning=cut('%s: %s' % (node, '; '.join(words_of)), 900))
        else:
            row(node, 'success', '%d requirement%s%s' % (count, '' if count == 1 else 's', ', installed ' + ', '.join(mine) if mine else ''))
        for need, why in failures + tolerated:
            log('[%s] %s: %s' % (node, need.text, why))

    say(done=state['total'], total=state['total'], unit='checks')
    result = {'nodes': len(order), 'requirements': len(needs), 'installed': new, 'missing': missing[:20]}
    say(result=result)
    if missing:
        say(note='%d of %d requirements are not met' % (len(missing), len(needs)))
        listed = '; '.join('%s needs %s: %s' % (one['node'], one['requirement'], one['reason']) for one in missing)
        say(failure=cut('%d of %d requirements are not met: %s' % (len(missing), len(needs), listed), 1800))
        return 19
    unnamed = sum(1 for need in needs if need.name is None)
    what = ', installed ' + ', '.join(new) if new else '' if unnamed else ', all present'
    say(note='%d requirements of %d nodes%s' % (len(needs), len(order), what + (', %d could not be checked' % unnamed if unnamed else '')))
    if not unnamed:
        log('All %d requirements of %d nodes are present and importable' % (len(needs), len(order)))
    return 0


sys.exit(main())
PYTHON
