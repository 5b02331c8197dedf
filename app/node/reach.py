"""`node.network`: addresses of members given by hand, dialled again and again until a member is there.

An address is dialled by TLS first: who is there proves to be a member and says its name. Names are looked up anew at
each try. Everything else is learnt over that link.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from app.domain.diagnosis import Diagnosis
from app.domain.errors import UserError
from app.domain.reach import AddressStatus, Itself, ManualAddress, NotReached, OtherSwarm, Reached, Untried
from app.domain.sentence import say
from app.lib.tasks import TaskOwner
from app.node.belonging import Belonging
from app.node.diagnosis import examine
from app.node.membership import Membership
from app.system.address_kinds import join_host_port, parse_host_port

_log = logging.getLogger(__name__)

LOOK_SECONDS = 1.0
FIRST_RETRY_SECONDS = 2.0
LAST_RETRY_SECONDS = 30.0
MOST_ADDRESSES = 64


class Reach:
    """The way to members that are not found by themselves.

    Args:
        belonging: The swarm it is in now, and the address that came with its token.
        chosen: The addresses in the settings.
        keep: Changes settings, given by name (`peers`), and writes them.
        changed: To be called when the state of an address is another one.
    """

    def __init__(
        self,
        belonging: Belonging,
        chosen: Callable[[], tuple[str, ...]],
        keep: Callable[..., Awaitable[None]],
        changed: Callable[[], None],
    ) -> None:
        self._belonging = belonging
        self._chosen = chosen
        self._keep = keep
        self._changed = changed
        self._tasks = TaskOwner("reach")
        self._statuses: dict[str, AddressStatus] = {}
        self._running: dict[str, asyncio.Task[None]] = {}

    def start(self) -> None:
        """Dial from now on."""
        self._tasks.spawn(self._supervise(), "supervise")

    async def stop(self) -> None:
        """Dial no more."""
        await self._tasks.close()
        self._running.clear()

    @property
    def addresses(self) -> tuple[ManualAddress, ...]:
        """All addresses, with what came of each."""
        return tuple(
            ManualAddress(address, self._statuses.get(address, Untried()), address not in self._chosen())
            for address in self._wanted()
        )

    async def add_address(self, address: str) -> ManualAddress:
        """Keep an address of a member's link from now on, over restarts too; dialled at once.

        Args:
            address: `host:port` or `/dns4/host/tcp/port`.

        Returns:
            What came of the first try; it goes on.

        Raises:
            UserError: It is not an address, or there are too many.
        """
        wanted = _normal(address)
        chosen = self._chosen()
        if wanted not in chosen:
            if len(chosen) >= MOST_ADDRESSES:
                words = say("{count} addresses are kept at most.", count=MOST_ADDRESSES)
                raise UserError(say("Too many addresses"), words, code="too_many")
            await self._keep(peers=(*chosen, wanted))
        if (membership := self._belonging.membership) is not None:
            await self._try(membership, wanted)
        return next(item for item in self.addresses if item.address == wanted)

    async def remove_address(self, address: str) -> None:
        """Forget an address; a member that was met there stays known.

        Raises:
            UserError: It is not among those that were added.
        """
        wanted = _normal(address)
        chosen = self._chosen()
        if wanted not in chosen:
            raise UserError(
                say("No such address"),
                say("{address} was not added.", address=wanted),
                say("Look at the list of addresses."),
                "address_unknown",
            )
        await self._keep(peers=tuple(item for item in chosen if item != wanted))
        self._statuses.pop(wanted, None)
        self._changed()

    async def diagnose(self) -> Diagnosis:
        """Find out why devices do not see each other; takes a few seconds."""
        membership = self._belonging.membership
        if membership is not None:
            await asyncio.gather(*(self._try(membership, item.address) for item in self.addresses))
        return await examine(membership, self.addresses)

    def _wanted(self) -> tuple[str, ...]:
        hint = self._belonging.hint
        return tuple(dict.fromkeys((*self._chosen(), *((hint,) if hint else ()))))

    async def _supervise(self) -> None:
        while True:
            wanted = self._wanted()
            for address in wanted:
                if address not in self._running:
                    self._running[address] = self._tasks.spawn(self._tend(address), address)
            for address in [item for item in self._running if item not in wanted]:
                self._running.pop(address).cancel()
                self._statuses.pop(address, None)
            await asyncio.sleep(LOOK_SECONDS)

    async def _tend(self, address: str) -> None:
        retry_seconds = FIRST_RETRY_SECONDS
        while True:
            membership = self._belonging.membership
            if membership is None:
                self._note(address, Untried())
                await asyncio.sleep(LOOK_SECONDS)
            elif self._is_online(membership, address):
                retry_seconds = FIRST_RETRY_SECONDS
                await asyncio.sleep(LOOK_SECONDS)
            else:
                await self._try(membership, address)
                await asyncio.sleep(retry_seconds)
                retry_seconds = min(LAST_RETRY_SECONDS, 2 * retry_seconds)

    def _is_online(self, membership: Membership, address: str) -> bool:
        status = self._statuses.get(address)
        return isinstance(status, Reached) and status.peer_id in membership.online()

    async def _try(self, membership: Membership, address: str) -> None:
        try:
            peer_id = await membership.link.probe(address)
            if peer_id == membership.peer_id:
                self._note(address, Itself())
                return
            await membership.meeting.met(peer_id, address)
        except UserError as error:
            _log.debug("%s: %s", address, error)
            match error.problem.code:
                case "peer_unreachable":
                    self._note(address, NotReached(error.problem.message))
                case "peer_stranger":
                    self._note(address, OtherSwarm(error.problem.message))
                case _:  # the link is being started
                    self._note(address, Untried())
            return
        self._note(address, Reached(peer_id))

    def _note(self, address: str, status: AddressStatus) -> None:
        if self._statuses.get(address) != status:
            self._statuses[address] = status
            self._changed()


def _normal(address: str) -> str:
    try:
        return join_host_port(*parse_host_port(address))
    except ValueError as error:
        raise UserError(
            say("Not an address"),
            say('"{address}" is not an address.', address=address[:80]),
            say("An address is a name or number, a colon and a port, such as home.example:4329 or 192.168.1.20:4329."),
            "address_wrong",
        ) from error
