"""All that nodes ask for in one pass; where it does not go together, all that fits."""

from box import guilty, report
from box.installer import Failed


def install_together(installer, units, blame, looking=lambda unit: None):
    """
    Installs the lines of all units (guilty.Unit, one per node). `looking(unit)` hears whose lines are being tried one way and
    another; `blame(owner, units, taken)` hears which lines of a node (each a unit with its `error`) could not be had beside
    those of the units in `taken`. Gives True where all went together.
    """
    try:
        installer.install_all(_lines(units))
        return True
    except Failed:
        report.log('The requirements do not go together as they are: looking for the nodes that do not fit.')
    for unit in units:
        looking(unit)
    accepted = []
    guilty.sort_out(units, accepted, installer.plan)
    taken = [unit for unit in units if not unit.error]
    for unit in [unit for unit in units if unit.error]:
        if guilty.is_outage(unit.error.text):
            blame(unit.owner, [unit], taken)
            continue
        # Of a node that does not fit as a whole, the lines that do.
        parts = [guilty.Unit(unit.owner, [line]) for line in unit.lines]
        guilty.sort_out(parts, accepted, installer.plan)
        blame(unit.owner, [part for part in parts if part.error] or [unit], taken)
    _install_accepted(installer, taken, accepted, blame)
    return False


def _install_accepted(installer, units, accepted, blame):
    """What resolves may still fail when it is built."""
    try:
        installer.install_all(accepted)
    except Failed:
        guilty.sort_out(units, [], installer.install)
        taken = [unit for unit in units if not unit.error]
        for unit in [unit for unit in units if unit.error]:
            blame(unit.owner, [unit], taken)


def _lines(units):
    return [line for unit in units for line in unit.lines]
