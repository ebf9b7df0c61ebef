"""How much of the step's time is left, as the box's own watchdog counts it (adapters/ssh/remote-job.sh)."""

import os
import time

_STARTED = time.monotonic()
# What a step has by default, where nothing tells.
_USUAL_S = 280


def until(reserve):
    """The time (of time.monotonic) at which the step has `reserve` seconds left."""
    job = os.environ.get('BRINGUP_JOB', '').rstrip(';')
    try:
        with open(os.path.join(os.path.expanduser('~'), '.bringup', 'jobs', job, 'limits')) as file:
            limit = int(file.read().split()[0])
    except (OSError, ValueError, IndexError):
        limit = _USUAL_S
    return _STARTED + limit - reserve
