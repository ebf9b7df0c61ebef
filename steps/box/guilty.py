"""Which of many requirements keep all of them from being installed, and why, in words."""

import re

from box.installer import Failed


class Unit:
    """What is taken or left as a whole: a node with its lines, or one line."""

    def __init__(self, owner, lines):
        self.owner, self.lines = owner, lines
        self.names = {line.name for line in lines if line.name}
        self.error = None


def sort_out(units, accepted, attempt):
    """
    Takes as many units as go together, in their order; the others get their `error` (Failed). `accepted` grows by the lines of
    those that were taken. `attempt(lines)` raises Failed. Who is named by the installer is suspected first, then halves are tried.
    """
    pending, later = list(units), []
    while pending:
        error = _try(attempt, accepted + _lines(pending))
        if not error:
            accepted += _lines(pending)
            break
        if is_outage(error.text):
            for unit in pending + later:
                unit.error = error
            return
        suspects = [unit for unit in pending if unit.names & _named(error.text)]
        if len(suspects) == len(pending) or not suspects:
            suspects = _halve(pending, accepted, attempt)
        later += suspects
        pending = [unit for unit in pending if unit not in suspects]
    for unit in sorted(later, key=units.index):
        unit.error = _try(attempt, accepted + unit.lines)
        if not unit.error:
            accepted += unit.lines


def _halve(pending, accepted, attempt):
    """One unit that does not go together with those before it."""
    good = []
    while len(pending) > 1:
        half = pending[: len(pending) // 2]
        if _try(attempt, accepted + _lines(good + half)):
            pending = half
        else:
            good += half
            pending = pending[len(half):]
    return pending


def _lines(units):
    return [line for unit in units for line in unit.lines]


def _try(attempt, lines):
    try:
        attempt(lines)
        return None
    except Failed as error:
        return error


def _named(text):
    """Distributions that an installer's words name."""
    return {re.sub(r'[-_.]+', '-', word).lower() for word in re.findall(r'[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?', text)}


def is_outage(text):
    """The package index itself cannot be had: no node is to blame."""
    return bool(re.search(r'Failed to fetch: `?https?://\S+/simple/|Could not fetch URL \S+/simple/|NewConnectionError\b.*simple', text))


def reason(text):
    """The problem's name, as a template's `accept` has it."""
    if is_outage(text) or re.search(r'Git operation failed|failed to clone|Failed to fetch|error sending request|Failed to download', text):
        return 'unreachable'
    if re.search(r'was not found in the package registry|No matching distribution|there (is|are) no versions? of|no wheels with a matching', text):
        return 'missing_package'
    if re.search(r'Failed to build|build backend returned|no usable wheels|subprocess-exited-with-error|metadata-generation-failed', text):
        return 'build_failed'
    if re.search(r'unsatisfiable|ResolutionImpossible|conflicting dependencies|incompatible', text):
        return 'conflict'
    return 'requirements'


def in_words(unit, accepted_units, guard):
    """Why a unit was left out, in a sentence."""
    text = unit.error.text
    if 'No space left on device' in text:
        return 'No space left on device'
    if is_outage(text):
        return 'the package index cannot be had: %s' % last_words(text)
    if reason(text) == 'conflict':
        partners = _partners(unit, accepted_units, guard)
        if partners:
            return '%s does not go together with %s' % (', '.join(line.text for line in unit.lines), partners)
    return '%s: %s' % (', '.join(line.text for line in unit.lines), last_words(text))


def _partners(unit, accepted_units, guard):
    found = []
    for other in accepted_units:
        for line in other.lines:
            if line.name in unit.names and line.specifier:
                found.append('%s of %s' % (line.text, other.owner.name))
    for name in sorted(unit.names & set(guard)):
        found.append('%s %s of the application, which stays' % (name, guard[name]))
    return ' and '.join(dict.fromkeys(found))


def last_words(text):
    """An installer's own reason: uv gives the cause on lines of its own, pip in a list or as its last error."""
    causes = [line.split('cause:', 1)[1].strip() for line in text.splitlines() if re.match(r'\s*(cause:|├─▶|╰─▶)', line) and 'cause:' in line]
    causes += [found.strip() for found in re.findall(r'(?:├─▶|╰─▶)\s*(.+)', text)]
    fatal = re.search(r'^\s*(?:fatal|error): ((?:unable|could not|repository).*)$', text, re.M)
    conflict = re.search(r'The conflict is caused by:\n(.+?)(?:\n\n|\Z)', text, re.S)
    errors = [line for line in text.splitlines() if re.match(r'\s*(ERROR|error|fatal)', line) and 'ResolutionImpossible' not in line]
    built = re.search(r'(Failed to build `[^`]+`)', text)
    if fatal:
        return fatal.group(1)
    if built:
        said = re.search(r'\[(?:stderr|stdout)\]\s*\n\s*(\S.*)', text)
        return built.group(1).replace('`', '') + (': ' + said.group(1).strip() if said else '')
    if causes:
        # Only the last one says something about the requirement itself.
        return re.sub(r', we can conclude that your requirements are unsatisfiable\.?$', '', causes[-1])
    if conflict:
        return '; '.join(line.strip() for line in conflict.group(1).splitlines())
    return re.sub(r'^\s*(ERROR|error): ', '', (errors or text.strip().splitlines() or ['no words'])[-1])


