"""What the API needs of the node's groups of commands; the groups of `Node` satisfy these. Every method may raise
UserError and is called on the node's event loop."""

from typing import Protocol

from app.domain.diagnosis import Diagnosis
from app.domain.hub import HubModel, HubRepository, Recommendation
from app.domain.preference import ApiKey, NewKey, Preference
from app.domain.reach import ManualAddress
from app.domain.sharing import OpenInvite


class SharingFace(Protocol):
    """Lending memory, and not."""

    async def pause(self, until: float | None) -> None:
        """Lend nothing until then, or until `resume`."""
        ...

    async def resume(self) -> None:
        """Lend again."""
        ...


class InvitesFace(Protocol):
    """Invites, and who came by them."""

    async def create(self, hours: float = 24) -> OpenInvite:
        """A new invite; makes a swarm when there is none."""
        ...

    async def cancel(self, invite_id: str) -> None:
        """Take an invite back."""
        ...

    async def accept(self, knock_id: str) -> None:
        """Let a newcomer in; returns when it has the token."""
        ...

    async def reject(self, knock_id: str) -> None:
        """Keep a newcomer out."""
        ...


class PlansFace(Protocol):
    """Plans of loaded models: kept, or made better."""

    async def pin(self, model_name: str) -> None:
        """Keep a plan while it can be kept."""
        ...

    async def unpin(self, model_name: str) -> None:
        """Let a plan change again."""
        ...

    async def keep_loaded(self, model_name: str, keep: bool) -> None:
        """Keep a model loaded from now on, or no longer."""
        ...

    async def apply_better(self, model_name: str) -> None:
        """Run a model by the better plan that there is."""
        ...


class NetworkFace(Protocol):
    """The way to members that are not found by themselves."""

    @property
    def addresses(self) -> tuple[ManualAddress, ...]:
        """All that were given, with what came of each."""
        ...

    async def add_address(self, address: str) -> ManualAddress:
        """Keep one, and say what came of it."""
        ...

    async def remove_address(self, address: str) -> None:
        """Forget one."""
        ...

    async def diagnose(self) -> Diagnosis:
        """Find out what keeps devices apart; takes a few seconds."""
        ...


class LibraryFace(Protocol):
    """The models on this computer's disk, and those on peers' disks."""

    async def copy(self, model_name: str) -> str:
        """Begin to copy a model from the peers that have it, or go on; the id of the transfer."""
        ...

    async def delete(self, model_name: str) -> None:
        """Delete a model's file from this computer's models folder."""
        ...

    async def stop_transfer(self, transfer_id: str) -> None:
        """Stop a copy or a download; what has arrived is kept."""
        ...

    async def discard_transfer(self, transfer_id: str) -> None:
        """Stop a copy or a download, and delete what has arrived; of a finished one only the entry goes."""
        ...


class HubFace(Protocol):
    """Models from the internet."""

    async def search(self, text: str) -> tuple[HubRepository, ...]:
        """Repositories with models of the right format, the most used first."""
        ...

    async def look_up(self, repository: str) -> tuple[HubModel, ...]:
        """What can be got of a repository, the smallest first."""
        ...

    async def recommended(self) -> tuple[Recommendation, ...]:
        """The built-in catalogue with where each would fit, the smallest first."""
        ...

    async def get(self, source: str) -> str:
        """Begin to get `REPO[:QUANT]`, from a peer where one has it, else from the internet; the transfer's id."""
        ...

    def explanation(self, transfer_id: str) -> str:
        """Why this quantization was chosen, and from where it comes; empty when there is nothing to explain."""
        ...

    async def import_ollama(self, name: str) -> tuple[str, ...]:
        """Give models that Ollama has here a name of their own, all of them when none is named; their names."""
        ...


class PreferencesFace(Protocol):
    """The owner's settings."""

    async def all(self) -> tuple[Preference, ...]:
        """Every setting as it is now."""
        ...

    async def change(self, name: str, value: object) -> Preference:
        """Change one, keep it, and have it take effect."""
        ...


class KeysFace(Protocol):
    """The keys of programs that use the API."""

    @property
    def all(self) -> tuple[ApiKey, ...]:
        """Every key, the oldest first."""
        ...

    @property
    def are_needed(self) -> bool:
        """Whether programs of this computer must show one."""
        ...

    def accepts(self, text: str) -> bool:
        """Whether this is one of the keys."""
        ...

    async def add(self, name: str) -> NewKey:
        """Make one."""
        ...

    async def remove(self, name: str) -> None:
        """Revoke one."""
        ...
