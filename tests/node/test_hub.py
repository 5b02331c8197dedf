"""`node.hub` with the real library and a small hub: what is got, from where, why, and what becomes of it."""

import asyncio
import json
import os
from collections.abc import AsyncGenerator, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.device import Device, DeviceKind
from app.domain.errors import UserError
from app.domain.fit import Fit, FitsWhole, TooBig
from app.domain.ids import PeerId
from app.domain.model import ModelKind
from app.domain.state import AppState, Away, OnDisk, Online, PeerState
from app.domain.transfer import Finished, Moving, Stopped, Transfer, TransferStatus, Waiting
from app.models.hub_files import delete_content, repository_folder
from app.node.hub import Hub, HubHooks
from tests.api.serving_node import SELF, model_state, state_with
from tests.fakes.hub_server import FakeHub, running_hub

REPOSITORY = "acme/Swift-GGUF"
SMALL, LARGE = bytes(range(256)) * 2_000, bytes(range(255)) * 6_000
STUDY = PeerId("12D3KooWStudy")


@pytest.fixture
async def server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> AsyncGenerator[FakeHub]:
    async with running_hub(monkeypatch, tmp_path) as hub:
        hub.repositories.clear()
        hub.add(REPOSITORY, **{"swift-Q4_K_M": SMALL, "swift-Q8_0": LARGE, "mmproj-f16": b"projector"})
        yield hub


class World:
    """The rest of a node, as far as the hub sees it."""

    def __init__(self, folder: Path) -> None:
        self.state: AppState = state_with(())
        self.copied: list[str] = []
        self.told: list[str] = []
        self.rescans = 0
        self.seen: list[Path] = []
        self.were_ours: list[bool] = []
        self.limit = 0
        self.keeps_models = True
        self.comfortable_bytes = len(LARGE)
        self.models = folder / "models"
        self.cache = folder / "hf" / "hub"
        self.orders = folder / "downloads.json"
        self._hubs: list[Hub] = []
        self._changed = asyncio.Event()
        self.models.mkdir()

    def fit(self, file_bytes: int) -> Fit:
        return FitsWhole("kitchen", is_snug=False) if file_bytes <= self.comfortable_bytes else TooBig(file_bytes)

    async def copy(self, name: str) -> str:
        self.copied.append(name)
        return "copy-1"

    async def rescan(self) -> None:
        self.rescans += 1
        self.seen = list(self.cache.glob("*/snapshots/*/*.gguf"))
        self.were_ours = [self._hubs[-1].downloads.has_brought(path) for path in self.seen]

    async def hub(self) -> Hub:
        """A hub that has started; one after the other."""
        hooks = HubHooks(
            state=lambda: self.state,
            fit=self.fit,
            copy=self.copy,
            tell=self.told.append,
            changed=self._changed.set,
            rescan=self.rescan,
            models_directory=self.models,
            keeps_models=self.keeps_models,
            bytes_per_second=lambda: self.limit,
        )
        hub = Hub(hooks, self.cache, self.orders, environment=os.environ)
        self._hubs.append(hub)
        await hub.start()
        return hub

    async def until(self, hub: Hub, transfer_id: str, wanted: Callable[[Transfer], bool]) -> Transfer:
        """The transfer once it is as wanted."""
        async with asyncio.timeout(60):
            while True:
                self._changed.clear()
                for transfer in hub.transfers:
                    if transfer.transfer_id == transfer_id and wanted(transfer):
                        return transfer
                await self._changed.wait()

    async def until_status(self, hub: Hub, transfer_id: str, status: type[TransferStatus]) -> Transfer:
        return await self.until(hub, transfer_id, lambda transfer: isinstance(transfer.status, status))

    async def close(self) -> None:
        for hub in self._hubs:
            await hub.stop()


@pytest.fixture
async def world(tmp_path: Path) -> AsyncGenerator[World]:
    world = World(tmp_path)
    yield world
    await world.close()


def is_moving(transfer: Transfer) -> bool:
    return isinstance(transfer.status, Moving) and transfer.done_bytes > 0


def household(*, has_study: bool, is_there: bool = True, size: int = len(LARGE)) -> AppState:
    """The kitchen, and the study with the large model."""
    cpu = Device("CPU", DeviceKind.CPU, "A processor", 16_000_000_000, 8_000_000_000)
    status = Online() if is_there else Away()
    study = PeerState(STUDY, "study", False, status, (cpu,), True, "0.1.0", "linux", "", "")
    on_nodes = (STUDY,) if has_study else (SELF,)
    model = replace(model_state("swift-Q8_0", ModelKind.CHAT, OnDisk()), file_bytes=size, on_nodes=on_nodes)
    state = state_with((model,))
    return replace(state, peers=(*state.peers, study))


async def test_a_repository_shows_what_fits_and_what_is_here(server: FakeHub, world: World) -> None:
    world.comfortable_bytes = len(SMALL)
    world.state = household(has_study=False)
    small, large = await (await world.hub()).look_up(f"https://huggingface.co/{REPOSITORY}")
    assert (small.source, small.size_bytes, small.is_recommended, small.is_here) == (
        f"{REPOSITORY}:Q4_K_M",
        len(SMALL),
        True,
        False,
    )
    assert (large.fit, large.is_recommended, large.is_here) == (TooBig(len(LARGE)), False, True)


async def test_without_a_name_the_largest_comfortable_one_is_got_and_why_is_said(server: FakeHub, world: World) -> None:
    hub = await world.hub()
    transfer_id = await hub.get(REPOSITORY)
    done = await world.until_status(hub, transfer_id, Finished)
    assert (done.model_name, done.done_bytes, done.total_bytes) == ("swift-Q8_0", len(LARGE), len(LARGE))
    assert done.sources == ("127.0.0.1",)
    assert "largest that fits kitchen" in hub.explanation(transfer_id)
    assert "largest that fits kitchen" in world.told[0]
    assert world.rescans == 1
    (path,) = (repository_folder(world.cache, REPOSITORY) / "snapshots").glob("*/swift-Q8_0.gguf")
    assert path.read_bytes() == LARGE


async def test_what_hearth_has_brought_may_be_deleted_and_nothing_else(server: FakeHub, world: World) -> None:
    hub = await world.hub()
    await world.until_status(hub, await hub.get(f"{REPOSITORY}:Q4_K_M"), Finished)
    assert world.were_ours == [True]  # already when it is first seen
    (path,) = world.seen
    foreign = path.with_name("foreign.gguf")
    foreign.symlink_to(path.resolve().with_name("other"))
    path.resolve().with_name("other").write_text("of another program")
    assert hub.downloads.has_brought(path)
    assert not hub.downloads.has_brought(foreign)
    assert not hub.downloads.has_brought(world.models / "swift.gguf")
    assert (await world.hub()).downloads.has_brought(path)  # also after a restart
    delete_content(path)
    assert (path.exists(), foreign.exists()) == (False, True)
    assert [blob.name for blob in foreign.resolve().parent.iterdir()] == ["other"]


async def test_what_is_here_is_not_got_again(server: FakeHub, world: World) -> None:
    world.state = household(has_study=False)
    with pytest.raises(UserError) as caught:
        await (await world.hub()).get(f"{REPOSITORY}:Q8_0")
    assert caught.value.problem.code == "model_here"


async def test_a_peer_that_has_it_gives_it(server: FakeHub, world: World) -> None:
    world.state = household(has_study=True)
    hub = await world.hub()
    transfer_id = await hub.get(f"{REPOSITORY}:Q8_0")
    assert (transfer_id, world.copied, server.sent_bytes) == ("copy-1", ["swift-Q8_0"], 0)
    assert "copied from there" in hub.explanation(transfer_id)


@pytest.mark.parametrize(
    "state", [household(has_study=True, is_there=False), household(has_study=True, size=len(LARGE) - 1)]
)
async def test_a_peer_that_is_away_or_has_another_file_does_not(server: FakeHub, world: World, state: AppState) -> None:
    world.state = state
    hub = await world.hub()
    await world.until_status(hub, await hub.get(f"{REPOSITORY}:Q8_0"), Finished)
    assert world.copied == []


@pytest.mark.parametrize(
    ("source", "code"),
    [
        (f"{REPOSITORY}:Q9", "quantization_unknown"),
        ("acme/Nothing", "repository_unknown"),
        ("acme/Pictures", "no_gguf"),
        ("nonsense", "source_wrong"),
    ],
)
async def test_what_cannot_be_got_is_said_at_once(server: FakeHub, world: World, source: str, code: str) -> None:
    server.add("acme/Pictures")
    hub = await world.hub()
    with pytest.raises(UserError) as caught:
        await hub.get(source)
    assert caught.value.problem.code == code
    assert hub.transfers == ()


async def test_a_node_without_models_of_its_own_gets_none(server: FakeHub, world: World) -> None:
    world.keeps_models = False
    hub = await world.hub()
    for command in (hub.get(REPOSITORY), hub.import_ollama("")):
        with pytest.raises(UserError) as caught:
            await command
        assert caught.value.problem.code == "no_models"


async def test_stopped_it_keeps_what_came_and_discarded_it_does_not(server: FakeHub, world: World) -> None:
    server.faults.bytes_per_second = 300_000
    world.limit = 400_000
    hub = await world.hub()
    transfer_id = await hub.get(REPOSITORY)
    assert await hub.get(REPOSITORY) == transfer_id
    await world.until(hub, transfer_id, is_moving)
    await hub.downloads.stop_transfer(transfer_id)
    (transfer,) = hub.transfers
    assert transfer.status == Stopped(None)
    assert await hub.get(transfer.source) == transfer_id, "its source is enough to go on with it"
    await hub.downloads.stop_transfer(transfer_id)
    # After a restart it is still there, and does not go on by itself.
    (kept,) = (await world.hub()).transfers
    assert (kept.transfer_id, kept.status) == (transfer_id, Stopped(None))
    assert kept.done_bytes >= transfer.done_bytes > 0
    await hub.downloads.discard_transfer(transfer_id)
    assert hub.transfers == (await world.hub()).transfers == ()
    assert list(world.cache.rglob("*.incomplete")) == []


async def test_after_a_crash_it_goes_on_by_itself(server: FakeHub, world: World) -> None:
    server.faults.bytes_per_second = 300_000
    world.limit = 400_000
    hub = await world.hub()
    transfer_id = await hub.get(REPOSITORY)
    await world.until(hub, transfer_id, is_moving)
    await hub.stop()
    server.faults.bytes_per_second = world.limit = 0
    server.sent_bytes = 0
    hub = await world.hub()
    await world.until_status(hub, transfer_id, Finished)
    assert 0 < server.sent_bytes < len(LARGE)


async def test_one_at_a_time(server: FakeHub, world: World) -> None:
    server.faults.bytes_per_second = 1_000_000
    hub = await world.hub()
    first = await hub.get(f"{REPOSITORY}:Q8_0")
    second = await hub.get(f"{REPOSITORY}:Q4_K_M")
    await world.until_status(hub, second, Waiting)
    await world.until_status(hub, first, Finished)
    await world.until_status(hub, second, Finished)
    assert [transfer.transfer_id for transfer in hub.transfers] == [second, first]


async def test_a_failure_is_shown_and_getting_it_again_goes_on(server: FakeHub, world: World) -> None:
    server.faults.spoiled = True
    hub = await world.hub()
    transfer_id = await hub.get(REPOSITORY)
    failed = await world.until_status(hub, transfer_id, Stopped)
    assert isinstance(failed.status, Stopped)
    assert failed.status.problem is not None
    assert failed.status.problem.code == "checksum_wrong"
    server.faults.spoiled = False
    assert await hub.get(REPOSITORY) == transfer_id
    await world.until_status(hub, transfer_id, Finished)


@pytest.mark.parametrize("text", ["", "   ", "a" * 201])
async def test_a_search_needs_something_to_look_for(world: World, text: str) -> None:
    with pytest.raises(UserError) as caught:
        await (await world.hub()).search(text)
    assert caught.value.problem.code == "search_wrong"


@pytest.mark.parametrize("name", ["", "nothing"])
async def test_a_transfer_that_is_not_known(world: World, name: str) -> None:
    hub = await world.hub()
    assert not hub.downloads.knows(name)
    with pytest.raises(UserError) as caught:
        await hub.downloads.stop_transfer(name)
    assert caught.value.problem.code == "transfer_unknown"


@pytest.mark.parametrize(("comfortable", "best"), [(0, None), (600_000_000, 0), (10**12, -1)])
async def test_of_the_catalogue_the_largest_comfortable_is_best(
    world: World, comfortable: int, best: int | None
) -> None:
    world.comfortable_bytes = comfortable
    entries = await (await world.hub()).recommended()
    assert [entry for entry in entries if entry.is_best] == ([] if best is None else [entries[best]])


async def test_ollamas_models_are_imported(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OLLAMA_MODELS", str(tmp_path / "ollama"))
    manifest = tmp_path / "ollama" / "manifests" / "registry.ollama.ai" / "library" / "swift" / "latest"
    blob = tmp_path / "ollama" / "blobs" / f"sha256-{'0' * 64}"
    for path in (manifest, blob):
        path.parent.mkdir(parents=True)
    layer = {"mediaType": "application/vnd.ollama.image.model", "digest": f"sha256:{'0' * 64}"}
    manifest.write_text(json.dumps({"layers": [layer]}))
    blob.write_bytes(SMALL)
    assert await (await world.hub()).import_ollama("swift") == ("swift",)
    assert (world.models / "swift.gguf").samefile(blob)
    assert world.rescans == 1
