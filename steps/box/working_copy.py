"""One repository in a folder of its own: cloned beside it and moved there when whole; what is there is never overwritten."""

import os
import shutil

from box import report, way_back
from box.git import GitFailed, Repository, few, plain_url, showing, without_password

# Exit code by why it could not be had; steps/git-clone.ts says which failure that is.
EXITS = {
    'unreachable': 15, 'disk_full': 16, 'private': 21, 'not_found': 22, 'no_such_ref': 22, 'foreign': 24, 'dirty': 24, 'broken': 24,
    'tool_missing': 13, 'not_writable': 11, 'clone': 1,
}


class _WithoutSubmodules(Repository):
    def submodules(self):
        pass


class WorkingCopy:
    """`row` is the task that says how far it is. After `settle`: kind (cloned, unchanged, moved), commit, changes (a count)."""

    def __init__(self, folder, url, ref='', submodules=True, row='clone', limit=500):
        # A link to the folder stays one.
        self.folder = os.path.realpath(folder)
        self.url, self.ref, self.row, self.limit = url, ref, row, limit
        self.make = Repository if submodules else _WithoutSubmodules
        self.kind, self.commit, self.changes = None, None, 0

    def settle(self):
        """Brings the folder to the ref. Raises GitFailed, with a reason of EXITS."""
        try:
            self._settle()
        except FileNotFoundError as error:
            if error.filename != 'git':
                raise
            raise GitFailed('tool_missing', 'There is no git on the box.') from None
        except OSError as error:
            words = '%s: %s' % (error.filename or self.folder, error.strerror)
            raise GitFailed('disk_full' if error.errno == 28 else 'not_writable', words) from None

    def _repository(self, folder):
        return self.make(folder, self.url, self.ref, report.log, showing(self.row), self.limit)

    def _settle(self):
        there = os.path.lexists(self.folder)
        if there and not os.path.isdir(self.folder):
            raise GitFailed('foreign', '%s is no folder' % self.folder)
        if there and os.listdir(self.folder) and not os.path.lexists(os.path.join(self.folder, '.git')):
            raise GitFailed('foreign', '%s holds something that is no git checkout' % self.folder)
        if not there or not os.listdir(self.folder):
            self._clone()
        else:
            self._look()

    def _clone(self):
        report.task(self.row, 'running', 'cloning')
        parent, name = os.path.split(self.folder)
        os.makedirs(parent, exist_ok=True)
        # In the same folder, so that the move is one step. What an interrupted run left under that name goes.
        temporary = os.path.join(parent, '.bringup-clone-' + name)
        try:
            self.commit = self._repository(temporary).clone()
            way_back.remember(cloned=self.folder, commit=self.commit)
            # Takes the place of an empty folder, and of nothing else.
            os.rename(temporary, self.folder)
        finally:
            shutil.rmtree(temporary, ignore_errors=True)
        self.kind = 'cloned'

    def _look(self):
        report.task(self.row, 'running', 'looking at what is there')
        repository = self._repository(self.folder)
        self.commit = repository.commit()
        changes = repository.changes() if self.commit else None
        if changes is None:
            if self.commit is None and repository.is_only_git_folder() and plain_url(repository.origin()) == plain_url(self.url):
                shutil.rmtree(self.folder)
                self._clone()
                return
            raise GitFailed('broken', '%s holds a broken checkout: %s' % (self.folder, repository.why_broken()))
        origin = repository.origin()
        if plain_url(origin) != plain_url(self.url):
            words = '%s belongs to another repository: %s' % (self.folder, without_password(origin) or 'it has no origin')
            raise GitFailed('foreign', words)
        self.changes = len(changes.splitlines())
        if repository.at_ref(self.commit):
            repository.submodules()
            self.kind = 'unchanged'
        elif changes:
            words = '%s has local changes in %s: left at %.7s instead of %s'
            raise GitFailed('dirty', words % (self.folder, few(changes), self.commit, self.ref))
        else:
            way_back.remember(moved=self.folder, was=self.commit, branch=repository.branch())
            self.commit, self.kind = repository.move_to_ref(), 'moved'
            way_back.remember(moved_to=self.folder, commit=self.commit)

    @property
    def words(self):
        """What it came to."""
        return {
            'cloned': 'cloned at %.7s', 'unchanged': 'unchanged, at %.7s', 'moved': 'moved to ' + self.ref.replace('%', '%%') + ' (%.7s)',
        }[self.kind] % self.commit
