"""Sets up logging, in one place: standard error for whoever started the program, a file that rotates for the rest."""

import logging
import logging.handlers
import sys
from collections.abc import Mapping
from pathlib import Path

FILE_NAME = "hearth.log"
MAX_FILE_BYTES = 2 * 1024 * 1024
OLD_FILES = 3

LIBRARY_LOGGER = "app.network.library"
"""Where what the network libraries log arrives: when they are imported they set up loggers of their own."""

_HANDLER_NAME = "hearth"
_FORMAT = "%(asctime)s %(levelname)-7s %(name)s: %(message)s"

# Libraries that report what is no news here, such as a device that went away, as loudly as an error of their own.
QUIET: Mapping[str, int] = {
    "libp2p": logging.CRITICAL,
    "multiaddr": logging.ERROR,
    "zeroconf": logging.CRITICAL,
    "aiohttp.access": logging.WARNING,
    "asyncio": logging.WARNING,
    "keyring": logging.ERROR,
    "qasync": logging.WARNING,
    "PIL": logging.WARNING,
}

# Those of them that carry the network; what they say can be asked for.
NETWORK_LIBRARIES = ("libp2p", "multiaddr", "zeroconf")


def quiet_with(network_level: str) -> Mapping[str, int]:
    """`QUIET` with another level for the network libraries, which is a word in small letters ("debug")."""
    return {**QUIET, **dict.fromkeys((*NETWORK_LIBRARIES, LIBRARY_LOGGER), level_number(network_level))}


def level_number(level: str) -> int:
    """The number of a level that is a word in small letters."""
    return logging.getLevelNamesMapping()[level.upper()]


def set_up_logging(
    log_directory: Path | None, *, level: int = logging.INFO, quiet: Mapping[str, int] = QUIET
) -> Path | None:
    """Log to standard error from warnings up, and to a file from `level` up; replaces what was set up before.

    Args:
        log_directory: Where the file goes; made when missing. None for no file.
        level: The lowest level that is logged to the file. `DEBUG` goes to standard error too.
        quiet: The lowest level for each of these loggers and those below them.

    Returns:
        The file; None when there is none or it cannot be written.
    """
    root = logging.getLogger()
    for handler in list(root.handlers):
        if handler.get_name() == _HANDLER_NAME:
            root.removeHandler(handler)
            handler.close()
    root.setLevel(level)
    for name, lowest in quiet.items():
        logging.getLogger(name).setLevel(lowest)
    if sys.stderr is not None:  # a windowed program on Windows has none
        _add(root, logging.StreamHandler(sys.stderr), level if level <= logging.DEBUG else logging.WARNING)
    if log_directory is None:
        return None
    path = log_directory / FILE_NAME
    try:
        log_directory.mkdir(parents=True, exist_ok=True)
        file = logging.handlers.RotatingFileHandler(
            path, maxBytes=MAX_FILE_BYTES, backupCount=OLD_FILES, encoding="utf-8"
        )
    except OSError as error:
        logging.getLogger(__name__).warning("no log file: %s", error)
        return None
    _add(root, file, level)
    return path


def _add(root: logging.Logger, handler: logging.Handler, level: int) -> None:
    handler.setLevel(level)
    handler.setFormatter(logging.Formatter(_FORMAT))
    handler.set_name(_HANDLER_NAME)
    root.addHandler(handler)
