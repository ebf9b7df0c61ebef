"""A node's folder: cloned where it is missing, left alone or moved to its ref where it is there, never overwritten."""

import os

from box import report, requirements, set_aside, unchanged, way_back
from box.git import GitFailed, Repository, few, is_commit, plain_url, showing, without_password
from box.late import remove_tree

class Checkouts:
    """Works on nodes below `nodes_folder`; unfinished clones lie in `work`."""

    def __init__(self, nodes_folder, work, clone_limit):
        self.nodes_folder, self.work, self.clone_limit = nodes_folder, work, clone_limit

    def recognise(self, node):
        """True for a node that is where the template wants it and as it was when git was last asked; its `kind` says so then."""
        target = node.target(self.nodes_folder)
        if not unchanged.holds(target):
            return False
        repository = self._repository(node, target)
        commit = repository.commit()
        if not commit or (node.ref and not (is_commit(node.ref) and commit.startswith(node.ref))):
            return False
        if plain_url(repository.origin()) != plain_url(node.url):
            return False
        node.commit, node.kind, node.words = commit, 'there', 'already there at %.7s' % commit
        self._read_requirements(node)
        return True

    def settle(self, node):
        """Brings one node to where the template wants it. Its `kind`, or its problem, says how that ended."""
        report.task(node.name, 'running', 'cloning' if not os.path.lexists(node.target(self.nodes_folder)) else 'looking at what is there')
        try:
            self._settle(node)
        except GitFailed as error:
            node.problem(error.reason, error.words)
        except OSError as error:
            node.problem('disk_full' if error.errno == 28 else 'clone', '%s: %s' % (error.filename, error.strerror))
        if not node.problems:
            self._read_requirements(node)

    def _repository(self, node, folder):
        def log(line):
            report.node_log(node.name, line)

        return Repository(folder, node.url, node.ref, log, showing(node.name), self.clone_limit)

    def _settle(self, node):
        target = node.target(self.nodes_folder)
        if not node.depth and not os.path.lexists(target) and set_aside.bring_back(self.nodes_folder, node.folder):
            report.node_log(node.name, 'was set aside by verify_dependencies: it is back, and gets another chance there')
        if not os.path.lexists(target):
            self._clone(node, target)
        elif not os.path.isdir(target):
            node.problem('foreign', 'something that is no folder is in its place')
        elif not os.listdir(target):
            os.rmdir(target)
            self._clone(node, target)
        elif not os.path.lexists(os.path.join(target, '.git')):
            node.kind, node.words = 'foreign', 'already there'
            node.remark('not a git checkout: left alone', 'foreign')
        else:
            self._look_at_checkout(node, target)

    def _clone(self, node, target):
        temporary = os.path.join(self.work, '%d.clone' % node.number)
        try:
            repository = self._repository(node, temporary)
            node.commit = repository.clone()
            mark = unchanged.take(temporary, repository.tracked())
            if mark:
                unchanged.keep(temporary, mark)
            os.makedirs(os.path.dirname(target), exist_ok=True)
            way_back.remember(cloned=node.folder, commit=node.commit)
            os.rename(temporary, target)
        finally:
            remove_tree(temporary)
        node.kind, node.words = 'new', 'cloned at %.7s' % node.commit

    def _look_at_checkout(self, node, target):
        repository = self._repository(node, target)
        node.commit = repository.commit()
        if not node.commit:
            self._replace_broken(node, target, repository)
            return
        origin = repository.origin()
        if plain_url(origin) != plain_url(node.url):
            own = without_password(origin) or 'no origin'
            node.problem('foreign', 'the folder belongs to another repository (%s): left alone' % own)
            return
        repository.complete()
        mark = unchanged.take(target, repository.tracked())
        changes = repository.changes()
        if changes is None:
            self._replace_broken(node, target, repository)
            return
        if repository.at_ref(node.commit):
            if mark and changes == '' and unchanged.is_settled(mark):
                unchanged.keep(target, mark)
            repository.submodules()
            node.kind, node.words = 'there', 'already there at %.7s' % node.commit
            if changes:
                node.remark('has local changes: %s' % few(changes), 'dirty')
        elif changes:
            node.problem('dirty', 'has local changes: left at %.7s instead of %s' % (node.commit, node.ref))
        else:
            way_back.remember(moved=node.folder, was=node.commit, branch=repository.branch())
            node.commit = repository.move_to_ref()
            way_back.remember(moved_to=node.folder, commit=node.commit)
            node.kind, node.words = 'moved', 'moved to %s (%.7s)' % (node.ref, node.commit)

    def _replace_broken(self, node, target, repository):
        if repository.is_only_git_folder() and not os.path.islink(target):
            remove_tree(target)
            self._clone(node, target)
        else:
            node.problem('clone', 'a broken checkout is in its place: %s' % repository.why_broken())

    def _read_requirements(self, node):
        target = node.target(self.nodes_folder)
        path = os.path.join(target, node.requirements or 'requirements.txt')
        if not os.path.isfile(path):
            if node.requirements:
                node.remark('there is no %s in it' % node.requirements)
            return
        left_out, wrong = [], []
        node.lines = list(requirements.read(path, left_out, wrong))
        for sentence in left_out:
            report.node_log(node.name, sentence)
        for sentence in wrong:
            node.remark(sentence)
