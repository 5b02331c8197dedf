"""A picture of the chat window in each of its states, in both themes, in `build/screens`."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint

from app.domain.errors import Problem
from app.domain.sentence import say
from app.domain.state import AppState
from app.ui.actions import Actions
from app.ui.chat.conversation import Conversation, Entry, Options, Summary
from app.ui.chat.history import History
from app.ui.chat.keeper import FILE_NAME
from app.ui.chat.options_dialog import OptionsDialog
from app.ui.chat.stream import Asking, Began, ChatEvent, Piece, Thinking
from app.ui.chat.turns import Answer, Attachment, End, Question, Turn
from app.ui.chat.welcome import DEMO_QUESTIONS
from app.ui.chat.window import ChatWindow
from app.ui.present.conversations import ConversationRow, Group
from tests.fakes import states
from tests.ui import pseudo
from tests.ui.chats import close_chat
from tests.ui.conftest import RunUi, until
from tests.ui.fixed_time import NOW
from tests.ui.screens import save, settle

ANSWER = """Joining takes a minute:

1. Start Hearth on the **other laptop**.
2. Choose *Join swarm…* from its tray icon.
3. Paste the token that this computer shows under *Invite a device*.

From a terminal it is one line:

```bash
hearth join hearth1…
```

| device | layers | memory |
|---|---|---:|
| kitchen | 24-39 | 4.6 GB |
| study | 0-23 | 5.9 GB |

> Whoever computes can read: join only people you trust. See [the guide](https://example.org).
"""

CODE = '''Here is a small program that counts words:

```python
import sys
from collections import Counter


def count(path: str, limit: int = 10) -> list[tuple[str, int]]:
    """The most frequent words of a file."""
    with open(path, encoding="utf-8") as file:
        words = file.read().lower().split()
    return Counter(words).most_common(limit)  # the rest is noise


if __name__ == "__main__":
    for word, times in count(sys.argv[1]):
        print(f"{times:>6} {word}")
```

The same in a shell:

```sh
tr -s ' ' '\\n' < notes.txt | sort | uniq -c | sort -rn | head -n 10
```

And its settings:

```json
{"limit": 10, "encoding": "utf-8", "ignore_case": true}
```
'''

LANGUAGES = ("python", "sh", "json", "bash", "text")
"""Of the code in the answers, as their heads name them."""

THOUGHTS = """The user wants a word for the feeling on a Sunday evening. There is no single one in English. German has
"Sonntagabendgefühl", which is descriptive. I could offer "the Sunday scaries", which is informal but well known."""

DONE = Answer(ANSWER, "Qwen3 14B", End.COMPLETE, "study and kitchen", 7.2, tokens=212, first_word_seconds=0.8)
FAILED = Answer(
    "",
    "Qwen3 14B",
    End.FAILED,
    problem=Problem(
        say("No answer"),
        say("{name} left the swarm, and the model does not fit without it.", name="study"),
        say("Ask again."),
    ),
)
SCRIPTS: tuple[Turn, ...] = (
    Question("ما هي أفضل طريقة لتعلم الطبخ؟"),
    Answer(
        "ابدأ بوصفات بسيطة:\n\n1. **البيض** المقلي\n2. الأرز مع الخضار\n3. حساء العدس\n\nثم جرّب شيئًا جديدًا كل أسبوع.",
        "Qwen3 14B",
        End.COMPLETE,
        "kitchen",
        7.2,
    ),
    Question("用中文再说一遍并给一个例子。"),
    Answer("先学三道菜 **番茄炒蛋**、蛋炒饭和紫菜汤。\n\n```text\n番茄 2 个 鸡蛋 3 个\n```", "Qwen3 14B", End.COMPLETE),
    Question("ועכשיו בעברית?"),
    Answer("התחילו במתכונים פשוטים, ואל תוותרו.", "Qwen3 14B", End.COMPLETE),
)

TITLES = (
    "How do I join a swarm?",
    "Bread for beginners",
    "A very long title that does not fit into the list because it goes on and on",
    "Réparer un vélo",
    "会议纪要",
    "وصفات للشتاء",
    "SQL: the difference between WHERE and HAVING",
    "Ideas for a birthday",
)


async def writing(_asking: Asking) -> AsyncIterator[ChatEvent]:
    yield Began("study and kitchen", "kitchen")
    yield Thinking("They have two laptops.")
    yield Piece(ANSWER[:330])
    await until(lambda: False)


async def thinking(_asking: Asking) -> AsyncIterator[ChatEvent]:
    yield Began("study and kitchen", "kitchen")
    yield Thinking("They have two laptops.")
    await until(lambda: False)


def talk(*turns: Turn, branches: int = 0) -> Conversation:
    """A conversation of these turns, whose last one has others beside it."""
    made = Conversation(Summary("talk", "How do I join a swarm?", NOW))
    parent: str | None = None
    for number, turn in enumerate(turns):
        if number == len(turns) - 1:
            for extra in range(branches):
                made.add(Entry(f"x{extra}", parent, turn))
        made.add(Entry(f"t{number}", parent, turn))
        parent = f"t{number}"
    return made


def fill(folder: Path, count: int) -> None:
    """Many conversations, over a year."""
    history = History(folder / FILE_NAME)
    for number in range(count):
        title = TITLES[number % len(TITLES)] + (f" {number}" if number >= len(TITLES) else "")
        age_days = 0 if number < 3 else 1 if number < 5 else number * number / 100
        history.save(Summary(f"c{number}", title, NOW - age_days * 86400, number in (6, 40)), Options(), None)
        words = "We bake bread on Sunday with flour from the mill, and eat it warm." if number % 9 == 1 else "Nothing."
        history.save_entry(f"c{number}", Entry(f"q{number}", None, Question(words)), finished=True)
    history.close()


type Scene = Callable[[ChatWindow], Awaitable[None]]


async def nothing(_window: ChatWindow) -> None:
    """The window as it opens."""


def show(*turns: Turn, branches: int = 0, top: bool = False) -> Scene:
    async def scene(window: ChatWindow) -> None:
        window.show_conversation(talk(*turns, branches=branches))
        window.transcript.colouring.finish()
        if top:
            window.transcript.verticalScrollBar().setValue(0)

    return scene


async def ask(window: ChatWindow) -> None:
    window.ask("How do I join a swarm? I have two laptops, one of them quite old, and no cable.")
    await until(lambda: "terminal" in window.transcript.toPlainText() or "Thinking" in window.progress)


async def think(window: ChatWindow) -> None:
    await show(
        Question("A word?"),
        Answer(
            "The **Sunday scaries**.",
            "Qwen3 14B",
            End.COMPLETE,
            "study",
            7.2,
            reasoning=THOUGHTS,
            thought_seconds=12.0,
            tokens=90,
        ),
        Question("Another?"),
        Answer("*Sonntagsblues*.", "Qwen3 14B", End.COMPLETE, "study", 7.1, reasoning="x", thought_seconds=3.4),
    )(window)
    window.transcript.anchorClicked.emit(window.transcript._address("thoughts", "t1"))


async def edit(window: ChatWindow) -> None:
    await show(Question("How do I join a swarm?"), DONE)(window)
    window.transcript.edit.emit("t0")


async def files(window: ChatWindow) -> None:
    file = Attachment("notes.txt", "x", 2100)
    await show(Question("What is in these notes?", (file,)), Answer("A list.", "Qwen3 14B", End.COMPLETE))(window)
    names = ("notes.txt", "a-very-long-file-name-that-does-not-fit-into-a-chip.py", "Einkaufsliste.md")
    window.composer.show_files([Attachment(name, "x", 12_345) for name in names])
    window.composer.edit.setPlainText("And in these?")
    words = say("This is {kind}; only text files can be added.", kind=say("a picture"))
    window.show_problem(Problem(say("{name} was not added", name="photo.jpg"), words))


async def find(window: ChatWindow) -> None:
    await show(Question("How do I join a swarm?"), DONE)(window)
    window.find_bar.open_bar()
    window.find_bar.field.setText("join")


async def listed(window: ChatWindow) -> None:
    await until(lambda: window.sidebar.list.count() > 5)
    await show(Question("How do I join a swarm?"), DONE)(window)


async def deleted(window: ChatWindow) -> None:
    await listed(window)
    window.sidebar.list.delete.emit(window.sidebar.list.rows[3])


async def search(window: ChatWindow) -> None:
    await until(lambda: window.sidebar.list.count() > 5)
    window.sidebar.search.setText("bread")
    await until(lambda: not any(isinstance(row, Group) for row in window.sidebar.list.rows))
    found = [row for row in window.sidebar.list.rows if isinstance(row, ConversationRow) and row.snippet]
    window.sidebar.list.opened.emit(found[0])
    await until(lambda: window.conversation.entries)


async def search_nothing(window: ChatWindow) -> None:
    await until(lambda: window.sidebar.list.count() > 5)
    window.sidebar.search.setText("zebra")
    await until(lambda: window.sidebar.list.count() == 0)


async def side(window: ChatWindow) -> None:
    await until(lambda: window.sidebar.list.count() > 5)
    window.header.side_button.click()


async def hidden_side(window: ChatWindow) -> None:
    await show(Question("How do I join a swarm?"), DONE)(window)
    window.header.side_button.click()


def data_of_window(window: ChatWindow) -> Iterator[str]:
    """What people and models said in it, and what is called so by them."""
    rows = [row for row in window.sidebar.list.rows if isinstance(row, ConversationRow)]
    yield from (row.snippet.rstrip(".") for row in rows)
    yield from pseudo.data_of((*DEMO_QUESTIONS, *rows, window.conversation.summary, *window.conversation.turns))
    yield from (file.name for file in window.composer.attachments)
    yield from (*LANGUAGES, "study and kitchen")


WIDE, SMALL = (1040, 760), (440, 700)
LONG = (Question("How do I join a swarm?"), DONE) * 3
SCENES: dict[str, tuple[Scene, AppState, tuple[int, int], int]] = {
    "starting": (nothing, states.state(models=()), WIDE, 0),
    "empty": (nothing, states.PAIR, WIDE, 0),
    "demo": (nothing, states.ALONE, WIDE, 0),
    "answered": (show(Question("How do I join a swarm?"), DONE, top=True), states.PAIR, WIDE, 0),
    "branches": (show(Question("How do I join a swarm?"), DONE, branches=2), states.PAIR, WIDE, 0),
    "long": (show(*LONG, top=True), states.PAIR, WIDE, 0),
    "code": (
        show(Question("Count the words of a file."), Answer(CODE, "Qwen3 14B", End.COMPLETE)),
        states.PAIR,
        WIDE,
        0,
    ),
    "thoughts": (think, states.PAIR, WIDE, 0),
    "failed": (show(Question("Hi"), DONE, Question("And to leave?"), FAILED), states.PAIR, WIDE, 0),
    "writing": (ask, states.PAIR, WIDE, 0),
    "editing": (edit, states.PAIR, WIDE, 0),
    "files": (files, states.PAIR, WIDE, 0),
    "finding": (find, states.PAIR, WIDE, 0),
    "scripts": (show(*SCRIPTS, top=True), states.PAIR, WIDE, 8),
    "many": (listed, states.PAIR, WIDE, 200),
    "deleted": (deleted, states.PAIR, WIDE, 8),
    "search": (search, states.PAIR, WIDE, 200),
    "search-nothing": (search_nothing, states.PAIR, WIDE, 8),
    "side-hidden": (hidden_side, states.PAIR, WIDE, 8),
    "narrow": (show(Question("How do I join a swarm?"), DONE), states.PAIR, SMALL, 0),
    "narrow-side": (side, states.PAIR, SMALL, 30),
    "narrow-code": (show(Question("Count words."), Answer(CODE, "Q", End.COMPLETE), top=True), states.PAIR, SMALL, 0),
}


@pytest.mark.parametrize("name", SCENES)
def test_chat_window(run_ui: RunUi, theme: str, name: str, tmp_path: Path) -> None:
    scene, state, size, count = SCENES[name]
    if count:
        fill(tmp_path, count)

    async def scenario() -> None:
        actions = Actions(lambda problem: pytest.fail(str(problem)))
        window = ChatWindow(actions, writing, tmp_path)
        window.resize(*size)
        window.show_state(state)
        window.show()
        await scene(window)
        await until(lambda: window.transcript.colouring.is_done)
        await settle()
        save(window, f"chat-{name}", theme, data_of_window(window))
        await actions.close()
        await close_chat(window)

    run_ui(scenario())


def test_picker_and_menus(run_ui: RunUi, theme: str) -> None:
    async def scenario() -> None:
        actions = Actions(lambda problem: pytest.fail(str(problem)))
        window = ChatWindow(actions)
        window.show_state(states.CROWD)
        window.show()
        window.header.picker.showPopup()
        popup = window.header.picker.view().window()
        await until(popup.isVisible)
        save(popup, "chat-picker", theme)
        window.header.picker.hidePopup()
        menu = window.header.menu()
        menu.popup(QPoint(0, 0))
        save(menu, "chat-menu", theme)
        menu.close()
        dialog = OptionsDialog(window, Options("Answer briefly, in German.", 0.7, 400))
        dialog.as_default.setChecked(True)
        dialog.show()
        await until(dialog.isVisible)
        await settle()
        save(dialog, "chat-options", theme)
        dialog.close()
        await actions.close()
        await close_chat(window)

    run_ui(scenario())
