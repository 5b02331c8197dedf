"""LocalAI's own endpoints about the swarm, so that its scripts and dashboards keep working; behind the local key.

Paths and JSON are those of its source in 2026: core/http/routes/localai.go and ui_api.go, core/schema/localai.go.
There, workers and federated nodes are different programs. Here a device is a worker when it lends memory and federated
when it has models to answer with; most are both. Hearth runs no MLX workers.
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from app.api.node_face import NodeFace
from app.domain.state import AppState, Away, Joined, PeerState

WORKER, FEDERATED = "worker", "federated"


@dataclass(frozen=True, slots=True)
class _Service:
    """A device in one of LocalAI's two roles."""

    peer: PeerState
    role: str

    @property
    def is_online(self) -> bool:
        return not isinstance(self.peer.status, Away)

    def last_seen(self, now: float) -> str:
        seen_at = now if not isinstance(self.peer.status, Away) else self.peer.status.seen_at or 0.0
        return datetime.fromtimestamp(seen_at, UTC).isoformat().replace("+00:00", "Z")

    def as_node_data(self, now: float) -> dict[str, Any]:
        """As `/api/p2p` lists it."""
        return {
            "Name": self.peer.name,
            "ID": self.peer.peer_id,
            "TunnelAddress": self.peer.address,
            "ServiceID": self.role,
            "LastSeen": self.last_seen(now),
        }

    def as_row(self, now: float) -> dict[str, Any]:
        """As `/api/p2p/workers` and `/api/p2p/federation` list it."""
        return {
            "name": self.peer.name,
            "id": self.peer.peer_id,
            "tunnelAddress": self.peer.address,
            "serviceID": self.role,
            "lastSeen": self.last_seen(now),
            "isOnline": self.is_online,
        }


def workers(state: AppState) -> tuple[_Service, ...]:
    """The other devices that lend memory, in the order of their ids."""
    return _services(state, (p for p in state.peers if p.sharing and p.offered_bytes and not p.is_self), WORKER)


def federated(state: AppState) -> tuple[_Service, ...]:
    """The devices with models to answer with, this one too, in the order of their ids."""
    holders = {peer_id for model in state.models for peer_id in model.on_nodes}
    return _services(state, (p for p in state.peers if p.peer_id in holders), FEDERATED)


def _services(state: AppState, peers: Iterable[PeerState], role: str) -> tuple[_Service, ...]:
    if not isinstance(state.swarm, Joined):
        return ()
    return tuple(_Service(peer, role) for peer in sorted(peers, key=lambda peer: peer.peer_id))


class LocalAiEndpoints:
    """The swarm in LocalAI's words.

    Args:
        node: The running app.
    """

    def __init__(self, node: NodeFace) -> None:
        self._node = node

    def add_to(self, app: web.Application) -> None:
        """Register every route."""
        app.router.add_get("/api/p2p", self._nodes)
        app.router.add_get("/api/p2p/token", self._token)
        app.router.add_get("/p2p/token", self._token)
        app.router.add_get("/api/p2p/workers", self._workers)
        app.router.add_get("/api/p2p/federation", self._federation)
        app.router.add_get("/api/p2p/stats", self._stats)

    async def _nodes(self, request: web.Request) -> web.Response:
        state, now = self._node.snapshot, time.time()
        worker_nodes = [service.as_node_data(now) for service in workers(state)]
        return web.json_response(
            {
                "llama_cpp_nodes": worker_nodes,
                "federated_nodes": [service.as_node_data(now) for service in federated(state)],
                "mlx_nodes": [],
                "nodes": worker_nodes,  # as its documentation has it
            }
        )

    async def _token(self, request: web.Request) -> web.Response:
        return web.Response(text=await self._node.token() or "")

    async def _workers(self, request: web.Request) -> web.Response:
        now = time.time()
        rows = [service.as_row(now) for service in workers(self._node.snapshot)]
        return web.json_response({"llama_cpp": {"nodes": rows}, "mlx": {"nodes": []}, "nodes": rows})

    async def _federation(self, request: web.Request) -> web.Response:
        now = time.time()
        return web.json_response({"nodes": [service.as_row(now) for service in federated(self._node.snapshot)]})

    async def _stats(self, request: web.Request) -> web.Response:
        state = self._node.snapshot
        worker_counts = _counts(workers(state))
        return web.json_response(
            {
                "llama_cpp_workers": worker_counts,
                "federated": _counts(federated(state)),
                "mlx_workers": {"online": 0, "total": 0},
                "workers": worker_counts,  # as its documentation has it
            }
        )


def _counts(services: tuple[_Service, ...]) -> dict[str, int]:
    return {"online": sum(service.is_online for service in services), "total": len(services)}
