"""The commands that say who belongs to the swarm: joining and leaving it, its token, invites, newcomers, removal."""

from app.cli.actions import Action, Answer, CancelInvite, Invite, Join, Leave, ListNewcomers, Remove, ShowToken
from app.cli.command_spec import Argument, CommandSpec, Given, UsageError, operand, option, switch

INVITE_HOURS = 24.0
_MOST_INVITE_HOURS = 24.0 * 30
_KNOCK = (operand("knock_id", "ID", "as `hearth newcomers` shows it"),)


def _token(given: Given) -> Action:
    if given["new"] and given["rotate"]:
        raise UsageError("--new makes the first token, --rotate replaces it: give one of them")
    return ShowToken(new=given["new"], rotate=given["rotate"])


def _invite(given: Given) -> Action:
    if given["cancel"] is not None:
        return CancelInvite(given["cancel"])
    try:
        hours = INVITE_HOURS if given["hours"] is None else float(given["hours"])
    except ValueError:
        hours = 0.0
    if not 0 < hours <= _MOST_INVITE_HOURS:
        raise UsageError(f"--hours must be a number up to {_MOST_INVITE_HOURS:.0f}")
    return Invite(hours)


SWARM_COMMANDS: tuple[CommandSpec, ...] = (
    CommandSpec(
        "join",
        "join a swarm with its token or an invite code",
        lambda given: Join(" ".join(given["token_words"])),
        usage="[TOKEN]",
        arguments=(
            Argument(
                "token_words",
                "the token or code; without it, it is read from standard input",
                {"nargs": "*", "metavar": "TOKEN"},
            ),
        ),
    ),
    CommandSpec("leave", "leave the swarm and forget its token", lambda given: Leave()),
    CommandSpec(
        "token",
        "print the token of the swarm, for the next device",
        _token,
        arguments=(
            switch("--new", "make a swarm when this device is in none"),
            switch("--rotate", "make a new token; the devices of the swarm move to it, the old one opens nothing"),
        ),
    ),
    CommandSpec(
        "invite",
        "make a code that lets one device in, once",
        _invite,
        arguments=(
            option("--hours", "N", f"how long it is good for ({INVITE_HOURS:.0f})"),
            option("--cancel", "ID", "take back the invite with this id"),
        ),
    ),
    CommandSpec("newcomers", "show open invites, and who waits to be accepted", lambda given: ListNewcomers()),
    CommandSpec("accept", "let a newcomer in", lambda given: Answer(given["knock_id"], True), "ID", _KNOCK),
    CommandSpec("reject", "send a newcomer away", lambda given: Answer(given["knock_id"], False), "ID", _KNOCK),
    CommandSpec(
        "remove",
        "shut a device out of the swarm, with a new token for the others",
        lambda given: Remove(given["device"]),
        "DEVICE",
        (operand("device", "DEVICE", "a name or peer id that `hearth status` shows"),),
    ),
)
