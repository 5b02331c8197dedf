"""Who may talk to the local API: programs on this computer, and no page of a browser that comes from elsewhere.

A page on the internet can send requests to 127.0.0.1, and by DNS rebinding even read the answers. Hence: the `Host`
must be this computer's own name, an `Origin` must be a local page, and a body must say that it is JSON, which a page
cannot do without asking first. The local key of the management endpoints is checked here too.
"""

import hmac
from collections.abc import Awaitable, Callable, Collection
from urllib.parse import urlsplit

from aiohttp import hdrs, web
from aiohttp.typedefs import Middleware

from app.routing.failure import AnswerError, Failure

type Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

MAX_BODY_BYTES = 64 * 1024 * 1024
"""Room for a few photographs in a conversation."""

_LOCAL_NAMES = frozenset({"127.0.0.1", "localhost", "::1"})
_MANAGEMENT = ("/api/", "/p2p/")


def is_local_host(host: str | None) -> bool:
    """Whether a `Host` header names this computer; any port, since a tunnel may have brought it here."""
    return host is not None and _host_name(f"//{host}") in _LOCAL_NAMES


def is_local_origin(origin: str, allowed_origins: Collection[str] = ()) -> bool:
    """Whether an `Origin` is a page served from this computer, or one that the user allowed."""
    if origin in allowed_origins:
        return True
    return origin.startswith(("http://", "https://")) and _host_name(origin) in _LOCAL_NAMES


def is_json(content_type: str | None) -> bool:
    """Whether a `Content-Type` header says JSON."""
    kind = (content_type or "").split(";")[0].strip().lower()
    return kind == "application/json" or (kind.startswith("application/") and kind.endswith("+json"))


def _host_name(url: str) -> str:
    try:
        parts = urlsplit(url)
        _ = parts.port  # raises when it is no number
        return "" if "@" in parts.netloc else (parts.hostname or "").removesuffix(".")
    except ValueError:
        return ""


def guard_browser(allowed_origins: Collection[str]) -> Middleware:
    """Middleware that refuses what comes from foreign pages and answers preflight requests of local ones."""

    @web.middleware
    async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
        if not is_local_host(request.headers.get(hdrs.HOST)):
            raise AnswerError(
                Failure(
                    403,
                    "This API answers only as 127.0.0.1 or localhost, so that no web page can reach it under "
                    "another name.",
                    "host_refused",
                )
            )
        origin = request.headers.get(hdrs.ORIGIN)
        if origin is not None and (
            request.path.startswith(_MANAGEMENT) or not is_local_origin(origin, allowed_origins)
        ):
            raise AnswerError(Failure(403, f"Web pages of {origin[:200]} may not use this API.", "origin_refused"))
        if origin is not None and request.method == hdrs.METH_OPTIONS:
            return web.Response(status=204)
        return await handler(request)

    return guard


async def allow_local_pages(request: web.Request, response: web.StreamResponse) -> None:
    """Tell a browser that a page served from this computer may read the answer; `guard` has refused the others."""
    origin = request.headers.get(hdrs.ORIGIN)
    if origin is None or response.status == 403:
        return
    response.headers[hdrs.ACCESS_CONTROL_ALLOW_ORIGIN] = origin
    response.headers[hdrs.VARY] = hdrs.ORIGIN
    response.headers[hdrs.ACCESS_CONTROL_EXPOSE_HEADERS] = "X-Hearth-Node, X-Hearth-Devices"
    if request.method == hdrs.METH_OPTIONS:
        response.headers[hdrs.ACCESS_CONTROL_ALLOW_METHODS] = "GET, POST, OPTIONS"
        asked = request.headers.get(hdrs.ACCESS_CONTROL_REQUEST_HEADERS, "authorization, content-type")
        response.headers[hdrs.ACCESS_CONTROL_ALLOW_HEADERS] = asked
        response.headers[hdrs.ACCESS_CONTROL_MAX_AGE] = "600"


def guard_management(local_key: str) -> Middleware:
    """Middleware that lets nobody without the local key manage this node."""

    @web.middleware
    async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.path.startswith(_MANAGEMENT):
            _check_key(request.headers.get(hdrs.AUTHORIZATION), local_key)
        return await handler(request)

    return guard


def _check_key(authorization: str | None, local_key: str) -> None:
    hint = "It is in instance.json in Hearth's data folder; the `hearth` command finds it by itself."
    if authorization is None:
        raise AnswerError(Failure(401, f"Managing this node needs the local key. {hint}", "local_key_missing"))
    scheme, _, key = authorization.partition(" ")
    if scheme.lower() != "bearer" or not is_same(key.strip(), local_key):
        raise AnswerError(Failure(401, f"This is not the local key of this node. {hint}", "local_key_wrong"))


def is_same(shown: str, secret: str) -> bool:
    """Whether a text from a header is a secret, told in a time that does not depend on how much of it is right."""
    # Bytes that are no UTF-8 come as lone surrogates.
    return hmac.compare_digest(shown.encode(errors="surrogateescape"), secret.encode())


def guard_network(names: Callable[[], Collection[str]]) -> Middleware:
    """Middleware for the local network: refuses requests that call this computer something else, and foreign pages.

    Args:
        names: The addresses at which it listens now, and its host names.
    """

    @web.middleware
    async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
        known = names()
        if _host_name(f"//{request.headers.get(hdrs.HOST, '')}").lower() not in known:
            message = "This API answers only by the address or the host name of its computer."
            raise AnswerError(Failure(403, message, "host_refused"))
        origin = request.headers.get(hdrs.ORIGIN)
        if origin is not None and _host_name(origin).lower() not in known and not is_local_origin(origin):
            raise AnswerError(Failure(403, f"Web pages of {origin[:200]} may not use this API.", "origin_refused"))
        if origin is not None and request.method == hdrs.METH_OPTIONS:
            return web.Response(status=204)
        return await handler(request)

    return guard
