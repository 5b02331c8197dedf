"""Devices that leave: which runs of this node that concerns, and who left. What is done then is `loading.py`'s."""

import asyncio
from collections.abc import Callable, Collection

from app.domain.ids import LeaseId, PeerId
from app.domain.placement import Shard
from app.domain.recovery import Gone, Loss
from app.domain.sentence import say
from app.domain.state import Ready
from app.lib.tasks import TaskOwner
from app.node.directory import Directory
from app.node.recovering import Recoveries
from app.node.run import ModelRun

GIVE_BACK_SECONDS = 2.5
"""How long a load waits for what ended hosts held; a peer that does not take it back by then is counted as it says."""


class Losses:
    """Hears of leases and peers that are gone, and of peers that come.

    Args:
        directory: Who may hold layers.
        recoveries: What is on its way back.
        runs: What is loaded, being loaded, or ending: a host notices a loss before its cause is told.
        end: Ends a loaded run that lost these devices, which were silent for so many seconds.
    """

    def __init__(
        self,
        directory: Directory,
        recoveries: Recoveries,
        runs: Callable[[], tuple[ModelRun, ...]],
        end: Callable[[ModelRun, tuple[Loss, ...], float], None],
    ) -> None:
        self._directory = directory
        self._recoveries = recoveries
        self._runs = runs
        self._end = end
        self._tasks = TaskOwner("losses")

    def lease_lost(self, lease_id: LeaseId) -> None:
        """A shard is gone: an idle host would not notice, so it is ended; one that loads is planned anew."""
        for run in self._runs():
            if (shard := run.lose_lease(lease_id)) is not None:
                self._lost(run, shard)

    def peer_lost(self, peer_id: PeerId, how: Gone = Gone.LEFT) -> None:
        """All shards on a peer are gone; said also where the link process ended and could name no lease."""
        self._directory.went(peer_id, self._directory.silent_seconds(peer_id))
        for run in self._runs():
            if (shard := run.lose_peer(peer_id, "it has left")) is not None:
                self._lost(run, shard, how)

    def device_lost(self, device_id: str) -> None:
        """A given worker is gone."""
        for run in self._runs():
            if run.lose_device(device_id, "it gives no answer") is not None:
                self._recoveries.note_loss(run.facts.model_id)
                if isinstance(run.status, Ready):
                    self._end(run, (Loss(device_id),), 0.0)
                self._recoveries.lose(run.facts.model_id, Loss(device_id))

    async def replace_without(self, peer_id: PeerId, how: Gone) -> None:
        """A peer is about to leave: what runs on it ends, and goes on with who is left.

        It is not planned with again until it says something new and that it lends memory, or its link comes anew.

        Returns:
            When its leases here are given back, or it did not take them for a while.
        """
        self._directory.set_aside(peer_id, say("it is about to stop sharing"))
        runs = self._end_those(lambda run: run.lose_peer(peer_id, say("it is about to stop sharing")), how)
        await self.wait_until_freed(runs)

    async def hand_over(self, peer_id: PeerId, lease_ids: Collection[LeaseId], how: Gone) -> None:
        """As `replace_without`, for some leases of a peer that stays."""
        runs = self._end_those(lambda run: next((s for i in lease_ids if (s := run.lose_lease(i, peer_id))), None), how)
        await self.wait_until_freed(runs)

    async def wait_until_freed(self, runs: tuple[ModelRun, ...]) -> None:
        """What they hold is given back, or a peer did not take it for a while."""
        if freed := [self._tasks.spawn(run.freed.wait(), "freed", awaited=True) for run in runs]:
            await asyncio.wait(freed, timeout=GIVE_BACK_SECONDS)

    async def close(self) -> None:
        """Wait for nothing any more."""
        await self._tasks.close()

    def _end_those(self, lose: Callable[[ModelRun], Shard | None], how: Gone) -> tuple[ModelRun, ...]:
        ending = []
        for run in self._runs():
            if (shard := lose(run)) is not None:
                ending.append(run)
                self._lost(run, shard, how)
        return tuple(ending)

    def peer_came(self, peer_id: PeerId) -> None:
        """The link to a peer is up."""
        self._directory.came(peer_id)

    def _lost(self, run: ModelRun, shard: Shard, how: Gone = Gone.LEFT) -> None:
        loss = Loss(shard.node_name, how)
        self._recoveries.note_loss(run.facts.model_id)
        if isinstance(run.status, Ready):
            self._end(run, (loss,), self._directory.silent_seconds(shard.peer_id))
        self._recoveries.lose(run.facts.model_id, loss)
