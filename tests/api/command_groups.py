"""The groups of commands of a node that only notes what it is asked."""

from collections.abc import Callable
from dataclasses import replace

from app.domain.diagnosis import Diagnosis, diagnose
from app.domain.fit import FitsSplit, FitsWhole, TooBig
from app.domain.hub import HubModel, HubRepository, Recommendation
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

    async def keep_loaded(self, model_name: str, keep: bool) -> None:
        """Note it."""
        self._note("keep_loaded", (model_name, keep))

    async def apply_better(self, model_name: str) -> None:
        """Note it."""
        self._note("apply_better", model_name)


class NotedLibrary:
    """Satisfies `LibraryFace`.

    Args:
        note: Takes the name of a command and its argument; may raise.
    """

    def __init__(self, note: Note) -> None:
        self._note = note

    async def copy(self, model_name: str) -> str:
        """Always the same."""
        self._note("copy", model_name)
        return "t1"

    async def delete(self, model_name: str) -> None:
        """Note it."""
        self._note("delete", model_name)

    async def stop_transfer(self, transfer_id: str) -> None:
        """Note it."""
        self._note("stop_transfer", transfer_id)

    async def discard_transfer(self, transfer_id: str) -> None:
        """Note it."""
        self._note("discard_transfer", transfer_id)


class NotedHub:
    """Satisfies `HubFace`.

    Args:
        note: Takes the name of a command and its argument; may raise.
    """

    def __init__(self, note: Note) -> None:
        self._note = note

    async def search(self, text: str) -> tuple[HubRepository, ...]:
        """Always the same."""
        self._note("search", text)
        return (HubRepository("acme/Swift-GGUF", 100, None),)

    async def look_up(self, repository: str) -> tuple[HubModel, ...]:
        """Two quantizations."""
        self._note("look_up", repository)
        small = HubModel(repository, "Q4_K_M", ("swift-Q4_K_M.gguf",), 33_000_000, FitsWhole("kitchen", is_snug=False))
        large = HubModel(repository, "Q8_0", ("swift-Q8_0.gguf",), 66_000_000, TooBig(5_000_000))
        return (replace(small, is_recommended=True), large)

    async def recommended(self) -> tuple[Recommendation, ...]:
        """One."""
        self._note("recommended", None)
        fit = FitsSplit(("kitchen", "study"), is_snug=True)
        return (Recommendation("Swift", "acme/Swift-GGUF:Q4_K_M", 33_000_000, "Small.", fit),)

    async def get(self, source: str) -> str:
        """Note it."""
        self._note("get", source)
        return "a1b2c3"

    def explanation(self, transfer_id: str) -> str:
        """Always the same."""
        return "Q4_K_M is the largest that fits kitchen comfortably."

    async def import_ollama(self, name: str) -> tuple[str, ...]:
        """Note it."""
        self._note("import_ollama", name)
        return ("llama3.2",)


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
