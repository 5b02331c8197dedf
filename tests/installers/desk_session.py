"""Runs inside a screen and a D-Bus session of its own: the installed program in a tray, and a person who clicks.

`python -m tests.installers.desk_session COMMAND…` prints `passed` at its end. How the menu changes while a program
starts is tested elsewhere (`tests/ui`); here each entry is waited for.
"""

import asyncio
import sys
from functools import partial

from tests.ui.tray_host import TrayHost, TrayItem
from tests.ui.tray_session import appear, application, until, windows

FIRST_START_SECONDS = 120.0


async def join_from_menu(command: list[str]) -> None:
    """A tray icon with a picture, its windows from the menu, and the end of the program."""
    host = await TrayHost.start()
    async with application(command):
        async with asyncio.timeout(FIRST_START_SECONDS):
            item = await host.item()
        assert await item.get("IconPixmap"), "the icon has a picture"
        await appear("^Welcome to Hearth$")
        for label, window in (("Join swarm…", "Join a swarm"), ("Open chat", "Chat")):
            await until(partial(_click, item, label))
            await appear(window)
        await until(partial(_click, item, "Quit"))
    assert await windows("Hearth") == []


async def _click(item: TrayItem, label: str) -> bool:
    """Click an entry if the menu has it now."""
    if label not in [entry.label for entry in await item.menu() if entry.enabled]:
        return False
    await item.click(label)
    return True


if __name__ == "__main__":
    asyncio.run(join_from_menu(sys.argv[1:]))
    print("passed")
