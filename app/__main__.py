"""The composition root: choose the face, wire the parts, run.

What children of this program are started with (the guard, the link process) is dispatched first, before anything heavy
is imported; so is the command line's talk with a running Hearth, which needs no node.
"""

import asyncio
import contextlib
import os
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from app.lib.frozen import restore_library_path

if TYPE_CHECKING:
    from pathlib import Path

    from app.cli import Command
    from app.cli.configuration import Configuration


def main() -> int:
    """Run `hearth` with the arguments of this process; returns the exit code."""
    restore_library_path(os.environ)
    match sys.argv[1:]:
        case ["guard", *arguments]:
            from app.lib.guard import main as run_guard

            return run_guard(arguments)
        case ["architectures", *arguments]:
            from app.engine.architectures import main as list_architectures

            return list_architectures(arguments)
        case ["link", *_]:
            from app.link.process import main as run_link

            run_link()
            return 0
        case ["speed", *arguments]:
            from app.engine.speed_program import main as run_speed

            return run_speed(arguments)
        case ["door", *arguments]:
            from app.link.door_process import main as run_door

            run_door(arguments)
            return 0
        case ["hub", request] if request.startswith("{"):
            from app.models.hub_process import main as run_hub

            return run_hub([request])
        case ["tensor-hashes", *arguments]:
            from app.engine.tensor_hashes import main as run_tensor_hashes

            run_tensor_hashes(arguments)
            return 0
    return run(sys.argv[1:], os.environ)


def run(arguments: Sequence[str], environment: Mapping[str, str]) -> int:
    """Carry out a command line; returns the exit code."""
    from app.cli import STARTING_ACTIONS, parse_command, print_problem, run_client, translate
    from app.domain.errors import UserError

    try:
        invocation = translate(arguments, environment)
        command = parse_command(invocation.arguments, invocation.environment)
        if not isinstance(command.action, STARTING_ACTIONS):
            return run_client(command, invocation.environment)
        for note in invocation.notes:
            print(note, file=sys.stderr)
        return _start(command, invocation.environment)
    except UserError as error:
        print_problem(error.problem)
        return 1


def _start(command: "Command", environment: Mapping[str, str]) -> int:
    """Start a node with a face, unless one runs with this data folder: then that one shows its window.

    Raises:
        UserError: The settings are wrong, the port is in use, or a node runs already.
    """
    from app.cli import OpenWorker, RunTray, merge_settings
    from app.cli.local_api import LocalApi
    from app.domain.errors import UserError
    from app.system.instance import InstanceLock, read_instance
    from app.system.paths import clear_folder

    configuration = merge_settings(command.options, environment)
    if isinstance(command.action, OpenWorker):  # no node: any number of them may run
        from app.headless import run_open_worker

        _log_to(None, configuration)
        return asyncio.run(run_open_worker(command.action, configuration))
    lock = InstanceLock(configuration.paths.data)
    if not lock.acquire():
        instance = read_instance(configuration.paths.data)
        if instance is None or not isinstance(command.action, RunTray):
            raise UserError(
                "Hearth is running already",
                f"A Hearth with the data folder {configuration.paths.data} is running on this computer.",
                "Use it, or give the second one a folder of its own with --data-dir.",
                "already_running",
            )
        if command.action.link or not command.action.hidden:
            LocalApi(instance).post("/api/show", {"link": command.action.link})
        return 0
    clear_folder(configuration.paths.runtime)
    _log_to(configuration.paths.log, configuration)
    try:
        if isinstance(command.action, RunTray) and _has_screen(environment):
            return _run_tray(command, configuration)
        from app.headless import run_headless

        return asyncio.run(run_headless(command, configuration))
    finally:
        lock.release()


def _has_screen(environment: Mapping[str, str]) -> bool:
    if sys.platform != "linux":
        return True
    return any(environment.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def _log_to(folder: "Path | None", configuration: "Configuration") -> None:
    from app.lib.logs import level_number, quiet_with, set_up_logging

    settings = configuration.settings
    set_up_logging(folder, level=level_number(settings.log_level), quiet=quiet_with(settings.library_log_level))


def _run_tray(command: "Command", configuration: "Configuration") -> int:
    from app.cli import RunTray
    from app.domain.errors import UserError
    from app.headless import make_node
    from app.node.first_run import FirstRun
    from app.system.autostart import autostart_of
    from app.ui.application import FirstView, run_tray

    settings, action = configuration.settings, command.action
    assert isinstance(action, RunTray)
    view = FirstView(
        theme=settings.theme,
        window=not action.hidden,
        welcome=FirstRun(configuration.paths.data).is_due and not action.link,
        link=action.link,
        notifications=settings.notifications,
        language=settings.language,
        data=configuration.paths.data,
    )
    with contextlib.suppress(UserError):  # that it does not start at login by itself is no reason not to start now
        autostart_of(configuration.paths.data).refresh()
    return run_tray(lambda quit_app: make_node(command, configuration, quit_app), view)


if __name__ == "__main__":
    sys.exit(main())
