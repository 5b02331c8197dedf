"""The groups of commands of a node that only notes what it is asked."""

from collections.abc import Callable

from app.domain.diagnosis import Diagnosis, diagnose
from app.domain.network_facts import InterfaceFacts, NetworkFacts
from app.domain.preference import ApiKey, NewKey, Preference
from app.domain.reach import ManualAddress, NotReached
from app.domain.sharing import OpenInvite

FACTS = NetworkFacts(is_joined=True, link_port=4329, interfaces=(InterfaceFacts("wlan0", "192.168.1.20"),))

type Note = Callable[[str, object], None]


class NotedSharing:
    """Satisfies `SharingFace`.

    Args:
        note: Takes the name of a command and its argument; may raise.
    """

    def __init__(self, note: Note) -> None:
        self._note = note

    async def pause(self, until: float | None) -> None:
        """Note it."""
        self._note("pause", until)

    async def resume(self) -> None:
        """Note it."""
        self._note("resume", None)


class NotedInvites:
    """Satisfies `InvitesFace`.

    Args:
        note: Takes the name of a command and its argument; may raise.
    """

    def __init__(self, note: Note) -> None:
        self._note = note

    async def create(self, hours: float = 24) -> OpenInvite:
        """Always the same."""
        self._note("create", hours)
        return OpenInvite("a1", "4821-amber-kettle-otter", 1_800_000_000.5)

    async def cancel(self, invite_id: str) -> None:
        """Note it."""
        self._note("cancel", invite_id)

    async def accept(self, knock_id: str) -> None:
        """Note it."""
        self._note("accept", knock_id)

    async def reject(self, knock_id: str) -> None:
        """Note it."""
        self._note("reject", knock_id)


class NotedPlans:
    """Satisfies `PlansFace`.

    Args:
        note: Takes the name of a command and its argument; may raise.
    """

    def __init__(self, note: Note) -> None:
        self._note = note

    async def pin(self, model_name: str) -> None:
        """Note it."""
        self._note("pin", model_name)

    async def unpin(self, model_name: str) -> None:
        """Note it."""
        self._note("unpin", model_name)

    async def apply_better(self, model_name: str) -> None:
        """Note it."""
        self._note("apply_better", model_name)


class NotedNetwork:
    """Satisfies `NetworkFace`.

    Args:
        note: Takes the name of a command and its argument; may raise.
    """

    def __init__(self, note: Note) -> None:
        self._note = note
        self.addresses: tuple[ManualAddress, ...] = ()
        self.facts = FACTS

    async def add_address(self, address: str) -> ManualAddress:
        """Keep it; nobody is there."""
        self._note("add_address", address)
        added = ManualAddress(address, NotReached("refused"))
        self.addresses = (*self.addresses, added)
        return added

    async def remove_address(self, address: str) -> None:
        """Note it."""
        self._note("remove_address", address)

    async def diagnose(self) -> Diagnosis:
        """What the facts mean that a test has put here."""
        self._note("diagnose", None)
        return diagnose(self.facts)


class NotedKeys:
    """Satisfies `KeysFace`: there are none.

    Args:
        note: Takes the name of a command and its argument; may raise.
    """

    all: tuple[ApiKey, ...] = ()
    are_needed = False

    def __init__(self, note: Note) -> None:
        self._note = note

    def accepts(self, text: str) -> bool:
        """None."""
        return False

    async def add(self, name: str) -> NewKey:
        """Note it."""
        self._note("add_key", name)
        return NewKey(name, "sk-hearth-secret")

    async def remove(self, name: str) -> None:
        """Note it."""
        self._note("remove_key", name)


class NotedPreferences:
    """Satisfies `PreferencesFace`.

    Args:
        note: Takes the name of a command and its argument; may raise.
    """

    def __init__(self, note: Note) -> None:
        self._note = note

    async def all(self) -> tuple[Preference, ...]:
        """One."""
        return (Preference("slots", 2, "Conversations at once.", "a number", is_live=False),)

    async def change(self, name: str, value: object) -> Preference:
        """Note it."""
        self._note("change", (name, value))
        return Preference(name, 3, "Conversations at once.", "a number", is_live=False, waits=True)
