"""One laptop of the journey: runs in a screen, a D-Bus session and an open keyring of its own, on a machine of its own.

`python -m tests.ui.journey_session NAME COMMAND…`; `test_journey.py` starts two of them and carries the token
from one screen to the other: what a person does, from the first steps to an answer of both, by what can be seen, read
and pressed only.
"""

import asyncio
import sys
from collections.abc import Awaitable, Callable

from tests.ui.chat_session import picture
from tests.ui.screen_reader import ScreenReader, State
from tests.ui.tray_host import TrayHost, TrayItem
from tests.ui.tray_session import application, item_of, until

QUESTION, SECOND_QUESTION = "What is a token?", "What is a swarm?"
CHAT, CONVERSATION = "Chat", QUESTION
"""How the chat's window is called before the first question and after it."""
WELCOME, SWARM, JOIN, INVITE = "Welcome to Hearth", "Hearth", "Join a swarm", "Invite a device"


class Laptop:
    """A person in front of one screen.

    Attributes:
        name: What the computer is called.
    """

    def __init__(self, name: str, reader: ScreenReader, item: TrayItem) -> None:
        self.name, self.reader, self.item = name, reader, item
        self._pictures = 0

    async def picture(self, what: str) -> None:
        """What is on the screen now."""
        self._pictures += 1
        await picture(f"journey-{self.name}-{self._pictures}-{what}")

    async def first_steps(self, choice: str) -> None:
        """Choose, and go on."""
        await self.reader.press(WELCOME, choice, "radio button")
        await self.reader.find(
            WELCOME, lambda control: control.name == choice and control.has(State.CHECKED), f"{choice!r}, chosen"
        )
        await self.picture("first-steps")
        await self.reader.press(WELCOME, "Continue")

    async def sees_device(self, *words: str) -> None:
        """Wait until the card of another device says this, beginning with its name."""

        def says(name: str) -> bool:
            return name.startswith(words[0]) and all(word in name for word in words)

        await self.reader.find(SWARM, lambda control: says(control.name), f"a device that says {words}")

    async def ask(self, window: str, question: str) -> str:
        """Ask in the chat that is open, and wait for the whole answer, with the line that says who worked on it."""
        await self.reader.write(await self.reader.named(window, "Question", "text"), question)
        await self.reader.press(window, "Send")
        conversation = await self.reader.named(CONVERSATION, "Conversation")

        async def said() -> str:
            _before, found, after = (await self.reader.text(conversation)).rpartition(question)
            return after.strip() if found else ""

        await until(said)
        await self.reader.named(CONVERSATION, "Send")
        return await said()


async def kitchen(laptop: Laptop) -> None:
    """Starts a swarm, shows the token, asks, and asks again when the other is gone."""
    await laptop.first_steps("Start a swarm")
    await laptop.reader.press(INVITE, "Show the token and its QR code")
    token = await laptop.reader.text(await laptop.reader.named(INVITE, "Token"))
    await laptop.picture("token")
    await laptop.reader.close(INVITE, "Done")
    print(f"token {token}", flush=True)
    await laptop.sees_device("study")
    await laptop.picture("two-devices")
    await laptop.item.click("Open chat")
    answer = await laptop.ask(CHAT, QUESTION)
    assert "study" in answer, answer
    assert "kitchen" in answer, answer
    await laptop.picture("answer")
    print("answered", flush=True)
    await laptop.item.click("Swarm…")
    await laptop.sees_device("study", "Away")
    await laptop.picture("study-is-gone")
    await laptop.item.click("Open chat")
    answer = await laptop.ask(CONVERSATION, SECOND_QUESTION)
    assert "study" not in answer, answer
    assert "kitchen" in answer, answer
    await laptop.picture("answer-alone")
    await laptop.item.click("Quit")


async def study(laptop: Laptop) -> None:
    """Joins with what the other screen shows, until it is killed."""
    await laptop.first_steps("Join a swarm")
    field = await laptop.reader.named(JOIN, "Token or code")
    print("waiting for the token", flush=True)
    token = await asyncio.to_thread(sys.stdin.readline)
    await laptop.reader.write(field, token.strip())
    await laptop.reader.enabled(JOIN, "Join the swarm")
    await laptop.picture("token")
    await laptop.reader.press(JOIN, "Join the swarm")
    await laptop.sees_device("kitchen")
    await laptop.picture("two-devices")
    print("joined", flush=True)
    await asyncio.Event().wait()


PEOPLE: dict[str, Callable[[Laptop], Awaitable[None]]] = {"kitchen": kitchen, "study": study}


async def travel(name: str, command: list[str]) -> None:
    """Start the program and do what the person in this room does."""
    print("here", flush=True)
    host = await TrayHost.start()
    reader = await ScreenReader.start()
    async with application([*command, "--name", name]):
        await PEOPLE[name](Laptop(name, reader, await item_of(host)))


if __name__ == "__main__":
    asyncio.run(travel(sys.argv[1], sys.argv[2:]))
    print("passed", flush=True)
