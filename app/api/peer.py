"""What peers may ask of this node over their links: the OpenAI endpoints, answered by hosts of this node, how those
hosts read a prompt, and no more.

It listens on a Unix socket in the runtime folder, which only this user's link process reaches (on systems without Unix
sockets, on a loopback port). The link has checked who the peer is.
"""

import socket
from pathlib import Path

from aiohttp import web

from app.api.application import make_application, make_runner
from app.api.node_face import NodeFace
from app.api.openai import OpenAiEndpoints
from app.api.prompts import PromptEndpoints
from app.routing.gateway import Gateway


class PeerApiServer:
    """Serves peers.

    Args:
        node: The running app.
        endpoint: `unix:/path` or `tcp:127.0.0.1:port`.
    """

    def __init__(self, node: NodeFace, endpoint: str) -> None:
        self._gateway = Gateway(node.answers)
        self._endpoint = endpoint
        app = make_application()
        OpenAiEndpoints(node, self._gateway, local_only=True).add_to(app)
        PromptEndpoints(self._gateway).add_to(app)
        self._runner = make_runner(app)

    async def start(self) -> None:
        """Listen.

        Raises:
            OSError: The socket cannot be made.
        """
        await self._runner.setup()
        await web.SockSite(self._runner, _listener(self._endpoint)).start()

    async def stop(self) -> None:
        """End what peers are being answered, and stop listening."""
        await self._runner.cleanup()
        await self._gateway.close()
        _remove(self._endpoint)


def _listener(endpoint: str) -> socket.socket:
    if not endpoint.startswith("unix:"):
        host, _, port = endpoint.removeprefix("tcp:").rpartition(":")
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listener.bind((host, int(port)))
        return listener
    _remove(endpoint)  # of a run that was killed
    path = Path(endpoint.removeprefix("unix:"))
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.bind(str(path))
    path.chmod(0o600)
    return listener


def _remove(endpoint: str) -> None:
    if endpoint.startswith("unix:"):
        Path(endpoint.removeprefix("unix:")).unlink(missing_ok=True)
