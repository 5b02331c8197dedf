"""Lending with real workers: whatever happens while one starts, it is either granted or gone."""

import asyncio
import sys
from dataclasses import replace
from pathlib import Path
from typing import cast

import psutil
import pytest

from app.domain.errors import UserError
from app.domain.ids import LeaseId, ModelId, PeerId
from app.domain.version import RpcVersion
from app.engine.programs import find_programs
from app.engine.weight_cache import WeightCache
from app.lib.tasks import TaskOwner
from app.node.allowance import Allowance
from app.node.given_workers import GivenWorkers
from app.node.lender import Lender
from app.node.membership import Membership
from app.node.messages import LeaseGranted, LeaseRefused, LeaseRequest
from app.node.problems import Problems
from app.node.workshop import Workshop
from tests.domain.builders import GB, cpu

PEER = PeerId("peer")
REQUEST = LeaseRequest(LeaseId("lease"), ModelId("m"), "tiny", "CPU", "layers 1 to 6", GB)


class LinkBook:
    """A link that only notes what it serves; it may have ended."""

    def __init__(self) -> None:
        self.served: set[LeaseId] = set()
        self.has_ended = False

    async def serve_lease(
        self,
        lease_id: LeaseId,
        peer_id: PeerId,
        worker_port: int,
        limit_bytes: int,
        weights_directory: Path | None = None,
        weights_bytes: int = 0,
        expects_sources: bool = False,
    ) -> None:
        if self.has_ended:
            raise UserError("The link has ended", "It starts again by itself.", code="link_failed")
        self.served.add(lease_id)

    async def end_lease(self, lease_id: LeaseId) -> None:
        self.served.discard(lease_id)


class Neighbourhood:
    """A membership that consists of its link."""

    swarm_name = "amber-fox"

    def __init__(self) -> None:
        self.link = LinkBook()


def _nothing() -> None:
    """Nobody has to know."""


class Lending:
    """A lender, and what there is to see of it."""

    def __init__(self, folder: Path) -> None:
        self.swarm = Neighbourhood()
        self.allowance = Allowance((cpu(2 * GB),))
        self.lender = Lender(
            Workshop(
                programs=find_programs(),
                peer_id=PeerId("own"),
                threads=1,
                runtime_directory=folder,
                weight_cache=WeightCache(folder),
                allowance=self.allowance,
                membership=lambda: cast(Membership, self.swarm),
                changed=lambda: None,
                given=GivenWorkers((), RpcVersion(7, 0, 0), Problems(_nothing), _nothing, lambda device_id: None),
            )
        )
        self._before = set(psutil.Process().children(recursive=True))

    def processes(self) -> set[psutil.Process]:
        return set(psutil.Process().children(recursive=True)) - self._before

    def has_nothing(self) -> bool:
        held = self.allowance.devices[0].used_bytes or self.lender.shards or self.swarm.link.served
        return not held and not self.processes()

    async def begin(self) -> "asyncio.Task[LeaseGranted | LeaseRefused]":
        task = TaskOwner("test").spawn(self.lender.grant(PEER, REQUEST), "grant", awaited=True)
        for _ in range(20):  # far from listening
            await asyncio.sleep(0)
        return task


@pytest.fixture
def lending(tmp_path: Path) -> Lending:
    return Lending(tmp_path)


async def test_a_lease_holds_memory_and_a_worker_until_its_peer_ends_it(lending: Lending) -> None:
    assert await lending.lender.grant(PEER, REQUEST) == LeaseGranted(REQUEST.lease_id)
    assert lending.allowance.devices[0].used_bytes == GB
    assert lending.swarm.link.served == {REQUEST.lease_id}
    await lending.lender.end(REQUEST.lease_id, PeerId("another"))
    assert [shard.peer_id for shard in lending.lender.shards] == [PEER]
    await lending.lender.end(REQUEST.lease_id, PEER)
    assert lending.has_nothing()


async def test_a_refusal_says_why(lending: Lending) -> None:
    refused = await lending.lender.grant(PEER, REQUEST, unwilling="its owner has paused sharing")
    assert refused == LeaseRefused("its owner has paused sharing", 0)
    assert lending.has_nothing()


async def test_the_end_of_a_lease_can_be_waited_for(lending: Lending) -> None:
    await lending.lender.wait_for_end([REQUEST.lease_id])
    await lending.lender.grant(PEER, REQUEST)
    (held,) = lending.lender.held
    assert (held.peer_id, held.device_id, held.held_bytes) == (PEER, "CPU", GB)
    waiting = TaskOwner("test").spawn(lending.lender.wait_for_end([REQUEST.lease_id]), "wait", awaited=True)
    await asyncio.sleep(0)
    assert not waiting.done()
    await lending.lender.end(REQUEST.lease_id)
    await waiting
    assert lending.has_nothing()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits a process's private memory")
async def test_the_system_limits_a_lent_worker_to_little_more_than_its_lease(lending: Lending) -> None:
    await lending.lender.grant(PEER, replace(REQUEST, message_bytes=GB // 10))
    (worker,) = (p for p in lending.processes() if p.name().startswith("ggml-rpc-server"))
    limit_bytes, highest_bytes = worker.rlimit(psutil.RLIMIT_DATA)
    assert limit_bytes == highest_bytes
    assert GB + GB // 10 < limit_bytes < GB + GB // 5 + GB // 10
    await lending.lender.end(REQUEST.lease_id)


@pytest.mark.parametrize("link_has_ended", [False, True])
async def test_a_peer_that_goes_while_its_worker_starts_leaves_nothing(lending: Lending, link_has_ended: bool) -> None:
    granting = await lending.begin()
    lending.swarm.link.has_ended = link_has_ended
    await lending.lender.end(REQUEST.lease_id)
    assert isinstance(await granting, LeaseRefused)
    assert lending.has_nothing()


async def test_a_link_that_ends_while_the_worker_starts_leaves_nothing(lending: Lending) -> None:
    granting = await lending.begin()
    lending.swarm.link.has_ended = True
    assert isinstance(await granting, LeaseRefused)
    assert lending.has_nothing()


async def test_a_request_that_is_cancelled_leaves_nothing(lending: Lending) -> None:
    granting = await lending.begin()
    granting.cancel()
    await asyncio.wait([granting])
    assert lending.has_nothing()


async def test_ending_leaves_nothing_also_when_a_lease_is_just_being_ended(lending: Lending) -> None:
    await lending.lender.grant(PEER, REQUEST)
    lending.lender.end_all_of(PEER)
    await asyncio.sleep(0)
    await lending.lender.close()
    assert lending.has_nothing()
    assert isinstance(await lending.lender.grant(PEER, REQUEST), LeaseRefused)


async def test_a_lease_that_was_given_back_before_it_was_asked_for_is_not_granted(lending: Lending) -> None:
    """Who asked has stopped waiting: the release of a slow request may overtake it."""
    await lending.lender.end(REQUEST.lease_id, PEER)
    assert isinstance(await lending.lender.grant(PEER, REQUEST), LeaseRefused)
    assert lending.has_nothing()


async def test_who_ends_a_lease_that_is_being_ended_waits_until_its_memory_is_free(lending: Lending) -> None:
    await lending.lender.grant(PEER, REQUEST)
    lending.lender.end_soon(REQUEST.lease_id)
    await asyncio.sleep(0)
    await lending.lender.end(REQUEST.lease_id, PEER)
    assert lending.has_nothing()
