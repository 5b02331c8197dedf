"""The history's thread: in order, to the end, and in memory when there is no disk."""

from pathlib import Path

import pytest

from app.domain.errors import Problem, UserError
from app.ui.chat.conversation import Options, Summary, untitled
from app.ui.chat.history import History
from app.ui.chat.keeper import Keeper
from app.ui.chat.notebook import Notebook
from app.ui.chat.turns import Answer, End, Question


def summaries(history: History) -> tuple[Summary, ...]:
    return history.list()


class Reports:
    """What a keeper told."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    @property
    def codes(self) -> list[str]:
        return [problem.code for problem in self.problems]


async def test_what_is_queued_is_written_before_the_end(tmp_path: Path) -> None:
    reports = Reports()
    keeper = Keeper(tmp_path, reports.problems.append)
    notebook = Notebook(keeper, lambda _: None, lambda: 5.0)
    question = notebook.add(Question("How do I join?"), None)
    answer = notebook.add(Answer("", "Demo", End.STOPPED), question.entry_id, finished=False)
    for length in range(200):
        notebook.update(
            notebook.conversation, answer.entry_id, Answer("x" * length, "Demo", End.STOPPED), finished=False
        )
    keeper.close()
    again = Keeper(tmp_path, reports.problems.append)
    (summary,) = await again.read(summaries)
    assert summary == Summary(notebook.conversation.summary.conversation_id, "How do I join?", 5.0)
    loaded = await again.read(lambda history: history.load(summary.conversation_id))
    assert loaded is not None
    assert loaded.turns == (Question("How do I join?"), Answer("x" * 199, "Demo", End.STOPPED))
    assert loaded.path == notebook.conversation.path
    again.close()
    assert reports.problems == []


async def test_without_a_folder_it_is_kept_in_memory_and_said_once(tmp_path: Path) -> None:
    reports = Reports()
    keeper = Keeper(tmp_path / "missing", reports.problems.append)
    notebook = Notebook(keeper, lambda _: None)
    notebook.add(Question("One"), None)
    notebook.begin()
    notebook.add(Question("Two"), None)
    assert {summary.title for summary in await keeper.read(summaries)} == {"One", "Two"}
    assert reports.codes == ["history_not_kept"]
    keeper.close()


async def test_a_full_disk_is_told_once_until_it_is_over(tmp_path: Path) -> None:
    reports = Reports()
    keeper = Keeper(tmp_path, reports.problems.append)
    notebook = Notebook(keeper, lambda _: None)
    question = notebook.add(Question("One"), None)

    def limit(history: History, pages: int) -> None:
        history._connection.execute(f"PRAGMA max_page_count = {pages}")

    keeper.write(lambda history: limit(history, 1))  # SQLite then says what it says of a full disk
    for _ in range(5):
        notebook.update(notebook.conversation, question.entry_id, Question("x" * 100_000), finished=True)
    await keeper.read(summaries)
    assert reports.codes == ["history_not_kept"]
    assert "full" in reports.problems[0].message
    keeper.write(lambda history: limit(history, 1_000_000))
    notebook.update(notebook.conversation, question.entry_id, Question("y" * 100_000), finished=True)
    loaded = await keeper.read(lambda history: history.load(notebook.conversation.summary.conversation_id))
    assert loaded is not None
    assert loaded.turns == (Question("y" * 100_000),)
    keeper.close()


async def test_a_question_that_cannot_be_answered_is_an_error_in_words(tmp_path: Path) -> None:
    keeper = Keeper(tmp_path, lambda _: None)
    keeper.write(lambda history: history._connection.close())
    with pytest.raises(UserError, match="could not write them down"):
        await keeper.read(summaries)
    keeper._history = None
    keeper.close()


async def test_nothing_is_kept_before_the_first_question(tmp_path: Path) -> None:
    keeper = Keeper(tmp_path, lambda _: None)
    listed: list[Summary] = []
    notebook = Notebook(keeper, listed.append, lambda: 1.0)
    notebook.set_options(Options("Be brief."), as_default=False)
    assert (await keeper.read(summaries), listed) == ((), [])
    notebook.add(Question("Hi"), None)
    notebook.rename(notebook.conversation.summary, "  Another\n title ")
    notebook.rename(notebook.conversation.summary, " ")
    notebook.pin(notebook.conversation.summary, True)
    (summary,) = await keeper.read(summaries)
    assert (summary.title, summary.is_pinned) == ("Another title", True)
    assert notebook.conversation.summary == summary == listed[-1]
    keeper.close()


async def test_an_earlier_conversation_can_be_renamed_and_deleted(tmp_path: Path) -> None:
    keeper = Keeper(tmp_path, lambda _: None)
    notebook = Notebook(keeper, lambda _: None, lambda: 1.0)
    notebook.add(Question("Hi"), None)
    earlier = notebook.conversation.summary
    notebook.begin()
    assert notebook.conversation.summary.title == untitled()
    notebook.rename(earlier, "Earlier")
    assert [summary.title for summary in await keeper.read(summaries)] == ["Earlier"]
    notebook.set_deleted(earlier, True)
    assert await keeper.read(summaries) == ()
    notebook.set_deleted(earlier, False)
    assert len(await keeper.read(summaries)) == 1
    keeper.close()
