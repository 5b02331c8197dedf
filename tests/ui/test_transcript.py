"""The conversation's document: what streams in looks like what is drawn at once, and nothing in it acts by itself."""

from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QUrl
from PySide6.QtGui import QTextDocument
from pytestqt.qtbot import QtBot

from app.ui.chat.conversation import Entry, Shown
from app.ui.chat.pen import CODE, KIND
from app.ui.chat.transcript import Transcript
from app.ui.chat.turns import Answer, Attachment, End, Question, Turn
from app.ui.theme import ThemeManager, current_theme

ANSWER = """# Title

Text with **bold** and `code`, and [a link](https://example.org).

1. one
2. two
   - inner

3. three

> quoted

```python
def f():

    return 1
```

| a | b |
|---|---|
| 1 | 2 |

![picture](file:///etc/passwd) <script>alert(1)</script> end
"""


@pytest.fixture
def transcript(qtbot: QtBot, themes: ThemeManager) -> Transcript:
    made = Transcript()
    qtbot.addWidget(made)
    made.resize(600, 500)
    made.show()
    return made


def shown(turn: Turn, entry_id: str = "x", number: int = 1, count: int = 1) -> Shown:
    return Shown(Entry(entry_id, None, turn), number, count)


def _drawn(transcript: Transcript) -> str:
    return transcript.document().toHtml()


@pytest.mark.parametrize("size", [1, 7, 64, 10_000])
def test_streamed_answer_is_drawn_like_a_whole_one(transcript: Transcript, size: int) -> None:
    done = Answer(ANSWER, "Demo", End.COMPLETE)
    transcript.show_path([shown(Question("What?")), shown(done)])
    transcript.colouring.finish()
    whole = _drawn(transcript).replace(transcript._scheme, "")
    transcript.show_path([])
    transcript.add(shown(Question("What?")))
    transcript.begin_answer()
    for start in range(0, len(ANSWER), size):
        transcript.write(ANSWER[start : start + size])
    transcript.end_answer(shown(done))
    transcript.colouring.finish()
    assert _drawn(transcript).replace(transcript._scheme, "") == whole


def test_code_is_in_its_box_while_it_is_written(transcript: Transcript) -> None:
    transcript.begin_answer()
    transcript.write("Text\n\n```\nx = 1\n")
    transcript.write("y = 2\n")
    boxes = [f for f in transcript.document().rootFrame().childFrames() if f.frameFormat().intProperty(KIND) == CODE]
    assert len(boxes) == 1
    assert transcript.toPlainText().rstrip().endswith("x = 1\ny = 2")


def test_nothing_is_loaded_and_markup_is_text(transcript: Transcript, tmp_path: Path) -> None:
    (tmp_path / "private.png").write_bytes(b"private")
    local = QUrl.fromLocalFile(str(tmp_path / "private.png"))
    transcript.show_path([shown(Answer(ANSWER, "Demo", End.COMPLETE))])
    text = transcript.toPlainText()
    assert "[picture]" in text
    assert "<script>alert(1)</script>" in text
    image = int(QTextDocument.ResourceType.ImageResource.value)
    assert transcript.loadResource(image, local) == QByteArray()
    assert transcript.document().resource(image, local) == QByteArray()
    assert QTextDocument().resource(image, local) == QByteArray(b"private"), "what would be read otherwise"


def test_link_of_an_answer_is_not_opened(transcript: Transcript, qtbot: QtBot) -> None:
    with qtbot.waitSignal(transcript.open_link) as caught:
        transcript.anchorClicked.emit(QUrl("https://example.org"))
    assert caught.args == ["https://example.org"]


def test_link_of_an_answer_cannot_press_our_buttons(transcript: Transcript, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(transcript.retry), qtbot.assertNotEmitted(transcript.copy_turn):
        transcript.anchorClicked.emit(QUrl("hearth:retry"))
        transcript.anchorClicked.emit(QUrl("hearth-0000000000000000:copy/0"))


def _press(transcript: Transcript, action: str) -> None:
    address = f"{transcript._scheme}:{action}"
    assert address in _drawn(transcript)
    transcript.anchorClicked.emit(QUrl(address))


def test_what_can_be_done_with_a_turn_are_links_under_it(transcript: Transcript, qtbot: QtBot) -> None:
    half = Answer("half", "Demo", End.STOPPED)
    transcript.show_path([shown(Question("a"), "q"), shown(half, "a", 2, 3)])
    for action, signal, arguments in (
        ("copy/a", transcript.copy_turn, ["a"]),
        ("copy/q", transcript.copy_turn, ["q"]),
        ("edit/q", transcript.edit, ["q"]),
        ("retry/a", transcript.retry, ["a"]),
        ("older/a", transcript.step, ["a", -1]),
        ("newer/a", transcript.step, ["a", 1]),
    ):
        with qtbot.waitSignal(signal) as caught:
            _press(transcript, action)
        assert caught.args == arguments
    assert "2/3" in transcript.toPlainText()


def test_the_first_and_the_last_branch_have_one_way(transcript: Transcript) -> None:
    for number, other, way in ((1, "older", "newer"), (2, "newer", "older")):
        transcript.show_path([shown(Question("a"), "q", number, 2)])
        drawn = _drawn(transcript)
        assert f":{way}/q" in drawn
        assert f":{other}/q" not in drawn


def test_code_is_copied_by_its_own_link(transcript: Transcript, qtbot: QtBot) -> None:
    transcript.begin_answer()
    transcript.write("1. One\n\n   ```sh\n   ls\n   ```\n\nText\n\n```python\nx = 1\n")
    assert ":code/1" not in _drawn(transcript), "not before it is whole"
    transcript.write("y = 2\n```\n")
    for number, code in ((0, "ls"), (1, "x = 1\ny = 2")):
        with qtbot.waitSignal(transcript.copy_code) as caught:
            _press(transcript, f"code/{number}")
        assert caught.args == [code]


def test_thoughts_are_folded_until_they_are_clicked(transcript: Transcript) -> None:
    answer = Answer("Words", "Demo", End.COMPLETE, reasoning="Hm, **hm**", thought_seconds=12.2)
    transcript.show_path([shown(Question("a"), "q"), shown(answer, "a")])
    before = transcript.toPlainText()
    assert "Thought for 12 s" in before
    assert "Hm" not in before
    _press(transcript, "thoughts/a")
    assert "Hm, **hm**" in transcript.toPlainText()
    transcript.show_path([shown(Question("a"), "q"), shown(answer, "a")])
    assert "Hm, **hm**" in transcript.toPlainText(), "they stay open in another theme"
    _press(transcript, "thoughts/a")
    assert transcript.toPlainText() == before


def test_thoughts_stand_before_the_words_and_open_while_these_are_written(transcript: Transcript) -> None:
    transcript.begin_answer()
    thought = Answer("", "Demo", End.STOPPED, reasoning="Hm", thought_seconds=1.0)
    transcript.write_thoughts("a", thought)
    transcript.write("Some **wo")
    _press(transcript, "thoughts/a")
    transcript.write("rds**")
    text = transcript.toPlainText()
    assert text.index("Thought for 1.0 s") < text.index("Hm") < text.index("Some words")
    assert text.count("Some") == 1
    _press(transcript, "thoughts/a")
    transcript.write(" and more")
    assert transcript.toPlainText().count("Some words and more") == 1


def test_only_what_was_said_is_copied_and_found(transcript: Transcript) -> None:
    question = Question("What is 🔥?", (Attachment("notes.txt", "x", 1200),))
    answer = Answer("It is *fire*.\n\n```python\nx = 'Copy'\n```", "Demo", End.COMPLETE)
    transcript.show_path([shown(question, "q"), shown(answer, "a")])
    assert "notes.txt · 1 kB" in transcript.toPlainText()
    transcript.selectAll()
    assert transcript.createMimeDataFromSelection().text() == "What is 🔥?\nIt is fire.\nx = 'Copy'"
    assert transcript.find_all("copy") == 1, "the links are not found"
    transcript.go_to_match(0)
    assert transcript.find_all("FIRE") == 1
    assert transcript.find_all("") == 0


def test_code_gets_colours_when_it_is_whole(transcript: Transcript) -> None:
    transcript.show_path([shown(Answer("```python\ndef f(): return '🔥' # x\n```", "D", End.COMPLETE))])
    transcript.colouring.finish()
    colours = {}
    block = transcript.document().begin()
    while block.isValid():
        place = block.begin()
        while not place.atEnd():
            colours[place.fragment().text().strip()] = place.fragment().charFormat().foreground().color().name()
            place += 1
        block = block.next()
    theme = current_theme()
    assert colours["def"] == colours["return"] == theme.code_keyword
    assert colours["'🔥'"] == theme.code_string
    assert colours["# x"] == theme.muted
    assert colours["f"] == theme.code_name


@pytest.mark.parametrize("language", ["", "no-such-language", "../python"])
def test_unknown_languages_stay_in_one_colour(transcript: Transcript, language: str) -> None:
    transcript.show_path([shown(Answer(f"```{language}\ndef f():\n```", "D", End.COMPLETE))])
    transcript.colouring.finish()
    assert "def f():" in transcript.toPlainText()


def test_follows_the_answer_only_from_the_end(transcript: Transcript) -> None:
    bar = transcript.verticalScrollBar()
    transcript.begin_answer()
    transcript.write("One.\n\n" * 100)
    assert bar.value() == bar.maximum() > 0
    bar.setValue(0)
    transcript.write("Two.\n\n" * 100)
    assert bar.value() == 0


def test_list_does_not_go_on_into_what_follows(transcript: Transcript) -> None:
    transcript.begin_answer()
    transcript.write("- a\n- b\n\nAfter the list")
    transcript.end_answer(shown(Answer("- a\n- b\n\nAfter the list", "Demo", End.COMPLETE)))
    blocks = []
    block = transcript.document().begin()
    while block.isValid():
        blocks.append((block.text(), block.textList() is not None))
        block = block.next()
    assert blocks[:3] == [("a", True), ("b", True), ("After the list", False)]
    assert not blocks[-1][1]
