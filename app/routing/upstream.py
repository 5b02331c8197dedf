"""HTTP connections to hosts: llama.cpp's server on this machine, or the same through a link to a peer.

A host here gets a connection for each request (0.1 ms on a Unix socket): a kept one would hold one of its threads. A
connection to a peer is kept for a while, since its link makes a TLS handshake.
"""

import io
import json
from typing import Any

import aiohttp

from app.domain.model import ModelKind
from app.domain.target import Target
from app.routing.call import Call
from app.routing.names import encode_name

_CONNECT_SECONDS = 10.0
_KEPT_SECONDS = 30.0
_READ_BYTES = 256 * 1024


class Connection:
    """One request on one connection, and its answer."""

    def __init__(self, session: aiohttp.ClientSession, response: aiohttp.ClientResponse, is_kept: bool) -> None:
        self._session = session
        self._is_kept = is_kept
        self.response = response

    async def close(self) -> None:
        """End it. When the answer was not read to its end this closes the socket: the host stops working on it."""
        self.response.close()
        if not self._is_kept:
            await self._session.close()


class Upstream:
    """Makes connections to targets."""

    def __init__(self) -> None:
        self._kept: dict[str, aiohttp.ClientSession] = {}

    async def post(self, target: Target, path: str, body: bytes, client: str = "") -> Connection:
        """Send a request and wait for the status of its answer.

        Args:
            target: Whom to ask.
            path: What.
            body: JSON.
            client: Who wants to know: a peer lets all who ask it take turns.

        Raises:
            aiohttp.ClientError: The connection could not be made, or broke.
        """
        session = self._session(target)
        headers = {"Content-Type": "application/json", "X-Hearth-Model": encode_name(target.model_name)}
        if client and not target.is_local:
            headers["X-Hearth-Client"] = client
        try:
            # As a file: aiohttp writes it in pieces, so that a large body does not stop the event loop.
            response = await session.post(_base_url(target.endpoint) + path, data=io.BytesIO(body), headers=headers)
        except BaseException:
            if target.is_local:
                await session.close()
            raise
        return Connection(session, response, is_kept=not target.is_local)

    async def close(self) -> None:
        """Close all connections that are kept."""
        for session in self._kept.values():
            await session.close()
        self._kept.clear()

    def _session(self, target: Target) -> aiohttp.ClientSession:
        if target.is_local:
            return _new_session(target.endpoint, is_kept=False)
        session = self._kept.get(target.endpoint)
        if session is None:
            session = self._kept[target.endpoint] = _new_session(target.endpoint, is_kept=True)
        return session


def _new_session(endpoint: str, is_kept: bool) -> aiohttp.ClientSession:
    connector: aiohttp.BaseConnector
    kept_seconds = _KEPT_SECONDS if is_kept else None
    if endpoint.startswith("unix:"):
        connector = aiohttp.UnixConnector(
            endpoint.removeprefix("unix:"), force_close=not is_kept, keepalive_timeout=kept_seconds, limit=0
        )
    else:
        connector = aiohttp.TCPConnector(force_close=not is_kept, keepalive_timeout=kept_seconds, limit=0)
    return aiohttp.ClientSession(
        connector=connector,
        timeout=aiohttp.ClientTimeout(total=None, sock_connect=_CONNECT_SECONDS),
        cookie_jar=aiohttp.DummyCookieJar(),
        auto_decompress=False,
        headers={"Accept-Encoding": "identity"},
        read_bufsize=_READ_BYTES,
        trust_env=False,
    )


def _base_url(endpoint: str) -> str:
    return "http://hearth" if endpoint.startswith("unix:") else "http://" + endpoint.removeprefix("tcp:")


async def count_prompt_tokens(upstream: Upstream, target: Target, call: Call) -> int | None:
    """Ask a host how long a prompt is, without waiting for a slot; None when it does not say."""
    body = _count_body(call)
    if body is None or call.operation.kind is not ModelKind.CHAT:
        return None
    try:
        connection = await upstream.post(target, call.operation.count_path, body)
        try:
            answer = json.loads(await connection.response.read())
        finally:
            await connection.close()
    except (aiohttp.ClientError, OSError, ValueError):
        return None
    return _token_count(answer)


def _count_body(call: Call) -> bytes | None:
    if call.operation.count_path != "/tokenize":
        return call.body if call.operation.count_path else None
    prompt = json.loads(call.body).get("prompt")
    return json.dumps({"content": prompt}).encode() if isinstance(prompt, str) else None


def _token_count(answer: Any) -> int | None:
    if not isinstance(answer, dict):
        return None
    if isinstance(answer.get("tokens"), list):
        return len(answer["tokens"])
    count = answer.get("input_tokens")
    return count if isinstance(count, int) else None
