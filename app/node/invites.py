"""`node.invites`: invites that this node gives. Each admits one device, once its owner has compared three words.

They are kept over a restart, the door is announced for those that a newcomer may ask for, and the owner is told when
somebody guesses.
"""

import asyncio
import logging
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass

from app.admission.invite_door import InviteDoor
from app.admission.invite_frames import Accepted, Waiting
from app.domain.errors import Problem, UserError
from app.domain.ids import PeerId
from app.domain.invite import DEFAULT_HOURS, LONGEST_HOURS, MAX_FAILURES, Ended, Ending, Invite, TimePassed, step
from app.domain.invite_code import make_code
from app.domain.sentence import say
from app.domain.sharing import Newcomer, OpenInvite
from app.domain.state import Joined
from app.lib.tasks import TaskOwner
from app.node.belonging import Belonging
from app.node.household import Household
from app.node.invite_book import InviteBook, Surroundings
from app.node.invite_file import InviteFile
from app.node.options import NodeOptions
from app.node.problems import Problems
from app.node.token_words import not_joined_error

_log = logging.getLogger(__name__)

MAX_INVITES = 20
DELIVERY_SECONDS = 15.0


@dataclass(frozen=True, slots=True)
class InviteHooks:
    """What invites need of the node.

    Attributes:
        own_name: What people call this device.
        tell: Takes a sentence of news.
        changed: To be called when something that faces show has changed.
    """

    own_name: Callable[[], str]
    tell: Callable[[str], None]
    changed: Callable[[], None]


class Invites:
    """The invites of one node; its commands raise UserError.

    Args:
        options: Where they are kept, and whether this device is reached from outside.
        belonging: The swarm that they lead to, and the door.
        household: Its members, and who was removed.
        problems: Where the owner is told of guesses.
        hooks: The rest of the node.
    """

    def __init__(
        self,
        options: NodeOptions,
        belonging: Belonging,
        household: Household,
        problems: Problems,
        hooks: InviteHooks,
    ) -> None:
        self._options = options
        self._belonging = belonging
        self._household = household
        self._problems = problems
        self._hooks = hooks
        keeps_nothing = options.settings.secrets == "memory"
        self._file = InviteFile(None if keeps_nothing else options.paths.data)
        self._stopped: set[str] = set()
        self._tasks = TaskOwner("invites")
        self._book = InviteBook(
            Surroundings(self._introduction, self._member_names, self._is_removed, self._moved, self._changed)
        )
        belonging.door.register("invite", InviteDoor(lambda: belonging.own_id, self._book).handle)

    # -- life -----------------------------------------------------------------------------------------------

    async def start(self) -> None:
        """Read the invites of the run before; the secrets were read."""
        if self._belonging.token() is None:  # the swarm was left while Hearth did not run
            await self._file.save(())
            return
        for invite in await self._file.load():
            self._book.add(step(invite, TimePassed(), time.time()))

    async def stop(self) -> None:
        """End the timers; what is open is kept for the next run."""
        self._book.close()
        await self._tasks.finish()

    async def forget_all(self) -> None:
        """The swarm was left: nobody is let in any more."""
        for invite in self._book.open_invites():
            self._book.cancel(invite.invite_id)
        await self._tasks.finish()

    # -- what faces see -------------------------------------------------------------------------------------

    def open_invites(self) -> tuple[OpenInvite, ...]:
        """Those that can be used, the newest last."""
        return self._book.open_invites()

    def newcomers(self) -> tuple[Newcomer, ...]:
        """Devices that wait for the owner."""
        return self._book.newcomers()

    # -- commands -------------------------------------------------------------------------------------------

    async def create(self, hours: float = DEFAULT_HOURS) -> OpenInvite:
        """A new invite; makes a swarm when there is none.

        Args:
            hours: How long it can be used.
        """
        if not 0 < hours <= LONGEST_HOURS:
            words = say("An invite is good for more than 0 and at most {hours} hours.", hours=round(LONGEST_HOURS))
            raise UserError(say("Time not usable"), words, say("The usual time is a day."), "bad_hours")
        if len(self._book.open_invites()) >= MAX_INVITES:
            words = say("{count} invites are open already.", count=MAX_INVITES)
            raise UserError(say("Too many invites"), words, say("Cancel one that is not needed."), "too_many_invites")
        await self._belonging.invite()
        taken = {invite.public_id for invite in self._book.invites.values()}
        while (code := make_code(secrets.randbelow, self._hint())).public_id in taken:
            pass
        invite = Invite(secrets.token_hex(8), code.public_id, code, time.time() + hours * 3600)
        self._book.add(invite)
        for stopped in tuple(self._stopped):
            self._settle(stopped)
        await self._save()
        return OpenInvite(invite.invite_id, str(code), invite.expires_at)

    async def cancel(self, invite_id: str) -> None:
        """Take an invite back, or take note that it was stopped."""
        if invite_id in self._stopped:
            return self._settle(invite_id)
        self._book.cancel(invite_id)
        await self._save()

    async def accept(self, knock_id: str) -> None:
        """Let a newcomer in; returns when it has the token."""
        device = self._book.device(knock_id)
        token = self._belonging.token()
        if token is None:
            raise not_joined_error()
        name = self._book.shown_name(device)
        self._book.accept(device)
        await self._save()  # before the token goes: after a crash the invite must not work again
        await self._household.admit(device.arrival.peer_id, device.name or "")
        device.decide(Accepted(token, self._link_port()))
        await asyncio.wait({device.is_over}, timeout=DELIVERY_SECONDS)
        if not (device.is_over.done() and device.is_over.result()):
            raise UserError(
                say("The device went away"),
                say(
                    "{name} was accepted, but it went away before it could be let in. Its invite is used up.", name=name
                ),
                say("Make a new invite for it."),
                "newcomer_gone",
            )
        self._hooks.tell(say("{name} was let in.", name=name))

    async def reject(self, knock_id: str) -> None:
        """Keep a newcomer out; its invite is of no use any more."""
        self._book.reject(self._book.device(knock_id))
        await self._save()

    # -- inside ---------------------------------------------------------------------------------------------

    def _link_port(self) -> int:
        membership = self._belonging.membership
        addresses = membership.meeting.link_addresses if membership is not None else ()
        return int(addresses[0].rpartition(":")[2]) if addresses else 0

    def _introduction(self) -> Waiting:
        status = self._belonging.status
        swarm_name = status.swarm_name if isinstance(status, Joined) else "-"
        return Waiting(self._hooks.own_name(), swarm_name, self._belonging.network_id)

    def _member_names(self) -> tuple[str, ...]:
        roster = self._household.roster
        members = roster.members.values() if roster is not None else ()
        return (self._hooks.own_name(), *(member.name for member in members))

    def _is_removed(self, peer_id: PeerId) -> bool:
        roster = self._household.roster
        return roster is not None and peer_id in roster.removals

    def _moved(self, before: Invite, after: Invite) -> None:
        number = before.code.number if before.code else ""
        if after.status == Ended(Ending.VOID):
            self._stopped.add(after.invite_id)
            self._problems.note(
                f"invite {after.invite_id}",
                Problem(
                    say("Invite {number} was stopped", number=number),
                    say(
                        "{count} attempts with it came to nothing: somebody may have been guessing its words.",
                        count=MAX_FAILURES,
                    ),
                    say("Nobody was let in. If it was you, make a new invite."),
                    "invite_void",
                ),
            )
        elif after.failures > before.failures:
            self._hooks.tell(
                say(
                    "An attempt with invite {number} came to nothing ({failures} of {most}).",
                    number=number,
                    failures=after.failures,
                    most=MAX_FAILURES,
                )
            )
        self._tasks.spawn(self._save_quietly(), "save")

    def _changed(self) -> None:
        self._belonging.door.announce("invites", (invite.public_id for invite in self._book.invites.values()))
        for invite_id in self._stopped - self._book.invites.keys():
            self._settle(invite_id)
        self._hooks.changed()

    def _settle(self, invite_id: str) -> None:
        """The owner need not be told any more that an invite was stopped."""
        self._stopped.discard(invite_id)
        self._problems.clear(f"invite {invite_id}")

    def _hint(self) -> str | None:
        """Where this door is reached from outside, when the owner has said so by his settings."""
        settings, port = self._options.settings, self._belonging.door.port
        if not (settings.announce_addresses and settings.listen_port and port):
            return None
        _, protocol, host, *_ = settings.announce_addresses[0].split("/")
        return f"[{host}]:{port}" if protocol == "ip6" else f"{host}:{port}"

    async def _save(self) -> None:
        await self._file.save(self._book.invites.values())

    async def _save_quietly(self) -> None:
        try:
            await self._save()
        except UserError as error:
            _log.warning("invites are not kept: %s", error)
