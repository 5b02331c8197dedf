"""The snapshot, and the values in it, as JSON: what `GET /api/swarm` and `hearth status --json` show.

Each status is an object whose `type` names it (`{"type": "Loading", "done_bytes": …}`).
"""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

from app.domain.fit import FitsSplit, FitsWhole, TooBig
from app.domain.placement import Plan, Refusal
from app.domain.reach import Itself, NotReached, OtherSwarm, Reached, Untried
from app.domain.sharing import Paused, Reduced, Sharing, Withheld
from app.domain.state import (
    Away,
    Connecting,
    Failed,
    Joined,
    Knocking,
    Loading,
    NotJoined,
    OnDisk,
    Online,
    Reaching,
    Ready,
    Suspect,
    WaitingForKeyring,
)
from app.domain.transfer import Finished, Moving, Stopped, Verifying, Waiting

_TAGGED = (
    *(NotJoined, WaitingForKeyring, Connecting, Knocking, Joined),
    *(Online, Reaching, Suspect, Away),
    *(OnDisk, Loading, Ready, Failed),
    *(Untried, Reached, NotReached, OtherSwarm, Itself),
    *(Plan, Refusal),
    *(FitsWhole, FitsSplit, TooBig),
    *(Waiting, Moving, Verifying, Finished, Stopped),
    *(Sharing, Paused, Reduced, Withheld),
)


def to_json(value: Any) -> Any:
    """A domain value as what `json.dumps` takes."""
    if is_dataclass(value) and not isinstance(value, type):
        body = {field.name: to_json(getattr(value, field.name)) for field in fields(value)}
        if isinstance(value, _TAGGED):
            body = {"type": type(value).__name__} | body
        if isinstance(value, Refusal):
            body["missing_bytes"] = value.missing_bytes
        return body
    if isinstance(value, Mapping):
        return {str(key): to_json(item) for key, item in value.items()}
    if isinstance(value, tuple | list | frozenset):
        return [to_json(item) for item in value]
    if isinstance(value, Enum):
        return value.value
    return value
