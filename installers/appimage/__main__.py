"""`make appimage`: writes `dist/Hearth-VERSION-x86_64.AppImage`."""

import sys

from installers.appimage.image import build
from installers.shared.command import make_installer

if __name__ == "__main__":
    sys.exit(make_installer("appimage", build))
