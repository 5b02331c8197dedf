"""Runs inside a screen and a D-Bus session of its own: the real program, a person who asks, quits, and comes back.

`python -m tests.ui.chat_session DATABASE COMMAND…` prints `passed` at its end; `test_chat_session.py` starts it.
Pictures of both starts go to `build/screens`.
"""

import asyncio
import json
import os
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

from tests.ui.screens import SCREENS
from tests.ui.tray_host import TrayHost
from tests.ui.tray_session import appear, application, item_of, until, windows

QUESTION = "What is a token?"
TITLE = "^What is a token"
PICTURE = """
import sys
from PySide6.QtGui import QGuiApplication
application = QGuiApplication(sys.argv[:1])
application.primaryScreen().grabWindow(0).save(sys.argv[1])
"""


async def type_text(text: str) -> None:
    """Type into whatever has the keyboard."""
    await _xdotool("type", "--delay", "20", text)


async def press(*keys: str) -> None:
    """Press keys, one after the other."""
    await _xdotool("key", "--delay", "60", *keys)


async def focus(title: str) -> None:
    """Give a window the keyboard; there is no window manager that would."""
    await appear(title)
    (window, *_) = await windows(title)
    await _xdotool("windowfocus", "--sync", window)


async def picture(name: str) -> None:
    """What is on the screen now."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "QT_QPA_PLATFORM": "xcb"}
    path = str(SCREENS / f"{name}.png")
    grab = await asyncio.create_subprocess_exec(sys.executable, "-c", PICTURE, path, env=environment)
    assert await grab.wait() == 0


async def _xdotool(*arguments: str) -> None:
    process = await asyncio.create_subprocess_exec("xdotool", *arguments)
    assert await process.wait() == 0, arguments


def answers(database: Path) -> list[str]:
    """The complete answers that are kept."""
    if not database.exists():
        return []
    with closing(sqlite3.connect(database)) as connection:
        bodies = [json.loads(row[0]) for row in connection.execute("SELECT body FROM turn")]
    return [body["text"] for body in bodies if body["role"] == "assistant" and body["end"] == "complete"]


async def has_answer(database: Path) -> bool:
    """Whether there is a complete answer."""
    return bool(answers(database))


async def ask_and_come_back(database: Path, command: list[str]) -> None:
    """Ask, quit, start again, look for a word of the answer, and see the conversation."""
    host = await TrayHost.start()
    async with application(command):
        item = await item_of(host)
        await item.click("Open chat")
        await focus("^Chat")
        await type_text(QUESTION)
        await press("Return")
        await until(lambda: has_answer(database))
        await appear(TITLE)
        await picture("session-chat-asked")
        await item.click("Quit")
    word = max(answers(database)[0].split(), key=len).strip(".,*`")
    host.forget()
    async with application(command):
        item = await item_of(host)
        await item.click("Open chat")
        await focus("^Chat")
        await press("ctrl+k")
        await type_text(word)
        await asyncio.sleep(1)  # a search begins when nothing was typed for a moment
        await press("Down", "Return")
        await appear(TITLE)
        await picture("session-chat-found")
        await item.click("Quit")


if __name__ == "__main__":
    asyncio.run(ask_and_come_back(Path(sys.argv[1]), sys.argv[2:]))
    print("passed")
