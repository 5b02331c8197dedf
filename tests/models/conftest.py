"""A small hub on this computer, asked by the real library."""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from tests.fakes.hub_server import FakeHub, running_hub


@pytest.fixture
async def hub(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> AsyncGenerator[FakeHub]:
    async with running_hub(monkeypatch, tmp_path) as hub:
        yield hub
