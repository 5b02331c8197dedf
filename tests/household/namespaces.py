"""A household's network on one Linux machine: real network namespaces, joined by a real bridge.

    with Lan(3, rate="1gbit") as lan:
        kitchen, study, hall = lan.machines
        process = kitchen.popen([sys.executable, "-m", "app", "serve"])
        study.run(["ping", "-c1", kitchen.address])
        hall.unplug()

Each machine has its own loopback, an interface `eth0` with an address of 10.77.0.0/24 on the same bridge, and a route
for multicast, so that mDNS works. Needs `ip` (and `tc` for a rate) and either root or user namespaces.

A namespace lives as long as a process in it, and the first process in each is a `cat` that reads a pipe from this
one: however the tests end, SIGKILL included, nothing is left over, and no name on the host can collide with that of
another run.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

NETWORK = "10.77.0"
START_SECONDS = 10.0
END_SECONDS = 3.0
BURST = "256kb"
QUEUE = "50ms"


class NamespacesUnavailable(Exception):
    """This machine lets us make no network namespaces; the text says what was tried."""


class Machine:
    """One machine of the household: a network namespace with `eth0`.

    Attributes:
        number: From 1.
        name: `machine1` …
        address: Its IPv4 address.
    """

    def __init__(self, lan: "Lan", number: int) -> None:
        self._lan = lan
        self._processes: list[subprocess.Popen[Any]] = []
        self.number = number
        self.name = f"machine{number}"
        self.address = f"{NETWORK}.{number}"
        self._space = _Namespace(parent=lan.hub)

    def command(self, command: Sequence[str | os.PathLike[str]]) -> list[str]:
        """The same command as it runs on this machine, for whatever starts processes."""
        return self._space.command(command)

    def run(
        self, command: Sequence[str | os.PathLike[str]], *, timeout_seconds: float = 30, check: bool = True
    ) -> "subprocess.CompletedProcess[str]":
        """Run a command on this machine and wait for it; text of both streams is captured.

        Raises:
            subprocess.CalledProcessError: It failed, and `check` is set.
            subprocess.TimeoutExpired: It took too long.
        """
        return subprocess.run(
            self.command(command), capture_output=True, text=True, timeout=timeout_seconds, check=check
        )

    def popen(
        self,
        command: Sequence[str | os.PathLike[str]],
        *,
        environment: Mapping[str, str] | None = None,
        stdin: int | IO[Any] | None = subprocess.DEVNULL,
        stdout: int | IO[Any] | None = subprocess.PIPE,
        stderr: int | IO[Any] | None = subprocess.STDOUT,
    ) -> "subprocess.Popen[str]":
        """Start a command on this machine, in text mode; it is killed with the household, or with the tests.

        Args:
            command: Program and arguments.
            environment: Added to this process's environment.
            stdin: As for `subprocess.Popen`; nothing to read by default.
            stdout: A pipe by default.
            stderr: Into stdout by default.
        """
        process = subprocess.Popen(
            self.command(["setpriv", "--pdeathsig=KILL", "--", *command]),  # also when the tests are killed
            env={**os.environ, **(environment or {})},
            stdin=stdin,
            stdout=stdout,
            stderr=stderr,
            text=True,
        )
        self._processes.append(process)
        return process

    def unplug(self) -> None:
        """Pull the network cable: the carrier is gone, the address stays."""
        self._lan.hub.run("ip", "link", "set", f"port{self.number}", "down")

    def plug_in(self) -> None:
        """Put the cable back."""
        self._lan.hub.run("ip", "link", "set", f"port{self.number}", "up")

    def lose_packets(self) -> None:
        """From now on nothing that is sent arrives, in neither direction; the cable looks fine from both ends."""
        self._lan.hub.run("ip", "link", "set", f"port{self.number}", "nomaster")

    def find_packets(self) -> None:
        """Undo `lose_packets`."""
        self._lan.hub.run("ip", "link", "set", f"port{self.number}", "master", "bridge")

    def network_off(self) -> None:
        """Switch the interface off, as a laptop does with its Wi-Fi: the address and its routes are gone."""
        self._space.run("ip", "addr", "flush", "dev", "eth0")
        self._space.run("ip", "link", "set", "eth0", "down")

    def network_on(self) -> None:
        """Switch the interface on: an address and routes appear."""
        self._space.run("ip", "link", "set", "eth0", "up")
        self._space.run("ip", "addr", "add", f"{self.address}/24", "dev", "eth0")
        self._space.run("ip", "route", "add", "default", "dev", "eth0")
        self._space.run("ip", "route", "add", "224.0.0.0/4", "dev", "eth0")

    def process_ids(self) -> list[int]:
        """Every process on this machine, however it was started, but the one that keeps the namespace."""
        return [pid for pid in self._space.process_ids() if pid != self._space.keeper_id]

    def connect_to_hub(self, rate: str | None) -> None:
        """Put in the cable to the bridge; done once by `Lan`."""
        port = f"port{self.number}"
        keeper = str(self._space.keeper_id)
        hub = self._lan.hub
        hub.run("ip", "link", "add", port, "type", "veth", "peer", "name", "eth0", "netns", keeper)
        hub.run("ip", "link", "set", port, "master", "bridge", "up")
        self._space.run("ip", "link", "set", "lo", "up")
        self.network_on()
        if rate is not None:
            shape = ("root", "tbf", "rate", rate, "burst", BURST, "latency", QUEUE)
            hub.run("tc", "qdisc", "add", "dev", port, *shape)
            self._space.run("tc", "qdisc", "add", "dev", "eth0", *shape)

    def close(self) -> None:
        """Kill everything on this machine and let go of its namespace."""
        with contextlib.suppress(NamespacesUnavailable):
            for pid in self.process_ids():
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
        for process in self._processes:
            process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout, process.stderr):
                if stream is not None:
                    with contextlib.suppress(BrokenPipeError):
                        stream.close()
        self._processes.clear()
        self._space.close()


class Lan:
    """Machines on one bridge; a context manager, and everything is gone when it is left.

    Args:
        count: Machines, 1 to 250.
        rate: Of each cable in both directions, in the words of `tc` ("1gbit"); None for as fast as it goes.

    Raises:
        NamespacesUnavailable: This machine lets us make none.
    """

    def __init__(self, count: int, *, rate: str | None = None) -> None:
        if not 1 <= count <= 250:
            raise ValueError(f"a household of {count} machines")
        self.machines: tuple[Machine, ...] = ()
        self.hub = _Namespace(parent=None)
        try:
            self.hub.run("ip", "link", "add", "bridge", "type", "bridge", "mcast_snooping", "0")
            self.hub.run("ip", "link", "set", "bridge", "up")
            for number in range(1, count + 1):
                machine = Machine(self, number)
                self.machines = (*self.machines, machine)
                machine.connect_to_hub(rate)
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End every machine; may be called twice."""
        for machine in self.machines:
            machine.close()
        self.machines = ()
        self.hub.close()


class _Namespace:
    """One network namespace, alive as long as its keeper. Without root, all share the hub's user namespace."""

    def __init__(self, parent: "_Namespace | None") -> None:
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
