"""`make deb`: writes `dist/hearth_VERSION_amd64.deb`."""

import sys

from installers.deb.package import build
from installers.shared.command import make_installer

if __name__ == "__main__":
    sys.exit(make_installer("deb", build))
