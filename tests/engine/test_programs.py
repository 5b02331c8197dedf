"""Finding llama.cpp, and saying what is wrong when it is not as it should be."""

import asyncio
import shutil
from pathlib import Path

import pytest

from app.domain.errors import UserError
from app.domain.version import RpcVersion
from app.engine.programs import Programs, find_programs, known_architectures, parse_rpc_version
from app.engine.worker import Worker


def test_the_installed_one(programs: Programs) -> None:
    assert programs.server.is_file()
    assert programs.rpc_server.is_file()
    assert programs.rpc_version.major >= 1
    assert "commit" in programs.build


async def test_the_rpc_version_is_what_a_worker_says(programs: Programs) -> None:
    """The handshake of llama.cpp's RPC (`RPC_CMD_HELLO`, always 14) answers with three bytes of version."""
    worker = await Worker.start(programs, name="w", threads=1, cache_directory=None, on_exit=lambda end: None)
    reader, writer = await asyncio.open_connection("127.0.0.1", worker.port)
    capabilities = bytes(24)
    writer.write(b"\x0e" + len(capabilities).to_bytes(8, "little") + capabilities)
    answer = await reader.readexactly(8 + 3)
    writer.close()
    await worker.stop()
    assert RpcVersion(*answer[8:]) == programs.rpc_version


def test_what_the_build_knows() -> None:
    known = known_architectures()
    assert {"llama", "qwen3", "gemma3", "bert"} <= known
    assert "zebra" not in known


def test_reading_the_version() -> None:
    assert parse_rpc_version("warning\nStarting RPC server v7.1.2\n  endpoint") == RpcVersion(7, 1, 2)
    assert parse_rpc_version("Failed to find RPC backend") is None


def test_a_folder_of_ones_own(programs: Programs, tmp_path: Path) -> None:
    (tmp_path / "bin").symlink_to(programs.server.parent)
    (tmp_path / "lib").symlink_to(programs.library_path)
    found = find_programs({"HEARTH_LLAMA_DIR": str(tmp_path)})
    assert found.server == tmp_path / "bin" / programs.server.name
    assert found.rpc_version == programs.rpc_version


def test_missing(tmp_path: Path) -> None:
    with pytest.raises(UserError) as raised:
        find_programs({"HEARTH_LLAMA_DIR": str(tmp_path)})
    assert raised.value.problem.code == "engine_missing"
    assert str(tmp_path) in raised.value.problem.message
    assert "make develop" in raised.value.problem.hint


def test_built_without_server_or_rpc(tmp_path: Path) -> None:
    """What the package holds when it is built with its usual options: libraries, no programs."""
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "libllama.so").touch()
    _expect_without_rpc(tmp_path)
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "llama-server").touch()
    _expect_without_rpc(tmp_path)


def test_a_server_whose_rpc_library_is_missing(programs: Programs, tmp_path: Path) -> None:
    shutil.copytree(programs.server.parent, tmp_path / "bin")
    shutil.copytree(programs.library_path, tmp_path / "lib", ignore=shutil.ignore_patterns("libggml-rpc*"))
    _expect_without_rpc(tmp_path)


def _expect_without_rpc(directory: Path) -> None:
    with pytest.raises(UserError) as raised:
        find_programs({"HEARTH_LLAMA_DIR": str(directory)})
    assert raised.value.problem.code == "engine_without_rpc"
    assert "make develop" in raised.value.problem.hint


def test_libraries_are_not_taken_from_the_folder_that_hearth_is_started_in(
    programs: Programs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are asked for in the folder that the programs run in: it is where they are, wherever Hearth was started."""
    (tmp_path / "bin").mkdir()
    for name in ("llama-server", "ggml-rpc-server"):
        (tmp_path / "bin" / name).write_text('#!/bin/sh\npwd >> "$0.folder"\necho "Starting RPC server v7.0.0"\n')
        (tmp_path / "bin" / name).chmod(0o755)
    monkeypatch.chdir(programs.library_path)
    found = find_programs({"HEARTH_LLAMA_DIR": str(tmp_path)})
    assert found.directory == tmp_path / "bin"
    assert {file.read_text() for file in found.directory.glob("*.folder")} == {f"{found.directory}\n"}
