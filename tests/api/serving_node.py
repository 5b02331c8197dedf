"""A node without a swarm and without an engine: its models are served by real hosts that somebody else started."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace

from app.api.groups import KeysFace
from app.domain.asked import Asked
from app.domain.device import Device, DeviceKind
from app.domain.errors import UserError
from app.domain.ids import ModelId, PeerId
from app.domain.model import ModelKind
from app.domain.placement import Plan, Refusal, Shard
from app.domain.state import (
    AppState,
    Joined,
    Loading,
    ModelState,
    ModelStatus,
    NotJoined,
    Online,
    PeerState,
    Ready,
)
from app.domain.target import Target
from tests.api.command_groups import (
    NotedHub,
    NotedInvites,
    NotedKeys,
    NotedLibrary,
    NotedNetwork,
    NotedPlans,
    NotedPreferences,
    NotedSharing,
)
from tests.routing.hosts import CONTEXT_LENGTH, RealHost

SELF = PeerId("12D3KooWKitchen")
LOCAL_KEY = "the-local-key"
TOKEN = "hearth1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq"


@dataclass(frozen=True, slots=True)
class Invitation:
    """What `invite` gives."""

    token: str
    swarm_name: str


class ServingNode:
    """Satisfies `NodeFace`.

    Args:
        hosts: A running host by model name.
    """

    def __init__(self, hosts: dict[str, RealHost]) -> None:
        self.hosts = hosts
        self.local_key = LOCAL_KEY
        self.asked: list[tuple[str, object]] = []
        self.targets: list[tuple[str | None, bool]] = []
        self.requests: list[Asked] = []
        self.speeds: list[float] = []
        self.open_requests = 0
        self.node_name = "kitchen"
        self.is_local = True
        self.reason = ""
        self.failure: UserError | None = None
        self.hold_joining = 0.0
        self.loaded = asyncio.Event()
        self.loaded.set()
        self.choose: Callable[[str], RealHost] = self.hosts.__getitem__
        models = tuple(model_state(name, host.kind) for name, host in sorted(hosts.items()))
        self.snapshot = state_with(models)
        self._token: str | None = None
        self.sharing = NotedSharing(self._note)
        self.plans = NotedPlans(self._note)
        self.network = NotedNetwork(self._note)
        self.invites = NotedInvites(self._note)
        self.library = NotedLibrary(self._note)
        self.hub = NotedHub(self._note)
        self.keys: KeysFace = NotedKeys(self._note)
        self.preferences = NotedPreferences(self._note)

    @property
    def answers(self) -> "ServingNode":
        """Itself."""
        return self

    async def target(self, asked: Asked) -> Target:
        """The host of that name, when `loaded` is set."""
        self.targets.append((asked.model_name, asked.local_only))
        self.requests.append(asked)
        name = next(iter(self.hosts)) if asked.model_name is None else asked.model_name
        if self.failure is not None:
            raise self.failure
        if name not in self.hosts:
            raise UserError("Unknown model", f"No device has a model {name}.", "See hearth models.", "model_not_found")
        await self.loaded.wait()
        target = self.choose(name).target(name, node_name=self.node_name, is_local=self.is_local)
        self.open_requests += 1
        return replace(target, release=self._release, reason=self.reason)

    def _release(self) -> None:
        self.open_requests -= 1

    def begin_loading(self, done_bytes: int, total_bytes: int) -> None:
        """Show every model as loading; requests wait until `loaded` is set."""
        self.loaded.clear()
        status = Loading(done_bytes, total_bytes, "loading layers")
        models = tuple(replace(model, status=status) for model in self.snapshot.models)
        self.snapshot = replace(self.snapshot, models=models)

    def note_speed(self, model_id: ModelId, tokens_per_second: float) -> None:
        """Keep it."""
        self.speeds.append(tokens_per_second)

    def recovery_words(self, model_id: ModelId) -> str:
        """Nothing is lost."""
        return ""

    def note_resumed(self, model_id: ModelId) -> None:
        """Not wanted."""

    async def invite(self) -> Invitation:
        """Make a swarm."""
        self._note("invite", None)
        self._token = TOKEN
        self.snapshot = replace(self.snapshot, swarm=Joined("amber-fox"))
        return Invitation(TOKEN, "amber-fox")

    @property
    def household(self) -> "ServingNode":
        """Who is in the swarm."""
        return self

    async def remove(self, peer_id: str) -> None:
        """Put a device out."""
        self._note("remove", peer_id)

    async def rotate_token(self) -> Invitation:
        """Another token."""
        self._note("rotate_token", None)
        return Invitation(TOKEN[:-1] + "p", "amber-fox")

    async def join(self, token_text: str) -> None:
        """Become a member, after a while."""
        self._note("join", token_text)
        await asyncio.sleep(self.hold_joining)
        self._token = token_text

    async def leave(self) -> None:
        """Forget the token."""
        self._note("leave", None)
        self._token = None

    async def token(self) -> str | None:
        """The token."""
        return self._token

    async def plan(self, model_name: str) -> Plan | Refusal:
        """A plan for the models that there are, a refusal for one called `huge`."""
        self._note("plan", model_name)
        if model_name == "huge":
            return Refusal("huge", 12_000_000_000, 8_000_000_000, ("It needs 12.0 GB; 8.0 GB are offered.",))
        shard = Shard(SELF, "kitchen", "CPU", 0, 12, True, 8_000_000, 60_000_000)
        reasons = ("It fits kitchen whole.",)
        return Plan(ModelId("0" * 32), model_name, SELF, (shard,), CONTEXT_LENGTH, 2, 50_000_000, 0, (), reasons)

    async def load(self, model_name: str) -> None:
        """Note it."""
        self._note("load", model_name)

    async def unload(self, model_name: str) -> None:
        """Note it."""
        self._note("unload", model_name)

    async def set_offer(self, offered_bytes: int | None) -> None:
        """Note it."""
        self._note("set_offer", offered_bytes)

    async def rename(self, name: str) -> None:
        """Note it."""
        self._note("rename", name)

    def show(self, link: str = "") -> None:
        """Note it."""
        self._note("show", link or None)

    def _note(self, command: str, argument: object) -> None:
        if self.failure is not None:
            raise self.failure
        self.asked.append((command, argument))


def model_state(name: str, kind: ModelKind, status: ModelStatus | None = None) -> ModelState:
    """A small model, loaded."""
    return ModelState(
        model_id=ModelId("0" * 32 if kind is ModelKind.CHAT else "1" * 32),
        name=name,
        title=f"Random {name}",
        description="",
        kind=kind,
        file_bytes=8_300_000,
        layer_count=12,
        context_length=CONTEXT_LENGTH,
        is_demo=False,
        on_nodes=(SELF,),
        status=status or Ready(tokens_per_second=None, active_requests=0),
        plan=None,
    )


def state_with(models: tuple[ModelState, ...]) -> AppState:
    """One node that is in no swarm."""
    cpu = Device("CPU", DeviceKind.CPU, "A processor", 16_000_000_000, 8_000_000_000)
    peer = PeerState(SELF, "kitchen", True, Online(), (cpu,), True, "0.1.0", "linux", "", "")
    return AppState(
        version="0.1.0",
        peer_id=SELF,
        node_name="kitchen",
        swarm=NotJoined(),
        peers=(peer,),
        models=models,
        api_url="http://127.0.0.1:4327/v1",
        activity=(),
        problems=(),
    )
