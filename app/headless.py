"""Hearth without a screen: what `serve`, `worker` and `federated` run. Part of the composition root."""

import asyncio
import signal
import sys
from collections.abc import Callable
from dataclasses import replace

from app.cli import Command, LendOnly, OpenWorker, RouteOnly, Serve
from app.cli.configuration import Configuration
from app.cli.narration import greeting, lender_words, router_words
from app.domain.state import AppState, NotJoined
from app.identity.token import parse_token
from app.node import open_worker
from app.node.options import NodeOptions
from app.served_node import ServedNode
from app.system.settings import DEFAULT_API_PORT


def make_node(command: Command, configuration: Configuration, quit_app: Callable[[], None]) -> ServedNode:
    """The node with its HTTP faces, as the command and the settings want it."""
    settings = configuration.settings
    match command.action:
        case LendOnly():
            # No program talks to it but this command line, which finds the port by itself.
            api_port = 0 if settings.api_port == DEFAULT_API_PORT else settings.api_port
            settings = replace(settings, sharing=True, api_port=api_port)
        case RouteOnly():
            settings = replace(settings, sharing=False)
    options = NodeOptions(
        settings=settings,
        settings_path=configuration.settings_path,
        paths=configuration.paths,
        # What serves them is started in another folder.
        model_files=tuple(path.absolute() for path in command.options.model_files),
        token=command.options.token,
        has_models=not isinstance(command.action, LendOnly | RouteOnly),
    )
    return ServedNode(options, quit_app, answers=not isinstance(command.action, LendOnly))


async def run_headless(command: Command, configuration: Configuration) -> int:
    """Run a node without a face until a signal or `hearth quit`; returns the exit code.

    Raises:
        UserError: It cannot start.
    """
    finished = _until_told()
    if isinstance(command.action, LendOnly | RouteOnly) and command.options.token is not None:
        parse_token(command.options.token)  # nobody looks at a window that would say what is wrong with it
    node = make_node(command, configuration, finished.set)
    narrator = _Narrator(_WORDS.get(type(command.action)))
    node.subscribe(narrator.saw)
    try:
        await node.start()
        narrator.begin(node.snapshot, has_token=await node.token() is not None)
        if isinstance(command.action, Serve):
            if command.action.new:
                print((await node.invite()).token, flush=True)
            print(greeting(node.snapshot), flush=True)
        await finished.wait()
    finally:
        await node.stop()
    return 0


_WORDS: dict[type, Callable[[AppState], str]] = {LendOnly: lender_words, RouteOnly: router_words}


class _Narrator:
    """Prints what changes: each problem once, and what the node does when it is not what it was.

    Args:
        words: Says what the node does; None to say nothing of it.
    """

    def __init__(self, words: Callable[[AppState], str] | None) -> None:
        self._words = words
        self._problems: set[str] = set()
        self._last = ""
        self._begun = False
        self._has_token = False

    def begin(self, state: AppState, *, has_token: bool) -> None:
        """The node runs; with a token it enters its swarm by itself, so that being in none yet is no news."""
        self._begun = True
        self._has_token = has_token
        self.saw(state)

    def saw(self, state: AppState) -> None:
        """A new snapshot."""
        for problem in state.problems:
            if str(problem) not in self._problems:
                self._problems.add(str(problem))
                print(f"{problem.title}: {problem}", file=sys.stderr, flush=True)
        if self._words is None or not self._begun or (self._has_token and isinstance(state.swarm, NotJoined)):
            return
        self._has_token = False  # from now on it is news
        words = self._words(state)
        if words != self._last:
            self._last = words
            print(words, flush=True)


async def run_open_worker(action: OpenWorker, configuration: Configuration) -> int:
    """Serve one worker without a swarm until a signal; returns the exit code.

    Raises:
        UserError: It cannot listen there.
    """
    finished = _until_told()
    place = await open_worker.check_place(action.address, expose=action.expose)
    worker = open_worker.OpenWorker(
        configuration.settings,
        configuration.paths.cache / "open-worker",
        lambda sentence: print(sentence, flush=True),
    )
    try:
        await worker.start(place)
        await finished.wait()
    finally:
        await worker.stop()
    return 0


def _until_told() -> asyncio.Event:
    """Set by a signal that asks the program to end."""
    finished = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(number, finished.set)
        except NotImplementedError:  # Windows: only Ctrl+C, and only as an exception
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(finished.set))
    return finished
