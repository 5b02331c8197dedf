"""How busy the peers are, as they say over their links, and what this node says of itself to them.

What of it decides a route is for `places.py`.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace

from app.domain.errors import UserError
from app.domain.ids import ModelId, PeerId
from app.domain.load import ModelLoad, NodeLoad, Willingness, decode_load, encode_load
from app.lib.tasks import TaskOwner
from app.node.membership import Membership

_log = logging.getLogger(__name__)

TELL_SECONDS = 0.05
"""Peers are told of changes at most this often."""


@dataclass(frozen=True, slots=True)
class _Heard:
    """What a peer said last, and how many requests this node had there then, by model."""

    load: NodeLoad
    own: Counter[ModelId]


class Loads:
    """Loads of this node and of its peers.

    Args:
        membership: The swarm it is in now.
        own: This node's load now.
    """

    def __init__(self, membership: Callable[[], Membership | None], own: Callable[[], NodeLoad]) -> None:
        self._membership = membership
        self._own = own
        self._tasks = TaskOwner("loads")
        self._heard: dict[PeerId, _Heard] = {}
        self._sent: dict[PeerId, Counter[ModelId]] = {}
        self._told: tuple[Membership, str] | None = None
        self._telling: asyncio.Task[None] | None = None
        self._news = asyncio.Event()

    # -- peers ----------------------------------------------------------------------------------------------

    def heard(self, peer_id: PeerId, text: str) -> None:
        """A peer says how busy it is; what is not a load is ignored."""
        try:
            load = decode_load(text)
        except ValueError as error:
            _log.info("the load of %s is ignored: %s", peer_id, error)
            return
        self._heard[peer_id] = _Heard(load, self._sent.get(peer_id, Counter()).copy())
        self._wake()

    def lost(self, peer_id: PeerId) -> None:
        """A peer is gone: what it said does not hold any more."""
        self._heard.pop(peer_id, None)
        self._wake()

    def willingness(self, peer_id: PeerId) -> Willingness:
        """Whether a peer takes requests of others; one of a version that does not say so does."""
        heard = self._heard.get(peer_id)
        return heard.load.willingness if heard else Willingness.OPEN

    def of(self, peer_id: PeerId, model_id: ModelId, slots: int) -> ModelLoad:
        """How busy a model of a peer is: what it said, and what this node has sent there since.

        Args:
            peer_id: The peer.
            model_id: The model.
            slots: Where the peer does not say it.
        """
        sent = self._sent[peer_id][model_id] if peer_id in self._sent else 0
        heard = self._heard.get(peer_id)
        said = heard.load.of(model_id) if heard else None
        if heard is None or said is None:
            return ModelLoad(min(sent, slots), slots, max(0, sent - slots))
        # What it said before a request had come to it holds none of that request, though it was heard afterwards.
        counted = min(heard.own[model_id], said.active + said.waiting)
        since = max(0, sent - counted)
        active = min(said.slots, said.active + since)
        return replace(said, active=active, waiting=said.waiting + said.active + since - active)

    def begin(self, peer_id: PeerId, model_id: ModelId) -> None:
        """A request goes to a peer."""
        self._sent.setdefault(peer_id, Counter())[model_id] += 1

    def end(self, peer_id: PeerId, model_id: ModelId) -> None:
        """It is over."""
        sent = self._sent[peer_id]
        sent[model_id] -= 1
        if sent[model_id] <= 0:
            del sent[model_id]
            if not sent:
                del self._sent[peer_id]
        self._wake()

    async def news(self) -> None:
        """Wait until something has changed."""
        await self._news.wait()

    def _wake(self) -> None:
        self._news.set()
        self._news = asyncio.Event()

    # -- this node ------------------------------------------------------------------------------------------

    def changed(self) -> None:
        """This node's load, or its swarm, may have changed: the peers are told, if so."""
        self._wake()
        if self._telling is None or self._telling.done():
            self._telling = self._tasks.spawn(self._tell(), "tell")

    async def close(self) -> None:
        """Tell nobody any more."""
        await self._tasks.close()

    async def _tell(self) -> None:
        while (membership := self._membership()) is not None:
            text = encode_load(self._own())
            if self._told == (membership, text):
                return
            try:
                await membership.set_load(text)
            except UserError as error:
                _log.debug("the link does not tell the load: %s", error)
                return
            self._told = (membership, text)
            await asyncio.sleep(TELL_SECONDS)
