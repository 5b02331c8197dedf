"""What is said of tokens and of being in a swarm: values that faces show, choices, and words that several parts use."""

from collections.abc import Callable
from dataclasses import dataclass, field

from app.domain.errors import Problem, UserError
from app.domain.invite_code import InviteCode
from app.domain.roster import Roster
from app.domain.sentence import say
from app.identity.swarm_keys import SwarmKeys
from app.identity.token import Token, parse_token, parse_token_or_code
from app.node.roster_keeper import Farewell


@dataclass(frozen=True, slots=True)
class Invitation:
    """What the second device needs."""

    token: str = field(repr=False)
    swarm_name: str


@dataclass(frozen=True, slots=True)
class TokenReport:
    """What is known of a token while it is being typed.

    Attributes:
        problem: Why it cannot be used; None when it can.
        swarm_name: The swarm it opens, when it is readable.
        already_member: This node is in that swarm.
        is_code: It is an invite code: which swarm it opens is only known to who gave it.
    """

    problem: Problem | None
    swarm_name: str | None
    already_member: bool
    is_code: bool = False


def report_of(text: str, own: Token | None, keys_of: Callable[[Token], SwarmKeys]) -> TokenReport:
    """What can be said of a text while it is typed."""
    try:
        token = parse_token_or_code(text)
    except UserError as error:
        return TokenReport(error.problem, None, False)
    if isinstance(token, InviteCode):
        return TokenReport(None, None, False, is_code=True)
    return TokenReport(None, keys_of(token).swarm_name, own is not None and own.opens_same_swarm(token))


def choose_token(
    given: str | None, kept: str | None, roster: Roster | None, keys_of: Callable[[Token], SwarmKeys]
) -> Token | None:
    """The token from the environment before the kept one, unless that one replaced it.

    Raises:
        UserError: It is not one.
    """
    kept_token = parse_token(kept) if kept is not None else None
    if given is None:
        return kept_token
    given_token = parse_token(given)
    if kept_token is not None and roster is not None:
        both = {keys_of(given_token).commitment, keys_of(kept_token).commitment}
        if both <= roster.chain.commitments:
            return kept_token
    return given_token


def check_free_for(token: Token, own: Token | None, own_swarm_name: str) -> None:
    """Whether a node may join by a token.

    Raises:
        UserError: It is in a swarm.
    """
    if own is not None and own.opens_same_swarm(token):
        raise already_member_error(own_swarm_name)
    if own is not None:
        raise in_another_swarm_error(own_swarm_name)


def not_joined_error() -> UserError:
    """This device is in no swarm."""
    return UserError(say("Not in a swarm"), say("This device is in no swarm."), code="not_joined")


def left_error() -> UserError:
    """The swarm was left while something was to be done in it."""
    return UserError(say("Left the swarm"), say("The swarm was left meanwhile."), say("Invite again."), "not_joined")


def already_member_error(swarm_name: str) -> UserError:
    """It is in the swarm that it is to join."""
    return UserError(
        say("Already a member"),
        say("This device is already in the swarm {swarm}.", swarm=swarm_name),
        say("Paste the token on the other device."),
        "already_member",
    )


def in_another_swarm_error(swarm_name: str) -> UserError:
    """It is in one and is to join another."""
    return UserError(
        say("In another swarm"),
        say("This device is in the swarm {swarm}.", swarm=swarm_name),
        say("Leave it first, then join the other."),
        "in_another_swarm",
    )


def asking_error() -> UserError:
    """It waits to be let in somewhere."""
    return UserError(
        say("Asking to be let in"),
        say("This device asks to be let in by an invite code."),
        say("Wait for the answer, or leave to ask no more."),
        "invite_asking",
    )


def keyring_locked_error() -> UserError:
    """No token can be kept now."""
    words = say("The token cannot be kept while the keyring is locked.")
    return UserError(say("Keyring locked"), words, say("Unlock the keyring first."), "keyring_locked")


def removed_problem(farewell: Farewell) -> Problem:
    """This device was removed."""
    return Problem(
        say("Removed from the swarm"),
        say(
            "This device was removed from the swarm {swarm} by {remover}. Its models, settings and conversations are "
            "still here.",
            swarm=farewell.swarm_name,
            remover=farewell.by,
        ),
        say("To come back, ask there for an invite or for the new token, and join with it."),
        "removed",
    )


def token_replaced_problem(swarm_name: str) -> Problem:
    """The swarm's members hold another token than this device."""
    return Problem(
        say("The token is no longer valid"),
        say("The swarm {swarm} has another token by now.", swarm=swarm_name),
        say("Copy the token again from one of its devices; leave the swarm here, and join with the new one."),
        "token_replaced",
    )
