"""The API on the local network: the OpenAI endpoints with a key, and nothing else. A separate switch opens it.

It follows the computer's addresses as they come and go. Requests must name this computer by one of them or by its
host name, so that no page of a browser reaches it under another name.
"""

import asyncio
import datetime
import errno
import logging
import socket
import ssl
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from aiohttp import web

from app.api.application import make_application, make_runner
from app.api.certificate import own_certificate
from app.api.guard import allow_local_pages, guard_network
from app.api.keys import guard_answers
from app.api.listeners import BACKLOG, listening_socket
from app.api.node_face import NodeFace
from app.api.openai import OpenAiEndpoints
from app.domain.errors import Problem, UserError
from app.domain.preference import NO_LAN_ACCESS, LanAccess
from app.domain.sentence import say
from app.lib.tasks import TaskOwner
from app.routing.gateway import Gateway

_log = logging.getLogger(__name__)

FOLLOW_SECONDS = 5.0
"""How often the computer's addresses are looked at."""

type Mode = Literal["off", "http", "https"]


class LanServer:
    """Serves other machines of the network, while it is open.

    Args:
        node: The running app.
        data_directory: Where the certificate is kept.
        addresses: This computer's addresses in its network, now.
        changed: Takes how it is reached, and what keeps it from being reached.
    """

    def __init__(
        self,
        node: NodeFace,
        data_directory: Path,
        addresses: Callable[[], tuple[str, ...]],
        changed: Callable[[LanAccess, Problem | None], None],
    ) -> None:
        self._node = node
        self._data_directory = data_directory
        self._addresses = addresses
        self._changed = changed
        self._reported: tuple[LanAccess, Problem | None] = (NO_LAN_ACCESS, None)
        self._tasks = TaskOwner("lan")
        self._changing = asyncio.Lock()
        self._gateway: Gateway | None = None
        self._runner: web.AppRunner | None = None
        self._sites: dict[str, web.BaseSite] = {}
        self._context: ssl.SSLContext | None = None

    async def open(self, mode: Mode, address: str | None, port: int) -> None:
        """Listen this way from now on; `off` ends it, with every request that is open.

        Args:
            mode: Whether, and whether encrypted.
            address: Where; None for every address of this computer in its network.
            port: The port of the local API.
        """
        async with self._changing:
            await self._close()
            if mode == "off":
                self._report(NO_LAN_ACCESS, None)
                return
            fingerprint = ""
            if mode == "https":
                try:
                    fingerprint = await asyncio.to_thread(self._load_certificate)
                except UserError as error:
                    self._report(NO_LAN_ACCESS, error.problem)
                    return
            self._runner = make_runner(self._application())
            await self._runner.setup()
            await self._follow(address, port, fingerprint)
            self._tasks.spawn(self._follow_for_ever(address, port, fingerprint), "follow")

    async def stop(self) -> None:
        """Stop listening."""
        async with self._changing:
            await self._close()

    def _application(self) -> web.Application:
        self._gateway = Gateway(self._node.answers)
        app = make_application(guard_network(self._names), guard_answers(self._node, from_network=True))
        app.on_response_prepare.append(allow_local_pages)
        OpenAiEndpoints(self._node, self._gateway, local_only=False).add_to(app)
        return app

    def _names(self) -> frozenset[str]:
        """By what requests may call this computer."""
        return frozenset((*self._sites, *host_names()))

    def _load_certificate(self) -> str:
        names = (*host_names(), *self._addresses())
        certificate = own_certificate(self._data_directory, names, datetime.datetime.now(datetime.UTC))
        self._context = certificate.context
        return certificate.fingerprint

    async def _follow_for_ever(self, address: str | None, port: int, fingerprint: str) -> None:
        while True:
            await asyncio.sleep(FOLLOW_SECONDS)
            await self._follow(address, port, fingerprint)

    async def _follow(self, address: str | None, port: int, fingerprint: str) -> None:
        """Listen at the addresses that there are now, and no longer at those that are gone."""
        there = await asyncio.to_thread(self._addresses)
        wanted = there if address is None else (address,)
        for gone in set(self._sites) - set(wanted):
            await self._sites.pop(gone).stop()
        problem: Problem | None = None
        for host in wanted:
            if host not in self._sites:
                try:
                    await self._listen(host, port)
                except OSError as error:
                    problem = _not_bound(host, port, error)
        if not wanted:
            problem = Problem(
                say("No network"), say("This computer is in no network: nobody else can reach its API now.")
            )
        scheme = "https" if self._context else "http"
        urls = tuple(f"{scheme}://{host}:{port}/v1" for host in wanted if host in self._sites)
        self._report(LanAccess(urls, fingerprint if urls else ""), problem)

    def _report(self, access: LanAccess, problem: Problem | None) -> None:
        if (access, problem) != self._reported:
            self._reported = (access, problem)
            self._changed(access, problem)

    async def _listen(self, host: str, port: int) -> None:
        assert self._runner is not None
        opened = listening_socket(socket.AF_INET, host, port)
        try:
            site = web.SockSite(self._runner, opened, ssl_context=self._context, backlog=BACKLOG)
            await site.start()
        except BaseException:
            opened.close()
            raise
        self._sites[host] = site
        _log.info("the API listens at %s:%d, %s", host, port, "encrypted" if self._context else "not encrypted")

    async def _close(self) -> None:
        await self._tasks.close()
        self._tasks = TaskOwner("lan")
        runner, self._runner = self._runner, None
        self._sites.clear()
        self._context = None
        if runner is not None:
            await runner.cleanup()
        gateway, self._gateway = self._gateway, None
        if gateway is not None:
            await gateway.close()


def host_names() -> tuple[str, ...]:
    """What this computer is called in its network, also by mDNS."""
    name = socket.gethostname().lower().rstrip(".")
    first = name.partition(".")[0]
    return tuple(dict.fromkeys(found for found in (name, first, f"{first}.local") if found.isascii() and first))


def _not_bound(host: str, port: int, error: OSError) -> Problem:
    reason: str
    hint: str
    if error.errno == errno.EADDRNOTAVAIL:
        reason = say("This computer does not have the address {host} now.", host=host)
        hint = say("Choose another in the settings.")
    elif error.errno == errno.EADDRINUSE:
        reason = say("Port {port} at {host} is used by another program.", port=str(port), host=host)
        hint = say("End it, or choose another port.")
    else:
        place = f"{host}:{port}"
        reason = say("{place} cannot be opened: {reason}.", place=place, reason=error.strerror or str(error))
        hint = ""
    return Problem(say("The API is not open to the network"), reason, hint, "lan_refused")
