"""What `make deb`, `make rpm` and the others share: the program first, then its package, then where it is."""

import argparse
import subprocess
from collections.abc import Callable
from pathlib import Path

from installers.shared import bundle
from installers.shared.project import DIST, ROOT, version
from installers.source.console import SetupError, complain, say

Build = Callable[[Path, Path, str], Path]


def make_installer(kind: str, build: Build) -> int:
    """Makes one kind of installer from the command line; the process's exit status.

    Args:
        kind: what it is called.
        build: makes it from the program's folder, the folder it goes to, and a version.
    """
    parser = argparse.ArgumentParser(prog=f"make {kind}", description=f"Makes Hearth's {kind} from dist/hearth.")
    parser.add_argument("--version", default=version(), help="another version than that of pyproject.toml")
    parser.add_argument("--out", type=Path, default=DIST, help="the folder it goes to (dist)")
    options = parser.parse_args()
    try:
        program = bundle.provide()
        say(f"Making the {kind} …")
        made = build(program, options.out, options.version)
    except SetupError as error:
        complain(error)
        return 1
    except subprocess.CalledProcessError as error:
        complain(SetupError(f"{error.cmd[0]} ended with {error.returncode}.", "Its message is above."))
        return 1
    shown = made.relative_to(ROOT) if made.is_relative_to(ROOT) else made
    say(f"{shown}: {made.stat().st_size / 1e6:.1f} MB")
    return 0
