"""What is said of tokens and of being in a swarm: values that faces show, and words that several parts use."""

from dataclasses import dataclass

from app.domain.errors import Problem, UserError
from app.node.roster_keeper import Farewell


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


def not_joined_error() -> UserError:
    """This device is in no swarm."""
    return UserError("Not in a swarm", "This device is in no swarm.", code="not_joined")


def removed_problem(farewell: Farewell) -> Problem:
    """This device was removed."""
    return Problem(
        "Removed from the swarm",
        f"This device was removed from the swarm {farewell.swarm_name} by {farewell.by}. Its models, settings and "
        "conversations are still here.",
        "To come back, ask there for an invite or for the new token, and join with it.",
        "removed",
    )


def token_replaced_problem(swarm_name: str) -> Problem:
    """The swarm's members hold another token than this device."""
    return Problem(
        "The token is no longer valid",
        f"The swarm {swarm_name} has another token by now.",
        "Copy the token again from one of its devices; leave the swarm here, and join with the new one.",
        "token_replaced",
    )
