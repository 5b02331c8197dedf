"""A small hub on this computer, asked by the real library."""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from tests.fakes.hub_server import FakeHub


@pytest.fixture
async def hub(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> AsyncGenerator[FakeHub]:
    hub = FakeHub()
    await hub.start()
    monkeypatch.setenv("HF_ENDPOINT", hub.url)
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hf"))
    monkeypatch.setenv("HF_HUB_DOWNLOAD_TIMEOUT", "1")
    monkeypatch.delenv("HF_TOKEN", raising=False)
    yield hub
    await hub.stop()
