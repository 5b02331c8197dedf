"""Find models: the built-in recommendations, a search of the hub, and what a repository has.

What was found is the page's own state and not the node's: it is asked for through `Actions`, and rendered together
with the snapshot, which says what fits and what is on its way.
"""

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QProgressBar, QVBoxLayout, QWidget

from app.domain.errors import Problem
from app.domain.hub import HubModel, HubRepository, Recommendation
from app.domain.state import AppState
from app.domain.transfer import Transfer
from app.ui.actions import Actions
from app.ui.buttons import Button
from app.ui.models.asking import LibraryNode
from app.ui.models.listing import Listing
from app.ui.models.offerings_area import OfferingsArea
from app.ui.models.pane import Pane
from app.ui.present.hub import (
    Attempts,
    recommendation_offerings,
    recommendation_sections,
    repository_offerings,
    repository_section,
)
from app.ui.present.language import tr
from app.ui.present.library_views import Found, Suggested
from app.ui.theme import SPACE, SPACE_SMALL
from app.ui.widgets import Banner, Text, add_clear_button, clear, column, row

MAX_SEARCH_LENGTH = 200
"""Letters that are sent to the hub at most."""

OFFLINE = "offline"
"""Code of the problem that the hub cannot be reached."""


@dataclass(frozen=True, slots=True)
class Looking:
    """Asked for, and not answered yet."""


type Answer[T] = Looking | Problem | T


@dataclass(frozen=True, slots=True)
class Search:
    """What was searched for, and what came of it."""

    text: str
    answer: Answer[tuple[HubRepository, ...]]


class FindPage(QWidget):
    """The page.

    Args:
        actions: Starts what asks the node.
        node: The node's thread.
    """

    asked = Signal(object)
    """A `LibraryRequest`."""

    def __init__(self, actions: Actions, node: LibraryNode) -> None:
        super().__init__()
        self._actions, self._node = actions, node
        self._state: AppState | None = None
        self._catalogue: Answer[tuple[Recommendation, ...]] = Looking()
        self._catalogue_for: object = None
        self._search: Search | None = None
        self._looked_up: dict[str, Answer[tuple[HubModel, ...]]] = {}
        self._transfer_ids: dict[str, str] = {}
        self._refused: dict[str, Problem] = {}
        self._build()

    # -- what is shown ------------------------------------------------------------------------------------------

    def show_state(self, state: AppState | None) -> None:
        """Another snapshot."""
        self._state = state
        if self.isVisible():
            self.refresh()

    def refresh(self) -> None:
        """Show everything anew, and ask for the catalogue again when other devices are there."""
        state = self._state
        if state is not None:
            there = tuple((peer.peer_id, type(peer.status), peer.offered_bytes) for peer in state.peers)
            if there != self._catalogue_for:
                self._catalogue_for = there
                self._actions.start(self._recommending(), "recommended", report=self._not_recommended)
        self._render()

    def note_transfer(self, source: str, transfer_id: str) -> None:
        """Something is on its way from now on."""
        self._transfer_ids[source] = transfer_id
        self._render()

    def note_refusal(self, source: str, problem: Problem) -> None:
        """It could not be begun; that is shown until something else is asked for."""
        self._refused[source] = problem
        self._render()

    def forget_refusals(self) -> None:
        """Something else is asked for."""
        if self._refused:
            self._refused.clear()
            self._render()

    def look_for(self, text: str) -> None:
        """Search for a text, as if it had been typed: what a link to a model does."""
        self.field.setText(text)
        self._submit()

    @property
    def is_busy(self) -> bool:
        """Whether something was asked for that has not been answered."""
        answers = (self._catalogue, self._search.answer if self._search else None, *self._looked_up.values())
        return any(isinstance(answer, Looking) for answer in answers)

    # -- how it is built ----------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.field = QLineEdit()
        self.field.setPlaceholderText(tr("Search {site}", site="huggingface.co"))
        self.field.setAccessibleName(tr("Search for models on the internet"))
        add_clear_button(self.field)
        self.field.setMaxLength(MAX_SEARCH_LENGTH)
        self.search = Button(tr("Search"))
        self.field.returnPressed.connect(self._submit)
        self.field.textChanged.connect(self._typed)
        self.search.clicked.connect(self._submit)
        top, self._report = QWidget(), column()
        line = row(self.field, self.search)
        line.setStretch(0, 1)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 0)
        self._bar.setAccessibleName(tr("Searching"))
        top.setLayout(column(line, self._bar, self._report, spacing=SPACE_SMALL))
        self.listing = Listing(tr("Models that could be got"))
        self.listing.picked.connect(lambda _item: self._render())
        self._offerings = OfferingsArea()
        self._offerings.asked.connect(self.asked)
        self._offerings.again.connect(self._look_again)
        self._pane = Pane(self.listing, top)
        self._pane.add_details(self._offerings)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._pane)
        self._said: object = None
        self._typed("")

    def _render(self) -> None:
        state = self._state
        self._say()
        if state is None:
            self._pane.show_details(None, tr("Hearth is starting."))
            return
        if self._search is not None and isinstance(self._search.answer, tuple) and self._search.answer:
            self.listing.show_sections((repository_section(self._search.text, self._search.answer),))
        elif isinstance(self._catalogue, tuple):
            self.listing.show_sections(recommendation_sections(state, self._catalogue))
        match self.listing.current:
            case Suggested(source) if isinstance(self._catalogue, tuple):
                entry = next((entry for entry in self._catalogue if entry.source == source), None)
                if entry is not None:
                    self._offerings.show_offerings(recommendation_offerings(state, entry, self._attempts(state)))
                    self._pane.show_details(self._offerings)
            case Found(repository):
                self._show_repository(state, repository)
            case _:
                self._pane.show_details(None, self._nothing())

    def _show_repository(self, state: AppState, repository: str) -> None:
        if repository not in self._looked_up:
            self._looked_up[repository] = Looking()
            self._actions.start(
                self._looking_up(repository),
                "look up",
                report=lambda problem: self._found(repository, problem),
            )
        match self._looked_up[repository]:
            case Looking():
                self._offerings.show_looking(repository)
            case Problem() as problem:
                self._offerings.show_problem(repository, problem)
            case models:
                view = repository_offerings(state, repository, models, self._attempts(state))
                self._offerings.show_offerings(view)
        self._pane.show_details(self._offerings)

    def _attempts(self, state: AppState) -> Attempts:
        by_id = {transfer.transfer_id: transfer for transfer in state.transfers}
        under_way: dict[str, Transfer] = {
            source: by_id[name] for source, name in self._transfer_ids.items() if name in by_id
        }
        answer = self._search.answer if self._search else None
        is_offline = isinstance(answer, Problem) and answer.code == OFFLINE
        obstacle = tr("There is no internet now. Search again once there is.") if is_offline else ""
        return Attempts(under_way, self._refused, obstacle)

    def _say(self) -> None:
        """What came of the search, below its field."""
        search = self._search
        self._bar.setVisible(search is not None and isinstance(search.answer, Looking))
        said = (search, isinstance(self._catalogue, tuple) if search else self._catalogue)
        if said == self._said:
            return
        self._said = said
        clear(self._report)
        if search is None:
            if isinstance(self._catalogue, Problem):
                self._report.addWidget(Banner(self._catalogue, is_notice=True))
            return
        match search.answer:
            case Problem() as problem:
                self._report.addWidget(Banner(problem, is_notice=True))
                self._suggest()
            case ():
                words = tr(
                    "Nothing was found for \u201c{text}\u201d. Try fewer words, or owner/name.",
                    text=search.text,
                )
                self._report.addWidget(_in_line(Text(words, "muted")))
                self._suggest()
            case _:
                pass

    def _suggest(self) -> None:
        """What is below is not what was looked for."""
        if isinstance(self._catalogue, tuple):
            self._report.addWidget(_in_line(Text(tr("Suggestions"), bold=True)))

    def _nothing(self) -> str:
        return "" if isinstance(self._catalogue, Looking) else tr("Search for a model by its name.")

    # -- what it asks of the node -------------------------------------------------------------------------------

    def _typed(self, text: str) -> None:
        self.search.setEnabled(bool(text.strip()))
        if not text.strip() and self._search is not None:
            self._search = None
            self._render()

    def _submit(self) -> None:
        text = " ".join(self.field.text().split())
        if not text or (self._search == Search(text, Looking())):
            return
        self._search = Search(text, Looking())
        self._looked_up.clear()  # what was not found before is looked for again
        self._actions.start(self._searching(text), "search", report=lambda problem: self._answer(text, problem))
        self._render()

    async def _searching(self, text: str) -> None:
        self._answer(text, await self._node.ask(lambda node: node.hub.search(text)))

    def _answer(self, text: str, answer: Answer[tuple[HubRepository, ...]]) -> None:
        if self._search is not None and self._search.text == text:  # else something else is wanted by now
            self._search = Search(text, answer)
            self._render()

    async def _looking_up(self, repository: str) -> None:
        self._found(repository, await self._node.ask(lambda node: node.hub.look_up(repository)))

    def _found(self, repository: str, answer: Answer[tuple[HubModel, ...]]) -> None:
        self._looked_up[repository] = answer
        self._render()

    def _look_again(self) -> None:
        match self.listing.current:
            case Found(repository):
                self._looked_up.pop(repository, None)
                self._render()
            case _:
                pass

    async def _recommending(self) -> None:
        self._catalogue = await self._node.ask(lambda node: node.hub.recommended())
        self._render()

    def _not_recommended(self, problem: Problem) -> None:
        self._catalogue_for = None
        self._catalogue = problem
        self._render()


def _in_line(text: Text) -> Text:
    """At the edge that the headings of the list have."""
    text.setContentsMargins(SPACE, SPACE_SMALL, SPACE, 0)
    return text
