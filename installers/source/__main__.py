"""`sh installers/source/start.sh run|develop|lock`: what the Makefile calls.

- `run [ARGUMENT …]`: prepares what Hearth needs and becomes it, with these arguments.
- `develop`: prepares what the checks and tests need.
- `lock [OPTION …]`: writes the lock files; the options go to uv.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from installers.source.console import SetupError, complain
from installers.source.environment import Checkout, prepare
from installers.source.locking import write_lock_files

_CHECKOUT = Checkout(Path(__file__).resolve().parents[2])


def main(arguments: list[str]) -> int:
    """Carries out one command; the process's exit status."""
    # Ended from outside, it stops what it started as it does for Ctrl-C. What it becomes gets the default back.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    command, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    try:
        if command == "run":
            prepare(_CHECKOUT, development=False)
            os.execv(_CHECKOUT.launcher, [str(_CHECKOUT.launcher), *rest])
        elif command == "develop":
            prepare(_CHECKOUT, development=True)
        elif command == "lock":
            write_lock_files(_CHECKOUT, rest)
        else:
            print(__doc__, file=sys.stderr)
            return 2
    except SetupError as error:
        complain(error)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. The finished steps are kept; the same command goes on from there.", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
