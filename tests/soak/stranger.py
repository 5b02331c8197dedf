"""Somebody on the local network: `python -m tests.soak.stranger` reads what to try as JSON, and writes what it got.

Kinds: `silence` connects and listens; `tls` shakes hands with a certificate, says something and listens; `knock` speaks
the door's protocol; `garbage` sends random and half-right bytes over many connections; `crowd` opens connections that
say nothing.
"""

import asyncio
import base64
import contextlib
import json
import os
import random
import socket
import ssl
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.admission.knock import open_knock
from app.admission.stream import KnockError
from app.node.message_format import encode
from app.node.messages import Declined, Message, RemovalNotice, RosterOffer
from app.node.visiting import receive_message

LISTEN_SECONDS = 6.0
CONNECT_SECONDS = 3.0
STARTS = (
    b"",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    b"\x13/multistream/1.0.0\n",
    b"GET / HTTP/1.1\r\n",
    b"\x00\x00\x10\x00",
)


def listen(connection: socket.socket, seconds: float = LISTEN_SECONDS) -> tuple[bytes, str]:
    """What comes until the other end closes, or for so long; and how it ended."""
    connection.settimeout(0.2)
    got, deadline = b"", time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            data = connection.recv(65536)
        except TimeoutError:
            continue
        except (ssl.SSLError, OSError) as error:
            return got, getattr(error, "reason", None) or type(error).__name__
        if not data:
            return got, "closed"
        got += data
    return got, "still open"


def silence(host: str, port: int) -> dict[str, Any]:
    """Connect and say nothing."""
    with socket.create_connection((host, port), CONNECT_SECONDS) as connection:
        got, end = listen(connection, 12)
    return {"bytes": len(got), "end": end}


def tls(host: str, port: int, pem: str | None, say: str) -> dict[str, Any]:
    """Shake hands as well as the certificate lets us, say something, and listen."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE  # a stranger is not choosy
    if pem is not None:
        with tempfile.NamedTemporaryFile("w", suffix=".pem") as file:
            file.write(pem)
            file.flush()
            context.load_cert_chain(file.name)
    try:
        with (
            socket.create_connection((host, port), CONNECT_SECONDS) as plain,
            context.wrap_socket(plain) as connection,
        ):
            with contextlib.suppress(OSError):
                connection.sendall(base64.b64decode(say))
            got, end = listen(connection)
    except (ssl.SSLError, OSError) as error:
        return {"bytes": 0, "end": getattr(error, "reason", None) or type(error).__name__}
    return {"bytes": len(got), "end": end}


def knock(host: str, port: int, seed: str) -> dict[str, Any]:
    """Knock at the door as a member, with this identity."""
    return asyncio.run(_knock(f"{host}:{port}", base64.b64decode(seed)))


async def _knock(address: str, seed: bytes) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        try:
            stream = await open_knock(address, seed, "member", Path(folder))
            message = await asyncio.wait_for(receive_message(stream), LISTEN_SECONDS)
        except (KnockError, TimeoutError) as error:
            return {"bytes": 0, "end": str(error) or "no answer"}
    return {"bytes": len(encode(message)), "end": f"{type(message).__name__}, {describe(message)}"}


def describe(message: Message) -> str:
    """What a message of the door tells."""
    match message:
        case RosterOffer():
            return "the roster with the token in force"
        case RemovalNotice():
            return "that it was removed, signed"
        case Declined(reason):
            return reason
    return "nothing"


def garbage(host: str, port: int, seconds: float) -> dict[str, Any]:
    """Random bytes behind what several protocols begin with, one connection after the other."""
    chance = random.Random(7)
    deadline, connections, got = time.monotonic() + seconds, 0, 0
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError), socket.create_connection((host, port), CONNECT_SECONDS) as connection:
            connections += 1
            connection.sendall(chance.choice(STARTS) + os.urandom(chance.choice((1, 40, 1000, 70_000))))
            got += len(listen(connection, 0.05)[0])
    return {"connections": connections, "bytes": got, "end": ""}


def crowd(host: str, port: int, count: int, seconds: float) -> dict[str, Any]:
    """Many connections that say nothing; whoever starts this does something meanwhile."""
    held: list[socket.socket] = []
    for _ in range(count):
        with contextlib.suppress(OSError):
            held.append(socket.create_connection((host, port), CONNECT_SECONDS))
    print(json.dumps({"held": len(held)}), flush=True)
    time.sleep(seconds)
    alive = sum(not _is_closed(connection) for connection in held)
    for connection in held:
        connection.close()
    return {"bytes": 0, "end": f"{alive} of {len(held)} still open after {seconds:.0f} s"}


def _is_closed(connection: socket.socket) -> bool:
    connection.setblocking(False)
    try:
        return connection.recv(1) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True


def main() -> None:
    """Try what standard input says."""
    wanted = json.load(sys.stdin)
    kinds: dict[str, Callable[..., dict[str, Any]]] = {
        "silence": silence,
        "tls": tls,
        "knock": knock,
        "garbage": garbage,
        "crowd": crowd,
    }
    print(json.dumps(kinds[wanted.pop("kind")](**wanted)), flush=True)


if __name__ == "__main__":
    main()
