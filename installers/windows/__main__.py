"""`make installer-windows`: writes `dist/Hearth-VERSION-Setup.exe` from the program that was made on Windows."""

import sys

from installers.shared.command import make_installer
from installers.windows.setup import build

if __name__ == "__main__":
    sys.exit(make_installer("installer-windows", build))
