"""One node per data folder, with real processes, one of them killed."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from app.domain.errors import UserError
from app.system.instance import INSTANCE_FILE, Instance, InstanceLock, read_instance, write_instance

HOLDER = """
import sys
from pathlib import Path
from app.system.instance import InstanceLock, write_instance
lock = InstanceLock(Path(sys.argv[1]))
print(lock.acquire(), flush=True)
write_instance(Path(sys.argv[1]), 4327, "a key")
print("written", flush=True)
sys.stdin.read()
"""


def start_holder(folder: Path) -> subprocess.Popen[str]:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None
    assert [holder.stdout.readline(), holder.stdout.readline()] == ["True\n", "written\n"]
    return holder


def end(holder: subprocess.Popen[str]) -> None:
    holder.kill()
    holder.communicate()


def test_the_second_process_does_not_get_the_lock_and_finds_the_first(tmp_path: Path) -> None:
    holder = start_holder(tmp_path)
    try:
        assert not InstanceLock(tmp_path).acquire()
        assert read_instance(tmp_path) == Instance("http://127.0.0.1:4327", "a key", holder.pid)
    finally:
        end(holder)


def test_after_a_kill_the_lock_is_free_and_the_left_file_means_nothing(tmp_path: Path) -> None:
    end(start_holder(tmp_path))
    assert (tmp_path / INSTANCE_FILE).exists()
    assert read_instance(tmp_path) is None
    lock = InstanceLock(tmp_path)
    assert lock.acquire()
    lock.release()


def test_a_child_does_not_keep_the_lock(tmp_path: Path) -> None:
    lock = InstanceLock(tmp_path)
    assert lock.acquire()
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, close_fds=False)
    try:
        lock.release()
        assert lock.acquire()
        lock.release()
    finally:
        child.kill()
        child.communicate()


def test_another_folder_has_another_lock(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    one, other = InstanceLock(tmp_path / "a"), InstanceLock(tmp_path / "b")
    assert one.acquire()
    assert other.acquire()
    assert one.acquire()
    one.release()
    other.release()


def test_readers_do_not_keep_a_node_from_starting(tmp_path: Path) -> None:
    lock = InstanceLock(tmp_path)
    for _ in range(50):
        assert lock.acquire()
        write_instance(tmp_path, 1, "k")
        assert read_instance(tmp_path) is not None
        lock.release()
        assert read_instance(tmp_path) is None


def test_only_the_owner_can_read_the_key(tmp_path: Path) -> None:
    write_instance(tmp_path, 4327, "a secret key")
    assert stat.S_IMODE((tmp_path / INSTANCE_FILE).stat().st_mode) == 0o600
    lock = InstanceLock(tmp_path)
    assert lock.acquire()
    assert "a secret key" not in repr(read_instance(tmp_path))
    lock.release()
    assert not (tmp_path / INSTANCE_FILE).exists()


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"api_url": "x", "key": "y", "pid": "z"}', "\0"])
def test_a_spoilt_file_is_as_good_as_none(content: str, tmp_path: Path) -> None:
    lock = InstanceLock(tmp_path)
    assert lock.acquire()
    (tmp_path / INSTANCE_FILE).write_text(content)
    assert read_instance(tmp_path) is None
    lock.release()


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    missing = tmp_path / "missing"
    assert read_instance(missing) is None
    with pytest.raises(UserError, match="missing"):
        InstanceLock(missing).acquire()
    with pytest.raises(UserError, match="missing"):
        write_instance(missing, 1, "k")
    assert os.listdir(tmp_path) == []
