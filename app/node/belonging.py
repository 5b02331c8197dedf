"""Which swarm this node belongs to: its identity, the token, and the membership while it lasts."""

import asyncio
from dataclasses import replace

from app.domain.errors import UserError
from app.domain.ids import PeerId
from app.domain.invite_code import InviteCode
from app.domain.state import Connecting, Joined, Knocking, NotJoined, SwarmStatus, WaitingForKeyring
from app.identity.node_identity import NodeIdentity
from app.identity.roster_signing import first_roster
from app.identity.swarm_keys import SwarmKeys, derive, next_token
from app.identity.token import Token, new_token, parse_token_or_code
from app.identity.vault import Vault, VaultLocked, VaultMissing, open_vault
from app.node.door import Door
from app.node.known_addresses import KnownAddresses
from app.node.listeners import MembershipListener
from app.node.membership import Membership
from app.node.newcomer import Newcomer
from app.node.options import NodeOptions, place_of
from app.node.problems import Problems
from app.node.roster_keeper import Farewell, RosterKeeper
from app.node.token_words import (
    Invitation,
    TokenReport,
    asking_error,
    check_free_for,
    choose_token,
    in_another_swarm_error,
    keyring_locked_error,
    left_error,
    not_joined_error,
    removed_problem,
    report_of,
)

REJOIN_SECONDS = 10.0


class Belonging:
    """The node's secrets and its place in a swarm.

    Args:
        options: Where the secrets are kept, and a token from the environment.
        listener: Answers peers while this node is a member.
        problems: Where what needs the user is noted.
    """

    def __init__(self, options: NodeOptions, listener: MembershipListener, problems: Problems) -> None:
        self._options = options
        self._listener = listener
        self._problems = problems
        self._vault: Vault | None = None
        self._identity: NodeIdentity | None = None
        self._token: Token | None = None
        self._changing = asyncio.Lock()
        self._deciding = asyncio.Lock()
        self._closed = False
        self._newcomer = Newcomer(options, lambda: listener.describe(()).name, self._show_knocking)
        self.door = Door(options)
        self.keeper = RosterKeeper(options.paths.data)
        # Not "not joined" before the secrets are read, if only for a moment: menus would offer to join, and then not.
        asks_keyring = options.settings.secrets == "keyring"
        self.status: SwarmStatus = WaitingForKeyring() if asks_keyring else NotJoined()
        self.membership: Membership | None = None

    async def open(self) -> NodeIdentity:
        """Read the identity and the token; without a keyring both last for this run only, and a problem says so.

        Raises:
            VaultLocked: The keyring must be unlocked first; call again then.
        """
        try:
            self._vault = await open_vault(self._options.paths.data, self._options.settings.secrets)
            kept = await self._vault.read()
        except VaultLocked:
            self.status = WaitingForKeyring()
            raise
        except VaultMissing as missing:
            self._problems.note("keyring", missing.problem)
            self._vault = await open_vault(self._options.paths.data, "memory")
            kept = await self._vault.read()
        self.status = NotJoined()
        self._identity = NodeIdentity(kept.identity_seed)
        await self.keeper.load()
        try:
            self._token = choose_token(self._options.token, kept.token, self.keeper.roster, self.keys_of)
        except UserError as error:
            self._problems.note("token", error.problem)
        self.keeper.settle(self.keys)
        if self.keeper.farewell is not None:
            self._problems.note("removed", removed_problem(self.keeper.farewell))
        return self._identity

    async def rejoin(self) -> None:
        """Enter the swarm of the kept token, if there is one; a failure is noted as a problem, and tried again."""
        while self._token is not None and self.membership is None:
            try:
                await self._enter(self._token)
            except UserError as error:
                self._problems.note("swarm", error.problem)
                await asyncio.sleep(REJOIN_SECONDS)

    async def close(self) -> None:
        """Stop being reachable, for good; the token stays."""
        self._closed = True
        await self._newcomer.give_up()
        async with self._changing:
            await self._stop_membership()

    async def invite(self) -> Invitation:
        """The token for the next device; makes a swarm when there is none."""
        if self._newcomer.is_asking:
            raise asking_error()
        async with self._deciding:  # a double click must not make two swarms
            if self._token is None:
                await self._become_member(new_token())
            token = self._token
        if token is None:
            raise left_error()
        return Invitation(str(token), self.keys_of(token).swarm_name)

    async def join(self, token_text: str) -> None:
        """Become a member of the swarm that a token opens, and keep the token.

        With an invite code it returns when the owner of the inviting device has accepted; `leave` ends the waiting.

        Raises:
            UserError: The text is neither, this node is in a swarm already, or it was not let in.
        """
        wanted = parse_token_or_code(token_text)
        token = await self._ask_for_token(wanted) if isinstance(wanted, InviteCode) else wanted
        async with self._deciding:
            check_free_for(token, self._token, self.swarm_name)
            await self._become_member(token)

    async def _ask_for_token(self, code: InviteCode) -> Token:
        if self._identity is None:
            raise keyring_locked_error()
        if self._token is not None:
            raise in_another_swarm_error(self.swarm_name)
        try:
            return await self._newcomer.ask(self._identity, code)
        finally:
            if isinstance(self.status, Knocking):
                self.status = NotJoined()
                self._listener.changed()

    def _show_knocking(self, knocking: Knocking) -> None:
        self.status = knocking
        self._listener.changed()

    async def leave(self) -> None:
        """Leave the swarm and forget the token, or ask no more; what runs on peers must have ended before.

        Raises:
            UserError: This node is in no swarm.
        """
        if self._newcomer.is_asking:
            return await self._newcomer.give_up()
        async with self._changing:
            if self._token is None or self._vault is None:
                raise not_joined_error()
            await self._vault.write_token(None)
            self._token = None
            self.status = NotJoined()
            self._problems.clear("swarm")
            await self.keeper.keep(None)
            await self._stop_membership()
            await self._forget_members()

    @property
    def hint(self) -> str | None:
        """The address of a member that came with the token."""
        return None if self._token is None else self._token.hint

    def token(self) -> str | None:
        """The token of this node's swarm."""
        return None if self._token is None else str(self._token)

    def read_token(self, text: str) -> TokenReport:
        """What can be said of a token while it is typed; nothing is joined."""
        return report_of(text, self._token, self.keys_of)

    def keys_of(self, token: Token) -> SwarmKeys:
        """The keys of a token."""
        return derive(token, self.network_id)

    # -- for the household ----------------------------------------------------------------------------------

    @property
    def identity(self) -> NodeIdentity:
        """Who this node is; only once the secrets were read."""
        assert self._identity is not None
        return self._identity

    @property
    def own_id(self) -> PeerId:
        """This node's peer id."""
        return self.identity.peer_id

    @property
    def network_id(self) -> str:
        """Separates swarms of one token."""
        return self._options.settings.network_id

    @property
    def keys(self) -> SwarmKeys | None:
        """Of the token now."""
        return None if self._token is None else self.keys_of(self._token)

    @property
    def swarm_name(self) -> str:
        """The swarm's public name; empty without one."""
        return self.keys.swarm_name if self.keys is not None else ""

    def next_token(self) -> Token:
        """Another token for this swarm; takes a moment of the processor.

        Raises:
            UserError: This node is in no swarm.
        """
        if self._token is None:
            raise not_joined_error()
        return next_token(self._token, self.network_id)

    async def replace_token(self, token: Token) -> None:
        """Keep the swarm's new token; an address hint stays as it is here.

        Raises:
            UserError: It cannot be kept, or this node is in no swarm.
        """
        if self._vault is None or self._token is None:
            raise not_joined_error()
        token = replace(token, hint=self._token.hint)
        await self._vault.write_token(str(token))
        self._token = token

    async def be_removed(self, farewell: Farewell) -> NodeIdentity:
        """This device was removed: forget the token, and be another device from now on.

        A removal is of an identity and never expires, so that no order of news brings a removed device back. Whoever
        lets this computer in again, by a new token or an invite, lets in the device that it is from now on.

        Returns:
            The new identity.
        """
        async with self._changing:
            assert self._vault is not None
            kept = await self._vault.renew_identity()
            self._identity, self._token = NodeIdentity(kept.identity_seed), None
            self.status = NotJoined()
            await self.keeper.keep(None, farewell)
            self._problems.clear("swarm")
            self._problems.note("removed", removed_problem(farewell))
            await self._stop_membership()
            await self._forget_members()
        self._listener.changed()
        return self._identity

    async def _forget_members(self) -> None:
        await KnownAddresses(self._options.addresses_file).clear()
        await asyncio.to_thread(self._options.ledger_file.unlink, missing_ok=True)

    async def _stop_membership(self) -> None:
        await self.door.close()
        membership, self.membership = self.membership, None
        if membership is not None:
            await membership.stop()

    async def _become_member(self, token: Token) -> None:
        if self._vault is None or self._identity is None:
            raise keyring_locked_error()
        await self._vault.write_token(str(token))
        await self.keeper.keep(first_roster(self.keys_of(token)))
        self._token = token
        self._problems.clear("removed")
        try:
            await self._enter(token)
        except BaseException:
            self._token = None
            self.status = NotJoined()
            await self._vault.write_token(None)
            await self.keeper.keep(None)
            raise

    async def _enter(self, token: Token) -> None:
        assert self._identity is not None
        async with self._changing:
            if self._closed or self._token is not token or self.membership is not None:
                return
            self.status = Connecting()
            self._listener.changed()
            membership = Membership(self._identity, self.keys_of(token), place_of(self._options), self._listener)
            if self.keeper.roster is not None:
                await membership.set_removed(self.keeper.roster.removed)
            await membership.start()
            self.membership = membership
            await self.door.open(self._identity, self.keeper.door_port(self._identity.peer_id))
            self.status = Joined(membership.swarm_name)
            self._problems.clear("swarm")
        self._listener.changed()
