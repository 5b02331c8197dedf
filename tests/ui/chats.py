"""The chat window in a test: with whatever it needs, and gone at its end."""

import asyncio

from app.ui.chat.window import ChatWindow


async def close_chat(window: ChatWindow) -> None:
    """Close a window and wait until Qt has deleted it.

    Else Python's garbage collector might do so, in the thread of another window's history, where Qt's timers of it
    cannot be ended.
    """
    gone = asyncio.Event()
    window.destroyed.connect(gone.set)
    window.finish()
    window.close()
    window.deleteLater()
    await gone.wait()
