"""Runs inside a screen and a D-Bus session of its own: every window and dialog, read and walked as without eyes.

`python -m tests.ui.accessibility_session COMMAND…` prints `passed` at its end, or what has no name and what the Tab key
does not reach. `test_accessibility.py` starts it.
"""

import asyncio
import sys

from tests.ui.chat_session import focus, press
from tests.ui.screen_reader import Control, ScreenReader, State
from tests.ui.tray_host import TrayHost, TrayItem
from tests.ui.tray_session import application, item_of

QUESTION = "What is a token?"
FOCUS_SECONDS = 5.0
MOST_STOPS = 80
"""No window has so many controls; a walk that does not end is one that goes in circles."""

CONVERSATION = "Conversation"
CARD_MENU = "What can be done with"
"""How the button of a device's menu begins."""
MOST_LINKS, LINK_SECONDS = 20, 0.3
"""Of the conversation of this tour, and how long the focus stays in it until the next key."""

BY_ARROWS = frozenset({"list item", "radio button", "page tab", "menu item"})
"""Roles that are reached from their list or group, by the arrow keys."""
CLAIMING = frozenset({"list item", "page tab"})
"""Roles that say that they have the focus as long as they are the chosen one."""
CLEAR = "Clear the field"
"""The button that empties a field, as keys do in the field itself."""
MENU_ITEM, MENU_SECONDS = "menu item", 1.0
"""Of menus, and how long an arrow key may take to go on."""
NOT_ACTED_ON = frozenset({"label", "filler", "panel"})
"""What is read or scrolled; a mouse may give it the focus."""


class Tour:
    """Goes from window to window and writes down what is amiss.

    Attributes:
        amiss: What was found, in words.
    """

    def __init__(self, reader: ScreenReader, item: TrayItem) -> None:
        self.reader, self.item = reader, item
        self.amiss: list[str] = []

    async def visit(self, title: str, *ways: str) -> None:
        """Open a window by the tray's menu, then judge it."""
        if ways:
            await self.item.click(*ways)
        await self.judge(title)

    async def judge(self, title: str) -> None:
        """Judge a window as it is now."""
        window = await self.reader.window(title)
        controls = [control async for control in self.reader.walk(window)]
        nameless = await self.reader.nameless(controls)
        print(f"{title}: {len(controls)} parts, {sum(control.needs_a_name for control in controls)} to act on")
        for words in nameless:
            self._note(f"{title}: no name: {words}")
        await self._walk(title, [control for control in controls if control.needs_a_name])

    async def open_menu(self, title: str, button: str) -> None:
        """Open the menu of a window's button and go through it by the arrow keys; it stays open."""
        await focus(f"^{title}")
        await self.reader.press(title, button)
        menu = await self.reader.menu()
        entries = [control for control in await self.reader.children(menu) if control.role == MENU_ITEM]
        print(f"{title}, {button}: a menu of {len(entries)} entries")
        for entry in entries:
            if not entry.name.strip():
                self._note(f"{title}, {button}: no name: entry {entries.index(entry) + 1}")
        reached: set[str] = set()
        while entries:
            await press("Down")
            chosen = await self._chosen(entries, reached)
            if chosen is None:
                break
            reached.add(chosen)
        for entry in entries:
            if entry.has(State.SENSITIVE) and entry.path not in reached:
                self._note(f"{title}, {button}: the arrow keys do not reach {entry.name!r}")

    async def _chosen(self, entries: list[Control], before: set[str]) -> str | None:
        """The entry that the arrow key has gone to; None when it goes round."""
        deadline = asyncio.get_running_loop().time() + MENU_SECONDS
        while asyncio.get_running_loop().time() < deadline:
            for path in await self.reader.focused(entries):
                if path not in before:
                    return path
            await asyncio.sleep(0.01)
        return None

    async def close_menu(self) -> None:
        """Leave a menu as one leaves it without choosing."""
        await press("Escape")
        await self.reader.no_menu()

    async def choose(self, title: str, button: str, entry: str, dialog: str) -> None:
        """Choose an entry of a button's menu, and judge the dialog that it opens; its button Cancel closes that."""
        await self.open_menu(title, button)
        await self.reader.choose(entry)
        await self.reader.no_menu()
        await self.judge(dialog)
        await self.reader.close(dialog, "Cancel")

    def _note(self, words: str) -> None:
        print(f"AMISS {words}")
        self.amiss.append(words)

    async def _walk(self, title: str, controls: list[Control]) -> None:
        """Press Tab until the focus is back where it was."""
        stops = [control for control in controls if control.role not in CLAIMING]
        await focus(f"^{title}")
        places = await self.reader.focused(stops)
        reached: set[str] = set()
        while not reached.intersection(places) and len(reached) < MOST_STOPS:
            reached.update(places)
            places = await self._next(stops, places)
            if not places:
                break
        for control in controls:
            acted_on = control.role not in BY_ARROWS | NOT_ACTED_ON and control.name != CLEAR
            if acted_on and control.has(State.SENSITIVE) and control.path not in reached:
                self._note(f"{title}: Tab does not reach the {control.role} {control.name!r}")

    async def _next(self, stops: list[Control], before: list[str]) -> list[str]:
        """Where the focus is after Tab; nowhere when it stays. In the conversation it goes from link to link first."""
        has_links = any(control.path in before and control.name == CONVERSATION for control in stops)
        presses, seconds = (MOST_LINKS, LINK_SECONDS) if has_links else (1, FOCUS_SECONDS)
        for _ in range(presses):
            await press("Tab")
            deadline = asyncio.get_running_loop().time() + seconds
            while asyncio.get_running_loop().time() < deadline:
                places = await self.reader.focused(stops)
                if places and places != before:
                    return places
                await asyncio.sleep(0.01)
        return []


async def everything(command: list[str]) -> None:
    """The whole tour: before there is a swarm, in the chat, and in a swarm."""
    host = await TrayHost.start()
    reader = await ScreenReader.start()
    async with application(command):
        tour = Tour(reader, await item_of(host))
        await tour.visit("Welcome to Hearth")
        await tour.visit("Join a swarm", "Join swarm…")
        await reader.close("Join a swarm", "Cancel")
        await tour.visit("Hearth", "Swarm…")
        await _models(tour)
        await _chat(tour)
        await _settings(tour)
        await _swarm(tour)
        await _help(tour)
        await tour.item.click("Quit")
    assert tour.amiss == [], "\n".join(tour.amiss)


async def _models(tour: Tour) -> None:
    await tour.visit("Models", "Models…")
    await tour.reader.press("Models", "Find models")
    await tour.judge("Models")


async def _chat(tour: Tour) -> None:
    reader = tour.reader
    await tour.visit("Chat", "Open chat")
    await reader.press("Chat", QUESTION)
    await reader.find(QUESTION, lambda control: control.name == "Send", "the end of the answer")
    await tour.judge(QUESTION)
    await press("ctrl+f")
    await reader.named(QUESTION, "Find in this conversation")
    await tour.judge(QUESTION)
    await press("Escape")
    await reader.press(QUESTION, "Instructions and temperature")
    await tour.judge("This conversation")
    await reader.close("This conversation", "Cancel")
    await tour.choose(QUESTION, "More", "Rename…", "Rename conversation")


async def _settings(tour: Tour) -> None:
    reader = tour.reader
    await tour.item.click("Settings…")
    pages = await reader.named("Settings", "Pages of settings")
    await focus("^Settings")
    for page in await reader.children(pages):
        await reader.focus(pages)
        await press("Down" if page.name != "General" else "Home")
        await reader.named("Settings", page.name, "label")
        await tour.judge("Settings")
    await tour.visit("Connect an app", "Connect an app…")
    await reader.close("Connect an app", "Done")


async def _swarm(tour: Tour) -> None:
    reader = tour.reader
    await tour.item.click("Invite a device…")
    await reader.press("Invite a device", "Make an invite code that works once")
    await reader.find("Invite a device", lambda control: control.name.startswith("Copy the code"), "the code")
    await tour.judge("Invite a device")
    await reader.close("Invite a device", "Done")
    await tour.visit("Hearth", "Swarm…")
    own_card = await reader.find("Hearth", lambda control: control.name.startswith(CARD_MENU), "the card's menu")
    await tour.open_menu("Hearth", own_card.name)
    await tour.close_menu()
    await tour.choose("Hearth", own_card.name, "Rename this computer…", "Rename this computer")
    await tour.choose("Hearth", own_card.name, "Change shared memory…", "Shared memory")
    await tour.visit("Leave", "Leave swarm…")
    await reader.close("Leave", "Cancel")


async def _help(tour: Tour) -> None:
    reader = tour.reader
    for title, entry, button in (
        ("Troubleshoot", "Troubleshoot network…", "Look again"),
        ("About Hearth", "About Hearth…", "Done"),
        ("Diagnostics", "Copy diagnostics", "Done"),
    ):
        await tour.item.click("Help", entry)
        await reader.enabled(title, button)
        await tour.judge(title)
        await reader.close(title, "Done")


if __name__ == "__main__":
    asyncio.run(everything(sys.argv[1:]))
    print("passed")
