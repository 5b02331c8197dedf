"""The composition root: choose the face, wire the parts, run.

What children of this program are started with (the guard, the link process) is dispatched first, before anything heavy
is imported; so is the command line's talk with a running Hearth, which needs no node.
"""

import asyncio
import json
import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.cli import Command
    from app.cli.configuration import Configuration
    from app.domain.state import AppState
    from app.node.node import Node


def main() -> int:
    """Run `hearth` with the arguments of this process; returns the exit code."""
    match sys.argv[1:]:
        case ["guard", *arguments]:
            from app.lib.guard import main as run_guard

            return run_guard(arguments)
        case ["link", *_]:
            from app.link.process import main as run_link

            run_link()
            return 0
    return run(sys.argv[1:], os.environ)


def run(arguments: Sequence[str], environment: Mapping[str, str]) -> int:
    """Carry out a command line; returns the exit code."""
    from app.cli import RunTray, Serve, parse_command, print_problem, run_client
    from app.domain.errors import UserError

    command = parse_command(arguments, environment)
    if not isinstance(command.action, RunTray | Serve):
        return run_client(command, environment)
    try:
        return _start(command, environment)
    except UserError as error:
        print_problem(error.problem)
        return 1


def _start(command: "Command", environment: Mapping[str, str]) -> int:
    """Start a node with a face, unless one runs with this data folder: then that one shows its window.

    Raises:
        UserError: The settings are wrong, the port is in use, or a node runs already.
    """
    from app.cli import Serve, merge_settings
    from app.cli.local_api import LocalApi
    from app.domain.errors import UserError
    from app.lib.logs import level_number, quiet_with, set_up_logging
    from app.system.instance import InstanceLock, read_instance
    from app.system.paths import clear_folder

    configuration = merge_settings(command.options, environment)
    lock = InstanceLock(configuration.paths.data)
    if not lock.acquire():
        instance = read_instance(configuration.paths.data)
        if instance is None or isinstance(command.action, Serve):
            raise UserError(
                "Hearth is running already",
                f"A Hearth with the data folder {configuration.paths.data} is running on this computer.",
                "Use it, or give the second one a folder of its own with --data-dir.",
                "already_running",
            )
        LocalApi(instance).post("/api/show")
        return 0
    clear_folder(configuration.paths.runtime)
    settings = configuration.settings
    set_up_logging(
        configuration.paths.log,
        level=level_number(settings.log_level),
        quiet=quiet_with(settings.library_log_level),
    )
    try:
        if isinstance(command.action, Serve) or not _has_screen(environment):
            return asyncio.run(_serve(command, configuration))
        return _run_tray(command, configuration)
    finally:
        lock.release()


def _has_screen(environment: Mapping[str, str]) -> bool:
    if sys.platform != "linux":
        return True
    return any(environment.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def _run_tray(command: "Command", configuration: "Configuration") -> int:
    from app.ui.application import run_tray

    return run_tray(lambda quit_app: make_node(command, configuration, quit_app), theme=configuration.settings.theme)


async def _serve(command: "Command", configuration: "Configuration") -> int:
    """Run a node without a face until a signal or `hearth quit`."""
    finished = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(number, finished.set)
        except NotImplementedError:  # Windows: only Ctrl+C, and only as an exception
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(finished.set))
    node = make_node(command, configuration, finished.set)
    shown: set[str] = set()

    def show_problems(state: "AppState") -> None:
        for problem in state.problems:
            if str(problem) not in shown:
                shown.add(str(problem))
                print(f"{problem.title}: {problem}", file=sys.stderr, flush=True)

    node.subscribe(show_problems)
    try:
        await node.start()
        print(_greeting(node), flush=True)
        await finished.wait()
    finally:
        await node.stop()
    return 0


def _greeting(node: "Node") -> str:
    state = node.snapshot
    model = next((m.name for m in state.models if m.is_demo), next((m.name for m in state.models), "MODEL"))
    question = json.dumps({"model": model, "messages": [{"role": "user", "content": "What is a token?"}]})
    return (
        f"Hearth is ready at {state.api_url}\n\n"
        f"Try it:\n  curl {state.api_url}/chat/completions -H 'Content-Type: application/json' \\\n"
        f"    -d '{question}'\n\n"
        "The second device joins with the token that `hearth token --new` prints. Ctrl+C ends Hearth."
    )


def make_node(command: "Command", configuration: "Configuration", quit_app: Callable[[], None]) -> "Node":
    """The node with its HTTP faces, as the command and the settings want it."""
    from app.node.options import NodeOptions
    from app.served_node import ServedNode

    options = NodeOptions(
        settings=configuration.settings,
        settings_path=configuration.settings_path,
        paths=configuration.paths,
        model_files=command.options.model_files,
        token=command.options.token,
    )
    return ServedNode(options, quit_app)


if __name__ == "__main__":
    sys.exit(main())
