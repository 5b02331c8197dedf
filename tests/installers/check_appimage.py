"""What an AppImage holds, unpacked again from its packed form and started; without the runtime that would mount it."""

import os
import subprocess
from pathlib import Path

import pytest

from installers.appimage import image
from installers.shared import bundle
from installers.shared.project import version


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The AppDir, packed and unpacked."""
    folder = tmp_path_factory.mktemp("appimage")
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv(image.RUNTIME_VARIABLE, raising=False)
        packed = image.build(bundle.provide(), folder, version())
    assert packed.suffix == ".squashfs"
    subprocess.run(["unsquashfs", "-quiet", "-no-progress", "-d", folder / "AppDir", packed], check=True)
    return folder / "AppDir"


def test_it_starts_from_where_it_is_mounted(unpacked: Path) -> None:
    answer = subprocess.run([unpacked / "AppRun", "--version"], capture_output=True, text=True, cwd="/")
    assert answer.stdout == f"Hearth {version()}\n", answer.stderr


def test_nothing_in_it_points_out_of_it(unpacked: Path) -> None:
    links = [path for path in unpacked.rglob("*") if path.is_symlink()]
    assert links
    assert not [link for link in links if not link.resolve().is_relative_to(unpacked) or not link.exists()]


def test_anyone_may_read_it(unpacked: Path) -> None:
    assert not [path for path in unpacked.rglob("*") if not path.lstat().st_mode & 0o004]
    assert os.access(unpacked / "AppRun", os.X_OK)
