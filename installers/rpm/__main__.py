"""`make rpm`: writes `dist/hearth-VERSION-1.x86_64.rpm`."""

import sys

from installers.rpm.package import build
from installers.shared.command import make_installer

if __name__ == "__main__":
    sys.exit(make_installer("rpm", build))
