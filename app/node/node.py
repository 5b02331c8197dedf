"""`Node`: the running app without a face. One snapshot, one writer, and commands that faces call.

It wires the parts together and knows nothing of Qt or HTTP. Every method is called on the node's own event loop.
"""

import asyncio
import logging
import secrets
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace

from app.domain.errors import Problem, UserError
from app.domain.ids import ModelId
from app.domain.ledger import Ledger
from app.domain.placement import Plan, Refusal
from app.domain.route import Target
from app.domain.state import AppState, Away, Connecting, Joined, NotJoined, SwarmStatus, WaitingForKeyring
from app.identity.node_identity import NodeIdentity
from app.identity.swarm_keys import derive
from app.identity.token import Token, new_token, parse_token
from app.identity.vault import Secrets, Vault, VaultLocked, VaultMissing, open_vault
from app.lib.tasks import TaskOwner
from app.node.membership import LinkPlace, Membership
from app.node.options import NodeOptions
from app.node.parts import Parts, make_parts
from app.node.shelf import ShelfKeeper
from app.node.swarm_side import SwarmSide, unknown_node
from app.node.view import NodeFacts, build_state
from app.system.settings import save_settings

_log = logging.getLogger(__name__)

PUBLISH_SECONDS = 0.2
KEYRING_RETRY_SECONDS = 3.0
NEWS_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Invitation:
    """What the second device needs."""

    token: str
    swarm_name: str


@dataclass(frozen=True, slots=True)
class TokenReport:
    """What is known of a token while it is being typed.

    Attributes:
        problem: Why it cannot be used; None when it can.
        swarm_name: The swarm it opens, when it is readable.
        already_member: This node is in that swarm.
    """

    problem: Problem | None
    swarm_name: str | None
    already_member: bool


class Node:
    """This program on this machine.

    Args:
        options: How to start it.
    """

    def __init__(self, options: NodeOptions) -> None:
        self._options = options
        self._settings = options.settings
        self._tasks = TaskOwner("node")
        self._subscribers: list[Callable[[AppState], None]] = []
        self._show: Callable[[], None] = lambda: None
        self._dirty = asyncio.Event()
        self._news: list[tuple[float, str]] = []
        self._swarm_status: SwarmStatus = NotJoined()
        self._vault: Vault | None = None
        self._token: Token | None = None
        self._changing_swarm = asyncio.Lock()
        self._problems: dict[str, Problem] = {}
        self._api_url = ""
        self._membership: Membership | None = None
        self._parts: Parts | None = None
        self._shelf = ShelfKeeper(options, self.changed)
        self._side = SwarmSide(
            parts=self._need_parts,
            shelf=self._shelf,
            membership=lambda: self._membership,
            sharing=lambda: self._settings.sharing,
            changed=self.changed,
            tell=self._tell,
        )
        self.local_key = secrets.token_urlsafe(24)
        self.snapshot = self._build()

    # -- life -----------------------------------------------------------------------------------------------

    async def start(self) -> None:
        """Find llama.cpp, the models and the secrets; join the swarm in the background when there is a token."""
        self._tasks.spawn(self._publish_for_ever(), "publish")
        await self._shelf.start()
        try:
            await self._open_vault()
        except VaultLocked as locked:
            self._swarm_status = WaitingForKeyring()
            self._note_problem("keyring", locked.problem)
            self._tasks.spawn(self._wait_for_keyring(), "keyring")
        self.changed()

    async def stop(self) -> None:
        """End every host, give every lease back, leave the network; peers see it at once."""
        await self._tasks.close()
        await self._shelf.stop()
        if self._parts is not None:
            await self._parts.close()
        if self._membership is not None:
            await self._membership.stop()
            self._membership = None

    async def _open_vault(self) -> None:
        """Read identity and token and build what depends on them.

        Raises:
            VaultLocked: The keyring must be unlocked first.
        """
        try:
            self._vault = await open_vault(self._options.paths.data, self._settings.secrets)
            kept = await self._vault.read()
        except VaultMissing as missing:
            self._note_problem("keyring", missing.problem)
            self._vault = await open_vault(self._options.paths.data, "memory")
            kept = await self._vault.read()
        await self._use(kept)

    async def _use(self, kept: Secrets) -> None:
        try:
            self._parts = await make_parts(
                self._options,
                NodeIdentity(kept.identity_seed),
                lambda: self._shelf.shelf,
                lambda: self._membership,
                self.changed,
            )
        except UserError as error:
            self._note_problem("engine", error.problem)
        token_text = self._options.token or kept.token
        if token_text is not None:
            try:
                self._token = parse_token(token_text)
            except UserError as error:
                self._note_problem("token", error.problem)
                return
            self._swarm_status = Connecting()
            self._tasks.spawn(self._enter(self._token), "enter swarm")

    async def _wait_for_keyring(self) -> None:
        while isinstance(self._swarm_status, WaitingForKeyring):
            await asyncio.sleep(KEYRING_RETRY_SECONDS)
            with suppress(VaultLocked):
                await self._open_vault()
                self._clear_problem("keyring")
                if isinstance(self._swarm_status, WaitingForKeyring):
                    self._swarm_status = NotJoined()
        self.changed()

    # -- what faces see ---------------------------------------------------------------------------------------

    def subscribe(self, callback: Callable[[AppState], None]) -> Callable[[], None]:
        """Call back with each new snapshot, on the node's loop; returns what ends it."""
        self._subscribers.append(callback)
        return lambda: self._subscribers.remove(callback)

    def changed(self) -> None:
        """Something that a snapshot shows has changed."""
        self._dirty.set()

    def listening(self, api_url: str) -> None:
        """The API listens at this base address."""
        self._api_url = api_url
        self.changed()

    def on_show(self, callback: Callable[[], None]) -> None:
        """What to do when a second start asks for the window."""
        self._show = callback

    def show(self) -> None:
        """Raise the window, where there is one."""
        self._show()

    def add_problem(self, problem: Problem) -> None:
        """Show a problem that the composition root met."""
        self._note_problem(problem.code, problem)

    # -- commands ---------------------------------------------------------------------------------------------

    async def invite(self) -> Invitation:
        """The token for the next device; makes a swarm when there is none."""
        if self._token is None:
            await self._become_member(new_token())
        assert self._token is not None
        return Invitation(str(self._token), derive(self._token).swarm_name)

    async def join(self, token_text: str) -> None:
        """Become a member of the swarm that a token opens, and keep the token.

        Raises:
            UserError: The token is not one, or this node is in a swarm already.
        """
        token = parse_token(token_text)
        if self._token is not None and self._token.secret == token.secret:
            raise UserError(
                "Already a member",
                f"This device is already in the swarm {derive(token).swarm_name}.",
                "Paste the token on the other device.",
                "already_member",
            )
        if self._token is not None:
            raise UserError(
                "In another swarm",
                f"This device is in the swarm {derive(self._token).swarm_name}.",
                "Leave it first, then join the other.",
                "in_another_swarm",
            )
        await self._become_member(token)

    async def leave(self) -> None:
        """Leave the swarm and forget the token.

        Raises:
            UserError: This node is in no swarm.
        """
        async with self._changing_swarm:
            if self._token is None:
                raise UserError("Not in a swarm", "This device is in no swarm.", code="not_joined")
            if self._parts is not None:
                await self._parts.serving.unload_split()
                await self._parts.lender.close()
            membership, self._membership = self._membership, None
            if membership is not None:
                await membership.stop()
            self._token = None
            self._swarm_status = NotJoined()
            if self._vault is not None:
                await self._vault.write_token(None)
            self.changed()

    async def token(self) -> str | None:
        """The token of this node's swarm."""
        return None if self._token is None else str(self._token)

    async def read_token(self, text: str) -> TokenReport:
        """What can be said of a token while it is typed; nothing is joined."""
        try:
            token = parse_token(text)
        except UserError as error:
            return TokenReport(error.problem, None, False)
        return TokenReport(
            None, derive(token).swarm_name, self._token is not None and token.secret == self._token.secret
        )

    async def plan(self, model_name: str) -> Plan | Refusal:
        """How a model would be run, or why it cannot be."""
        return await self._need_parts().serving.plan(model_name)

    async def load(self, model_name: str) -> None:
        """Load a model."""
        await self._need_parts().serving.load(model_name)

    async def unload(self, model_name: str) -> None:
        """End a model that this node is head of."""
        await self._need_parts().serving.unload(model_name)

    async def target(self, model_name: str | None, local_only: bool) -> Target:
        """The host that answers a request, loaded if need be."""
        return await self._need_parts().serving.target(model_name, local_only)

    def note_speed(self, model_id: ModelId, tokens_per_second: float) -> None:
        """What the last answer of a model measured."""
        if self._parts is not None:
            self._parts.serving.note_speed(model_id, tokens_per_second)

    async def set_offer(self, offered_bytes: int | None) -> None:
        """Offer so much memory from now on; None for the automatic amount. Kept over a restart."""
        self._settings = replace(self._settings, offer=offered_bytes)
        if self._parts is not None:
            self._parts.offer(offered_bytes)
        await asyncio.to_thread(save_settings, self._options.settings_path, self._settings)
        self.changed()

    async def rename(self, name: str) -> None:
        """Call this device so from now on.

        Raises:
            UserError: The name is empty or too long.
        """
        name = " ".join(name.split())
        if not 1 <= len(name) <= 60:
            raise UserError("Name not usable", "A name has 1 to 60 characters.", code="bad_name")
        self._settings = replace(self._settings, node_name=name)
        if self._parts is not None:
            self._parts.node_name = name
        await asyncio.to_thread(save_settings, self._options.settings_path, self._settings)
        self.changed()

    # -- the swarm --------------------------------------------------------------------------------------------

    async def _become_member(self, token: Token) -> None:
        if self._vault is None:
            raise UserError(
                "Keyring locked",
                "The token cannot be kept while the keyring is locked.",
                "Unlock it first.",
                "vault_locked",
            )
        async with self._changing_swarm:
            await self._vault.write_token(str(token))
            self._token = token
            self._swarm_status = Connecting()
            self.changed()
        try:
            await self._enter(token)
        except UserError:
            self._token = None
            self._swarm_status = NotJoined()
            await self._vault.write_token(None)
            raise

    async def _enter(self, token: Token) -> None:
        """Start being a member."""
        parts = self._need_parts()
        async with self._changing_swarm:
            if self._token is not token:
                return
            place = LinkPlace(self._settings.listen_port, self._options.paths.runtime, self._options.peer_api_endpoint)
            membership = Membership(parts.identity, token, place, self._side)
            try:
                await membership.start()
            except UserError as error:
                self._note_problem("swarm", error.problem)
                raise
            self._membership = membership
            self._clear_problem("swarm")
            self._swarm_status = Joined(membership.swarm_name)
        self.changed()

    def _need_parts(self) -> Parts:
        if self._parts is not None:
            return self._parts
        problem = self._problems.get("engine") or self._problems.get("keyring")
        if problem is not None:
            raise UserError(problem.title, problem.message, problem.hint, problem.code)
        raise UserError("Starting", "Hearth is starting.", "Try again in a moment.", "starting")

    # -- the snapshot -----------------------------------------------------------------------------------------

    def _tell(self, sentence: str) -> None:
        self._news.insert(0, (time.monotonic(), sentence))
        self.changed()

    def _note_problem(self, key: str, problem: Problem) -> None:
        self._problems[key] = problem
        self.changed()

    def _clear_problem(self, key: str) -> None:
        self._problems.pop(key, None)

    async def _publish_for_ever(self) -> None:
        """The one writer of the snapshot: at most one in `PUBLISH_SECONDS`."""
        while True:
            await self._dirty.wait()
            self._dirty.clear()
            state = self._build()
            if state != self.snapshot:
                self.snapshot = state
                for callback in tuple(self._subscribers):
                    callback(state)
                if self._membership is not None:
                    self._tasks.spawn(self._membership.announce(), "announce")
            await asyncio.sleep(PUBLISH_SECONDS)

    def _build(self) -> AppState:
        now = time.monotonic()
        self._news = [(at, words) for at, words in self._news if now - at < NEWS_SECONDS]
        membership, parts = self._membership, self._parts
        return build_state(
            NodeFacts(
                record=self._side.describe(()) if parts else unknown_node(self._settings.node_name),
                swarm=self._swarm_status,
                ledger=membership.ledger if membership else Ledger(),
                peer_status=membership.status if membership else lambda _: Away(),
                peer_address=membership.address if membership else lambda _: "",
                facts={model_id: stored.facts for model_id, stored in self._shelf.shelf.models.items()},
                runs=parts.serving.runs if parts else {},
                failures=parts.serving.failures if parts else {},
                api_url=self._api_url,
                news=tuple(words for _, words in self._news),
                problems=(*self._problems.values(), *self._shelf.shelf.problems),
            )
        )
