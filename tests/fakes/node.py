"""A node without a swarm: it keeps what it was asked, and shows the snapshot that a test gives it."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from app.domain.diagnosis import Diagnosis
from app.domain.errors import Problem, UserError
from app.domain.hub import HubModel, HubRepository, Recommendation
from app.domain.placement import Plan, Refusal
from app.domain.preference import ApiKey, NewKey, Preference
from app.domain.sentence import say
from app.domain.sharing import OpenInvite
from app.domain.state import AppState, Joined, NotJoined
from app.node.preferences import Preferences
from app.system.settings import Settings
from tests.fakes.library import CATALOGUE, QUANTIZATIONS, REPOSITORIES
from tests.fakes.states import DIAGNOSIS, NOT_JOINED, REFUSAL, SPLIT_PLAN

TOKEN = "hearth1qqz4n2k8s6x0v7wd3e5rj9tyuplm4cqa8nh2k6s0v7wd3e5"

NEXT_TOKEN = "hearth1qz9x7w5v3t2s0r8q6p4n2m0l9k7j5h3g2f0d8c6a4z2"


@dataclass(frozen=True, slots=True)
class FakeInvitation:
    """What the real node's `invite` gives."""

    token: str
    swarm_name: str


@dataclass(frozen=True, slots=True)
class FakeTokenReport:
    """What the real node's `read_token` gives."""

    problem: Problem | None
    swarm_name: str | None
    already_member: bool


class FakeGroup:
    """A group of commands that notes what it is asked: `name` and its argument.

    Args:
        note: Takes the name of a command and its argument.
    """

    def __init__(self, note: Callable[[str, object], None]) -> None:
        self._note = note


class FakeSharing(FakeGroup):
    """As `node.sharing`."""

    async def pause(self, until: float | None) -> None:
        """Note it."""
        self._note("pause", until)

    async def resume(self) -> None:
        """Note it."""
        self._note("resume", None)


class FakePlans(FakeGroup):
    """As `node.plans`."""

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


class FakeHousehold(FakeGroup):
    """As `node.household`."""

    async def remove(self, device: str) -> None:
        """Note it."""
        self._note("remove", device)

    async def rotate_token(self) -> FakeInvitation:
        """A token that differs from the first."""
        self._note("rotate_token", None)
        return FakeInvitation(NEXT_TOKEN, "amber-fox")


class FakeInvites(FakeGroup):
    """As `node.invites`."""

    async def create(self, hours: float = 24) -> OpenInvite:
        """Note it."""
        self._note("create", hours)
        return OpenInvite("1", "4821-amber-kettle-otter", 2_000_000_000.0)

    async def cancel(self, invite_id: str) -> None:
        """Note it."""
        self._note("cancel", invite_id)

    async def accept(self, knock_id: str) -> None:
        """Note it."""
        self._note("accept", knock_id)

    async def reject(self, knock_id: str) -> None:
        """Note it."""
        self._note("reject", knock_id)


class FakeNetwork(FakeGroup):
    """As `node.network`."""

    async def diagnose(self) -> Diagnosis:
        """Always the same findings."""
        self._note("diagnose", None)
        return DIAGNOSIS

    async def add_address(self, address: str) -> None:
        """Note it."""
        self._note("add_address", address)


class FakeLibrary(FakeGroup):
    """As `node.library`."""

    async def copy(self, model_name: str) -> str:
        """Note it."""
        self._note("copy", model_name)
        return f"copy of {model_name}"

    async def delete(self, model_name: str) -> None:
        """Note it."""
        self._note("delete", model_name)

    async def stop_transfer(self, transfer_id: str) -> None:
        """Note it."""
        self._note("stop_transfer", transfer_id)

    async def discard_transfer(self, transfer_id: str) -> None:
        """Note it."""
        self._note("discard_transfer", transfer_id)


class FakeHub(FakeGroup):
    """As `node.hub`: a hub with three repositories."""

    async def search(self, text: str) -> tuple[HubRepository, ...]:
        """Repositories whose name has the text."""
        self._note("search", text)
        return tuple(found for found in REPOSITORIES if text.casefold() in found.repository.casefold())

    async def look_up(self, repository: str) -> tuple[HubModel, ...]:
        """The same quantizations of each but the last, which has none."""
        self._note("look_up", repository)
        return () if repository == REPOSITORIES[-1].repository else QUANTIZATIONS

    async def recommended(self) -> tuple[Recommendation, ...]:
        """A short catalogue."""
        self._note("recommended", None)
        return CATALOGUE

    async def get(self, source: str) -> str:
        """Note it."""
        self._note("get", source)
        return f"get of {source}"


class FakeKeys(FakeGroup):
    """As `node.keys`."""

    def __init__(self, note: Callable[[str, object], None]) -> None:
        super().__init__(note)
        self.all: tuple[ApiKey, ...] = ()

    async def add(self, name: str) -> NewKey:
        """Keep it."""
        self._note("add_key", name)
        self.all = (*self.all, ApiKey(name, "", "wxyz", 1_790_000_000.0))
        return NewKey(name, "sk-hearth-0123456789abcdefghijklmnopqrwxyz")

    async def remove(self, name: str) -> None:
        """Forget it."""
        self._note("remove_key", name)
        self.all = tuple(key for key in self.all if key.name != name)


class FakePreferences(FakeGroup):
    """As `node.preferences`, with the real settings."""

    def __init__(self, note: Callable[[str, object], None]) -> None:
        super().__init__(note)
        self.settings = Settings(node_name="study")
        self.starts_at_login = False
        live = (
            "node_name",
            "sharing",
            "offer",
            "on_battery",
            "idle_only",
            "sharing_hours",
            "lan_access",
            "lan_address",
        )
        self.real = Preferences(lambda: self.settings, self._keep, dict.fromkeys(live, self._nothing), self)

    @property
    def is_on(self) -> bool:
        """Whether it starts at login."""
        return self.starts_at_login

    def set(self, is_on: bool) -> None:
        """Start at login, or not."""
        self.starts_at_login = is_on

    async def all(self) -> tuple[Preference, ...]:
        """As the real ones."""
        return await self.real.all()

    async def change(self, name: str, value: object) -> Preference:
        """Note it, and change it as the real ones do."""
        self._note("change", (name, value))
        return await self.real.change(name, value)

    async def _keep(self, **changes: Any) -> None:
        self.settings = replace(self.settings, **changes)

    async def _nothing(self) -> None:
        """No part of a node has to know."""


class FakeFirstRun(FakeGroup):
    """As `node.first_run`: nobody is welcomed, unless a test says so."""

    is_due = False

    def done(self) -> None:
        """Note it."""
        self.is_due = False
        self._note("first_run_done", None)


class FakeDiagnostics:
    """As `node.diagnostics`."""

    log_folder = Path("/nowhere/log")

    def text(self) -> str:
        """Always the same."""
        return "Hearth 0.1.0 on a test"


class FakeNode:
    """Satisfies `NodeFace`; commands change its snapshot at once.

    Args:
        snapshot: What it shows at first.
    """

    def __init__(self, snapshot: AppState = NOT_JOINED) -> None:
        self.snapshot = snapshot
        self.asked: list[tuple[str, object]] = []
        self.failure: Exception | None = None
        self.start_failure: UserError | None = None
        self.start_delay_seconds = 0.0
        self.starting = False
        self.stopped = False
        self.show: Callable[[str], None] = lambda _link: None
        self.first_run = FakeFirstRun(self._note)
        self.diagnostics = FakeDiagnostics()
        self._subscribers: list[Callable[[AppState], None]] = []
        self.sharing = FakeSharing(self._note)
        self.plans = FakePlans(self._note)
        self.household = FakeHousehold(self._note)
        self.invites = FakeInvites(self._note)
        self.network = FakeNetwork(self._note)
        self.library = FakeLibrary(self._note)
        self.hub = FakeHub(self._note)
        self.keys = FakeKeys(self._note)
        self.preferences = FakePreferences(self._note)
        self.local_key = "the-local-key"

    async def start(self) -> None:
        """Begin, or fail as the test wants."""
        self.starting = True
        await asyncio.sleep(self.start_delay_seconds)
        if self.start_failure is not None:
            raise self.start_failure

    async def stop(self) -> None:
        """Note that it was called."""
        self.stopped = True

    def subscribe(self, callback: Callable[[AppState], None]) -> Callable[[], None]:
        """Keep a subscriber."""
        self._subscribers.append(callback)
        return lambda: self._subscribers.remove(callback)

    def on_show(self, callback: Callable[[str], None]) -> None:
        """Keep who raises the window."""
        self.show = callback

    def become(self, snapshot: AppState) -> None:
        """Show another snapshot."""
        self.snapshot = snapshot
        for callback in self._subscribers:
            callback(snapshot)

    async def invite(self) -> FakeInvitation:
        """Always the same swarm."""
        self._note("invite", None)
        self.become(replace(self.snapshot, swarm=Joined("amber-fox")))
        return FakeInvitation(TOKEN, "amber-fox")

    async def join(self, token_text: str) -> None:
        """Be in the swarm."""
        self._note("join", token_text)
        self.become(replace(self.snapshot, swarm=Joined("amber-fox")))

    async def leave(self) -> None:
        """Be in none."""
        self._note("leave", None)
        self.become(replace(self.snapshot, swarm=NotJoined()))

    async def plan(self, model_name: str) -> Plan | Refusal:
        """The plan of the pair, or a refusal for what is called too large."""
        self._note("plan", model_name)
        return REFUSAL if "70B" in model_name else SPLIT_PLAN

    async def load(self, model_name: str) -> None:
        """Note it."""
        self._note("load", model_name)

    async def unload(self, model_name: str) -> None:
        """Note it."""
        self._note("unload", model_name)

    async def rename(self, name: str) -> None:
        """Note it."""
        self._note("rename", name)

    async def set_offer(self, offered_bytes: int | None) -> None:
        """Note it."""
        self._note("set_offer", offered_bytes)

    async def read_token(self, text: str) -> FakeTokenReport:
        """One token is good; everything else is mistyped."""
        if text.strip() == TOKEN:
            return FakeTokenReport(None, "amber-fox", isinstance(self.snapshot.swarm, Joined))
        return FakeTokenReport(
            Problem(
                say("Mistyped"), say("One of its characters is not right."), say("Copy it again."), "token_mistyped"
            ),
            None,
            False,
        )

    def _note(self, command: str, argument: object) -> None:
        self.asked.append((command, argument))
        if self.failure is not None:
            raise self.failure
