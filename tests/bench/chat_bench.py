"""What a token costs the chat window, and how long the window stands still while everything else goes on.

    python -m tests.bench.chat_bench [ROUNDS]

Two parts, both without a screen (Qt's offscreen platform draws all the same):

- **Cost**: the real window with a conversation of so many characters, whose answer goes on token by token; each token
  is laid out by itself, which in use happens for several at once. Processor time of the window's thread.
- **Stalls**: a timer that should fire every 5 ms says how late it was, while an answer of 60 tokens a second is
  written below 64,000 characters and gigabytes move from one link process to another. Beside it the same timer in a
  bare window, which does nothing, with the same gigabytes; the two take turns.

Prints one JSON object as its last line.
"""

import asyncio
import json
import os
import signal
import statistics
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import qasync
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

from app.ui.actions import Actions
from app.ui.chat.conversation import Conversation, Entry, Summary
from app.ui.chat.stream import Asking, Began, ChatEvent, Piece
from app.ui.chat.turns import Answer, End, Question, Turn
from app.ui.chat.window import ChatWindow
from app.ui.theme import ThemeManager
from tests.bench.link_bench import run_place, start_here
from tests.fakes import states

SIZES = (1_000, 16_000, 64_000)
TOKENS = 400
TOKENS_PER_SECOND = 60
PROBE_MS = 5
STALL_SECONDS = 20.0
GIGABYTE_BLOCKS = 128
"""Of 8 MiB: what the link moves, again and again until the time is over."""
EDGES_MS = (5.0, 10.0, 20.0, 50.0, 100.0)

PASSAGE = """Bread needs **flour**, water, salt and time; a *warm* kitchen helps. Here is what to do first:

1. Mix everything and let it rest for an hour.
2. Fold it four times, with half an hour between.
3. Bake it hot, with steam, and wait until it is cold.

```python
def hydration(flour_grams: float, water_grams: float) -> float:
    return water_grams / flour_grams  # 0.7 is a good start
```

| flour | water | salt |
|---|---:|---:|
| 500 g | 350 g | 10 g |

"""


type Close = Callable[[], Awaitable[None]]


def conversation_of(length: int) -> Conversation:
    """A conversation of so many characters: questions, and answers with everything that answers have."""
    made = Conversation(Summary("bench", "Bread", time.time()))
    parent, written = None, 0
    while written < length:
        text = PASSAGE * 3
        pair: tuple[Turn, ...] = (Question("How do I bake bread?"), Answer(text, "Demo", End.COMPLETE))
        for number, turn in enumerate(pair):
            entry = Entry(f"{written}-{number}", parent, turn)
            made.add(entry)
            parent = entry.entry_id
        written += len(text)
    return made


def tokens(count: int) -> list[str]:
    """An answer in pieces of about four characters."""
    text = PASSAGE * (count * 4 // len(PASSAGE) + 1)
    return [text[start : start + 4] for start in range(0, count * 4, 4)]


def cost_ms(application: QApplication, length: int) -> dict[str, float]:
    """Processor time of one token, in milliseconds: median, mean, and the dearest of a hundred."""
    window = ChatWindow(Actions(lambda problem: None))
    window.resize(1040, 760)
    window.show_state(states.PAIR)
    window.show_conversation(conversation_of(length))
    window.show()
    transcript = window.transcript
    transcript.colouring.finish()
    transcript.keep_bottom(True)
    application.processEvents()
    transcript.begin_answer()
    times = []
    for token in tokens(TOKENS):
        start = time.thread_time()
        transcript.write(token)
        application.processEvents()
        times.append((time.thread_time() - start) * 1e3)
    window.finish()
    window.deleteLater()
    application.processEvents()
    return {
        "median": round(statistics.median(times), 3),
        "mean": round(statistics.fmean(times), 3),
        "p99": round(quantile(times, 0.99), 3),
    }


class Probe:
    """A timer that says how late it is."""

    def __init__(self) -> None:
        self.late_ms: list[float] = []
        self._due = 0.0
        self._timer = QTimer()
        self._timer.setTimerType(self._timer.timerType().PreciseTimer)
        self._timer.setInterval(PROBE_MS)
        self._timer.timeout.connect(self._fire)

    def start(self) -> None:
        """Begin to measure."""
        self._due = time.perf_counter() + PROBE_MS / 1e3
        self._timer.start()

    def stop(self) -> None:
        """End."""
        self._timer.stop()

    def _fire(self) -> None:
        now = time.perf_counter()
        self.late_ms.append(max(0.0, (now - self._due) * 1e3))
        self._due = now + PROBE_MS / 1e3


async def stalls(make: Callable[[Path], tuple[QWidget, Close]], seconds: float) -> list[float]:
    """How late a timer was while a window was there and a gigabyte moved."""
    with TemporaryDirectory(prefix="hb") as folder:
        window, close = make(Path(folder))
        window.show()
        await asyncio.sleep(1)
        # With a session of its own, so that the ends of the link and their processes end together with it.
        mover = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tests.bench.chat_bench",
            "move",
            stdout=asyncio.subprocess.DEVNULL,
            start_new_session=True,
        )
        await asyncio.sleep(2)  # until its link stands
        probe = Probe()
        probe.start()
        await asyncio.sleep(seconds)
        probe.stop()
        os.killpg(mover.pid, signal.SIGKILL)
        await mover.wait()
        await close()
        return probe.late_ms


def bare_window(_folder: Path) -> tuple[QWidget, Close]:
    """A window that does nothing."""
    window = QWidget()
    window.resize(1040, 760)

    async def close() -> None:
        window.deleteLater()

    return window, close


def chat_window(folder: Path) -> tuple[QWidget, Close]:
    """The chat with a long conversation, and an answer on its way."""
    actions = Actions(lambda problem: print(problem, file=sys.stderr))

    async def stream(_asking: Asking) -> AsyncIterator[ChatEvent]:
        yield Began("study and kitchen")
        for token in tokens(1_000_000):
            yield Piece(token)
            await asyncio.sleep(1 / TOKENS_PER_SECOND)

    window = ChatWindow(actions, stream, folder)
    window.resize(1040, 760)
    window.show_state(states.PAIR)
    window.show_conversation(conversation_of(SIZES[-1]))
    window.ask("And how do I bake rolls?")

    async def close() -> None:
        await actions.close()
        window.finish()
        window.deleteLater()

    return window, close


def histogram(late_ms: Sequence[float]) -> dict[str, Any]:
    """How often each lateness was, and the edges that matter, in milliseconds."""
    counts = {f"up to {edge:g} ms": sum(value <= edge for value in late_ms) for edge in EDGES_MS}
    return {
        "ticks": len(late_ms),
        "p50": round(quantile(late_ms, 0.5), 2),
        "p99": round(quantile(late_ms, 0.99), 2),
        "p99.9": round(quantile(late_ms, 0.999), 2),
        "max": round(max(late_ms), 2),
        "cumulative": counts,
    }


def quantile(values: Sequence[float], part: float) -> float:
    """The value that so large a part of all does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]


async def measure_stalls(rounds: int) -> dict[str, Any]:
    """The bare window and the chat, taking turns."""
    late: dict[str, list[float]] = {"bare": [], "chat": []}
    for _ in range(rounds):
        late["bare"] += await stalls(bare_window, STALL_SECONDS)
        late["chat"] += await stalls(chat_window, STALL_SECONDS)
        await asyncio.sleep(0.5)
    return {name: histogram(values) for name, values in late.items()}


def main(rounds: int) -> None:
    """Measure and print."""
    application = QApplication(sys.argv[:1])
    application.setQuitOnLastWindowClosed(False)
    ThemeManager(application, "light")
    loop = qasync.QEventLoop(application)
    with loop:
        cost = {str(size): cost_ms(application, size) for size in SIZES}
        found = loop.run_until_complete(measure_stalls(rounds))
    print(json.dumps({"rounds": rounds, "tokens_per_second": TOKENS_PER_SECOND, "cost_ms": cost, "stalls_ms": found}))


def move() -> None:
    """Move gigabytes between two link processes until killed."""
    while True:
        run_place((start_here, start_here), ("127.0.0.1", "127.0.0.1"), GIGABYTE_BLOCKS, 1)


if __name__ == "__main__":
    if sys.argv[1:] == ["move"]:
        move()
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
