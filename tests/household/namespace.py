"""One network namespace, kept alive by a process in it."""

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path

START_SECONDS = 10.0
END_SECONDS = 3.0


class NamespacesUnavailable(Exception):
    """This machine lets us make no network namespaces; the text says what was tried."""


class Namespace:
    """One network namespace, alive as long as its keeper. Without root, all share the hub's user namespace."""

    def __init__(self, parent: "Namespace | None") -> None:
        for program in ("ip", "unshare", "nsenter", "setpriv"):
            if shutil.which(program) is None:
                raise NamespacesUnavailable(f"{program} is not installed")
        self._user = [] if os.geteuid() == 0 else ["--user", "--preserve-credentials"]
        command = ["unshare", "--net", "cat"]
        if self._user:
            into = ["unshare", "--user", "--map-root-user"]
            command = [*into, *command[1:]] if parent is None else ["nsenter", *parent.user_target, *command]
        self._keeper = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
        self.keeper_id = self._keeper.pid
        try:
            _wait_for(self._is_ready, f"{' '.join(command)} did not start")
        except BaseException:
            self.close()
            raise

    @property
    def user_target(self) -> list[str]:
        """Arguments of `nsenter` that lead into this user namespace; none as root."""
        return [f"--target={self.keeper_id}", *self._user]

    def command(self, command: Sequence[str | os.PathLike[str]]) -> list[str]:
        """A command as it runs here."""
        return ["nsenter", *self.user_target, "--net", "--", *(os.fspath(part) for part in command)]

    def run(self, *command: str) -> None:
        """Run a short command here.

        Raises:
            NamespacesUnavailable: It failed; with what it said.
        """
        done = subprocess.run(self.command(command), capture_output=True, text=True, timeout=START_SECONDS)
        if done.returncode:
            raise NamespacesUnavailable(f"{' '.join(command)}: {done.stderr.strip() or done.stdout.strip()}")

    def process_ids(self) -> list[int]:
        """Every process in this network namespace."""
        own = _net_of(self.keeper_id)
        if own is None:
            return []
        pids = [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
        return [pid for pid in pids if _net_of(pid) == own]

    def close(self) -> None:
        """Let the keeper end, and with it the namespace."""
        if self._keeper.stdin is not None:
            self._keeper.stdin.close()
        try:
            self._keeper.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self._keeper.kill()
            self._keeper.wait()

    def _is_ready(self) -> bool:
        if self._keeper.poll() is not None:
            raise NamespacesUnavailable("no network namespace could be made here: neither root nor user namespaces")
        try:
            is_keeper = Path(f"/proc/{self.keeper_id}/comm").read_text() == "cat\n"
        except OSError:
            return False
        return is_keeper and _net_of(self.keeper_id) not in (None, _net_of(os.getpid()))


def _net_of(pid: int) -> str | None:
    try:
        return os.readlink(f"/proc/{pid}/ns/net")
    except OSError:
        return None


def _wait_for(condition: Callable[[], bool], message: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not condition():
        if time.monotonic() > deadline:
            raise NamespacesUnavailable(message)
        time.sleep(0.005)
