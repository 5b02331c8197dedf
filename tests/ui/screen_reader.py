"""Reads and drives windows over the accessibility bus, as a screen reader does.

Protocol: https://gnome.pages.gitlab.gnome.org/at-spi2-core/devel-docs/. What must have a name is decided here; how the
program is started and what is opened in it is for the sessions.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from dbus_fast import Message, MessageType
from dbus_fast.aio import MessageBus

from tests.ui.chat_session import press

ACCESSIBLE = "org.a11y.atspi.Accessible"
ACTION = "org.a11y.atspi.Action"
EDITABLE = "org.a11y.atspi.EditableText"
COMPONENT = "org.a11y.atspi.Component"
TEXT = "org.a11y.atspi.Text"
PROPERTIES = "org.freedesktop.DBus.Properties"

LABELLED_BY = 2
"""The kind of a relation, as a number of the protocol."""

EVENTS = "org.a11y.atspi.Event.Object"
FOCUS_EVENT = "object:state-changed:focused"

FIND_SECONDS = 60.0
HEARING_SECONDS = 2.0
ANSWER_SECONDS = 10.0

PRESSED = frozenset({"push button", "button", "check box", "radio button", "combo box", "menu item", "toggle button"})
"""Roles of what is pressed, with or without the keyboard's focus."""


class State(IntEnum):
    """Bits of `GetState`."""

    CHECKED = 4
    ENABLED = 8
    FOCUSABLE = 11
    FOCUSED = 12
    SENSITIVE = 24
    SHOWING = 25
    VISIBLE = 30


class Gone(Exception):
    """The control is no longer there, as when a window closed while it was read."""


@dataclass(frozen=True, slots=True)
class Control:
    """One node of the tree, as it was when it was read.

    Attributes:
        service: Name of its program on the bus.
        path: Its object.
        role: `push button`, `label` …
        name: What a screen reader says of it.
        states: Its states as one number of bits.
    """

    service: str
    path: str
    role: str
    name: str
    states: int

    def has(self, state: State) -> bool:
        """Whether it is in a state."""
        return bool(self.states >> state & 1)

    @property
    def needs_a_name(self) -> bool:
        """Whether somebody can act on it, and has to be told what it is."""
        return self.has(State.VISIBLE) and (self.has(State.FOCUSABLE) or self.role in PRESSED)

    @property
    def is_pressed(self) -> bool:
        """Whether it can be pressed now."""
        return self.has(State.SENSITIVE) and (self.has(State.FOCUSABLE) or self.role in PRESSED)


class ScreenReader:
    """A connection to the accessibility bus."""

    def __init__(self, bus: MessageBus) -> None:
        self._bus = bus
        self._focused: asyncio.Queue[tuple[str, str]] = asyncio.Queue()

    @classmethod
    async def start(cls) -> "ScreenReader":
        """Connect; the bus is started with the first who asks for it."""
        session = await MessageBus().connect()
        try:
            address = await _call(session, "org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress")
        finally:
            session.disconnect()
        return cls(await MessageBus(bus_address=str(address[0])).connect())

    def stop(self) -> None:
        """Disconnect."""
        self._bus.disconnect()

    # -- reading -------------------------------------------------------------------------------------------------

    async def windows(self) -> list[Control]:
        """The windows and dialogs of every program that are on the screen."""
        programs = await self._children("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root")
        found = []
        for service, path in programs:
            for child in await self._children(service, path):
                found.append(await self._read(*child))
        return [window for window in found if window.has(State.VISIBLE)]

    async def listen(self) -> None:
        """Hear from now on where the focus goes: the only way to know of menus, which Qt does not put into the tree."""
        self._bus.add_message_handler(self._heard)
        rule = f"type='signal',interface='{EVENTS}',member='StateChanged'"
        bus = "org.freedesktop.DBus"
        await self._ask(bus, "/org/freedesktop/DBus", bus, "AddMatch", "s", [rule])
        registry = "org.a11y.atspi.Registry"
        await self._ask(registry, "/org/a11y/atspi/registry", registry, "RegisterEvent", "s", [FOCUS_EVENT])

    def _heard(self, message: Message) -> None:
        if message.interface == EVENTS and message.member == "StateChanged" and message.body[:2] == ["focused", 1]:
            self._focused.put_nowait((str(message.sender), str(message.path)))

    async def focus_after(self, *keys: str) -> Control | None:
        """Where the focus is said to be after some keys; None when nothing is said."""
        while not self._focused.empty():
            self._focused.get_nowait()
        await press(*keys)
        try:
            async with asyncio.timeout(HEARING_SECONDS):
                return await self._read(*await self._focused.get())
        except TimeoutError:
            return None

    async def window(self, title: str) -> Control:
        """Wait for the window whose title begins so; the newest, if there are several."""

        async def look() -> Control | None:
            shown = [window for window in await self.windows() if window.name.startswith(title)]
            return shown[-1] if shown else None

        return await self._wait(look, f"a window {title!r}")

    async def walk(self, top: Control) -> AsyncIterator[Control]:
        """Everything in a window that is on the screen, in the order of its tree, itself included."""
        yield top
        for control in await self.children(top):
            if control.has(State.VISIBLE):
                async for below in self.walk(control):
                    yield below

    async def find(self, title: str, wanted: Callable[[Control], bool], what: str) -> Control:
        """Wait for a control in a window."""

        async def look() -> Control | None:
            for window in await self.windows():
                if window.name.startswith(title):
                    async for control in self.walk(window):
                        if wanted(control):
                            return control
            return None

        return await self._wait(look, f"{what} in {title!r}")

    async def named(self, title: str, name: str, role: str = "") -> Control:
        """Wait for the control of this name in a window; the role where a label has the same name."""
        return await self.find(
            title, lambda control: control.name == name and role in ("", control.role), f"{role} {name!r}"
        )

    async def nameless(self, controls: Sequence[Control]) -> list[str]:
        """What can be acted on and has no name, each with what stands before it."""
        found = []
        before = ""
        for control in controls:
            if control.needs_a_name and not await self._is_named(control):
                found.append(f"{control.role} {control.name!r} after {before}")
            elif control.name.strip():
                before = f"{control.role} {control.name!r}"
        return found

    async def _is_named(self, control: Control) -> bool:
        """What a combo box is called stands in its relation to a label: its own name is what is chosen in it."""
        if control.role != "combo box":
            return bool(control.name.strip())
        (relations,) = await self._ask(control.service, control.path, ACCESSIBLE, "GetRelationSet")
        labels = [target for kind, targets in relations if kind == LABELLED_BY for target in targets]
        return any([(await self._read(*label)).name.strip() for label in labels])

    async def read(self, control: Control) -> Control:
        """A control as it is now."""
        return await self._read(control.service, control.path)

    async def focused(self, controls: Sequence[Control]) -> list[str]:
        """The paths of those among them that have the keyboard now: one, or one that hands it on to its part."""
        states = await asyncio.gather(*(self._states(c.service, c.path) for c in controls), return_exceptions=True)
        return [
            control.path
            for control, bits in zip(controls, states, strict=True)
            if isinstance(bits, int) and bits >> State.FOCUSED & 1
        ]

    async def children(self, control: Control) -> list[Control]:
        """What is right below it."""
        return [await self._read(*child) for child in await self._children(control.service, control.path)]

    async def _read(self, service: str, path: str) -> Control:
        role = await self._ask(service, path, ACCESSIBLE, "GetRoleName")
        (name,) = await self._ask(service, path, PROPERTIES, "Get", "ss", [ACCESSIBLE, "Name"])
        return Control(service, path, str(role[0]), str(name.value), await self._states(service, path))

    async def _states(self, service: str, path: str) -> int:
        (halves,) = await self._ask(service, path, ACCESSIBLE, "GetState")
        return int(halves[0]) | int(halves[1]) << 32

    async def text(self, control: Control) -> str:
        """The text of a field or document."""
        return str((await self._ask(control.service, control.path, TEXT, "GetText", "ii", [0, -1]))[0])

    # -- acting --------------------------------------------------------------------------------------------------

    async def enabled(self, title: str, name: str, role: str = "") -> Control:
        """Wait for a control of a window until it can be pressed."""

        def can_be_pressed(control: Control) -> bool:
            return control.name == name and role in ("", control.role) and control.is_pressed

        return await self.find(title, can_be_pressed, f"{role or 'a control'} {name!r} that can be pressed")

    async def press(self, title: str, name: str, role: str = "") -> None:
        """Press a control of a window, once it can be pressed."""
        control = await self.enabled(title, name, role)
        await self._ask(control.service, control.path, ACTION, "DoAction", "i", [0])

    async def close(self, title: str, name: str) -> None:
        """Press a button that closes a dialog, and wait until it is gone: it keeps the keys from what is below."""
        await self.press(title, name)

        async def is_gone() -> bool:
            return not any(window.name.startswith(title) for window in await self.windows())

        await self._wait(is_gone, f"an end of {title!r}")

    async def write(self, control: Control, text: str) -> None:
        """Put a text into a field."""
        await self._ask(control.service, control.path, EDITABLE, "SetTextContents", "s", [text])

    async def focus(self, control: Control) -> None:
        """Give a control the keyboard."""
        await self._ask(control.service, control.path, COMPONENT, "GrabFocus")

    # -- the bus -------------------------------------------------------------------------------------------------

    async def _wait[T](self, look: Callable[[], Awaitable[T | None]], what: str) -> T:
        deadline = asyncio.get_running_loop().time() + FIND_SECONDS
        while True:
            try:
                found = await look()
            except Gone:
                found = None
            if found:
                return found
            if asyncio.get_running_loop().time() > deadline:
                shown = [window.name for window in await self.windows()]
                raise AssertionError(f"there is not: {what}; windows: {shown}")
            await asyncio.sleep(0.05)

    async def _children(self, service: str, path: str) -> list[tuple[str, str]]:
        (children,) = await self._ask(service, path, ACCESSIBLE, "GetChildren")
        return [(str(child[0]), str(child[1])) for child in children]

    async def _ask(
        self, service: str, path: str, interface: str, member: str, signature: str = "", body: list[Any] | None = None
    ) -> list[Any]:
        return await _call(self._bus, service, path, interface, member, signature, body)


async def _call(
    bus: MessageBus,
    service: str,
    path: str,
    interface: str,
    member: str,
    signature: str = "",
    body: list[Any] | None = None,
) -> list[Any]:
    message = Message(service, path, interface, member, signature=signature, body=body or [])
    async with asyncio.timeout(ANSWER_SECONDS):
        reply = await bus.call(message)
    assert reply is not None
    if reply.message_type is MessageType.ERROR:
        raise Gone(f"{member} of {path}: {reply.error_name} {reply.body}")
    return list(reply.body)
