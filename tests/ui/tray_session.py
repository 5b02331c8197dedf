"""Runs inside a screen and a D-Bus session of its own: a tray, the application in it, and a person who clicks.

`python -m tests.ui.tray_session SCENARIO COMMAND…` prints `passed` at its end. `test_tray_session.py` starts it.
"""

import asyncio
import json
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import aiohttp

from tests.ui.tray_host import TrayHost, TrayItem

STEP_SECONDS = 30.0
FIRST_ANSWER_SECONDS = 60.0


async def windows(title: str) -> list[str]:
    """Ids of visible windows whose title contains this."""
    search = await asyncio.create_subprocess_exec(
        "xdotool", "search", "--onlyvisible", "--name", title, stdout=asyncio.subprocess.PIPE
    )
    output, _ = await search.communicate()
    return output.decode().split()


async def appear(title: str) -> None:
    """Wait for a window."""
    await until(lambda: windows(title))


async def until(condition: Callable[[], Awaitable[object]]) -> None:
    """Wait until something is so."""
    for _ in range(round(STEP_SECONDS / 0.1)):
        if await condition():
            return
        await asyncio.sleep(0.1)
    raise AssertionError("it did not happen in time")


@asynccontextmanager
async def application(command: list[str]) -> AsyncIterator[asyncio.subprocess.Process]:
    """The application as long as the block lasts; it has to end by itself."""
    process = await asyncio.create_subprocess_exec(*command, env={**os.environ, "QT_QPA_PLATFORM": "xcb"})
    try:
        yield process
        async with asyncio.timeout(STEP_SECONDS):
            code = await process.wait()
        assert code == 0, f"it ended with {code}"
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def item_of(host: TrayHost) -> TrayItem:
    """The application's icon, once its menu is what a node that runs has."""
    async with asyncio.timeout(STEP_SECONDS):
        item = await host.item()
    await until(lambda: _has(item, "Join swarm…"))
    return item


async def _has(item: TrayItem, label: str) -> bool:
    return label in [entry.label for entry in await item.menu()]


async def join_from_menu(command: list[str]) -> None:
    """Tray first, then the application: "Join swarm…" opens the dialog, "Quit" ends the program."""
    host = await TrayHost.start()
    async with application(command):
        item = await item_of(host)
        entries = await item.menu()
        assert [entry.label for entry in entries] == [
            "Not in a swarm",
            "Open chat",
            "Swarm…",
            "Models…",
            "Join swarm…",
            "Invite a device…",
            "Copy API address",
            "Connect an app…",
            "Settings…",
            "Help",
            "Quit",
        ], entries
        assert [entry.enabled for entry in entries] == [False, *[True] * (len(entries) - 1)]
        assert await item.get("IconPixmap"), "the icon has a picture"
        assert "Not in a swarm" in (await item.get("ToolTip"))[2]
        await appear("Welcome to Hearth")
        await item.click("Settings…")
        await appear("^Settings$")
        await item.click("Join swarm…")
        await appear("Join a swarm")
        await item.click("Open chat")
        await appear("Chat")
        await item.click("Quit")
    assert await windows("Hearth") == []


async def late_host(command: list[str]) -> None:
    """The application first, then the tray, as at a session's start: the icon still arrives."""
    async with application(command) as process:
        await appear("^Hearth$")
        host = await TrayHost.start()
        item = await item_of(host)
        await item.click("Join swarm…")
        await appear("Join a swarm")
        process.send_signal(signal.SIGTERM)


async def started_at_login(command: list[str]) -> None:
    """As at login: no window, the tray comes late; then somebody opens a link, and the program that runs shows it."""
    async with application([*command, "--hidden"]):
        host = await TrayHost.start()
        item = await item_of(host)
        assert await windows("Hearth|Join|Welcome") == []
        second = await asyncio.create_subprocess_exec(*command, "--hidden")
        assert await second.wait() == 0
        assert await windows("Hearth|Join|Welcome") == []
        link = await asyncio.create_subprocess_exec(*command, "hearth://join/4821-amber-kettle-otter")
        assert await link.wait() == 0
        await appear("Join a swarm")
        assert await _has(item, "Join swarm…"), "nothing was joined"
        await item.click("Quit")


async def first_steps(command: list[str]) -> None:
    """From the first start to an answer, with one key, in less than a minute; shown once."""
    host = await TrayHost.start()
    begun = time.monotonic()
    async with application(command):
        item = await item_of(host)
        await appear("Welcome to Hearth")
        (welcome,) = await windows("Welcome to Hearth")
        press = await asyncio.create_subprocess_exec("xdotool", "windowfocus", "--sync", welcome, "key", "Return")
        await press.wait()
        await appear("Chat")
        assert await _first_answer(command), "the built-in model answers"
        seconds = time.monotonic() - begun
        print(f"the first answer was complete {seconds:.1f} s after the first start")
        assert seconds < FIRST_ANSWER_SECONDS
        await item.click("Quit")
    async with application(command) as process:
        await appear("^Hearth$")
        assert await windows("Welcome to Hearth") == []
        process.send_signal(signal.SIGTERM)


async def _first_answer(command: list[str]) -> str:
    """What the built-in model answers, asked as the chat asks it."""
    status = await asyncio.create_subprocess_exec(*command, "status", "--json", stdout=asyncio.subprocess.PIPE)
    output, _ = await status.communicate()
    url = json.loads(output)["api_url"]
    body = {"model": "demo", "messages": [{"role": "user", "content": "What is a token?"}]}
    async with aiohttp.ClientSession() as session, session.post(f"{url}/chat/completions", json=body) as answer:
        return str((await answer.json())["choices"][0]["message"]["content"])


SCENARIOS = {
    "join": join_from_menu,
    "late": late_host,
    "login": started_at_login,
    "first steps": first_steps,
}

if __name__ == "__main__":
    asyncio.run(SCENARIOS[sys.argv[1]](sys.argv[2:]))
    print("passed")
