"""What can happen to a household while an answer streams: each fault, how to bring it about and how to mend it.

What comes of it is measured by `trial`.
"""

import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.household.event_stream import EventStream
from tests.household.household import Hearth, Household
from tests.household.sleeping import Sleep

FROZEN_SECONDS = 10.0
SLOW_SECONDS = 6.0
NEXT_LOSS_SECONDS = 0.6
"""Between two losses, so that the second one falls into the recovery from the first."""

SLEEPER = "hall"
"""The device that can be put to sleep."""


class SoakHousehold(Household):
    """A household of which one device can be put to sleep.

    Attributes:
        sleep: Puts `SLEEPER` to sleep, and wakes it.
    """

    sleep: Sleep


@dataclass(frozen=True, slots=True)
class Scene:
    """A household in the middle of an answer.

    Attributes:
        home: All of it.
        asked: The node whose API was asked.
        head: The node whose host answers.
        helpers: The other nodes that hold layers, in the order of the plan.
        stream: The answer so far.
    """

    home: SoakHousehold
    asked: Hearth
    head: Hearth
    helpers: tuple[Hearth, ...]
    stream: EventStream


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that happens.

    Attributes:
        name: For the command line.
        title: For people.
        strike: Brings it about; returns whom to mend afterwards.
        mend: Puts things right again.
        lost: How many devices are gone for good, which decides whether the model still fits.
        ask: Who is asked: the head (`kitchen`), or a node without the file (the last one).
        while_loading: Strikes before the first word.
    """

    name: str
    title: str
    strike: Callable[[Scene], tuple[Hearth, ...]]
    mend: Callable[[SoakHousehold, Hearth], None]
    lost: int
    asks_head: bool = True
    while_loading: bool = False


def processes(node: Hearth, name: str) -> list[int]:
    """Processes on a node's machine by the beginning of their name, as the kernel cuts it."""
    found = []
    for pid in node.children():
        try:
            command = Path(f"/proc/{pid}/comm").read_text()
        except OSError:
            continue
        if command.startswith(name[:15]):
            found.append(pid)
    return found


def link_process(node: Hearth) -> int:
    """The node's link process."""
    for pid in node.children():
        try:
            words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if b"app.link.process" in words:
            return pid
    raise AssertionError(f"{node.name} has no link process")


def _kill(pids: list[int]) -> None:
    for pid in pids:
        os.kill(pid, signal.SIGKILL)


def _kill_worker(scene: Scene) -> tuple[Hearth, ...]:
    _kill(processes(scene.helpers[0], "ggml-rpc-server"))
    return ()


def _kill_host(scene: Scene) -> tuple[Hearth, ...]:
    _kill(processes(scene.head, "llama-server"))
    return ()


def _kill_link(scene: Scene) -> tuple[Hearth, ...]:
    _kill([link_process(scene.helpers[0])])
    return ()


def _kill_own_link(scene: Scene) -> tuple[Hearth, ...]:
    _kill([link_process(scene.head)])
    return ()


def _kill_node(scene: Scene) -> tuple[Hearth, ...]:
    scene.helpers[0].kill()
    return (scene.helpers[0],)


def _kill_head(scene: Scene) -> tuple[Hearth, ...]:
    scene.head.kill()
    return (scene.head,)


def _quit_node(scene: Scene) -> tuple[Hearth, ...]:
    scene.helpers[0].stop()
    return (scene.helpers[0],)


def _lose_packets(scene: Scene) -> tuple[Hearth, ...]:
    scene.helpers[0].machine.lose_packets()
    return (scene.helpers[0],)


def _unplug(scene: Scene) -> tuple[Hearth, ...]:
    scene.helpers[0].machine.unplug()
    return (scene.helpers[0],)


def _signal_all(node: Hearth, number: int) -> None:
    for pid in node.children():
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            continue


def _freeze(scene: Scene) -> tuple[Hearth, ...]:
    _signal_all(scene.helpers[0], signal.SIGSTOP)
    return (scene.helpers[0],)


def _thaw(_: SoakHousehold, node: Hearth) -> None:
    time.sleep(FROZEN_SECONDS)
    _signal_all(node, signal.SIGCONT)


def _slow_down(scene: Scene) -> tuple[Hearth, ...]:
    """For a while the device works a fifth of the time, in pieces short enough not to be missed."""
    deadline = time.monotonic() + SLOW_SECONDS
    while time.monotonic() < deadline:
        _signal_all(scene.helpers[0], signal.SIGSTOP)
        time.sleep(0.4)
        _signal_all(scene.helpers[0], signal.SIGCONT)
        time.sleep(0.1)
    return ()


def _kill_two(scene: Scene) -> tuple[Hearth, ...]:
    for node in scene.helpers[:2]:
        node.kill()
    return scene.helpers[:2]


def _kill_again(scene: Scene) -> tuple[Hearth, ...]:
    scene.helpers[0].kill()
    time.sleep(NEXT_LOSS_SECONDS)
    scene.helpers[1].kill()
    return scene.helpers[:2]


def _sleep(scene: Scene) -> tuple[Hearth, ...]:
    scene.home.sleep.begin()
    return (scene.home[SLEEPER],)


def _wake(home: SoakHousehold, _: Hearth) -> None:
    home.sleep.end()


def _start(_: SoakHousehold, node: Hearth) -> None:
    node.start()


def _plug_in(_: SoakHousehold, node: Hearth) -> None:
    node.machine.plug_in()


def _find_packets(_: SoakHousehold, node: Hearth) -> None:
    node.machine.find_packets()


def _nothing(_: SoakHousehold, __: Hearth) -> None:
    """Nothing is broken."""


FAULTS = (
    Fault("worker", "kill -9 of a worker", _kill_worker, _nothing, lost=0),
    Fault("host", "kill -9 of the host", _kill_host, _nothing, lost=0),
    Fault("link", "kill -9 of a helper's link process", _kill_link, _nothing, lost=0),
    Fault("own-link", "kill -9 of the head's link process", _kill_own_link, _nothing, lost=0),
    Fault("node", "kill -9 of a helper's whole node", _kill_node, _start, lost=1),
    Fault("head", "kill -9 of the head's whole node, asked from a third", _kill_head, _start, lost=1, asks_head=False),
    Fault("quit", "a helper quits", _quit_node, _start, lost=1),
    Fault("sleep", "a helper announces sleep", _sleep, _wake, lost=1),
    Fault("packets", "a helper's packets are dropped", _lose_packets, _find_packets, lost=1),
    Fault("cable", "a helper's cable is pulled", _unplug, _plug_in, lost=1),
    Fault("frozen", "a helper is stopped for 10 s (SIGSTOP)", _freeze, _thaw, lost=1),
    Fault("slow", "a helper works a fifth of the time for 6 s", _slow_down, _nothing, lost=0),
    Fault("two", "two helpers are killed at once", _kill_two, _start, lost=2),
    Fault("again", "a second helper is killed during the recovery", _kill_again, _start, lost=2),
    Fault("loading", "a helper is killed while the model loads", _kill_node, _start, lost=1, while_loading=True),
)
"""All faults."""
