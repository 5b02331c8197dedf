"""Folders of a node, on a real file system."""

import os
import socket
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.errors import UserError
from app.system.paths import clear_folder, resolve_paths


@pytest.fixture(autouse=True)
def session(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A runtime folder of the session, short as the real one, gone after the test."""
    with tempfile.TemporaryDirectory(prefix="hk-", dir="/tmp") as folder:
        monkeypatch.setenv("XDG_RUNTIME_DIR", folder)
        yield Path(folder)


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_data_folder_of_ones_own_holds_everything_but_the_sockets(tmp_path: Path) -> None:
    found = resolve_paths(tmp_path / "new" / "node")
    assert found.data == tmp_path / "new" / "node"
    assert {found.cache.parent, found.log.parent} == {found.data}
    assert all(path.is_dir() for path in (found.data, found.cache, found.log, found.runtime))
    assert mode_of(found.data) == mode_of(found.runtime) == 0o700
    assert resolve_paths(tmp_path / "new" / "node") == found


def test_two_nodes_share_no_folder(tmp_path: Path) -> None:
    one, other = resolve_paths(tmp_path / "a"), resolve_paths(tmp_path / "b")
    assert not {one.data, one.cache, one.log, one.runtime} & {other.data, other.cache, other.log, other.runtime}


def test_the_systems_places_are_used_by_default(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    found = resolve_paths(None)
    assert found.data == tmp_path / "XDG_DATA_HOME" / "hearth"
    assert found.cache == tmp_path / "XDG_CACHE_HOME" / "hearth"
    assert found.log.is_relative_to(tmp_path / "XDG_STATE_HOME" / "hearth")


def test_sockets_fit_below_the_runtime_folder_however_long_the_data_folder_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = tmp_path / ("x" * 90)
    long.mkdir()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(long))
    monkeypatch.setattr(tempfile, "tempdir", str(long))
    runtime = resolve_paths(long / "data").runtime
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(runtime / ("s" * 40)))
    (runtime / ("s" * 40)).unlink()
    runtime.rmdir()


def test_the_runtime_folder_of_the_session_is_used(session: Path, tmp_path: Path) -> None:
    assert resolve_paths(tmp_path).runtime.parent == session


def test_a_folder_that_another_user_made_first_is_not_used(
    session: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = resolve_paths(tmp_path).runtime
    owner = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: owner + 1)
    second = resolve_paths(tmp_path).runtime
    assert second != first
    assert second.parent == session
    assert mode_of(second) == 0o700


def test_a_link_in_place_of_the_runtime_folder_is_not_followed(session: Path, tmp_path: Path) -> None:
    first = resolve_paths(tmp_path).runtime
    first.rmdir()
    (tmp_path / "elsewhere").mkdir()
    first.symlink_to(tmp_path / "elsewhere")
    assert resolve_paths(tmp_path).runtime.resolve().parent == session.resolve()


def test_a_file_in_the_way_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UserError, match="file") as caught:
        resolve_paths(tmp_path / "file")
    assert caught.value.problem.code == "folder_not_usable"


def test_what_a_killed_run_left_is_cleared(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "host-1234.sock").touch()
    (tmp_path / "broken").symlink_to(tmp_path / "nowhere")
    clear_folder(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]
