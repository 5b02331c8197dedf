"""What packages are told of Hearth, before one is made; tests/installers/check_*.py install real ones."""

import os
import subprocess
from pathlib import Path

import pytest

from installers.appimage import image
from installers.deb import package as deb
from installers.rpm import package as rpm
from installers.shared import linux_tree, project, system_libraries
from installers.source.console import SetupError
from installers.windows import setup as windows


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A program with nothing in it."""
    folder = tmp_path / "program"
    (folder / "_internal").mkdir(parents=True)
    (folder / "hearth").write_text("#!/bin/sh\n")
    (folder / "hearth").chmod(0o700)
    (folder / "_internal" / "data.txt").write_text("1")
    (folder / "THIRD-PARTY.txt").write_text("others")
    return folder


@pytest.fixture
def tree(program: Path, tmp_path: Path) -> Path:
    """The program as it lies on a system."""
    root = tmp_path / "tree"
    root.mkdir()
    linux_tree.lay_out(root, program)
    return root


def test_everything_lies_where_systems_look(tree: Path) -> None:
    assert (tree / "usr/bin/hearth").resolve() == tree / "usr/lib/hearth/hearth"
    assert (tree / "usr/share/applications/hearth.desktop").is_file()
    assert (tree / "usr/share/icons/hicolor/48x48/apps/hearth.png").is_file()
    assert (tree / "usr/share/doc/hearth/THIRD-PARTY.txt").read_text() == "others"
    assert "MIT License" in (tree / "usr/share/doc/hearth/copyright").read_text()


def test_all_may_read_and_nobody_else_may_write(tree: Path) -> None:
    modes = {path.stat().st_mode & 0o777 for path in tree.rglob("*") if path.is_file()}
    assert modes == {0o644, 0o755}
    assert (tree / "usr/lib/hearth/hearth").stat().st_mode & 0o777 == 0o755
    assert {path.stat().st_mode & 0o777 for path in tree.rglob("*") if path.is_dir()} == {0o755}


def test_debian_is_told_version_size_and_what_is_needed() -> None:
    lines = deb.control("1.2.3", ["libc6 (>= 2.36)", "libx11-6"], 2049).splitlines()
    assert "Version: 1.2.3" in lines
    assert "Installed-Size: 3" in lines
    assert "Depends: libc6 (>= 2.36), libx11-6" in lines
    described = lines[lines.index(next(line for line in lines if line.startswith("Description: "))) + 1 :]
    assert described
    assert all(line.startswith(" ") and line.strip() for line in described)


def test_fedora_is_told_each_file_and_library(tree: Path) -> None:
    text = rpm.spec_text(tree, "1.2.3-rc1", {"libX11.so.6", "ld-linux-x86-64.so.2"})
    assert "Version: 1.2.3~rc1" in text
    assert "Requires: libX11.so.6()(64bit)" in text
    assert "ld-linux" not in text
    listed = text.partition("%defattr(-, root, root)\n")[2].splitlines()
    assert '"/usr/bin/hearth"' in listed
    assert '%dir "/usr/lib/hearth"' in listed
    assert not {'%dir "/usr"', '%dir "/usr/bin"', '%dir "/usr/share/icons"'} & set(listed)


def test_the_scripts_of_packages_are_shell(tmp_path: Path) -> None:
    script = (project.ROOT / "installers/deb/prerm.sh").read_text().replace("# stop_running.sh", deb._stop_running())
    subprocess.run(["sh", "-n"], input=script, text=True, check=True)
    assert "stop_running()" in script
    subprocess.run(["sh", "-n", str(project.ROOT / "installers/appimage/AppRun")], check=True)
    subprocess.run(["sh", "-n", str(project.ROOT / "installers/macos/make_dmg.sh")], check=True)


def test_an_appdir_starts_from_any_place(program: Path, tmp_path: Path) -> None:
    (program / "hearth").write_text('#!/bin/sh\necho "started $*"\n')
    directory = tmp_path / "a place with spaces" / "AppDir"
    directory.mkdir(parents=True)
    image.lay_out(directory, program)
    answer = subprocess.run([directory / "AppRun", "--version", "a b"], capture_output=True, text=True, cwd="/")
    assert answer.stdout == "started --version a b\n"
    assert (directory / ".DirIcon").resolve().name == "hearth.png"
    assert (directory / "hearth.desktop").is_file()


@pytest.mark.parametrize("content", [None, b"", b"#!/bin/sh", b"\x7fELF" + bytes(60)])
def test_what_is_no_runtime_is_refused(
    program: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes | None
) -> None:
    runtime = tmp_path / "runtime"
    if content is not None:
        runtime.write_bytes(content)
    monkeypatch.setenv(image.RUNTIME_VARIABLE, os.fspath(runtime))
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    with pytest.raises(SetupError):
        image.build(program, tmp_path / "out", "1.0.0")


def test_windows_wants_a_program_of_its_own(program: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    with pytest.raises(SetupError, match="not one for Windows"):
        windows.build(program, tmp_path / "out", "1.0.0")


def test_what_a_program_needs_is_read_from_its_files(tmp_path: Path) -> None:
    """Of two libraries of which one loads the other only the system's are needed, and Vulkan is not."""
    (tmp_path / "empty.c").touch()
    libraries: dict[str, tuple[str, ...]] = {
        "libvulkan.so.1": (),
        "libown.so": (),
        "libmain.so": ("libown.so", "libvulkan.so.1"),
    }
    for name, loaded in libraries.items():
        compiler = ["cc", "-shared", f"-Wl,-soname,{name}", "-Wl,--no-as-needed", "-o", str(tmp_path / name)]
        sources = [str(tmp_path / one) for one in ("empty.c", *loaded)]
        subprocess.run([*compiler, *sources], check=True)
    (tmp_path / "libvulkan.so.1").unlink()
    (tmp_path / "notes.txt").write_text("no library")
    found = system_libraries.needed(tmp_path)
    assert found >= {"libc.so.6"}
    assert not found & {"libown.so", "libvulkan.so.1"}
