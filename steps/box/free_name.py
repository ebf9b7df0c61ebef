"""A name beside others that nothing has."""

import itertools
import os


def free_name(first):
    """`first`, else first.2, first.3 and so on."""
    names = itertools.chain([first], ('%s.%d' % (first, number) for number in itertools.count(2)))
    return next(name for name in names if not os.path.lexists(name))
