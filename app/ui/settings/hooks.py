"""What the Settings window asks of a node, as functions that a test can give it too."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from app.domain.preference import ApiKey, FileValue, NewKey, Preference
from app.ui.bridge import NodeThread
from app.ui.node_face import NodeFace


@dataclass(frozen=True, slots=True)
class SettingsHooks:
    """What the window asks for.

    Attributes:
        preferences: Every setting as it is now.
        change: Changes one.
        keys: The API keys.
        add_key: Makes one.
        remove_key: Revokes one.
    """

    preferences: Callable[[], Awaitable[tuple[Preference, ...]]]
    change: Callable[[str, FileValue], Awaitable[Preference]]
    keys: Callable[[], Awaitable[tuple[ApiKey, ...]]]
    add_key: Callable[[str], Awaitable[NewKey]]
    remove_key: Callable[[str], Awaitable[None]]


def settings_hooks(node: NodeThread) -> SettingsHooks:
    """The commands of a node, in its own thread."""

    async def list_keys(face: NodeFace) -> tuple[ApiKey, ...]:
        return face.keys.all

    return SettingsHooks(
        preferences=lambda: node.ask(lambda face: face.preferences.all()),
        change=lambda name, value: node.ask(lambda face: face.preferences.change(name, value)),
        keys=lambda: node.ask(list_keys),
        add_key=lambda name: node.ask(lambda face: face.keys.add(name)),
        remove_key=lambda name: node.ask(lambda face: face.keys.remove(name)),
    )
