"""Coming in by an invite code: finding the device that gave it, proving the code, and waiting to be accepted."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace

from app.admission.discovery import DoorDiscovery
from app.admission.invite_frames import Accepted, Refused, Waiting
from app.admission.invite_knock import prove_code, wait_for_decision
from app.admission.knock import open_knock
from app.admission.pake import PakeError, Session, WrongWords
from app.admission.stream import KnockError, KnockStream
from app.domain.errors import UserError
from app.domain.ids import PeerId
from app.domain.invite_code import InviteCode
from app.domain.sentence import say
from app.domain.state import Knocking
from app.identity.node_identity import NodeIdentity
from app.identity.token import Token, parse_token
from app.lib.tasks import TaskOwner
from app.node.options import NodeOptions
from app.node.token_words import asking_error

_log = logging.getLogger(__name__)

SEARCH_SECONDS = 12.0
"""How long the inviting device is looked for."""

LONGEST_SEARCH_SECONDS = 45.0
"""The same with the time for those who open and then say nothing."""

SECOND_SECONDS = 2.0
"""How long another device with the same number is waited for after one said no."""

CONNECT_SECONDS = 3.0
AGAIN_SECONDS = 1.0
"""After which one that was found and did not open is tried again: it may have had no place, or little time."""

MAX_INVITERS = 3
"""How many devices are shown a proof: each is one guess for a device that only pretends to have the invite."""

_NEW_INVITE = say("Ask for a new invite on the other device.")

_REASONS: dict[str, tuple[str, str, str]] = {
    "wrong_words": (
        say("The code is not right"),
        say("A device has an invite of this number, but with other words."),
        say("Compare the words with the other device. After five wrong attempts the invite is stopped."),
    ),
    "accepted": (say("The code was used already"), say("An invite lets one device in, and it has."), _NEW_INVITE),
    "expired": (say("The code has run out"), say("The time in which this invite could be used is over."), _NEW_INVITE),
    "cancelled": (say("The invite was taken back"), say("The other device has taken this invite back."), _NEW_INVITE),
    "void": (say("The invite was stopped"), say("Too many attempts with this invite came to nothing."), _NEW_INVITE),
    "rejected": (say("Not let in"), say("The owner of the other device did not accept this one."), _NEW_INVITE),
    "removed": (
        say("This device was removed"),
        say("It was removed from that swarm, and a removed device is not let in again."),
        say("Ask the swarm's owner."),
    ),
    "no_answer": (
        say("Nobody answered"),
        say("Nobody accepted this device on the other one within five minutes."),
        say("Join with the same code again when somebody is there."),
    ),
    "busy": (
        say("The code is being used"),
        say("Another device has used this code and waits to be accepted."),
        say("If that is not one of yours, reject it on the other device and make a new invite."),
    ),
    "version": (
        say("Other version of Hearth"),
        say("The other device has a version of Hearth whose invites this one does not understand."),
        say("Update Hearth on both devices, or join with the token."),
    ),
    "broken_off": (
        say("The connection broke off"),
        say("The other device went away, or did not answer as it should."),
        say("Join with the same code again."),
    ),
    "not_found": (
        say("The inviting device was not found"),
        say("No device that answers here has given an invite of this number."),
        say(
            "Check the number, and that Hearth runs there, on the same network. From another network, the code needs "
            "its address: 4821-amber-kettle-otter@home.example:4330."
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class _Proven:
    stream: KnockStream
    session: Session


class Newcomer:
    """Asks to be let in.

    Args:
        options: Where sockets and keys may lie.
        own_name: What people call this device.
        show: Called with how far it is.
    """

    def __init__(self, options: NodeOptions, own_name: Callable[[], str], show: Callable[[Knocking], None]) -> None:
        self._options = options
        self._own_name = own_name
        self._show = show
        self._tasks = TaskOwner("newcomer")
        self._asking: asyncio.Task[Accepted] | None = None

    @property
    def is_asking(self) -> bool:
        """Whether it waits to be let in."""
        return self._asking is not None

    async def ask(self, identity: NodeIdentity, code: InviteCode) -> Token:
        """The swarm's token; returns when the owner of the inviting device has accepted.

        Raises:
            UserError: It is not to be: `invite_wrong_words`, `invite_accepted` (it was used), `invite_expired` …
        """
        if self._asking is not None:
            raise asking_error()
        task = self._asking = self._tasks.spawn(self._ask(identity, code), "ask", awaited=True)
        try:
            await asyncio.wait({task})
            if task.cancelled():
                words = say("This device has stopped asking.")
                raise UserError(say("Asked no more"), words, code="invite_withdrawn")
            return _token_from(task.result(), code)
        finally:
            self._asking = None
            task.cancel()  # when the wait itself was cancelled

    async def give_up(self) -> None:
        """Ask no more; who waits in `ask` gets a UserError."""
        await self._tasks.close()

    async def _ask(self, identity: NodeIdentity, code: InviteCode) -> Accepted:
        self._show(Knocking())
        places: asyncio.Queue[tuple[str, ...]] = asyncio.Queue()
        if code.hint is not None:
            places.put_nowait((code.hint,))
        discovery = DoorDiscovery(identity.peer_id, lambda tag, peer_id, addresses: places.put_nowait(addresses))
        try:
            await _look_for(discovery, code)
            async with asyncio.timeout(LONGEST_SEARCH_SECONDS):
                proven = await self._find(identity, code, places)
        except TimeoutError as error:
            raise _refused("not_found") from error
        finally:
            await discovery.stop()
        try:
            return await self._wait(proven)
        finally:
            await proven.stream.close()

    async def _find(
        self, identity: NodeIdentity, code: InviteCode, places: "asyncio.Queue[tuple[str, ...]]"
    ) -> _Proven:
        """The first device that proves to have the code."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + SEARCH_SECONDS
        asked: set[PeerId] = set()
        reason = "not_found"
        while len(asked) < MAX_INVITERS:
            try:
                async with asyncio.timeout_at(deadline):
                    addresses = await places.get()
            except TimeoutError:
                break
            stream = await self._open(identity, addresses)
            if stream is None:
                loop.call_later(AGAIN_SECONDS, places.put_nowait, addresses)
                continue
            if stream.peer_id in asked:
                await stream.close()
                continue
            asked.add(stream.peer_id)
            answer = await _prove(stream, code, identity.peer_id)
            if isinstance(answer, _Proven):
                return answer
            if answer != "unknown":
                reason = answer
                deadline = min(deadline, loop.time() + (0 if code.hint else SECOND_SECONDS))
        raise _refused(reason)

    async def _open(self, identity: NodeIdentity, addresses: tuple[str, ...]) -> KnockStream | None:
        for address in addresses:
            try:
                async with asyncio.timeout(CONNECT_SECONDS):
                    return await open_knock(address, identity.seed, "invite", self._options.paths.runtime)
            except (KnockError, TimeoutError) as error:
                _log.info("no door at %s: %s", address, error)
        return None

    async def _wait(self, proven: _Proven) -> Accepted:
        words = proven.session.words
        self._show(Knocking(words))

        def show(waiting: Waiting) -> None:
            if waiting.network_id != self._options.settings.network_id:
                raise _other_network_id(waiting.network_id)
            self._show(Knocking(words, waiting.inviter_name, waiting.swarm_name))

        try:
            return await wait_for_decision(proven.stream, proven.session, self._own_name(), show)
        except Refused as refused:
            raise _refused(refused.reason) from refused
        except (PakeError, KnockError) as error:
            raise _refused("broken_off") from error


async def _look_for(discovery: DoorDiscovery, code: InviteCode) -> None:
    try:
        await discovery.start()
        await discovery.browse([code.public_id])
    except OSError as error:
        _log.warning("inviting devices cannot be looked for: %s", error)


def _token_from(accepted: Accepted, code: InviteCode) -> Token:
    """The token; who was found by an address is also where the others are learnt from."""
    token = parse_token(accepted.token)
    if code.hint is None or token.hint is not None or not accepted.link_port:
        return token
    host, _, _ = code.hint.rpartition(":")
    return replace(token, hint=f"{host}:{accepted.link_port}")


async def _prove(stream: KnockStream, code: InviteCode, own_peer_id: PeerId) -> _Proven | str:
    """Show the code to who opened: what came of it, or a word for why nothing did; the stream is closed then."""
    proven: _Proven | None = None
    try:
        proven = _Proven(stream, await prove_code(stream, code, own_peer_id))
        return proven
    except Refused as refused:
        return refused.reason
    except WrongWords:
        return "wrong_words"
    except (PakeError, KnockError) as error:
        _log.info("knock at %s: %s", stream.address, error)
        return "broken_off"
    finally:
        if proven is None:
            await stream.close()


def _other_network_id(theirs: str) -> UserError:
    return UserError(
        say("Another network id"),
        say(
            'The other device has the network id "{id}", this one another: they would not meet.'
            if theirs
            else "The other device has no network id, this one another: they would not meet.",
            id=theirs[:64],
        ),
        say("Set the same network id on both devices, then join with the code again."),
        "invite_network_id",
    )


def _refused(reason: str) -> UserError:
    known = reason if reason in _REASONS else "broken_off"
    title, message, hint = _REASONS[known]
    return UserError(title, message, hint, f"invite_{known}")
