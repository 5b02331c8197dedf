"""A system tray for tests: StatusNotifier watcher and host, and the menu protocol, over D-Bus.

Protocols: https://www.freedesktop.org/wiki/Specifications/StatusNotifierItem/ and com.canonical.dbusmenu as published
with libdbusmenu.
"""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from dbus_fast import Message, MessageType, Variant
from dbus_fast.aio import MessageBus

WATCHER = "org.kde.StatusNotifierWatcher"
ITEM = "org.kde.StatusNotifierItem"
MENU = "com.canonical.dbusmenu"
PROPERTIES = "org.freedesktop.DBus.Properties"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of an item's menu, with those of the menu below it."""

    number: int
    label: str
    enabled: bool
    below: "tuple[Entry, ...]" = ()


class TrayItem:
    """One icon in the tray, as a panel sees it."""

    def __init__(self, bus: MessageBus, service: str) -> None:
        self._bus = bus
        self.service, _, path = service.partition("/")
        self._path = f"/{path}" if path else "/StatusNotifierItem"

    async def get(self, name: str) -> Any:
        """A property of the icon (`Title`, `IconPixmap`, `ToolTip` …)."""
        body = await self._call(self._path, PROPERTIES, "Get", "ss", [ITEM, name])
        return body[0].value

    async def menu(self) -> list[Entry]:
        """The menu as it is when it opens now; separators are left out."""
        menu = await self.get("Menu")
        await self._call(menu, MENU, "AboutToShow", "i", [0])
        _revision, root = await self._call(menu, MENU, "GetLayout", "iias", [0, -1, []])
        return _entries(root[2])

    async def click(self, *labels: str) -> None:
        """Choose an entry of the menu; before its label stand those of the menus that it is in."""
        entries: Iterable[Entry] = await self.menu()
        for label in labels:
            entry = next(entry for entry in entries if entry.label == label)
            entries = entry.below
        menu = await self.get("Menu")
        await self._call(menu, MENU, "Event", "isvu", [entry.number, "clicked", Variant("s", ""), 0])

    async def _call(self, path: str, interface: str, member: str, signature: str, body: list[Any]) -> list[Any]:
        reply = await self._bus.call(Message(self.service, path, interface, member, signature=signature, body=body))
        assert reply is not None
        if reply.message_type is MessageType.ERROR:
            raise RuntimeError(f"{member}: {reply.error_name} {reply.body}")
        return list(reply.body)


def _entries(children: list[Any]) -> list[Entry]:
    entries = []
    for child in children:
        number, properties, below = child.value
        label = properties.get("label")
        if label is not None:
            enabled = properties.get("enabled")
            text = label.value.replace("__", "\0").replace("_", "").replace("\0", "_")
            entries.append(Entry(number, text, enabled is None or bool(enabled.value), tuple(_entries(below))))
    return entries


class TrayHost:
    """Keeps the list of icons, as a panel with a tray does."""

    def __init__(self, bus: MessageBus) -> None:
        self._bus = bus
        self._services: list[str] = []
        self._registered = asyncio.Event()

    @classmethod
    async def start(cls) -> "TrayHost":
        """Appear on the session's bus."""
        host = cls(await MessageBus().connect())
        host._bus.add_message_handler(host._handle)
        await host._bus.request_name(WATCHER)
        return host

    def stop(self) -> None:
        """Disappear."""
        self._bus.disconnect()

    def forget(self) -> None:
        """The icons so far are gone; `item` waits for the next one."""
        self._services.clear()
        self._registered.clear()

    async def item(self) -> TrayItem:
        """The icon that registered last."""
        await self._registered.wait()
        return TrayItem(self._bus, self._services[-1])

    def _handle(self, message: Message) -> Message | bool | None:
        if message.message_type is not MessageType.METHOD_CALL or message.path != "/StatusNotifierWatcher":
            return None
        match message.member:
            case "RegisterStatusNotifierItem":
                named = str(message.body[0])
                self._services.append(f"{message.sender}{named}" if named.startswith("/") else named)
                self._registered.set()
                self._bus.send(
                    Message.new_signal(
                        "/StatusNotifierWatcher", WATCHER, "StatusNotifierItemRegistered", "s", [self._services[-1]]
                    )
                )
                return Message.new_method_return(message)
            case "RegisterStatusNotifierHost":
                return Message.new_method_return(message)
            case "Get":
                return Message.new_method_return(message, "v", [self._properties()[message.body[1]]])
            case "GetAll":
                return Message.new_method_return(message, "a{sv}", [self._properties()])
            case _:
                return None

    def _properties(self) -> dict[str, Variant]:
        return {
            "RegisteredStatusNotifierItems": Variant("as", self._services),
            "IsStatusNotifierHostRegistered": Variant("b", True),
            "ProtocolVersion": Variant("i", 0),
        }
