"""A node with its two HTTP faces: one for programs on this computer, one for peers through the link.

Part of the composition root: the only place beside `__main__` that knows both the node and its faces.
"""

from collections.abc import Callable

from app.api.lan import LanServer
from app.api.peer import PeerApiServer
from app.api.server import ApiServer
from app.node.node import Node
from app.node.options import NodeOptions
from app.system.instance import write_instance
from app.system.interfaces import home_hosts
from app.system.ports import who_listens


class ServedNode(Node):
    """A node that also listens.

    Args:
        options: How to start the node.
        quit_app: Ends the program, for `hearth quit`.
        answers: Whether programs of this computer find OpenAI endpoints here.
    """

    def __init__(self, options: NodeOptions, quit_app: Callable[[], None], *, answers: bool = True) -> None:
        super().__init__(options)
        self._answers = answers
        self._data_directory = options.paths.data
        self._api = ApiServer(
            self, options.settings.api_port, who_listens=who_listens, quit_app=quit_app, answers=answers
        )
        self._peer_api = PeerApiServer(self, options.peer_api_endpoint)
        self._lan_api = LanServer(self, options.paths.data, home_hosts, self.api_place.open_to_network)
        if answers:
            for name in ("lan_access", "lan_address"):
                self.preferences.take_effect(name, self._open_to_network)

    async def start(self) -> None:
        """Listen first, so that a port in use is said at once, then start the node.

        Raises:
            UserError: The port is in use.
        """
        await self._api.start()
        await self._peer_api.start()
        write_instance(self._data_directory, self._api.port, self.local_key)
        self.api_place.listening(self._api.url if self._answers else "")
        await super().start()
        if self._answers:
            await self._open_to_network()

    async def _open_to_network(self) -> None:
        """As the settings want it."""
        await self._lan_api.open(self._settings.current.lan_access, self._settings.current.lan_address, self._api.port)

    async def stop(self) -> None:
        """Stop listening, then stop the node."""
        await self._lan_api.stop()
        await self._api.stop()
        await super().stop()
        await self._peer_api.stop()
