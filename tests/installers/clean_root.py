"""A Debian with nothing in it but what Debian itself needs, in a folder: what a package is installed into.

    with CleanRoot(tmp_path / "root") as root:
        root.run("apt-get", "install", "-y", "/tmp/hearth.deb")
        subprocess.run(root.user_command("hearth", "--version"))

What is mounted for it is in a mount namespace that a process keeps, so that it goes with that process. Needs root, and
Debian's `debootstrap` with a network the first time.
"""

import os
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from installers.shared.project import ROOT

RELEASE = "bookworm"
MIRROR = "http://deb.debian.org/debian"
USER = "person"
# Of "nobody": a session bus of this machine lets in only whom this machine knows.
USER_ID = 65534
_KEPT = ROOT / "build" / f"clean-{RELEASE}.tar"
_MINUTES = 60
# The folder of temporary files is the same inside: sockets of screens and buses are in it.
_MOUNT = """
for folder in proc sys dev tmp; do mount --rbind "/$folder" "$0/$folder"; done
echo mounted
exec cat
"""
# Of the variables only these two go inside, as they are when the command starts.
_ENTER = """
exec env -i "PATH=/usr/sbin:/usr/bin:/sbin:/bin" ${DISPLAY:+"DISPLAY=$DISPLAY"} \\
    ${DBUS_SESSION_BUS_ADDRESS:+"DBUS_SESSION_BUS_ADDRESS=$DBUS_SESSION_BUS_ADDRESS"} chroot "$@"
"""


class CleanRoot:
    """A context manager: the folder is removed when it is left.

    Attributes:
        path: What is `/` inside.
        home: The ordinary user's folder, as seen from outside.
    """

    def __init__(self) -> None:
        if os.geteuid() != 0:
            raise PermissionError("a system of its own can be made by root only: sudo make test-installers")
        self._folder = tempfile.TemporaryDirectory(prefix="hearth-root-", dir="/var/tmp")
        self.path = Path(self._folder.name)
        self.home = self.path / "home" / USER
        self._keeper: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        if not _KEPT.exists():
            _make_kept()
        subprocess.run(["tar", "-xf", _KEPT, "-C", self.path], check=True)
        self.path.chmod(0o755)
        self._keep_mounted()
        (self.path / "etc/resolv.conf").write_bytes(Path("/etc/resolv.conf").read_bytes())
        self.run("useradd", "--create-home", "--non-unique", "--uid", str(USER_ID), USER)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in self.processes():
            os.kill(process, 9)
        if self._keeper is not None:
            self._keeper.communicate(timeout=10)
        self._folder.cleanup()

    def run(self, *command: str, check: bool = True) -> "subprocess.CompletedProcess[str]":
        """Run a command inside as root; text of both streams is captured together.

        Raises:
            AssertionError: It failed, and `check` is set; with what it said.
        """
        whole = self._command([str(self.path)], command, {"HOME": "/root", "DEBIAN_FRONTEND": "noninteractive"})
        answer = subprocess.run(whole, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=1200)
        if check and answer.returncode:
            raise AssertionError(f"{' '.join(command)} ended with {answer.returncode}: {answer.stdout[-3000:]}")
        return answer

    def user_command(self, *command: str) -> list[str]:
        """A command as the ordinary user runs it inside, for whatever starts processes."""
        variables = {"HOME": f"/home/{USER}", "USER": USER, "LANG": "C.UTF-8", "HEARTH_SECRETS": "file"}
        return self._command([f"--userspec={USER_ID}:{USER_ID}", str(self.path)], command, variables)

    def root_command(self, *command: str, variables: dict[str, str]) -> list[str]:
        """A command as root runs it inside, with these variables: root of both may enter a session of the other."""
        return self._command([str(self.path)], command, {"LANG": "C.UTF-8", **variables})

    def make_user_folder(self, name: str) -> Path:
        """A folder of the ordinary user's; its path from outside."""
        folder = self.home / name
        folder.mkdir(parents=True, exist_ok=True)
        os.chown(folder, USER_ID, USER_ID)
        return folder

    def files(self) -> set[str]:
        """Everything in it but what is mounted, and the user's."""
        names: set[str] = set()
        for folder, folders, files in os.walk(self.path):
            inside = Path("/") / Path(folder).relative_to(self.path)
            if str(inside) in ("/proc", "/sys", "/dev", "/tmp", "/home", "/var/cache", "/var/log"):
                folders.clear()
                continue
            names.update(str(inside / name) for name in (*folders, *files))
        return names

    def processes(self) -> list[int]:
        """Every process whose root this is."""
        found = []
        for entry in Path("/proc").iterdir():
            try:
                if entry.name.isdigit() and os.path.samefile(entry / "root", self.path):
                    found.append(int(entry.name))
            except OSError:
                continue
        return found

    def _keep_mounted(self) -> None:
        command = ["unshare", "--mount", "--", "sh", "-ec", _MOUNT, str(self.path)]
        self._keeper = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self._keeper.stdout is not None
        if self._keeper.stdout.readline() != "mounted\n":
            raise OSError(f"nothing could be mounted in {self.path}")

    def _command(self, options: Sequence[str], command: Sequence[str], variables: dict[str, str]) -> list[str]:
        environment = ["env", *(f"{name}={value}" for name, value in variables.items())]
        assert self._keeper is not None
        enter = ["nsenter", f"--mount=/proc/{self._keeper.pid}/ns/mnt", "--", "sh", "-ec", _ENTER, "enter"]
        return [*enter, *options, *environment, *command]


def _make_kept() -> None:
    """Made once: it takes minutes."""
    with tempfile.TemporaryDirectory(prefix="hearth-debootstrap-", dir="/var/tmp") as folder:
        subprocess.run(["debootstrap", "--variant=minbase", RELEASE, folder, MIRROR], check=True, timeout=60 * _MINUTES)
        _KEPT.parent.mkdir(exist_ok=True)
        subprocess.run(["tar", "-cf", _KEPT, "-C", folder, "."], check=True)
