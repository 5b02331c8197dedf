"""A household's network on one Linux machine: real network namespaces, joined by a real bridge.

    with Lan(3, rate="1gbit") as lan:
        kitchen, study, hall = lan.machines
        process = kitchen.popen([sys.executable, "-m", "app", "serve"])
        study.run(["ping", "-c1", kitchen.address])
        hall.unplug()

Each machine has its own loopback, an interface `eth0` with an address of 10.77.0.0/24 on the same bridge, and a route
for multicast, so that mDNS works. Needs `ip` (and `tc` for a rate, `nft` for firewalls) and either root or user
namespaces.

Several networks joined by a router are in `town.py`.

A namespace lives as long as a process in it, and the first process in each is a `cat` that reads a pipe from this
one: however the tests end, SIGKILL included, nothing is left over, and no name on the host can collide with that of
another run.
"""

import contextlib
import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import IO, Any, Self

from tests.household.namespace import Namespace, NamespacesUnavailable

NETWORK = "10.77.0"
ROUTER = 254
BURST = "256kb"
QUEUE = "50ms"


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
        self.address = f"{lan.network}.{number}"
        self._space = Namespace(parent=lan.hub)

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
        self._lan.hub.run("ip", "link", "set", self._lan.port(self.number), "down")

    def plug_in(self) -> None:
        """Put the cable back."""
        self._lan.hub.run("ip", "link", "set", self._lan.port(self.number), "up")

    def lose_packets(self) -> None:
        """From now on nothing that is sent arrives, in neither direction; the cable looks fine from both ends."""
        self._lan.hub.run("ip", "link", "set", self._lan.port(self.number), "nomaster")

    def find_packets(self) -> None:
        """Undo `lose_packets`."""
        self._lan.hub.run("ip", "link", "set", self._lan.port(self.number), "master", self._lan.bridge)

    def network_off(self) -> None:
        """Switch the interface off, as a laptop does with its Wi-Fi: the address and its routes are gone."""
        self._space.run("ip", "addr", "flush", "dev", "eth0")
        self._space.run("ip", "link", "set", "eth0", "down")

    def network_on(self) -> None:
        """Switch the interface on: an address and routes appear."""
        self._space.run("ip", "link", "set", "eth0", "up")
        self._space.run("ip", "addr", "add", f"{self.address}/24", "dev", "eth0")
        self._space.run("ip", "route", "add", "default", *self._lan.way_out)
        self._space.run("ip", "route", "add", "224.0.0.0/4", "dev", "eth0")

    def firewall(self, *rules: str) -> None:
        """Put rules of nftables into effect on this machine, in place of those before.

        Args:
            rules: Each for chain `incoming` or `outgoing`: `incoming udp dport 5353 drop`.
        """
        chains = {"incoming": "input", "outgoing": "output"}
        self._space.run("nft", "add", "table", "inet", "household")
        self._space.run("nft", "flush", "table", "inet", "household")
        for name, hook in chains.items():
            chain = f"{{ type filter hook {hook} priority 0; }}"
            self._space.run("nft", f"add chain inet household {name} {chain}")
        for rule in rules:
            self._space.run("nft", f"add rule inet household {rule}")

    def process_ids(self) -> list[int]:
        """Every process on this machine, however it was started, but the one that keeps the namespace."""
        return [pid for pid in self._space.process_ids() if pid != self._space.keeper_id]

    def connect_to_hub(self, rate: str | None) -> None:
        """Put in the cable to the bridge; done once by `Lan`."""
        port = self._lan.port(self.number)
        keeper = str(self._space.keeper_id)
        hub = self._lan.hub
        hub.run("ip", "link", "add", port, "type", "veth", "peer", "name", "eth0", "netns", keeper)
        hub.run("ip", "link", "set", port, "master", self._lan.bridge, "up")
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
        router: Joins it with other networks; None when it stands alone.
        part: Its number among them.

    Raises:
        NamespacesUnavailable: This machine lets us make none.
    """

    def __init__(self, count: int, *, rate: str | None = None, router: Namespace | None = None, part: int = 0) -> None:
        if not 1 <= count <= 250:
            raise ValueError(f"a household of {count} machines")
        self.machines: tuple[Machine, ...] = ()
        self.network = NETWORK if router is None else f"{NETWORK.rpartition('.')[0]}.{part}"
        self.bridge = "bridge" if router is None else f"bridge{part}"
        self.way_out = ("dev", "eth0") if router is None else ("via", f"{self.network}.{ROUTER}")
        self._part = part
        self._is_alone = router is None
        self.hub = Namespace(parent=None) if router is None else router
        try:
            self.hub.run("ip", "link", "add", self.bridge, "type", "bridge", "mcast_snooping", "0")
            self.hub.run("ip", "link", "set", self.bridge, "up")
            if router is not None:
                self.hub.run("ip", "addr", "add", f"{self.network}.{ROUTER}/24", "dev", self.bridge)
            for number in range(1, count + 1):
                machine = Machine(self, number)
                self.machines = (*self.machines, machine)
                machine.connect_to_hub(rate)
        except BaseException:
            self.close()
            raise

    def port(self, number: int) -> str:
        """The bridge's end of a machine's cable."""
        return f"port{self._part}x{number}"

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
        if self._is_alone:
            self.hub.close()
