"""The invites of this node and who knocks by them now: what the door asks, and what the owner's commands change.

What an event makes of an invite is decided by `domain/invite.py`; keeping invites over a restart, and the commands, are
`invites.py`'s business.
"""

import asyncio
import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.admission.invite_door import Arrival, Decision
from app.admission.invite_frames import Accepted, Rejected, Waiting
from app.domain.errors import UserError
from app.domain.ids import PeerId
from app.domain.invite import (
    Accept,
    Cancel,
    Ended,
    Ending,
    Invite,
    InviteEvent,
    Knock,
    Reject,
    TimePassed,
    Withdrawn,
    WrongWords,
    refusal,
    step,
)
from app.domain.sentence import say
from app.domain.sharing import Newcomer, OpenInvite

DECISION_SECONDS = 300.0
"""How long a newcomer waits for the owner."""

REMEMBERED_SECONDS = 3600.0
"""How long who uses a code again is told what has become of it."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What invites need to know of the node.

    Attributes:
        introduction: What newcomers are told of this device.
        member_names: What the members are called now.
        is_removed: Whether a device was removed from the swarm, for good.
        moved: Called with an invite before and after something happened to it.
        changed: To be called when something that faces show has changed.
    """

    introduction: Callable[[], Waiting]
    member_names: Callable[[], Sequence[str]]
    is_removed: Callable[[PeerId], bool]
    moved: Callable[[Invite, Invite], None]
    changed: Callable[[], None]


@dataclass(slots=True)
class WaitingDevice:
    """A device that proved a code.

    Attributes:
        knock_id: Names its request.
        invite_id: The invite.
        arrival: Who it is, and the words.
        decision: What it is told.
        is_over: Done when the connection has ended; whether it has what was decided.
        timer: Ends its waiting.
        name: None until it has said how it is called.
    """

    knock_id: str
    invite_id: str
    arrival: Arrival
    decision: Decision
    is_over: "asyncio.Future[bool]"
    timer: asyncio.TimerHandle
    name: str | None = None

    def decide(self, answer: Accepted | Rejected) -> None:
        """Tell it, unless it was told something already."""
        if not self.decision.done():
            self.decision.set_result(answer)


class InviteBook:
    """Invites and knocks; every method is called on the node's loop and returns at once."""

    def __init__(self, surroundings: Surroundings) -> None:
        self._surroundings = surroundings
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self._devices: dict[str, WaitingDevice] = {}
        self.invites: dict[str, Invite] = {}

    # -- what faces see -------------------------------------------------------------------------------------

    def open_invites(self) -> tuple[OpenInvite, ...]:
        """Those that can be used, the newest last."""
        now = time.time()  # a timer is late after the machine slept
        return tuple(
            OpenInvite(invite.invite_id, str(invite.code), invite.expires_at)
            for invite in self.invites.values()
            if invite.code is not None and refusal(invite, now) in (None, "busy")
        )

    def newcomers(self) -> tuple[Newcomer, ...]:
        """Devices that wait for the owner."""
        waiting = [device for device in self._devices.values() if device.name and not device.decision.done()]
        return tuple(Newcomer(device.knock_id, self.shown_name(device), device.arrival.words) for device in waiting)

    def shown_name(self, device: WaitingDevice) -> str:
        """What it calls itself; with the end of its peer id where a member is called so, as it may not be that one."""
        name = device.name or say("A device")
        others = [other.name for other in self._devices.values() if other is not device]
        taken = name in (*self._surroundings.member_names(), *others)
        return say("{name} ({id})", name=name, id=device.arrival.peer_id[-4:]) if taken else name

    # -- what the owner does --------------------------------------------------------------------------------

    def add(self, invite: Invite) -> None:
        """A new invite, or one of the run before."""
        self.invites[invite.invite_id] = invite
        self._wake_at(invite)
        self._surroundings.changed()

    def apply(self, invite_id: str, event: InviteEvent) -> None:
        """Let something happen to an invite."""
        before = self.invites[invite_id]
        after = step(before, event, time.time())
        if after == before:
            return
        self.invites[invite_id] = after
        self._wake_at(after)
        self._surroundings.moved(before, after)
        self._surroundings.changed()

    def cancel(self, invite_id: str) -> None:
        """Take an invite back; who waits by it is told.

        Raises:
            UserError: It is not open any more.
        """
        if invite_id not in self.invites or isinstance(self.invites[invite_id].status, Ended):
            words = say("This invite is not open any more.")
            hint = say("The Swarm window shows those that are.")
            raise UserError(say("No such invite"), words, hint, "invite_not_found")
        self.apply(invite_id, Cancel())
        for device in self._devices.values():
            if device.invite_id == invite_id:
                device.decide(Rejected(Ending.CANCELLED.value))

    def device(self, knock_id: str) -> WaitingDevice:
        """A device that waits for the owner.

        Raises:
            UserError: It does not wait any more.
        """
        device = self._devices.get(knock_id)
        if device is None or device.decision.done() or device.name is None:
            words = say("This device does not wait any more: it went away, or was answered already.")
            raise UserError(say("No such newcomer"), words, code="newcomer_not_found")
        return device

    def accept(self, device: WaitingDevice) -> None:
        """The owner says yes: from now on the invite is used up. What it gets is told by `device.decide`."""
        self.apply(device.invite_id, Accept(device.knock_id))

    def reject(self, device: WaitingDevice) -> None:
        """The owner says no."""
        self.apply(device.invite_id, Reject(device.knock_id))
        device.decide(Rejected(Ending.REJECTED.value))

    def close(self) -> None:
        """End the timers; the door ends the knocks."""
        for timer in (*self._timers.values(), *(device.timer for device in self._devices.values())):
            timer.cancel()

    # -- what the door asks ---------------------------------------------------------------------------------

    def refusal(self, public_id: str) -> str | None:
        """Why nobody may try this code now."""
        return refusal(self._newest(public_id), time.time())

    def secret(self, public_id: str) -> bytes:
        """The code of an invite that may be tried."""
        invite = self._newest(public_id)
        assert invite is not None
        assert invite.code is not None
        return invite.code.secret

    def wrong_words(self, public_id: str, peer_id: PeerId) -> None:
        """A device tried another code."""
        if (invite := self._newest(public_id)) is not None:
            self.apply(invite.invite_id, WrongWords())

    def knocked(self, arrival: Arrival) -> Decision:
        """A device proved the code."""
        invite = self._newest(arrival.public_id)
        assert invite is not None
        loop = asyncio.get_running_loop()
        knock_id = secrets.token_hex(8)
        timer = loop.call_later(DECISION_SECONDS, self._too_late, knock_id)
        device = WaitingDevice(
            knock_id, invite.invite_id, arrival, loop.create_future(), is_over=loop.create_future(), timer=timer
        )
        self._devices[knock_id] = device
        self.apply(invite.invite_id, Knock(knock_id))
        if self._surroundings.is_removed(arrival.peer_id):
            self.apply(invite.invite_id, Reject(knock_id))
            device.decide(Rejected("removed"))
        return device.decision

    def introduced(self, decision: Decision, name: str) -> None:
        """The owner can be asked."""
        self._of(decision).name = name
        self._surroundings.changed()

    def introduction(self) -> Waiting:
        """What the newcomer is told of who decides."""
        return self._surroundings.introduction()

    def ended(self, decision: Decision, *, delivered: bool) -> None:
        """A newcomer has what was decided, or has gone."""
        device = self._of(decision)
        del self._devices[device.knock_id]
        device.timer.cancel()
        device.is_over.set_result(delivered)
        if device.invite_id in self.invites:
            self.apply(device.invite_id, Withdrawn(device.knock_id))
        self._surroundings.changed()

    # -- inside ---------------------------------------------------------------------------------------------

    def _newest(self, public_id: str) -> Invite | None:
        return next((invite for invite in reversed(self.invites.values()) if invite.public_id == public_id), None)

    def _of(self, decision: Decision) -> WaitingDevice:
        return next(device for device in self._devices.values() if device.decision is decision)

    def _too_late(self, knock_id: str) -> None:
        if (device := self._devices.get(knock_id)) is not None:
            device.decide(Rejected("no_answer"))

    def _wake_at(self, invite: Invite) -> None:
        """See to it that an invite expires, and is forgotten some time after its end."""
        if (timer := self._timers.pop(invite.invite_id, None)) is not None:
            timer.cancel()
        loop = asyncio.get_running_loop()
        if isinstance(invite.status, Ended):
            self._timers[invite.invite_id] = loop.call_later(REMEMBERED_SECONDS, self._forget, invite.invite_id)
        else:
            seconds = max(0.0, invite.expires_at - time.time()) + 0.1
            self._timers[invite.invite_id] = loop.call_later(seconds, self.apply, invite.invite_id, TimePassed())

    def _forget(self, invite_id: str) -> None:
        self._timers.pop(invite_id, None)
        self.invites.pop(invite_id, None)
        self._surroundings.changed()
