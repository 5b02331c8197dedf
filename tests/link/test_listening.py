"""How silence and jitter are measured, and what the system says of the other machine."""

import contextlib
import socket
import sys
import time
from collections.abc import Iterator

import pytest

from app.domain.timing import BEATS_BEFORE_JUDGING, LOST_AFTER_SECONDS, Liveness
from app.link.listening import Listening, machine_silent_seconds

LINUX = sys.platform.startswith("linux")
CALM_SECONDS = 1.5 if LINUX else 3.0


@contextlib.contextmanager
def _connection() -> Iterator[tuple[socket.socket, socket.socket]]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        near = socket.create_connection(listener.getsockname())
        far, _ = listener.accept()
    with near, far:
        yield near, far


class Ear:
    """A listening end whose clock the test turns."""

    def __init__(self, connection: socket.socket) -> None:
        self.listening = Listening(connection)
        self.now = 1000.0
        self.listening.looked(self.now)

    def wait(self, seconds: float, step: float = 0.25) -> Liveness:
        """Look every step, hearing nothing."""
        end = self.now + seconds
        while self.now < end - 1e-9:
            self.now = min(end, self.now + step)
            self.listening.looked(self.now)
        return self.listening.judge()

    def beats(self, count: int, apart: float = 0.25) -> None:
        """Hear that many."""
        for _ in range(count):
            self.wait(apart)
            self.listening.heard()


@pytest.fixture
def ear() -> Iterator[Ear]:
    with _connection() as (near, _):
        yield Ear(near)


def test_a_stopped_process_whose_machine_answers_is_given_the_longest_time(ear: Ear) -> None:
    ear.beats(BEATS_BEFORE_JUDGING)
    assert ear.listening.lost_after_seconds == pytest.approx(CALM_SECONDS)
    assert ear.wait(0.75) is Liveness.ALIVE
    assert ear.wait(0.5) is Liveness.SUSPECT
    # The connection was opened a moment ago: its machine has just answered.
    if LINUX:
        assert ear.wait(4.5) is Liveness.SUSPECT
        assert ear.wait(0.25) is Liveness.LOST


def test_at_first_nothing_is_known_of_the_jitter(ear: Ear) -> None:
    ear.beats(BEATS_BEFORE_JUDGING - 1)
    assert ear.listening.lost_after_seconds == LOST_AFTER_SECONDS


def test_a_late_beat_is_remembered_for_ten_minutes(ear: Ear) -> None:
    ear.beats(BEATS_BEFORE_JUDGING)
    ear.beats(1, apart=0.75)
    assert ear.listening.lost_after_seconds == pytest.approx(3.75)
    ear.beats(2300)
    assert ear.listening.lost_after_seconds == pytest.approx(3.75)
    ear.beats(200)
    assert ear.listening.lost_after_seconds == pytest.approx(CALM_SECONDS)


def test_the_own_absence_is_not_the_peers_silence(ear: Ear) -> None:
    ear.beats(BEATS_BEFORE_JUDGING)
    assert ear.wait(3600, step=3600) is Liveness.ALIVE
    # Nor is it the peer's jitter.
    ear.listening.heard()
    assert ear.listening.lost_after_seconds == pytest.approx(max(CALM_SECONDS, 2.5))


@pytest.mark.skipif(not LINUX, reason="only Linux tells")
def test_acknowledgements_show_that_the_other_machine_is_there() -> None:
    with _connection() as (near, far):
        time.sleep(0.3)
        before = machine_silent_seconds(near)
        assert before is not None
        assert before >= 0.25
        # The far end reads nothing: its system answers for it.
        near.sendall(b"are you there?")
        deadline = time.monotonic() + 5
        while (after := machine_silent_seconds(near)) is None or after >= before:
            assert time.monotonic() < deadline
            time.sleep(0.01)
        del far
