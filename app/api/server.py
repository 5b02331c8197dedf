"""The local API: aiohttp on 127.0.0.1 and, where there is IPv6, on ::1. It puts the endpoints together."""

import errno
import socket
from collections.abc import Callable, Collection

from aiohttp import web

from app.api.application import make_application, make_runner
from app.api.guard import allow_local_pages, guard_browser, guard_management
from app.api.keys import KeyEndpoints, guard_answers
from app.api.listeners import BACKLOG, listening_socket
from app.api.localai import LocalAiEndpoints
from app.api.manage import ManageEndpoints
from app.api.manage_household import HouseholdEndpoints
from app.api.manage_hub import HubEndpoints
from app.api.manage_invites import InviteEndpoints
from app.api.manage_library import LibraryEndpoints
from app.api.manage_network import NetworkEndpoints
from app.api.manage_plans import PlanEndpoints
from app.api.manage_settings import SettingsEndpoints
from app.api.manage_sharing import SharingEndpoints
from app.api.node_face import NodeFace
from app.api.openai import OpenAiEndpoints
from app.domain.errors import UserError
from app.domain.sentence import say
from app.routing.gateway import Gateway

_NO_IPV6 = (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT, errno.EPROTONOSUPPORT)


class ApiServer:
    """Serves programs of this computer.

    Args:
        node: The running app.
        port: TCP port; 0 takes any free one.
        host: Where to listen; with the default also on ::1.
        who_listens: Names the program that has a port, with its process id; None when it cannot be known.
        quit_app: Ends the whole program, soon after it returns.
        allowed_origins: Web pages that may use the API besides those served from this computer.
        answers: Whether there are OpenAI endpoints; without them it only manages the node.
    """

    def __init__(
        self,
        node: NodeFace,
        port: int,
        host: str = "127.0.0.1",
        *,
        who_listens: Callable[[int], str | None],
        quit_app: Callable[[], None],
        allowed_origins: Collection[str] = (),
        answers: bool = True,
    ) -> None:
        self.port = port
        self._host = host
        self._who_listens = who_listens
        self._gateway = Gateway(node.answers)
        app = make_application(
            guard_browser(allowed_origins), guard_management(node.local_key), guard_answers(node, from_network=False)
        )
        app.on_response_prepare.append(allow_local_pages)
        if answers:
            OpenAiEndpoints(node, self._gateway, local_only=False).add_to(app)
        ManageEndpoints(node, quit_app).add_to(app)
        HouseholdEndpoints(node).add_to(app)
        InviteEndpoints(node.invites).add_to(app)
        SharingEndpoints(node.sharing).add_to(app)
        PlanEndpoints(node.plans).add_to(app)
        NetworkEndpoints(node.network).add_to(app)
        LocalAiEndpoints(node).add_to(app)
        LibraryEndpoints(node.library).add_to(app)
        HubEndpoints(node.hub).add_to(app)
        SettingsEndpoints(node.preferences).add_to(app)
        KeyEndpoints(node.keys).add_to(app)
        app.router.add_get("/", _greeting)
        self._runner = make_runner(app)

    @property
    def url(self) -> str:
        """The base address for OpenAI clients."""
        return f"http://{self._host}:{self.port}/v1"

    async def start(self) -> None:
        """Listen; `port` is the real one afterwards.

        Raises:
            UserError: The port is in use (`port_in_use`).
        """
        listeners = self._bind()
        await self._runner.setup()
        for listener in listeners:
            await web.SockSite(self._runner, listener, backlog=BACKLOG).start()

    async def stop(self) -> None:
        """End every open request and stop listening."""
        await self._runner.cleanup()
        await self._gateway.close()

    def _bind(self) -> list[socket.socket]:
        any_port = self.port == 0
        try:
            listeners = [listening_socket(socket.AF_INET, self._host, self.port)]
        except OSError as error:
            raise self._not_bound(error) from error
        self.port = listeners[0].getsockname()[1]
        if self._host != "127.0.0.1":
            return listeners
        try:
            listeners.append(listening_socket(socket.AF_INET6, "::1", self.port))
        except OSError as error:
            # A program that has this port on ::1 would get what is meant for Hearth at `localhost`.
            if error.errno not in _NO_IPV6 and not any_port:
                listeners[0].close()
                raise self._not_bound(error) from error
        return listeners

    def _not_bound(self, error: OSError) -> UserError:
        if error.errno != errno.EADDRINUSE:
            why = error.strerror or str(error)
            reason = say("Port {port} cannot be opened: {reason}.", port=str(self.port), reason=why)
            hint = say("Choose another port with --api-port.")
            return UserError(say("The API cannot start"), reason, hint, "port_refused")
        owner = self._who_listens(self.port) or say("another program")
        port, other = str(self.port), str(self.port + 1)
        return UserError(
            say("Port {port} is in use", port=port),
            say("Port {port} of this computer is used by {owner}.", port=port, owner=owner),
            say("End that program, or start Hearth with another port: --api-port {other}.", other=other),
            "port_in_use",
        )


async def _greeting(request: web.Request) -> web.Response:
    return web.json_response({"name": "Hearth", "openai_base": "/v1", "models": "/v1/models", "health": "/health"})
