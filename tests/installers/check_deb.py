"""The .deb as people use it: installed into a clean Debian, started from the menu, joined, upgraded, removed.

Run by `make test-installers`, as root: each test goes on from where the one before it left the system.
"""

import os
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from installers.deb.package import build
from installers.shared import bundle
from installers.shared.project import ROOT, version
from tests.household.namespaces import Lan
from tests.installers.clean_root import CleanRoot
from tests.installers.installed_hearth import InstalledHearth
from tests.ui.journey import Person, travel

NEXT_VERSION = "1000.0.0"
# The session's bus is root's, who runs these tests; the program is another user's.
_BUS = """<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen><auth>EXTERNAL</auth>
<policy context="default"><allow user="*"/><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/>
<allow own="*"/></policy></busconfig>"""
# What each file loads, as it is started: llama.cpp's programs have no folder but that of their own libraries.
_LDD = """
look() {
    find "$@" -type f | while read -r file; do
        ldd "$file" 2>/dev/null | grep 'not found' | sed "s|^|$file: |"
    done
}
cd /usr/lib/hearth
LD_LIBRARY_PATH=$PWD/_internal look hearth _internal -not -path '_internal/bin/*' -not -path '_internal/lib/*'
LD_LIBRARY_PATH=$PWD/_internal/lib look _internal/bin _internal/lib -not -name 'libggml-vulkan.*'
"""


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """This version and one to come, packed quickly."""
    program = bundle.provide()
    folder = tmp_path_factory.mktemp("packages")
    return build(program, folder, version(), "zstd"), build(program, folder, NEXT_VERSION, "zstd")


@pytest.fixture(scope="module")
def before() -> set[str]:
    """Filled with what lies in the system before anything of Hearth is installed."""
    return set()


@pytest.fixture(scope="module")
def root(packages: tuple[Path, Path], before: set[str]) -> Iterator[CleanRoot]:
    """A system with the package installed, and with what that depends on, no more."""
    with CleanRoot() as root:
        root.run("apt-get", "update", "-q")
        before.update(root.files())
        _install(root, packages[0])
        yield root


@pytest.fixture(scope="module")
def household(root: CleanRoot) -> Iterator[list[InstalledHearth]]:
    """Two installed copies on two machines; started by the tests."""
    with Lan(2) as lan:
        yield [InstalledHearth(name, lan.machines[number], root) for number, name in enumerate(("kitchen", "study"))]


def _install(root: CleanRoot, package: Path) -> str:
    inside = root.path / "root" / package.name
    inside.write_bytes(package.read_bytes())
    answer = root.run("apt-get", "install", "-y", "-q", "--no-install-recommends", f"/root/{package.name}")
    inside.unlink()
    return answer.stdout


def _installed_version(root: CleanRoot) -> str:
    return root.run("dpkg-query", "-W", "-f", "${Version} ${Status}", "hearth", check=False).stdout


def test_it_installs_with_all_that_it_loads(root: CleanRoot) -> None:
    assert _installed_version(root) == f"{version()} install ok installed"
    assert root.run("sh", "-c", _LDD, check=False).stdout == ""
    assert root.run("dpkg", "--verify", "hearth").stdout == ""
    answer = subprocess.run(root.user_command("hearth", "--version"), capture_output=True, text=True)
    assert answer.stdout == f"Hearth {version()}\n"
    assert "llama.cpp" in root.run("cat", "/usr/share/doc/hearth/THIRD-PARTY.txt").stdout


def test_the_menu_entry_starts_it(root: CleanRoot, tmp_path: Path) -> None:
    entry = (root.path / "usr/share/applications/hearth.desktop").read_text()
    started = next(line.partition("=")[2] for line in entry.splitlines() if line.startswith("Exec="))
    words = [word for word in shlex.split(started) if not word.startswith("%")]
    (tmp_path / "bus.conf").write_text(_BUS)
    session = ["dbus-run-session", "--config-file", str(tmp_path / "bus.conf"), "--"]
    session += ["xvfb-run", "-a", "-s", "-screen 0 1280x1024x24 -ac"]
    person = [sys.executable, "-m", "tests.installers.desk_session"]
    answer = subprocess.run(
        [*session, *person, *root.user_command(*words, "--api-port", "0")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=180,
    )
    assert answer.stdout.endswith("passed\n"), answer.stdout + answer.stderr
    assert root.processes() == []


def test_two_people_with_installed_copies_make_a_swarm_and_get_an_answer(root: CleanRoot) -> None:
    """The journey of `tests/ui`, with nothing but what the package brought."""
    with Lan(2) as lan, tempfile.TemporaryDirectory(prefix="hearth-", dir="/tmp") as folder:
        kitchen, study = (
            Person(machine, home := Path(folder) / name, root.root_command("hearth", variables=_session_of(home)))
            for machine, name in zip(lan.machines, ("kitchen", "study"), strict=True)
        )
        travel(kitchen, study)
    assert root.processes() == []


def _session_of(home: Path) -> dict[str, str]:
    """What a session says to the programs that it starts; its folders are the same inside."""
    return {
        "HOME": str(home),
        "XDG_RUNTIME_DIR": str(home / "run"),
        "QT_QPA_PLATFORM": "xcb",
        "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        "HF_ENDPOINT": os.environ["HF_ENDPOINT"],
    }


def test_two_copies_join_and_chat(household: list[InstalledHearth]) -> None:
    kitchen, study = household
    kitchen.start()
    token = kitchen.cli("token", "--new").stdout.split()[-1]
    study.start()
    study.cli("join", token)
    kitchen.wait_for_peers(1)
    study.wait_for_peers(1)
    for one in household:
        answer = one.chat("What is a token?", "demo")
        assert answer.status == 200, answer.body
        assert answer.json()["choices"][0]["message"]["content"]


def test_an_upgrade_ends_what_runs_and_keeps_the_data(
    root: CleanRoot, household: list[InstalledHearth], packages: tuple[Path, Path]
) -> None:
    said = _install(root, packages[1])
    assert "Hearth is running and is ended now" in said
    assert [one.process.wait(5) for one in household] == [0, 0]
    assert root.processes() == []
    assert _installed_version(root) == f"{NEXT_VERSION} install ok installed"
    for one in household:
        one.start()
    for one in household:
        one.wait_for_peers(1)


def test_a_purge_leaves_what_is_the_users_and_nothing_else(
    root: CleanRoot, household: list[InstalledHearth], before: set[str]
) -> None:
    root.run("apt-get", "purge", "-y", "-q", "hearth")
    assert [one.process.wait(5) for one in household] == [0, 0]
    assert root.processes() == []
    root.run("apt-get", "autoremove", "--purge", "-y", "-q")
    left = {name for name in root.files() - before if "hearth" in name.lower()}
    assert left == set()
    assert not (root.path / "usr/lib/hearth").exists()
    for one in household:
        assert (one.data / "ledger.json").exists()
