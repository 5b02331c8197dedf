"""What PyInstaller's start adds to the environment, taken out again: it is for this program, not for what it starts.

Where Hearth is frozen, its libraries are beside it and the system's linker was told so by a variable. A browser, a file
manager or a graphics driver that is started with the same variable would load Hearth's libraries in place of its own.
"""

import sys
from collections.abc import MutableMapping

_VARIABLES = {"linux": "LD_LIBRARY_PATH", "darwin": "DYLD_LIBRARY_PATH"}


def is_frozen() -> bool:
    """Whether this is the installed program, not one run from source."""
    return bool(getattr(sys, "frozen", False))


def restore_library_path(environment: MutableMapping[str, str]) -> None:
    """Put the library path back to what it was before the program began; this process's linker has read it already.

    Args:
        environment: Of this process; its children inherit it.
    """
    variable = _VARIABLES.get(sys.platform)
    if not is_frozen() or variable is None:
        return
    original = environment.pop(f"{variable}_ORIG", None)
    if original:
        environment[variable] = original
    else:
        environment.pop(variable, None)
    # A child that is this program again must find its libraries by itself, as at a first start.
    environment["PYINSTALLER_RESET_ENVIRONMENT"] = "1"
