"""Controls that need the whole width: folders, and how much memory is shared."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from app.domain.preference import FileValue
from app.system.sizes import format_exact, parse_size
from app.ui.buttons import Button
from app.ui.offer import STEP_BYTES, OfferControl
from app.ui.present.language import tr
from app.ui.present.settings import AUTOMATIC
from app.ui.settings.beside import Beside
from app.ui.settings.controls import Commit, Toggle
from app.ui.theme import SPACE_SMALL
from app.ui.widgets import ElidedText, Text, clear, column, row

_SETTLE_MS = 500
"""How long the slider must rest before its amount is asked for: what peers run may have to be handed over."""


class SharedMemoryControl(QWidget):
    """How much memory is shared: by itself, or what the slider says.

    Args:
        name: What it is called.
        offered_bytes: What is shared now.
        total_bytes: What this computer has.
        commit: Asks for a new value: a size, or `automatic`.
    """

    def __init__(self, name: str, offered_bytes: int, total_bytes: int, commit: Commit) -> None:
        super().__init__()
        self._commit = commit
        self.automatic = Toggle(tr("{name}: chosen by Hearth", name=name))
        self.offer = OfferControl(offered_bytes, total_bytes)
        self._timer = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._timer.timeout.connect(self._settled)
        words = Text(tr("Chosen by Hearth from what this computer has"))
        line = row(words, self.automatic)
        line.setStretch(0, 1)
        self.setLayout(column(line, self.offer, spacing=SPACE_SMALL))
        self.automatic.toggled.connect(self._switched)
        self.offer.slider.valueChanged.connect(lambda _steps: self._timer.start())

    def _switched(self, automatic: bool) -> None:
        self.offer.slider.setEnabled(not automatic)
        self._commit(AUTOMATIC if automatic else format_exact(self.offer.offered_bytes))

    def _settled(self) -> None:
        if not self.automatic.isChecked():
            self._commit(format_exact(self.offer.offered_bytes))

    def show_value(self, value: FileValue) -> None:
        """What holds now."""
        for control in (self.automatic, self.offer.slider):
            control.blockSignals(True)
        self.automatic.setChecked(value is None)
        self.offer.slider.setEnabled(value is not None)
        if isinstance(value, str):
            self.offer.slider.setValue(round(parse_size(value) / STEP_BYTES))
        for control in (self.automatic, self.offer.slider):
            control.blockSignals(False)
        self.automatic.update()

    def show_offered(self, offered_bytes: int) -> None:
        """What is shared now: what Hearth chooses is seen here, what the owner chooses was set here."""
        if self.automatic.isChecked() and offered_bytes != self.offer.offered_bytes:
            self.offer.follow(offered_bytes)


class _Path(ElidedText):
    """A path, which is told from others by its beginning and its end."""

    cut_at = Qt.TextElideMode.ElideMiddle


class FolderControl(QWidget):
    """One folder, or the usual one.

    Args:
        name: What it is called.
        usual: Where it is when nothing is chosen, in words.
        commit: Asks for a new value: a whole path, or `automatic`.
        choose: What a screen reader says of the button that chooses another.
    """

    def __init__(self, name: str, usual: str, commit: Commit, *, choose: str) -> None:
        super().__init__()
        self._name = name
        self._commit = commit
        self._usual, self._path = Text(usual), _Path()
        self.choose = Button(tr("Choose…"), name=choose)
        self.reset = Button(tr("Usual folder"), name=tr("{name}: the usual folder", name=name))
        self.choose.clicked.connect(lambda: choose_folder(self, self._name, self._commit))
        self.reset.clicked.connect(lambda: self._commit(AUTOMATIC))
        self.setLayout(column(Beside(column(self._usual, self._path), self.reset, self.choose)))

    def show_value(self, value: FileValue) -> None:
        """What holds now."""
        is_chosen = value is not None
        self._path.set_text(str(value) if is_chosen else "")
        self._usual.setVisible(not is_chosen)
        for part in (self._path, self.reset):
            part.setVisible(is_chosen)


class FoldersControl(QWidget):
    """A list of folders.

    Args:
        name: What it is called.
        commit: Asks for a new value: whole paths.
    """

    shown = Signal()

    def __init__(self, name: str, commit: Commit) -> None:
        super().__init__()
        self._commit = commit
        self._folders: list[str] = []
        self._list = column()
        self.add = Button(tr("Add a folder…"), symbol="plus", name=tr("{name}: add a folder", name=name))
        self.add.clicked.connect(lambda: choose_folder(self, name, self._add))
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.addLayout(self._list)
        body.addLayout(row(self.add, None))

    def _add(self, folder: FileValue) -> None:
        if isinstance(folder, str) and folder not in self._folders:
            self._ask([*self._folders, folder])

    def _ask(self, folders: list[str]) -> None:
        """The next change builds on this one, also while it is on its way."""
        self._folders = folders
        self._commit(list(folders))

    def show_value(self, value: FileValue) -> None:
        """What holds now."""
        self._folders = list(value) if isinstance(value, list) else []
        clear(self._list)
        for folder in self._folders:
            remove = Button(tr("Remove"), name=tr("Remove {folder} from the list", folder=folder))
            remove.clicked.connect(
                lambda _checked=False, gone=folder: self._ask([kept for kept in self._folders if kept != gone])
            )
            line = row(_Path(folder), remove)
            line.setStretch(0, 1)
            self._list.addLayout(line)
        self.shown.emit()


def choose_folder(parent: QWidget, title: str, chosen: Commit) -> None:
    """Ask for a folder, without a nested event loop."""
    dialog = QFileDialog(parent, title)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.fileSelected.connect(chosen)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
