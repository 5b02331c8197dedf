"""How many files and sockets this process may have open."""

import sys

_ENOUGH = 8192
_WITHOUT_A_LIMIT = 2048
"""Windows has no such limit for sockets; its `select` has one of its own, of each wait."""


def raise_descriptor_limit() -> int:
    """Ask the system for as many descriptors as a busy link may need; how many there are now."""
    if sys.platform == "win32":
        return _WITHOUT_A_LIMIT
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY:
        return _ENOUGH
    wanted = _ENOUGH if hard == resource.RLIM_INFINITY else min(_ENOUGH, hard)
    if wanted > soft:
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        except (OSError, ValueError):  # a system that allows less than it says
            return soft
    return min(_ENOUGH, max(soft, wanted))
