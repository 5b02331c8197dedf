"""Copies of models between real link processes."""

from pathlib import Path

import pytest

from app.domain.model_files import part_names
from tests.link.copy_kit import MB, ended, order, share, write_files
from tests.link.kit import Swarm, join, running_link


@pytest.mark.parametrize("sizes", [(1,), (8 << 20,), (40 * MB,), (20 * MB, 3 * MB, 9 * MB)])
async def test_a_model_arrives_whole(tmp_path: Path, sizes: tuple[int, ...]) -> None:
    swarm = Swarm()
    paths = write_files(tmp_path / "source", *sizes)
    async with running_link(swarm.member()) as here, running_link(swarm.member()) as there:
        await join(here, there)
        await share(there, paths)
        await here.link.start_copy(order(tmp_path / "copy", sum(sizes)), [there.peer_id])
        assert (await ended(here)).code == ""
    for path, name in zip(paths, part_names("big", len(sizes)), strict=True):
        assert (tmp_path / "copy" / name).read_bytes() == path.read_bytes()
