"""Questions to a hub: the real library asks a small one, which answers as it should, or badly."""

import os
import sys
from pathlib import Path

import pytest

from app.domain.errors import UserError
from app.domain.hub import HubRepository
from app.domain.hub_choice import HubFile
from app.lib.processes import ChildProcess
from app.models.hub import HubClient
from tests.fakes.hub_server import COMMIT, FakeHub, Faults

CONTENT = bytes(range(256)) * 40


async def test_a_search_finds_repositories_the_most_used_first(hub: FakeHub) -> None:
    hub.add("acme/Slow-GGUF", slow=CONTENT)
    hub.add("acme/Swift-GGUF", swift=CONTENT)
    hub.repositories["acme/Swift-GGUF"].downloads = 2_000
    assert await HubClient().search("gguf") == (
        HubRepository("acme/Swift-GGUF", 2_000, 5),
        HubRepository("acme/Slow-GGUF", 100, 5),
    )
    assert await HubClient().search("庭") == ()


async def test_a_repository_is_looked_up_with_sizes_and_digests(hub: FakeHub) -> None:
    hub.add("acme/Swift-GGUF", swift=CONTENT, sub__deep=CONTENT[:10])
    commit, files = await HubClient().look_up("acme/Swift-GGUF")
    assert commit == COMMIT
    assert [(file.name, file.size_bytes) for file in files] == [("swift.gguf", 10_240), ("sub/deep.gguf", 10)]
    assert all(file.digest.startswith("sha256:") for file in files)


async def test_small_files_in_git_have_gits_digest(hub: FakeHub) -> None:
    hub.add("acme/Swift-GGUF", swift=b"hello\n")
    hub.faults.in_git = True
    _, files = await HubClient().look_up("acme/Swift-GGUF")
    # As `echo hello | git hash-object --stdin` says.
    assert files == (HubFile("swift.gguf", 6, "git:ce013625030ba8dba906f756967f9e9ca394464a"),)


async def test_nothing_is_told_but_what_is_asked(hub: FakeHub) -> None:
    hub.add("acme/Swift-GGUF", swift=CONTENT)
    await HubClient().look_up("acme/Swift-GGUF")
    assert set(hub.asked) == {"GET /api/models/acme/Swift-GGUF"}
    assert all("hf_hub" in agent and "torch" not in agent for agent in hub.agents)


async def test_the_users_own_token_is_shown_to_the_hub(hub: FakeHub, monkeypatch: pytest.MonkeyPatch) -> None:
    hub.add("acme/Swift-GGUF", swift=CONTENT)
    monkeypatch.setenv("HF_TOKEN", "hf_secret")
    await HubClient().look_up("acme/Swift-GGUF")
    assert hub.tokens == [("/api/models/acme/Swift-GGUF", "Bearer hf_secret")]


@pytest.mark.parametrize(
    ("faults", "code"),
    [
        (Faults(status=401, error_code="RepoNotFound"), "repository_unknown"),
        (Faults(status=403, error_code="GatedRepo"), "repository_gated"),
        (Faults(status=403), "repository_gated"),
        (Faults(status=404), "repository_unknown"),
        (Faults(status=429, retry_after="30"), "hub_busy"),
        (Faults(status=500), "hub_trouble"),
        (Faults(status=418), "hub_refused"),
        (Faults(garbage=True), "hub_unreadable"),
        (Faults(endless_headers=True), "hub_cut"),
    ],
)
async def test_each_failure_has_its_own_sentence(hub: FakeHub, faults: Faults, code: str) -> None:
    hub.add("acme/Swift-GGUF", swift=CONTENT)
    hub.faults = faults
    with pytest.raises(UserError) as caught:
        await HubClient().look_up("acme/Swift-GGUF")
    assert caught.value.problem.code == code
    assert "http" not in caught.value.problem.message


@pytest.mark.parametrize("status", [429, 500])
async def test_a_search_that_the_hub_refuses_is_not_repeated(hub: FakeHub, status: int) -> None:
    hub.faults.status = status
    with pytest.raises(UserError):
        await HubClient().search("swift")
    assert hub.asked.total() == 1


async def test_offline_is_said_at_once(hub: FakeHub) -> None:
    await hub.stop()
    for question in (HubClient().search("swift"), HubClient().look_up("acme/Swift-GGUF")):
        with pytest.raises(UserError) as caught:
            await question
        assert caught.value.problem.code == "offline"
        assert "work without it" in caught.value.problem.hint


async def test_offline_by_the_users_wish_is_said_too(hub: FakeHub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(UserError) as caught:
        await HubClient().search("swift")
    assert (caught.value.problem.code, hub.asked.total()) == ("offline", 0)


async def test_a_hub_that_never_answers_is_given_up(hub: FakeHub) -> None:
    hub.faults.silent = True
    with pytest.raises(UserError) as caught:
        await HubClient(question_seconds=4.0).search("swift")
    assert caught.value.problem.code == "hub_silent"


async def test_an_address_that_is_no_hub_is_said(hub: FakeHub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "not an address")
    with pytest.raises(UserError) as caught:
        await HubClient().search("swift")
    assert caught.value.problem.code in ("hub_unreadable", "hub_cut", "offline")


async def test_the_library_is_loaded_in_the_hub_process_only() -> None:
    """It takes a second to import: neither the command line nor the node waits for it."""
    words = "import sys, app.served_node, app.cli; print('huggingface_hub' in sys.modules)"
    lines: list[str] = []
    root = Path(__file__).parents[2]
    child = await ChildProcess.start(
        [sys.executable, "-c", words],
        name="imports",
        environment={"PYTHONPATH": os.fspath(root)},
        on_line=lines.append,
    )
    assert (await child.wait()).exit_code == 0
    assert lines == ["False"]
