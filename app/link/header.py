"""The first line of every connection of a link, and the answer to it: what the connection is for."""

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.domain.ids import LeaseId, PeerId

HEADER_VERSION = 1
HEADER_LIMIT_BYTES = 2048


class ChannelKind(StrEnum):
    """What a connection carries."""

    BEAT = "beat"
    RPC = "rpc"
    HTTP = "http"
    NETWORK = "network"
    FILE = "file"
    """Ranges of the files of models that the receiver shares."""
    PROBE = "probe"
    """Nothing: who is there has been shown by then."""
    CALL_BACK = "call back"
    """What the other end asked for: it says in another header what it wants."""
    RELAY = "relay"
    """What another member, which the receiver is connected with, is to get."""
    RELAYED = "relayed"
    """What comes from another member by way of the sender."""


@dataclass(frozen=True, slots=True)
class Header:
    """What the end that connects says first.

    Attributes:
        kind: What the connection carries.
        lease_id: Of an `rpc` connection: the lease it uses.
        session: Of a `beat`: the sender's name for the time since it last met or lost the receiver; another one means
            that it has started again, or has given up what was between them.
            Of a `call back`: the name of the call.
        listen_port: Of a `beat`: where the sender takes connections.
        takes_load: Of a `beat`: the sender understands what is said of loads; earlier versions do not, and end it.
        peer_id: Of a `relay`: whom it is for.
    """

    kind: ChannelKind
    lease_id: LeaseId | None = None
    session: str = ""
    listen_port: int = 0
    peer_id: PeerId | None = None
    takes_load: bool = False


@dataclass(frozen=True, slots=True)
class Accepted:
    """What the end that takes a connection answers.

    Attributes:
        session: Of a `beat`: as in its header, of the end that answers.
        takes_load: The same.
    """

    session: str = ""
    takes_load: bool = False


def encode_header(header: Header) -> bytes:
    """The header as a line, without its line feed."""
    body: dict[str, Any] = {"version": HEADER_VERSION, "kind": header.kind}
    if header.kind is ChannelKind.RPC:
        body["lease"] = header.lease_id
    if header.kind is ChannelKind.BEAT:
        body |= {"session": header.session, "port": header.listen_port, "load": header.takes_load}
    if header.kind is ChannelKind.CALL_BACK:
        body["session"] = header.session
    if header.kind is ChannelKind.RELAY:
        body["peer"] = header.peer_id
    return json.dumps(body).encode()


def decode_header(line: bytes) -> Header:
    """Read what `encode_header` wrote.

    Raises:
        ValueError: It is not a header, or of a newer version.
    """
    body = _json_object(line)
    if body.get("version") != HEADER_VERSION:
        raise ValueError(f"link version {body.get('version')!r:.20} is not known here")
    port = body.get("port", 0)
    if isinstance(port, bool) or not isinstance(port, int) or not 0 <= port <= 65535:
        raise ValueError("not a port")
    lease_id = LeaseId(_text(body, "lease")) or None
    peer_id = PeerId(_text(body, "peer")) or None
    kind, takes_load = ChannelKind(_text(body, "kind")), body.get("load") is True
    return Header(kind, lease_id, _text(body, "session"), port, peer_id, takes_load)


def encode_answer(error: str = "", session: str = "") -> bytes:
    """The answer as a line, without its line feed: accepted, unless there is an error.

    Args:
        error: Why the connection is refused; empty when it is not.
        session: On a `beat`: as in its header, of the end that answers.
    """
    accepted = {"ok": True, "session": session, "load": True}
    return json.dumps({"error": error[:500]} if error else accepted).encode()


def decode_answer(line: bytes) -> Accepted:
    """What the end that has accepted a connection says of itself; nothing unless it is a beat.

    Raises:
        ConnectionRefusedError: It has refused; the text says why.
        ValueError: It is not an answer.
    """
    body = _json_object(line)
    if body.get("ok") is True:
        return Accepted(_text(body, "session"), body.get("load") is True)
    raise ConnectionRefusedError(_text(body, "error") or "refused")


def _json_object(line: bytes) -> dict[str, Any]:
    try:
        body = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ValueError("not a line of the link") from error
    if not isinstance(body, dict):
        raise ValueError("not a line of the link")
    return body


def _text(body: dict[str, Any], key: str) -> str:
    value = body.get(key, "")
    if not isinstance(value, str) or len(value) > 500:
        raise ValueError(f"not a text under {key!r}")
    return value
