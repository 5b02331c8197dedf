"""From the start of the program to a usable tray icon, and what the program takes when nothing happens.

    python -m tests.bench.start_bench [ROUNDS]

The real application on a screen of its own (Xvfb) with a tray (StatusNotifier host) in a D-Bus session. It has been
started before, and its node is in a swarm, as on every morning but the first. Counted from the start of the process:

- `icon_seconds`: the icon is registered with the tray, and its menu answers
- `node_seconds`: the menu has the API address, which is there once the node runs

Idle figures are those of the last start: two minutes after it, with the Swarm window open. Where the installed program
has been made (`make bundle`), `frozen` has its times. Prints one JSON object as its last line.
"""

import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tests.bench.usage import Usage, measure_usage
from tests.ui.tray_host import TrayHost, TrayItem

ROUNDS = 5
SETTLE_SECONDS = 120.0
"""A minute after its start a node measures its own speed."""
IDLE_SECONDS = 30.0
PATIENCE_SECONDS = 60.0
LOOK_SECONDS = 0.01
SOURCE = (sys.executable, "-m", "app")
FROZEN = (str(Path(__file__).resolve().parents[2] / "dist" / "hearth" / "hearth"),)
IS_FROZEN_MADE = Path(FROZEN[0]).exists()
SESSION = ("dbus-run-session", "--", "xvfb-run", "-a", "-s", "-screen 0 1280x1024x24")


@asynccontextmanager
async def application(data: Path, command: Sequence[str]) -> AsyncIterator[tuple[int, dict[str, float]]]:
    """The application, once its node runs: its process id, and the seconds that it took."""
    host = await TrayHost.start()
    start = time.monotonic()
    options = ("--data-dir", str(data), "--api-port", "0")
    process = await asyncio.create_subprocess_exec(*command, *options, env={**os.environ, "QT_QPA_PLATFORM": "xcb"})
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            item = await host.item()
            await wait_for_menu(item)
            icon_seconds = time.monotonic() - start
            await wait_for_menu(item, "Copy API address")
            node_seconds = time.monotonic() - start
        yield process.pid, {"icon_seconds": icon_seconds, "node_seconds": node_seconds}
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()
        host.stop()


async def wait_for_menu(item: TrayItem, label: str = "") -> None:
    """Wait until the menu answers and has an entry that begins so."""
    while True:
        with suppress(RuntimeError):
            if any(entry.label.startswith(label) for entry in await item.menu()):
                return
        await asyncio.sleep(LOOK_SECONDS)


async def measure(rounds: int, data: Path) -> dict[str, Any]:
    """Inside the screen and the session."""
    async with application(data, SOURCE):
        token = await asyncio.create_subprocess_exec(
            *SOURCE, "token", "--new", "--data-dir", str(data), stdout=asyncio.subprocess.DEVNULL
        )
        if await token.wait():
            raise RuntimeError("no swarm was made")
    times: list[dict[str, float]] = []
    frozen_times: list[dict[str, float]] = []
    usages: tuple[Usage, ...] = ()
    # In turns, so that what else the machine does falls on both.
    for number in range(rounds):
        if IS_FROZEN_MADE:
            async with application(data, FROZEN) as (_, seconds):
                frozen_times.append(seconds)
        async with application(data, SOURCE) as (pid, seconds):
            times.append(seconds)
            if number == rounds - 1:
                await asyncio.sleep(SETTLE_SECONDS)
                usages = await asyncio.to_thread(measure_usage, pid, IDLE_SECONDS)
    frozen = {"frozen": _medians(frozen_times)} if frozen_times else {}
    return {"rounds": rounds, **_medians(times), **frozen, "idle": [asdict(usage) for usage in usages]}


def _medians(times: list[dict[str, float]]) -> dict[str, float]:
    return {name: round(statistics.median(one[name] for one in times), 3) for name in times[0]}


def run_in_session(rounds: int) -> dict[str, Any]:
    """Run this program again inside a screen and a session of its own."""
    with tempfile.TemporaryDirectory(prefix="hb") as home:
        runtime = Path(home) / "run"
        runtime.mkdir(mode=0o700)
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": home,
            "XDG_RUNTIME_DIR": str(runtime),
            "LANG": "C.UTF-8",
            "NO_AT_BRIDGE": "1",
            "HEARTH_SECRETS": "file",
        }
        inside = [*SESSION, sys.executable, "-m", "tests.bench.start_bench", str(rounds), f"{home}/data"]
        output = subprocess.run(inside, env=environment, stdout=subprocess.PIPE, text=True, check=True).stdout
    figures: dict[str, Any] = json.loads(output.splitlines()[-1])
    return figures


def main(arguments: list[str]) -> None:
    """Measure and print."""
    rounds = int(arguments[0]) if arguments else ROUNDS
    if len(arguments) > 1:
        print(json.dumps(asyncio.run(measure(rounds, Path(arguments[1])))))
    else:
        print(json.dumps(run_in_session(rounds)))


if __name__ == "__main__":
    main(sys.argv[1:])
