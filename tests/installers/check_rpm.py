"""The .rpm, installed into a root of its own by Debian's rpm, and its files checked; not run on a system of rpm's."""

import subprocess
from pathlib import Path

import pytest

from installers.rpm.package import build
from installers.shared import bundle
from installers.shared.project import BUNDLE, version


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package, packed quickly."""
    return build(bundle.provide(), tmp_path_factory.mktemp("packages"), version(), "w3.zstdio")


def _rpm(*arguments: str) -> str:
    answer = subprocess.run(["rpm", *arguments], capture_output=True, text=True)
    assert answer.returncode == 0, answer.stderr
    return answer.stdout


def test_it_says_what_it_is_and_offers_nothing_of_others(package: Path) -> None:
    assert package.name == f"hearth-{version()}-1.x86_64.rpm"
    assert _rpm("-qp", "--queryformat", "%{NAME} %{VERSION} %{LICENSE} %{ARCH}", str(package)) == (
        f"hearth {version()} MIT x86_64"
    )
    provided = {line.split(" = ")[0] for line in _rpm("-qp", "--provides", str(package)).splitlines()}
    assert provided == {"hearth", "hearth(x86-64)"}
    required = set(_rpm("-qp", "--requires", str(package)).splitlines())
    assert {"libX11.so.6()(64bit)", "libstdc++.so.6()(64bit)", "libfontconfig.so.1()(64bit)"} <= required
    assert not {line for line in required if "Qt6" in line or "python" in line}


def test_installed_into_a_root_it_is_whole_and_can_be_removed(package: Path, tmp_path: Path) -> None:
    root = str(tmp_path / "root")
    # The root has no libraries: what is required is checked above, by name.
    _rpm("--root", root, "--initdb")
    _rpm("--root", root, "-i", "--nodeps", "--noscripts", str(package))
    assert _rpm("--root", root, "-V", "--nodeps", "--noscripts", "hearth") == ""
    installed = Path(root)
    assert (installed / "usr/bin/hearth").resolve() == installed / "usr/lib/hearth/hearth"
    assert (installed / "usr/share/applications/hearth.desktop").is_file()
    # rpm must not have changed the program: what it strips or compresses would not start.
    answer = subprocess.run([installed / "usr/lib/hearth/hearth", "--version"], capture_output=True, text=True)
    assert answer.stdout == f"Hearth {version()}\n"
    listed = {line for line in _rpm("--root", root, "-ql", "hearth").splitlines()}
    packed = BUNDLE
    for path in packed.rglob("*"):
        inside = f"/usr/lib/hearth/{path.relative_to(packed)}"
        assert inside in listed
        assert (installed / inside[1:]).is_symlink() or (installed / inside[1:]).exists()
    _rpm("--root", root, "-e", "--nodeps", "--noscripts", "hearth")
    assert not [path for path in installed.rglob("*") if "hearth" in path.name]


def test_an_upgrade_keeps_nothing_of_the_old_version(package: Path, tmp_path: Path) -> None:
    program = tmp_path / "program"
    (program / "_internal").mkdir(parents=True)
    (program / "hearth").write_text("#!/bin/sh\necho new\n")
    (program / "hearth").chmod(0o755)
    (program / "THIRD-PARTY.txt").touch()
    newer = build(program, tmp_path / "newer", "1000.0.0", "w1.zstdio")
    root = str(tmp_path / "root")
    _rpm("--root", root, "--initdb")
    _rpm("--root", root, "-i", "--nodeps", "--noscripts", str(package))
    _rpm("--root", root, "-U", "--nodeps", "--noscripts", str(newer))
    assert _rpm("--root", root, "-q", "hearth") == "hearth-1000.0.0-1.x86_64\n"
    lib = Path(root) / "usr/lib/hearth"
    assert {path.relative_to(lib).as_posix() for path in lib.rglob("*")} == {"_internal", "hearth", "THIRD-PARTY.txt"}


def test_its_scripts_are_shell(package: Path) -> None:
    scripts = _rpm("-qp", "--queryformat", "%{PREIN}\n%{PREUN}\n", str(package))
    subprocess.run(["sh", "-n"], input=scripts, text=True, check=True)
    assert scripts.count("stop_running() {") == 2
    assert "%%" not in scripts
