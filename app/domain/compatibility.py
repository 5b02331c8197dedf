"""Which of two nodes of different versions is the older one, and what its owner is told. Pure."""

from app.domain.record import RECORD_VERSION, Record
from app.domain.sentence import say

UPDATE_NOTE = say("Update this laptop to share its memory")


def can_share(one: Record, other: Record) -> bool:
    """Whether each of two nodes may hold layers for the other."""
    return (
        one.version == other.version
        and one.rpc_version.accepts_client(other.rpc_version)
        and other.rpc_version.accepts_client(one.rpc_version)
    )


def is_older(one: Record, other: Record) -> bool:
    """Whether it is `one` that must be updated before the two can share memory."""
    ages = [(r.rpc_version, r.version) for r in (one, other)]
    return not can_share(one, other) and ages[0] < ages[1]


def version_note(record: Record, others: tuple[Record, ...]) -> str:
    """What is said of a node beside those that are there: what to do when it is older than one of them, or nothing."""
    return UPDATE_NOTE if any(is_older(record, other) for other in others) else ""


def version_obstacle(record: Record, here_name: str) -> str:
    """Why a node is not planned with for its record's version, as part of a sentence; nothing when it can be.

    Another version of llama.cpp's protocol is judged by the plan itself, which knows the head.
    """
    if record.is_understood:
        return ""
    older = here_name if record.version > RECORD_VERSION else record.name
    return say("it runs another version of Hearth; update {name}", name=older)
