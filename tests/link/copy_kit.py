"""Copies between real link processes on loopback, for tests."""

import contextlib
import os
import sys
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

from app.domain.ids import ModelId
from app.link import client
from app.link.copying import CopyOrder
from app.link.events import CopyEnded, CopyProgress
from tests.link.kit import LinkNode, Member, running_link

MODEL = ModelId("model")
MB = 1_000_000


def write_files(folder: Path, *sizes: int) -> list[Path]:
    """Files of random bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{number}.gguf" for number in range(len(sizes))]
    for path, size in zip(paths, sizes, strict=True):
        path.write_bytes(os.urandom(size))
    return paths


@contextlib.asynccontextmanager
async def odd_link(member: Member, kind: str) -> AsyncIterator[LinkNode]:
    """A link process of a member that behaves oddly, as `odd_link.py` says."""
    command = client._command
    client._command = lambda: [sys.executable, "-m", "tests.link.odd_link", kind]
    try:
        running = running_link(member)
        node = await running.__aenter__()
    finally:
        client._command = command
    try:
        yield node
    finally:
        await running.__aexit__(None, None, None)


async def share(node: LinkNode, paths: Sequence[Path], refusal: str = "") -> None:
    """Let peers copy these files as the one model there is."""
    await node.link.copies.share(refusal, {MODEL: paths} if paths else {}, paths[0].parent / "hashes.json")


def order(folder: Path, total_bytes: int, reserve_bytes: int = 0) -> CopyOrder:
    """A copy of it into a folder."""
    folder.mkdir(exist_ok=True)
    return CopyOrder("copy", MODEL, folder, "big", total_bytes, reserve_bytes)


async def ended(node: LinkNode) -> CopyEnded:
    """Wait for the end of a copy."""
    return await node.event(CopyEnded)


async def moved(node: LinkNode, done_bytes: int = 1) -> CopyProgress:
    """Wait until so much has come."""
    return await node.event(CopyProgress, lambda event: event.done_bytes >= done_bytes)
