"""Downloads by the real library from a small hub, with everything that can go wrong on the way."""

import asyncio
import contextlib
import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Generator
from dataclasses import replace
from pathlib import Path

import pytest
from filelock import FileLock

from app.domain.errors import UserError
from app.domain.hub_choice import HubFile
from app.lib.tasks import TaskOwner
from app.models.folders import FolderSearch, hugging_face_snapshots
from app.models.hub import HubClient
from app.models.hub_files import bytes_here, discard_partial, hugging_face_cache, repository_folder
from app.models.hub_request import Arrived, Checking, Download, Event, Pausing
from tests.fakes.hub_server import COMMIT, FakeHub

REPOSITORY = "acme/Swift-GGUF"
CONTENT = bytes(range(256)) * 12_000
SHA = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "hf" / "hub"


def order(hub: FakeHub, cache: Path) -> Download:
    """What a look at the repository makes of it; `test_hub.py` has that look."""
    files = tuple(hub.describe(REPOSITORY))
    return Download(REPOSITORY, COMMIT, files, cache, pause_seconds=0.05, tries=2)


async def download(request: Download) -> list[Event]:
    events: list[Event] = []
    await HubClient().download(request, events.append)
    return events


def found(cache: Path) -> list[Path]:
    return list(FolderSearch(lambda: hugging_face_snapshots(cache)).find())


def in_part(request: Download) -> int:
    return bytes_here(request.directory, REPOSITORY, request.files[0])


async def test_a_file_comes_to_where_other_programs_find_it(hub: FakeHub, cache: Path) -> None:
    hub.add(REPOSITORY, swift=CONTENT)
    events = await download(order(hub, cache))
    (path,) = found(cache)
    assert path == repository_folder(cache, REPOSITORY) / "snapshots" / COMMIT / "swift.gguf"
    assert path.read_bytes() == CONTENT
    assert path.resolve().name == SHA
    assert Checking() in events
    assert events[-1] == Arrived(len(CONTENT))
    # The library finds it by its own means, without a network.
    words = f"from huggingface_hub import hf_hub_download as d; print(d('{REPOSITORY}', 'swift.gguf'))"
    await hub.stop()
    command = [sys.executable, "-c", words]
    printed = await asyncio.to_thread(subprocess.check_output, command, env=os.environ | {"HF_HUB_OFFLINE": "1"})
    assert Path(printed.decode().strip()) == path


async def test_all_parts_of_a_model_come_and_lie_together(hub: FakeHub, cache: Path) -> None:
    parts = {f"swift-0000{n}-of-00002": CONTENT[: 1000 * n] for n in (1, 2)}
    hub.add(REPOSITORY, **parts)
    events = await download(order(hub, cache))
    assert [path.name for path in found(cache)] == [f"{name}.gguf" for name in parts]
    assert events[-1] == Arrived(3_000)


async def test_small_files_that_git_keeps_come_too(hub: FakeHub, cache: Path) -> None:
    hub.add(REPOSITORY, swift=b"small")
    hub.faults.in_git = True
    await download(order(hub, cache))
    assert [path.read_bytes() for path in found(cache)] == [b"small"]


async def test_what_is_here_is_not_downloaded_again(hub: FakeHub, cache: Path) -> None:
    hub.add(REPOSITORY, swift=CONTENT)
    request = order(hub, cache)
    await download(request)
    sent = hub.sent_bytes
    await download(request)
    assert hub.sent_bytes == sent


async def test_stopped_in_the_middle_it_goes_on_from_there(hub: FakeHub, cache: Path) -> None:
    hub.add(REPOSITORY, swift=CONTENT)
    hub.faults.bytes_per_second = 1_000_000
    request = order(hub, cache)
    tasks, moved = TaskOwner("test"), asyncio.Event()

    def saw(event: Event) -> None:
        if isinstance(event, Arrived) and event.done_bytes > 0:
            moved.set()

    task = tasks.spawn(HubClient().download(request, saw), "download", awaited=True)
    await asyncio.wait_for(moved.wait(), 30)
    stopped_at = time.monotonic()
    task.cancel()
    await asyncio.wait([task])
    assert time.monotonic() - stopped_at < 3
    here = in_part(request)
    assert 0 < here < len(CONTENT)
    assert found(cache) == []
    hub.faults.bytes_per_second = 0
    hub.sent_bytes = 0
    events = await download(request)
    assert events[0] == Arrived(here)
    assert hub.sent_bytes == len(CONTENT) - here
    assert found(cache)[0].read_bytes() == CONTENT


@pytest.mark.parametrize("closes", [True, False])
async def test_connections_that_are_cut_are_opened_again(hub: FakeHub, cache: Path, closes: bool) -> None:
    hub.add(REPOSITORY, swift=CONTENT)
    request = order(hub, cache)
    # More often than is tried in a row: each time something came in between.
    hub.faults.cut_after, hub.faults.cuts, hub.faults.cuts_politely = 800_000, 3, closes
    hub.faults.bytes_per_second = 4_000_000
    await download(request)
    assert hub.faults.cuts == 0
    assert found(cache)[0].read_bytes() == CONTENT


async def test_a_connection_that_is_always_cut_is_given_up_with_a_sentence(hub: FakeHub, cache: Path) -> None:
    hub.add(REPOSITORY, swift=CONTENT)
    request = order(hub, cache)
    hub.faults.cut_after = 0
    events: list[Event] = []
    with pytest.raises(UserError) as caught:
        await HubClient().download(request, events.append)
    assert caught.value.problem.code == "hub_cut"
    assert sum(isinstance(event, Pausing) for event in events) == 1


async def test_a_server_that_ignores_where_to_begin_spoils_nothing(hub: FakeHub, cache: Path) -> None:
    hub.add(REPOSITORY, swift=CONTENT)
    request = order(hub, cache)
    blobs = repository_folder(cache, REPOSITORY) / "blobs"
    blobs.mkdir(parents=True)
    (blobs / f"{SHA}.hearth.incomplete").write_bytes(CONTENT[:5_000])
    hub.faults.ignores_ranges = True
    await download(request)
    assert found(cache)[0].read_bytes() == CONTENT


async def test_a_partial_file_that_is_too_long_is_begun_anew(hub: FakeHub, cache: Path) -> None:
    hub.add(REPOSITORY, swift=CONTENT)
    request = order(hub, cache)
    blobs = repository_folder(cache, REPOSITORY) / "blobs"
    blobs.mkdir(parents=True)
    (blobs / f"{SHA}.hearth.incomplete").write_bytes(CONTENT + b"more")
    await download(request)
    assert found(cache)[0].read_bytes() == CONTENT


async def test_wrong_content_is_deleted_and_said(hub: FakeHub, cache: Path) -> None:
    hub.add(REPOSITORY, swift=CONTENT)
    request = order(hub, cache)
    hub.faults.spoiled = True
    with pytest.raises(UserError) as caught:
        await download(request)
    assert caught.value.problem.code == "checksum_wrong"
    assert (in_part(request), found(cache)) == (0, [])
    hub.faults.spoiled = False
    await download(request)
    assert found(cache)[0].read_bytes() == CONTENT


async def test_a_repository_that_wants_to_be_asked_is_said(
    hub: FakeHub, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub.add(REPOSITORY, swift=CONTENT)
    hub.faults.is_gated = True
    request = order(hub, cache)
    with pytest.raises(UserError) as caught:
        await download(request)
    assert caught.value.problem.code == "repository_gated"
    assert f"{hub.url}/{REPOSITORY}" in caught.value.problem.hint
    monkeypatch.setenv("HF_TOKEN", "hf_secret")
    await download(request)
    assert found(cache)[0].read_bytes() == CONTENT
    shown = {token for path, token in hub.tokens if path.startswith("/content/")}
    assert shown == {None}  # the token stays with the hub


async def test_a_file_that_has_gone_is_said(hub: FakeHub, cache: Path) -> None:
    hub.add(REPOSITORY, swift=CONTENT)
    request = order(hub, cache)
    del hub.repositories[REPOSITORY].files["swift.gguf"]
    with pytest.raises(UserError) as caught:
        await download(request)
    assert caught.value.problem.code == "file_gone"


@pytest.mark.parametrize(("status", "code"), [(500, "hub_trouble"), (403, "repository_gated")])
async def test_content_that_is_refused_is_said(hub: FakeHub, cache: Path, status: int, code: str) -> None:
    hub.add(REPOSITORY, swift=CONTENT)
    request = order(hub, cache)
    hub.faults.content_status = status
    with pytest.raises(UserError) as caught:
        await download(request)
    assert caught.value.problem.code == code
    assert hub.asked[f"GET /content/{REPOSITORY}/swift.gguf"] == (2 if status == 500 else 1)


async def test_a_hub_that_is_busy_is_asked_again_when_it_wants(hub: FakeHub, cache: Path) -> None:
    hub.add(REPOSITORY, swift=CONTENT)
    request = order(hub, cache)
    hub.faults.content_status, hub.faults.retry_after = 429, "1"
    tasks = TaskOwner("test")
    task = tasks.spawn(download(request), "download", awaited=True)
    await asyncio.wait_for(hub.refused.wait(), 30)
    hub.faults.content_status = 0
    await task
    assert found(cache)[0].read_bytes() == CONTENT


async def test_two_programs_do_not_download_the_same_file(hub: FakeHub, cache: Path) -> None:
    hub.add(REPOSITORY, swift=CONTENT)
    request = order(hub, cache)
    lock = cache / ".locks" / repository_folder(cache, REPOSITORY).name / f"{SHA}.lock"
    lock.parent.mkdir(parents=True)
    with FileLock(lock), pytest.raises(UserError) as caught:
        await download(request)
    assert caught.value.problem.code == "download_busy"


async def test_a_folder_that_cannot_be_written_is_said(hub: FakeHub, tmp_path: Path) -> None:
    hub.add(REPOSITORY, swift=CONTENT)
    (tmp_path / "file").write_text("in the way")
    request = order(hub, tmp_path / "file" / "hub")
    with pytest.raises(UserError) as caught:
        await download(request)
    assert caught.value.problem.code == "disk_refused"
    assert str(tmp_path / "file") in caught.value.problem.message


@pytest.fixture
def small_disk(tmp_path: Path) -> Generator[Path]:
    """A file system of 4 MB."""
    place = tmp_path / "small"
    place.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", os.fspath(place)], check=False)
    if mounted.returncode:
        pytest.skip("only root can mount a small disk")
    yield place
    subprocess.run(["umount", "-l", os.fspath(place)], check=True)


async def test_a_disk_that_is_too_small_is_said_before_anything_comes(hub: FakeHub, small_disk: Path) -> None:
    hub.add(REPOSITORY, swift=bytes(5_000_000))
    request = order(hub, small_disk)
    with pytest.raises(UserError) as caught:
        await download(request)
    assert caught.value.problem.code == "disk_full"
    assert "more than this disk has free" in caught.value.problem.message
    assert hub.sent_bytes == 0


async def test_a_disk_that_fills_up_keeps_what_has_arrived(hub: FakeHub, small_disk: Path) -> None:
    hub.add(REPOSITORY, swift=CONTENT)
    request = order(hub, small_disk)
    hub.faults.bytes_per_second = 2_000_000
    filler = small_disk / "filler"

    def fill(event: Event) -> None:
        if isinstance(event, Arrived) and event.done_bytes > 0 and not filler.exists():
            with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
                while file.write(bytes(4096)):
                    pass

    with pytest.raises(UserError) as caught:
        await HubClient().download(request, fill)
    assert caught.value.problem.code == "disk_full"
    assert "kept" in caught.value.problem.message
    assert 0 < in_part(request) < len(CONTENT)
    filler.unlink()
    await download(request)
    assert found(small_disk)[0].read_bytes() == CONTENT


async def test_a_file_that_is_too_large_for_the_protocol_is_said(hub: FakeHub, cache: Path) -> None:
    hub.add(REPOSITORY, swift=CONTENT)
    request = order(hub, cache)
    huge = replace(request.files[0], size_bytes=60_000_000_000)
    with pytest.raises(UserError) as caught:
        await download(replace(request, files=(huge,)))
    assert caught.value.problem.code == "file_too_large"
    assert hub.asked.total() == 0


def test_what_has_arrived_can_be_thrown_away(tmp_path: Path) -> None:
    file = HubFile("swift.gguf", 100, f"sha256:{SHA}")
    partial = repository_folder(tmp_path, REPOSITORY) / "blobs" / f"{SHA}.hearth.incomplete"
    partial.parent.mkdir(parents=True)
    partial.write_bytes(bytes(40))
    assert bytes_here(tmp_path, REPOSITORY, file) == 40
    discard_partial(tmp_path, REPOSITORY, file)
    discard_partial(tmp_path, REPOSITORY, file)
    assert bytes_here(tmp_path, REPOSITORY, file) == 0


@pytest.mark.parametrize(
    ("environment", "folder"),
    [
        ({}, "/home/ada/.cache/huggingface/hub"),
        ({"XDG_CACHE_HOME": "/c"}, "/c/huggingface/hub"),
        ({"HF_HOME": "/hf", "XDG_CACHE_HOME": "/c"}, "/hf/hub"),
        ({"HUGGINGFACE_HUB_CACHE": "/old", "HF_HOME": "/hf"}, "/old"),
        ({"HF_HUB_CACHE": "/new", "HUGGINGFACE_HUB_CACHE": "/old"}, "/new"),
    ],
)
def test_the_cache_folder_is_that_of_the_library(environment: dict[str, str], folder: str) -> None:
    assert hugging_face_cache(environment, Path("/home/ada")) == Path(folder)
