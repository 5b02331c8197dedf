"""The conversation's document: what streams in looks like what is drawn at once, and nothing in it acts by itself."""

from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QUrl
from PySide6.QtGui import QTextDocument
from pytestqt.qtbot import QtBot

from app.ui.chat.render import CODE, KIND
from app.ui.chat.transcript import Transcript
from app.ui.chat.turns import Answer, End, Question
from app.ui.theme import ThemeManager

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


def _drawn(transcript: Transcript) -> str:
    return transcript.document().toHtml()


@pytest.mark.parametrize("size", [1, 7, 64, 10_000])
def test_streamed_answer_is_drawn_like_a_whole_one(transcript: Transcript, size: int) -> None:
    done = Answer(ANSWER, "Demo", End.COMPLETE)
    transcript.show_turns([Question("What?"), done])
    whole = _drawn(transcript).replace(transcript._scheme, "")
    transcript.show_turns([])
    transcript.add(Question("What?"))
    transcript.begin_answer()
    for start in range(0, len(ANSWER), size):
        transcript.write(ANSWER[start : start + size])
    transcript.end_answer(done)
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
    transcript.show_turns([Answer(ANSWER, "Demo", End.COMPLETE)])
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
    with qtbot.assertNotEmitted(transcript.retry), qtbot.assertNotEmitted(transcript.copy_answer):
        transcript.anchorClicked.emit(QUrl("hearth:retry"))
        transcript.anchorClicked.emit(QUrl("hearth-0000000000000000:copy/0"))


def test_copy_and_retry_are_links_under_the_answer(transcript: Transcript, qtbot: QtBot) -> None:
    transcript.show_turns([Question("a"), Answer("half", "Demo", End.STOPPED)])
    scheme = transcript._scheme
    assert f"{scheme}:copy/1" in _drawn(transcript)
    with qtbot.waitSignal(transcript.copy_answer) as caught:
        transcript.anchorClicked.emit(QUrl(f"{scheme}:copy/1"))
    assert caught.args == [1]
    with qtbot.waitSignal(transcript.retry):
        transcript.anchorClicked.emit(QUrl(f"{scheme}:retry"))


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
    transcript.end_answer(Answer("- a\n- b\n\nAfter the list", "Demo", End.COMPLETE))
    blocks = []
    block = transcript.document().begin()
    while block.isValid():
        blocks.append((block.text(), block.textList() is not None))
        block = block.next()
    assert blocks[:3] == [("a", True), ("b", True), ("After the list", False)]
    assert not blocks[-1][1]
