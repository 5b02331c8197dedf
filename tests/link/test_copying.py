"""Copies of models between real link processes: whole, from several, and gone on with after whatever happens."""

import asyncio
import contextlib
import os
import signal
import socket
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from app.domain.model_files import part_names
from app.link.events import CopyEnded, CopyProgress, CopyStep, SourceDropped
from app.link.file_messages import LINE_LIMIT_BYTES
from app.link.header import ChannelKind, Header, encode_header
from app.link.secure_stream import SecureStream
from app.link.tls import make_contexts
from tests.link.copy_kit import MB, ended, moved, odd_link, order, share, write_files
from tests.link.kit import LinkNode, Member, Swarm, join, running_link

SIZE = 60 * MB


@contextlib.asynccontextmanager
async def household(source: str = "", other: str = "", here: str = "") -> AsyncIterator[tuple[LinkNode, ...]]:
    """Who copies, and two others; each may be an odd link."""
    swarm = Swarm()
    async with contextlib.AsyncExitStack() as stack:
        nodes = [
            await stack.enter_async_context(odd_link(swarm.member(), kind) if kind else running_link(swarm.member()))
            for kind in (here, source, other)
        ]
        await join(nodes[0], nodes[1])
        await join(nodes[0], nodes[2])
        yield tuple(nodes)


@pytest.fixture
def paths(tmp_path: Path) -> list[Path]:
    """A model in one file."""
    return write_files(tmp_path / "source", SIZE)


def copied(tmp_path: Path) -> bytes:
    return (tmp_path / "copy" / "big.gguf").read_bytes()


@pytest.mark.parametrize("sizes", [(1,), (8 << 20,), (40 * MB,), (20 * MB, 3 * MB, 9 * MB)])
async def test_a_model_arrives_whole(tmp_path: Path, sizes: tuple[int, ...]) -> None:
    swarm = Swarm()
    paths = write_files(tmp_path / "source", *sizes)
    async with running_link(swarm.member()) as here, running_link(swarm.member()) as there:
        await join(here, there)
        await share(there, paths)
        await here.link.copies.start(order(tmp_path / "copy", sum(sizes)), [there.peer_id])
        assert (await ended(here)).code == ""
    for path, name in zip(paths, part_names("big", len(sizes)), strict=True):
        assert (tmp_path / "copy" / name).read_bytes() == path.read_bytes()


async def test_two_who_have_it_send_at_once(tmp_path: Path, paths: list[Path]) -> None:
    async with household("slow", "slow") as (here, first, second):
        for node in (first, second):
            await share(node, paths)
        both = tuple(sorted((first.peer_id, second.peer_id)))
        await here.link.copies.start(order(tmp_path / "copy", SIZE), both)
        progress = await here.event(CopyProgress, lambda event: event.active == both)
        assert progress.step is CopyStep.MOVING
        assert (await ended(here)).code == ""
    assert copied(tmp_path) == paths[0].read_bytes()


async def test_one_that_is_lost_leaves_its_ranges_to_the_others(tmp_path: Path, paths: list[Path]) -> None:
    async with household("slow", "slow") as (here, first, second):
        for node in (first, second):
            await share(node, paths)
        both = (first.peer_id, second.peer_id)
        await here.link.copies.start(order(tmp_path / "copy", SIZE), both)
        await here.event(CopyProgress, lambda event: len(event.active) == 2)
        os.kill(first.link.pid, signal.SIGKILL)
        assert (await ended(here)).code == ""
    assert copied(tmp_path) == paths[0].read_bytes()


async def test_the_only_one_is_waited_for_and_gone_on_with(tmp_path: Path, paths: list[Path]) -> None:
    swarm = Swarm()
    member = swarm.member()
    async with running_link(swarm.member()) as here:
        async with odd_link(member, "slow") as there:
            await join(here, there)
            await share(there, paths)
            await here.link.copies.start(order(tmp_path / "copy", SIZE), [there.peer_id])
            done_bytes = (await moved(here)).done_bytes
            os.kill(there.link.pid, signal.SIGKILL)
            await here.event(CopyProgress, lambda event: event.step is CopyStep.WAITING)
        async with running_link(member) as again:
            await share(again, paths)
            await join(here, again)
            assert (await moved(here, done_bytes + 1)).step in (CopyStep.MOVING, CopyStep.VERIFYING)
            assert (await ended(here)).code == ""
    assert copied(tmp_path) == paths[0].read_bytes()


@pytest.mark.parametrize("how", ["stopped", "killed"])
async def test_a_copy_goes_on_where_it_was_left(tmp_path: Path, paths: list[Path], how: str) -> None:
    swarm = Swarm()
    member = swarm.member()
    wanted = order(tmp_path / "copy", SIZE)
    async with odd_link(swarm.member(), "slow") as there:
        await share(there, paths)
        async with running_link(member) as here:
            await join(here, there)
            await here.link.copies.start(wanted, [there.peer_id])
            if how == "stopped":
                left_at = (await moved(here, 9 * MB)).done_bytes
                await here.link.copies.stop(wanted.transfer_id)
                assert (await ended(here)).code == "stopped"
            else:
                left_at = 8 * MB
                while not (tmp_path / "copy" / "chunks.json").exists():  # written every few seconds
                    await moved(here)
                os.kill(here.link.pid, signal.SIGKILL)
        async with running_link(member) as again:
            await join(again, there)
            await again.link.copies.start(wanted, [there.peer_id])
            assert (await again.event(CopyProgress, lambda e: e.done_bytes > 0)).done_bytes >= left_at
            assert (await ended(again)).code == ""
    assert copied(tmp_path) == paths[0].read_bytes()


async def test_what_was_spoilt_on_this_disk_meanwhile_is_fetched_again(tmp_path: Path, paths: list[Path]) -> None:
    wanted = order(tmp_path / "copy", SIZE)
    async with household("slow") as (here, there, _):
        await share(there, paths)
        await here.link.copies.start(wanted, [there.peer_id])
        await moved(here, 9 * MB)
        await here.link.copies.stop(wanted.transfer_id)
        change(tmp_path / "copy" / "big.gguf", 0)
        await here.link.copies.start(wanted, [there.peer_id])
        await here.event(CopyProgress, lambda event: event.step is CopyStep.VERIFYING)
        await here.event(CopyProgress, lambda event: event.step is CopyStep.MOVING and event.done_bytes < SIZE)
        assert (await ended(here)).code == ""
    assert copied(tmp_path) == paths[0].read_bytes()


def delete(path: Path) -> None:
    path.unlink()


def truncate(path: Path) -> None:
    os.truncate(path, SIZE // 2)


def replace(path: Path) -> None:
    path.unlink()
    path.write_bytes(os.urandom(SIZE))


def change(path: Path, offset: int = SIZE // 2) -> None:
    """In place, and so that its size and time are what they were."""
    before = path.stat()
    with path.open("r+b") as file:
        file.seek(offset)
        file.write(os.urandom(SIZE // 2))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (delete, "its file is gone"),
        (truncate, "its file has changed"),
        (replace, "its file has changed"),
        (change, "what it sends is damaged"),
    ],
)
async def test_a_file_that_is_spoilt_at_its_source_is_fetched_elsewhere(
    tmp_path: Path, paths: list[Path], spoil: Callable[[Path], None], reason: str
) -> None:
    elsewhere = tmp_path / "elsewhere" / "0.gguf"
    elsewhere.parent.mkdir()
    elsewhere.write_bytes(paths[0].read_bytes())
    content = paths[0].read_bytes()
    async with household("slow") as (here, first, second):
        await share(first, paths)
        await here.link.copies.start(order(tmp_path / "copy", SIZE), [first.peer_id])
        await moved(here)
        spoil(paths[0])
        dropped = await here.event(SourceDropped)
        assert dropped == SourceDropped("copy", first.peer_id, reason)
        assert (await ended(here)).code == "no_source"
        await share(second, [elsewhere])
        await here.link.copies.start(order(tmp_path / "copy", SIZE), [second.peer_id])
        assert (await here.event(CopyProgress, lambda event: event.done_bytes > 0)).done_bytes >= 8 * MB
        assert (await ended(here)).code == ""
    assert copied(tmp_path) == content


@pytest.mark.parametrize("odd", ["lying", "babbling"])
async def test_one_that_sends_garbage_is_named_and_not_asked_again(tmp_path: Path, paths: list[Path], odd: str) -> None:
    async with household(odd) as (here, bad, good):
        for node in (bad, good):
            await share(node, paths)
        await here.link.copies.start(order(tmp_path / "copy", SIZE), [bad.peer_id])
        dropped = await here.event(SourceDropped)
        assert dropped.peer_id == bad.peer_id
        assert dropped.reason in ("what it sends is damaged", "it sends something that makes no sense")
        assert (await ended(here)).code == "no_source"
        await here.link.copies.start(order(tmp_path / "copy", SIZE), [bad.peer_id, good.peer_id])
        assert (await ended(here)).code == ""
        assert not [event for event in here.events if isinstance(event, SourceDropped)]
    assert copied(tmp_path) == paths[0].read_bytes()


async def test_a_full_disk_stops_it_and_what_has_come_is_kept(tmp_path: Path, paths: list[Path]) -> None:
    async with household(here="full") as (here, there, _):
        await share(there, paths)
        await here.link.copies.start(order(tmp_path / "copy", SIZE), [there.peer_id])
        end = await ended(here)
        assert end.code == "disk_full"
        assert int(end.text) > 0
    async with household() as (here, there, _):
        await share(there, paths)
        await here.link.copies.start(order(tmp_path / "copy", SIZE), [there.peer_id])
        assert (await here.event(CopyProgress, lambda event: event.done_bytes > 0)).done_bytes >= 16 * MB
        assert (await ended(here)).code == ""
    assert copied(tmp_path) == paths[0].read_bytes()


async def test_a_disk_without_room_is_known_before_anything_is_fetched(tmp_path: Path, paths: list[Path]) -> None:
    async with household() as (here, there, _):
        await share(there, paths)
        await here.link.copies.start(order(tmp_path / "copy", SIZE, reserve_bytes=1 << 60), [there.peer_id])
        assert (await ended(here)).code == "disk_full"
    assert not (tmp_path / "copy" / "big.gguf").stat().st_blocks


async def test_who_has_only_just_started_is_asked_again(tmp_path: Path, paths: list[Path]) -> None:
    """A peer may be quicker than the node that is about to say what it shares."""
    async with household() as (here, there, _):
        await here.link.copies.start(order(tmp_path / "copy", SIZE), [there.peer_id])
        await asyncio.sleep(0.5)
        assert not any(isinstance(event, SourceDropped | CopyEnded) for event in here.events)
        await share(there, paths)
        assert (await ended(here)).code == ""
    assert copied(tmp_path) == paths[0].read_bytes()


async def test_what_is_not_shared_cannot_be_had(tmp_path: Path, paths: list[Path]) -> None:
    async with household() as (here, there, _):
        await share(there, paths, "its owner has paused sharing")
        await here.link.copies.start(order(tmp_path / "copy", SIZE), [there.peer_id])
        assert (await here.event(SourceDropped)).reason == "its owner has paused sharing"
        await ended(here)
        await there.link.copies.share("", {}, tmp_path / "hashes.json")
        await here.link.copies.start(order(tmp_path / "copy", SIZE), [there.peer_id])
        assert (await here.event(SourceDropped)).reason == "it does not have this model any more"
        assert (await ended(here)).code == "no_source"


async def test_an_owner_who_changes_his_mind_is_heard_in_the_middle(tmp_path: Path, paths: list[Path]) -> None:
    async with household("slow") as (here, there, _):
        await share(there, paths)
        await here.link.copies.start(order(tmp_path / "copy", SIZE), [there.peer_id])
        await moved(here)
        await share(there, paths, "its owner has paused sharing")
        assert (await here.event(SourceDropped)).reason == "its owner has paused sharing"
        assert (await ended(here)).code == "no_source"


async def test_of_files_that_differ_most_decide_which_is_copied(tmp_path: Path, paths: list[Path]) -> None:
    """All have the model by its fingerprint, which is of the header only."""
    other = write_files(tmp_path / "other", SIZE)
    swarm = Swarm()
    async with contextlib.AsyncExitStack() as stack:
        here, *those = [await stack.enter_async_context(running_link(swarm.member())) for _ in range(4)]
        for node, files in zip(those, (paths, other, paths), strict=True):
            await join(here, node)
            await share(node, files)
        await here.link.copies.start(order(tmp_path / "copy", SIZE), [node.peer_id for node in those])
        dropped = await here.event(SourceDropped)
        assert dropped == SourceDropped("copy", those[1].peer_id, "it has another file of this name")
        assert (await ended(here)).code == ""
    assert copied(tmp_path) == paths[0].read_bytes()


async def test_a_file_of_another_size_is_not_what_was_announced(tmp_path: Path, paths: list[Path]) -> None:
    async with household() as (here, there, _):
        await share(there, paths)
        await here.link.copies.start(order(tmp_path / "copy", SIZE - 1), [there.peer_id])
        assert (await here.event(SourceDropped)).reason == "its file has another size than it says"
        assert (await ended(here)).code == "no_source"


async def test_sources_may_come_later(tmp_path: Path, paths: list[Path]) -> None:
    async with household() as (here, there, _):
        await share(there, paths)
        await here.link.copies.start(order(tmp_path / "copy", SIZE), [])
        await here.event(CopyProgress, lambda event: event.step is CopyStep.WAITING)
        await here.link.copies.set_sources("copy", [there.peer_id])
        assert (await ended(here)).code == ""
        await here.link.copies.set_sources("no such copy", [there.peer_id])
        await here.link.copies.stop("no such copy")
    assert copied(tmp_path) == paths[0].read_bytes()


def ask_without_end(port: int, member: Member, folder: Path) -> bytes:
    """What a link says to a member whose request is longer than any may be, until it hangs up."""
    with socket.create_connection(("127.0.0.1", port)) as raw:
        stream = SecureStream(raw, make_contexts(member.credentials, folder).client, server_side=False)
        deadline = time.monotonic() + 10
        stream.handshake(deadline)
        stream.write_line(encode_header(Header(ChannelKind.FILE)), deadline)
        stream.read_line(deadline, 4096)
        stream.write(memoryview(bytes(LINE_LIMIT_BYTES * 2)))
        stream.flush()
        return stream.read_line(deadline, 4096)


async def test_a_request_without_an_end_is_refused(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    swarm = Swarm()
    member = swarm.member()
    async with running_link(swarm.member()) as node, running_link(member) as peer:
        await join(node, peer)
        said = await asyncio.to_thread(ask_without_end, node.link.port, member, tmp_path)
        assert b"it does not understand the request" in said
    assert "Traceback" not in caplog.text
