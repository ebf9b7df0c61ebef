"""git without a person in front of it: shallow clones to a temporary name, with percent and rate, moved into place when whole."""

import os
import re
import time

from box import process, report
from box.late import remove_tree

# A server that sends less than 1000 bytes a second for 20 s is given up.
_OPTIONS = ['-c', 'http.lowSpeedLimit=1000', '-c', 'http.lowSpeedTime=20', '-c', 'advice.detachedHead=false', '-c', 'init.defaultBranch=main']
_COMMIT = re.compile(r'[0-9a-f]{7,40}\Z')
_TROUBLE = re.compile(
    r'resolve host|timed out|early EOF|RPC failed|connection (reset|refused|closed)|transfer closed|hung up|error: 5\d\d|too slow|'
    r'unexpected disconnect|failed to connect|could not connect', re.I,
)
_PHASE = re.compile(r'(?:remote: )?(Counting|Compressing|Receiving|Resolving) (?:objects|deltas):\s+(\d+)%')
# Where each phase begins and ends in a clone's percent: nearly all of the time goes into receiving.
_WEIGHTS = {'Counting': (0, 2), 'Compressing': (2, 5), 'Receiving': (5, 90), 'Resolving': (90, 100)}
_RATE = re.compile(r'\| ([\d.]+) (bytes|KiB|MiB|GiB)/s')
_UNITS = {'bytes': 1, 'KiB': 1024, 'MiB': 1024**2, 'GiB': 1024**3}
_SHOW_EVERY_S = 0.3


class GitFailed(Exception):
    """Why a repository could not be had: `reason` as in a template's `accept`, and a sentence."""

    def __init__(self, reason, words):
        super().__init__(words)
        self.reason, self.words = reason, words


def git_environment():
    """What would make git ask a person, or look into another repository, is taken away."""
    env = {name: value for name, value in os.environ.items() if name not in ('GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_ASKPASS')}
    env.setdefault('GIT_SSH_COMMAND', 'ssh -o BatchMode=yes -o ConnectTimeout=20 -o ServerAliveInterval=15')
    # An image's own nodes may belong to another user; git reads this only from here.
    count = int(env.get('GIT_CONFIG_COUNT', '0') or 0)
    safe = {'GIT_CONFIG_KEY_%d' % count: 'safe.directory', 'GIT_CONFIG_VALUE_%d' % count: '*', 'GIT_CONFIG_COUNT': str(count + 1)}
    return {**env, **safe, 'GIT_TERMINAL_PROMPT': '0', 'LC_ALL': 'C', 'GIT_OPTIONAL_LOCKS': '0'}


def is_commit(ref):
    return bool(_COMMIT.match(ref))


def plain_url(url):
    """The same repository may be written in many ways."""
    url = re.sub(r'\.git\Z', '', url.lower().rstrip('/'))
    url = re.sub(r'\A(file://|[a-z]+://)', '', url)
    url = re.sub(r'\A[^/@]*@', '', url)
    return re.sub(r'\A([^/:]*):([^/0-9])', r'\1/\2', url)


class Repository:
    """
    A checkout in a folder. `on_progress(percent, rate)` hears how far a fetch is (rate in bytes a second, or None), `log(line)`
    what git says; `limit` is for each of git's own runs, in seconds.
    """

    def __init__(self, folder, url, ref='', log=lambda line: None, on_progress=lambda percent, rate: None, limit=900):
        self.folder, self.url, self.ref = folder, url, ref
        self.log, self.on_progress, self.limit = log, on_progress, limit
        self.env = git_environment()
        self.percent = 0

    # --- git itself ---

    def ask(self, *words, folder=None):
        """git's answer in one string, None where it refuses."""
        end = process.run(['git', '-C', folder or self.folder] + list(words), 60, env=self.env)
        return end.text if end.ok else None

    def _git(self, *words):
        return process.run(['git'] + _OPTIONS + list(words), self.limit, env=self.env, on_line=self._said, on_progress=self._moved)

    def _said(self, line):
        if not _PHASE.match(line):
            self.log(line)

    def _moved(self, line):
        found = _PHASE.match(line)
        if not found:
            return
        start, end = _WEIGHTS[found.group(1)]
        # Never back: a clone with submodules goes through the phases again.
        self.percent = max(self.percent, round(start + (end - start) * int(found.group(2)) / 100, 1))
        rate = _RATE.search(line)
        self.on_progress(self.percent, round(float(rate.group(1)) * _UNITS[rate.group(2)]) if rate else None)

    def _fetch(self, *words, again=None):
        """A run that goes over the network: trouble on the way gets two more tries, silence one. Raises GitFailed."""
        for pause in (1, 3, None):
            end = self._git(*words)
            if end.ok:
                return
            if pause is None or end.timed_out or not _TROUBLE.search(end.text) or ('too slow' in end.text and pause == 3):
                break
            self.log('trying once more in %d s' % pause)
            time.sleep(pause)
            if again:
                again()
        raise self._failure(end)

    def _failure(self, end):
        text, url = end.text, without_password(self.url)
        said = [line for line in end.lines if re.match(r'(fatal|error|ssh|remote: (error|fatal)):? ', line, re.I)] or end.lines
        if 'No space left on device' in text:
            return GitFailed('disk_full', 'No space left on device')
        if end.timed_out:
            return GitFailed('unreachable', 'git did not end within %d s' % self.limit)
        if re.search(r'terminal prompts disabled|Authentication failed|could not read Username|error: 403|Permission denied \(publickey', text):
            return GitFailed('private', 'the repository does not exist or is private (%s)' % url)
        if re.search(r'Remote branch .*not found|find remote ref|not our ref|did not match any file|unable to read tree|reference is not a tree', text):
            return GitFailed('no_such_ref', 'the repository has no %s' % self.ref)
        if re.search(r"repository '.*' not found|does not (exist|appear to be a git repository)", text):
            return GitFailed('not_found', 'there is no repository at %s (%s)' % (url, (said or [''])[-1]))
        if 'Could not resolve host' in text:
            return GitFailed('unreachable', 'the host name of %s cannot be resolved' % url)
        words = (said or ['git ended with exit code %s' % end.code])[-1]
        return GitFailed('unreachable' if _TROUBLE.search(text) else 'clone', words)

    def _must(self, *words):
        end = self._git(*words)
        if not end.ok:
            raise self._failure(end)

    # --- a new checkout ---

    def clone(self):
        """Clones into `folder`, at the ref, depth 1 where the server lets us, with its submodules. Gives the commit."""
        self._clear()
        local = ['--no-local'] if self.url.startswith('/') else []
        if len(self.ref) == 40 and is_commit(self.ref):
            self._clone_commit()
        elif not self.ref:
            self._fetch('clone', '--progress', '--depth', '1', '--single-branch', *local, '--', self.url, self.folder, again=self._clear)
        else:
            self._clone_ref(local)
        self.submodules()
        commit = self.ask('rev-parse', '--verify', '-q', 'HEAD^{commit}')
        if not commit:
            raise GitFailed('clone', 'the repository is empty')
        return commit

    def _clone_commit(self):
        self._must('init', '-q', self.folder)
        self._must('-C', self.folder, 'remote', 'add', 'origin', self.url)
        try:
            self._fetch('-C', self.folder, 'fetch', '--progress', '--depth', '1', 'origin', self.ref)
        except GitFailed:
            # Not every server hands out a commit by its number.
            self._fetch('-C', self.folder, 'fetch', '--progress', 'origin')
        self._must('-C', self.folder, 'checkout', '-q', '--detach', self.ref)

    def _clone_ref(self, local):
        words = ['clone', '--progress', '--depth', '1', '--single-branch', '--branch', self.ref, *local, '--', self.url, self.folder]
        try:
            self._fetch(*words, again=self._clear)
        except GitFailed as error:
            if error.reason != 'no_such_ref' or not is_commit(self.ref):
                raise
            # A shortened commit can only be found in the whole history.
            self._clear()
            self._fetch('clone', '--progress', '--no-checkout', *local, '--', self.url, self.folder, again=self._clear)
            self._must('-C', self.folder, 'checkout', '-q', '--detach', self.ref)

    def _clear(self):
        remove_tree(self.folder)

    def submodules(self):
        """Brings those that are missing. Raises GitFailed."""
        if not os.path.exists(os.path.join(self.folder, '.gitmodules')):
            return
        status = self.ask('submodule', 'status', '--recursive') or ''
        if any(line.startswith('-') for line in status.splitlines()):
            self._fetch('-C', self.folder, 'submodule', 'update', '--init', '--recursive', '--depth', '1', '--progress')

    # --- one that is there ---

    def commit(self):
        """HEAD's commit; None for a broken or empty repository."""
        return _head(os.path.join(self.folder, '.git')) or self.ask('rev-parse', '--verify', '-q', 'HEAD^{commit}')

    def branch(self):
        """The branch that is checked out; None for a commit by itself."""
        return self.ask('symbolic-ref', '-q', '--short', 'HEAD')

    def go_back(self, commit, branch):
        """Checks out what was there before `move_to_ref`, without the network. Gives git's words where that fails, else None."""
        place = branch if branch and self.ask('rev-parse', '--verify', '-q', 'refs/heads/%s^{commit}' % branch) == commit else commit
        end = self._git('-C', self.folder, 'checkout', '-q', *(['--detach'] if place == commit else []), place, '--')
        return None if end.ok and self.commit() == commit else end.text or 'git left it at %s' % self.commit()

    def origin(self):
        text = _read(os.path.join(self.folder, '.git', 'config')) or ''
        found = re.search(r'^\[remote "origin"\]\n(?:\s+.*\n)*?\s+url = ([^"\\#;\s]+)$', text, re.M)
        return found.group(1) if found else self.ask('config', '--get', 'remote.origin.url') or ''

    def changes(self):
        """Tracked files that differ from the commit, as `git status` has them; None where the checkout is broken."""
        return self.ask('status', '--porcelain', '--untracked-files=no')

    def tracked(self):
        """Names of all files that git has in it; None where the checkout is broken."""
        text = self.ask('ls-files', '-z', '--full-name')
        return None if text is None else [name for name in text.split('\0') if name]

    def why_broken(self):
        """git's own words."""
        end = process.run(['git', '-C', self.folder, 'rev-parse', '--verify', 'HEAD^{commit}'], 60, env=self.env)
        said = re.search(r'fatal: .*', end.text)
        return said.group() if said else 'it has no commit'

    def is_only_git_folder(self):
        """An interrupted clone of another tool leaves `.git` and nothing else, and nobody's work with it."""
        own = os.path.join(self.folder, '.git')
        return os.listdir(self.folder) == ['.git'] and os.path.isdir(own) and not os.path.islink(own)

    def at_ref(self, commit):
        if not self.ref or (is_commit(self.ref) and commit.startswith(self.ref)):
            return True
        if self.branch() == self.ref:
            return True
        places = ('refs/tags/%s^{commit}', 'refs/remotes/origin/%s^{commit}')
        return any(self.ask('rev-parse', '--verify', '-q', place % self.ref) == commit for place in places)

    def move_to_ref(self):
        """Checks the ref out in a clean checkout, fetched where it is not there. Gives the new commit; raises GitFailed."""
        before = self.commit()
        try:
            self._must('-C', self.folder, 'checkout', '-q', '--detach', self._fetch_ref())
            self.submodules()
        except GitFailed as error:
            raise GitFailed(error.reason, 'left at %.7s: %s' % (before, error.words)) from None
        return self.commit()

    def _fetch_ref(self):
        if is_commit(self.ref):
            if len(self.ref) < 40 or not self._git('-C', self.folder, 'fetch', '--progress', '--depth', '1', 'origin', self.ref).ok:
                self._fetch('-C', self.folder, 'fetch', '--progress', 'origin', '+refs/heads/*:refs/remotes/origin/*')
            return self.ref
        tag, branch = 'refs/tags/' + self.ref, 'refs/remotes/origin/' + self.ref
        if self._git('-C', self.folder, 'fetch', '--depth', '1', 'origin', '+%s:%s' % (tag, tag)).ok:
            return tag
        self._fetch('-C', self.folder, 'fetch', '--progress', '--depth', '1', 'origin', '+refs/heads/%s:%s' % (self.ref, branch))
        return branch

    def complete(self):
        """Adds files that an interrupted checkout left out; none is overwritten."""
        if not os.path.exists(os.path.join(self.folder, '.git', 'index')) and os.path.isdir(os.path.join(self.folder, '.git')):
            try:
                os.remove(os.path.join(self.folder, '.git', 'index.lock'))
            except FileNotFoundError:
                pass
            self._must('-C', self.folder, 'read-tree', 'HEAD')
            self._git('-C', self.folder, 'checkout-index', '-a', '-q')


def showing(row):
    """An `on_progress` that shows it in a row, a few times a second."""
    shown = [0.0]

    def on_progress(percent, rate):
        if time.monotonic() - shown[0] > _SHOW_EVERY_S:
            shown[0] = time.monotonic()
            report.task(row, 'running', 'cloning', percent, rate)

    return on_progress


def few(changes):
    """Names of the first files of what `changes` has."""
    names = [line[3:] for line in changes.splitlines()]
    return ', '.join(names[:3]) + (', …' if len(names) > 3 else '')


def without_password(url):
    return re.sub(r'//[^/@]*@', '//', url)


def _head(folder):
    """The commit that HEAD names, read from the files: a process for each of many nodes takes longer than all the rest."""
    head = _read(os.path.join(folder, 'HEAD'))
    if head and head.startswith('ref: '):
        head = _read(os.path.join(folder, *head[5:].strip().split('/')))
    return head.strip() if head and re.fullmatch(r'[0-9a-f]{40}\s*', head) else None


def _read(path):
    try:
        with open(path, encoding='utf-8', errors='replace') as file:
            return file.read()
    except OSError:
        return None
