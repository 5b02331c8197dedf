"""The chat window: picks a model, asks the local API, shows the answer while it is written, and keeps all of it.

What the snapshot says comes in by `show_state`; questions go out over HTTP like those of any other program. The parts
know their own work: `Answering` the answer on its way, `Shelf` earlier conversations, `ChatFiles` files.
"""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QResizeEvent

from app.domain.state import AppState
from app.ui.actions import Actions
from app.ui.chat.announcing import announce
from app.ui.chat.answering import Answering, Stream
from app.ui.chat.clicks import Copying, ask_link
from app.ui.chat.composer import local_files
from app.ui.chat.conversation import Conversation, Shown, Summary
from app.ui.chat.files import ChatFiles
from app.ui.chat.keeper import Keeper
from app.ui.chat.keys import ChatKeys, KeyHooks
from app.ui.chat.notebook import Notebook
from app.ui.chat.options_dialog import OptionsDialog
from app.ui.chat.parts import ChatParts
from app.ui.chat.shelf import Shelf
from app.ui.chat.stream import stream_answer
from app.ui.chat.turns import Answer, Question, Turn
from app.ui.present import chat_view
from app.ui.present.language import tr
from app.ui.present.views import ChatView, ModelChoice


class ChatWindow(ChatParts):
    """Conversations with the models of the swarm.

    Args:
        actions: Starts the asking.
        stream: Asks for one answer; the local API by default.
        folder: The data folder, where conversations are kept; None to forget them with the program.
    """

    settings_requested = Signal()
    """The user wants to see the settings."""
    models_wanted = Signal()
    """The user wants to find models."""
    _history_problem = Signal(object)

    def __init__(self, actions: Actions, stream: Stream = stream_answer, folder: Path | None = None) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        self._view = ChatView("", (), {}, {})
        self._said = ""
        self._edited: str | None = None
        self._keeper = Keeper(folder, self._history_problem.emit)
        self._notebook = Notebook(self._keeper, self._listed)
        self._answering = Answering(self, actions, stream, self._notebook, self.transcript, lambda: self._view)
        self._shelf = Shelf(self, actions, self._keeper, self._notebook, self.sidebar)
        self._files = ChatFiles(self, actions, self.composer, self.show_problem, self._choice)
        self._copying = Copying(lambda: self.conversation, self._say)
        self._connect()
        self._keys = ChatKeys(self, self._key_hooks())
        self.show_state(None)
        if folder is not None:
            self._shelf.load()

    # -- what is shown ------------------------------------------------------------------------------------------

    def show_state(self, state: AppState | None) -> None:
        """Render what the snapshot says of models."""
        view, before = chat_view(state), self._view
        self._view = view
        if view.choices != before.choices:
            self.header.picker.show_choices(view.choices)
        self.show_greeting(view.greeting)
        self.composer.set_usable(bool(view.api_url and view.choices))
        self._show_model()
        self._show_progress()

    @property
    def conversation(self) -> Conversation:
        """The one that is open."""
        return self._notebook.conversation

    @property
    def turns(self) -> tuple[Turn, ...]:
        """What was said so far; the answer that is being written is not among it."""
        open_id = self._answering.entry_id
        return tuple(shown.entry.turn for shown in self.conversation.path if shown.entry.entry_id != open_id)

    def ask(self, question: str | Question) -> None:
        """Ask a question, at the end or in the place of the one that is taken up again."""
        choice = self._choice()
        if self._answering.is_busy or choice is None:
            return
        turn = Question(question) if isinstance(question, str) else question
        self._say("")
        self.show_problem(None)
        edited, self._edited = self._edited, None
        self.composer.reset()
        parent = self.conversation.entry(edited).parent if edited else self.conversation.leaf
        entry = self._notebook.add(turn, parent)
        if edited:
            self._draw()
        else:
            self.transcript.add(Shown(entry))
        self._show_stack()
        self._answering.begin(entry.entry_id, choice)

    def stop(self) -> None:
        """End the answer that is being written; what came stays."""
        self._answering.stop()

    def new_chat(self) -> None:
        """An empty conversation; the one before is kept."""
        self._answering.leave()
        self._notebook.begin()
        self._show_conversation()

    def show_conversation(self, conversation: Conversation, entry_id: str | None = None) -> None:
        """Go on with an earlier conversation, at one of its turns."""
        if conversation.summary.conversation_id == self.conversation.summary.conversation_id:
            conversation = self.conversation  # an answer may be on its way into it
        else:
            self._answering.leave()
        if entry_id and not self._answering.is_busy:
            conversation.show(entry_id)
        self._notebook.open(conversation)
        self._show_conversation()
        if entry_id and self.sidebar.query:
            self.find_bar.show_first(self.sidebar.query.split()[0])

    def finish(self) -> None:
        """Write down what is still to be written; the actions have ended, and the window is not used any more."""
        self._keeper.close()

    # -- how it is wired -------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        transcript, composer, header = self.transcript, self.composer, self.header
        transcript.copy_turn.connect(self._copying.copy_turn)
        transcript.copy_code.connect(self._copying.copy)
        transcript.edit.connect(self._edit)
        transcript.retry.connect(self._retry)
        transcript.step.connect(self._step)
        transcript.open_link.connect(partial(ask_link, self))
        self.welcome.asked.connect(self.ask)
        self.welcome.find_models.connect(self.models_wanted)
        composer.asked.connect(self.ask)
        composer.stopped.connect(self.stop)
        composer.choose_files.connect(self._files.choose)
        composer.edit_ended.connect(self._end_edit)
        composer.edit.files_given.connect(self._files.attach)
        composer.edit.recalled.connect(self._recall)
        composer.edit.textChanged.connect(lambda: self._say(""))
        header.picker.currentIndexChanged.connect(lambda _: self._show_model())
        header.side.connect(self.side.toggle)
        header.new.connect(self.new_chat)
        header.options.connect(self._show_options)
        header.rename.connect(lambda: self._with_row(self.sidebar.list.rename.emit))
        header.delete.connect(lambda: self._with_row(self._shelf.delete))
        header.export.connect(lambda: self._export(self.conversation))
        header.import_file.connect(lambda: self._files.choose_import(self._imported))
        header.find_words.connect(self.find_bar.open_bar)
        header.settings.connect(self.settings_requested)
        self.sidebar.new.connect(self.new_chat)
        self.sidebar.left.connect(self.side.toggle)
        self._shelf.opened.connect(self.show_conversation)
        self._shelf.closed.connect(self.new_chat)
        self._shelf.export.connect(self._export)
        self._answering.changed.connect(self._show_progress)
        self._answering.ended.connect(partial(announce, self))
        self._history_problem.connect(self.sidebar.show_problem, Qt.ConnectionType.QueuedConnection)

    def _key_hooks(self) -> KeyHooks:
        return KeyHooks(
            new_chat=self.new_chat,
            settings=self.settings_requested.emit,
            copy_last=self._copying.copy_last,
            stop=self.stop,
            has_turns=lambda: bool(self.conversation.entries),
        )

    # -- conversation ------------------------------------------------------------------------------------------

    def _draw(self) -> None:
        open_id = self._answering.entry_id
        self.transcript.show_path([s for s in self.conversation.path if s.entry.entry_id != open_id])
        self._answering.draw_again()

    def _show_stack(self) -> None:
        self._stack.setCurrentWidget(self.transcript if self.conversation.entries else self.welcome)
        self.header.show_kept(bool(self.conversation.entries))

    def _show_conversation(self) -> None:
        """Another conversation is open."""
        self._edited = None
        self._say("")
        self.show_problem(None)
        self.find_bar.close_bar()
        self.composer.reset()
        self.transcript.show_path(())
        self._draw()
        self.transcript.keep_bottom(True)
        self._show_stack()
        self._shelf.show_open()
        self.side.leave()
        last = self.conversation.last(Answer)
        if last is not None and isinstance(last.turn, Answer):
            self.header.picker.pick(last.turn.model)
        self._show_title()

    def _listed(self, summary: Summary) -> None:
        self._shelf.listed(summary)
        self._show_title()

    def _show_title(self) -> None:
        title = self.conversation.summary.title if self.conversation.entries else tr("Chat")
        self.setWindowTitle(f"{title} \u2013 Hearth")

    def _imported(self, conversation: Conversation) -> None:
        self._answering.leave()
        self._notebook.keep(conversation)
        self._show_conversation()

    def _export(self, conversation: Conversation) -> None:
        self._files.export(conversation, self._say)

    # -- models and progress -------------------------------------------------------------------------------------

    def _choice(self) -> ModelChoice | None:
        name = self.header.picker.picked if self._view.api_url else ""
        return next((choice for choice in self._view.choices if choice.name == name), None)

    def _show_model(self) -> None:
        choice = self._choice()
        is_demo = choice is not None and choice.is_demo
        self.header.show_demo(is_demo)
        self.welcome.show_suggestions(is_demo)

    def _show_progress(self) -> None:
        """One line over the field: why nothing comes yet, where it is written, or what was just done."""
        self.show_over(self._answering.words or self._said)
        self.composer.set_answering(self._answering.is_busy)

    def _say(self, words: str) -> None:
        self._said = words
        self._show_progress()

    # -- what is clicked in the conversation ---------------------------------------------------------------------------

    def _edit(self, entry_id: str) -> None:
        turn = self.conversation.entry(entry_id).turn
        if isinstance(turn, Question) and not self._answering.is_busy:
            self._edited = entry_id
            self.composer.begin_edit(turn)

    def _recall(self) -> None:
        """Take up the last question."""
        if (last := self.conversation.last(Question)) is not None:
            self._edit(last.entry_id)

    def _end_edit(self) -> None:
        self._edited = None

    def _retry(self, entry_id: str) -> None:
        """Another answer to the same question; one that failed before its first word is not kept."""
        entry, choice = self.conversation.entry(entry_id), self._choice()
        if self._answering.is_busy or choice is None or entry.parent is None:
            return
        if isinstance(entry.turn, Answer) and not entry.turn.text and not entry.turn.reasoning:
            self._notebook.remove(self.conversation, entry_id)
        self.conversation.leaf = entry.parent
        self._draw()
        self._answering.begin(entry.parent, choice)

    def _step(self, entry_id: str, distance: int) -> None:
        if not self._answering.is_busy:
            self._notebook.step(entry_id, distance)
            self._draw()

    # -- the side, options, files --------------------------------------------------------------------------------------

    def _with_row(self, do: object) -> None:
        row = self._shelf.row_of_open()
        if row is not None and callable(do):
            do(row)

    def _show_options(self) -> None:
        dialog = OptionsDialog(self, self.conversation.options)
        dialog.changed.connect(lambda options, default: self._notebook.set_options(options, as_default=default))
        dialog.present()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # Qt's name
        """Files may be dropped anywhere in the window."""
        if local_files(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # Qt's name
        """They go along with the question."""
        event.acceptProposedAction()
        self._files.attach(local_files(event.mimeData()))

    def resizeEvent(self, event: QResizeEvent) -> None:  # Qt's name
        """A narrow window has no room for both."""
        super().resizeEvent(event)
        self.side.place()

    def changeEvent(self, event: QEvent) -> None:  # Qt's name
        """Draw the conversation again in another theme's colours; the open answer goes on where it was."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_shelf"):
            self._draw()
