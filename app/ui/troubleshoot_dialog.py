"""Troubleshooting: what keeps devices apart and what to do, and an address given by hand, which always works."""

from collections.abc import Awaitable, Callable

from PySide6.QtWidgets import QLineEdit, QProgressBar, QWidget

from app.domain.diagnosis import Diagnosis
from app.domain.errors import Problem
from app.domain.finding import Finding, Weight
from app.domain.sentence import marked
from app.ui.actions import Actions
from app.ui.buttons import Button, CopyButton
from app.ui.dialogs import Dialog
from app.ui.present.language import problem_line, tr
from app.ui.present.views import Tone
from app.ui.theme import SPACE, SPACE_SMALL, SPACE_TINY, monospace_font
from app.ui.widgets import Card, Symbol, Text, clear, column, row

MOST_FINDINGS = 5
"""So many are shown, what matters most first; the report has all."""

BY_HAND = marked("An address given by hand always works; the other device shows its own here.")

_LOOKS = {
    Weight.PROBLEM: ("warning", Tone.DANGER),
    Weight.NOTE: ("info", Tone.WARNING),
    Weight.GOOD: ("check", Tone.GOOD),
}

type Diagnose = Callable[[], Awaitable[Diagnosis]]
type AddAddress = Callable[[str], Awaitable[None]]


class TroubleshootDialog(Dialog):
    """Looks at the network as soon as it opens, and again when asked.

    Args:
        parent: The window it belongs to, or None.
        actions: Starts the work.
        diagnose: Looks at the network; takes some seconds.
        add_address: Keeps an address to connect to.
    """

    def __init__(self, parent: QWidget | None, actions: Actions, diagnose: Diagnose, add_address: AddAddress) -> None:
        super().__init__(parent, tr("Troubleshoot network"), width=560)
        self._actions, self._diagnose, self._add_address = actions, diagnose, add_address
        self._report = ""
        self.summary = Text("", bold=True)
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setRange(0, 0)
        self._progress.setAccessibleName(tr("Looking at the network"))
        self._findings = column(spacing=SPACE)
        self.content.addLayout(column(self.summary, self._progress, self._findings, spacing=SPACE))
        self.content.addWidget(self._address_card())
        self.again = Button(tr("Look again"))
        self.again.clicked.connect(self._look)
        self.copy = CopyButton(tr("Copy report"), lambda: self._report, name=tr("Copy the report"))
        done = Button(tr("Done"), "primary")
        done.clicked.connect(self.accept)
        self.add_buttons(self.again, done, left=self.copy)
        self._look()

    def _address_card(self) -> Card:
        card = Card("well", spacing=SPACE_SMALL)
        self.own = Text(tr(BY_HAND), "muted", size=0.92, selectable=True)
        self.address = QLineEdit()
        self.address.setPlaceholderText("192.168.1.20:4329")
        self.address.setFont(monospace_font())
        self.address.setAccessibleName(tr("Address of another device"))
        self.address.returnPressed.connect(self._add)
        self.add = Button(tr("Connect"))
        self.add.setAutoDefault(False)
        self.add.clicked.connect(self._add)
        self.answer = Text("", "muted", size=0.92)
        self.answer.hide()
        entry = row(self.address, self.add, spacing=SPACE)
        entry.setStretch(0, 1)
        card.body.addLayout(column(self.own, entry, self.answer))
        return card

    # -- looking ------------------------------------------------------------------------------------------------

    def _look(self) -> None:
        self.again.setEnabled(False)
        self.copy.setEnabled(False)
        self._progress.show()
        self.summary.setText(tr("Looking at the network…"))
        clear(self._findings)
        self.fit()
        self._actions.start(self._looking(), "troubleshoot", report=self._failed, done=self._looked)

    async def _looking(self) -> None:
        diagnosis = await self._diagnose()
        self._report = report(diagnosis)
        self.copy.setEnabled(True)
        self.summary.setText(tr(diagnosis.summary))
        if own := own_addresses(diagnosis):
            self.own.setText(f"{tr(BY_HAND)} {tr("This computer's: {addresses}.", addresses=own)}")
        for finding in diagnosis.findings[:MOST_FINDINGS]:
            self._findings.addWidget(FindingWidget(finding))

    def _failed(self, problem: Problem) -> None:
        self.summary.setText(problem_line(problem))

    def _looked(self) -> None:
        self._progress.hide()
        self.again.setEnabled(True)
        self.fit()

    # -- an address by hand -------------------------------------------------------------------------------------

    def _add(self) -> None:
        if not (text := self.address.text().strip()):
            return
        self.add.setEnabled(False)
        self._say(tr("Connecting to {address}…", address=text))
        self._actions.start(self._adding(text), "add address", report=self._refused, done=self._added)

    async def _adding(self, text: str) -> None:
        await self._add_address(text)
        self.address.clear()
        self._say(tr("Kept: this device connects to it from now on. Look again in a moment."))

    def _refused(self, problem: Problem) -> None:
        self._say(problem_line(problem))

    def _added(self) -> None:
        self.add.setEnabled(True)

    def _say(self, words: str) -> None:
        self.answer.setText(words)
        self.answer.show()
        self.fit()


class FindingWidget(Card):
    """One finding: what is so, and what to do."""

    def __init__(self, finding: Finding) -> None:
        super().__init__("card", spacing=SPACE_TINY)
        symbol, tone = _LOOKS[finding.weight]
        title, message, hint = tr(finding.title), tr(finding.message), tr(finding.hint) if finding.hint else ""
        heading = row(Symbol(symbol, 18, tone), Text(title, bold=True))
        heading.setStretch(1, 1)
        self.body.addLayout(heading)
        self.body.addWidget(Text(message, selectable=True))
        if hint:
            self.body.addWidget(Text(hint, "muted", selectable=True))
        self.setAccessibleName(f"{title}. {message} {hint}")


def own_addresses(diagnosis: Diagnosis) -> str:
    """Where the links of others reach this computer."""
    facts = diagnosis.facts
    if not facts.link_port:
        return ""
    return ", ".join(f"{item.host}:{facts.link_port}" for item in facts.interfaces if not item.is_tunnel)


def report(diagnosis: Diagnosis) -> str:
    """Everything as text, to be sent to somebody who helps."""
    lines = [diagnosis.summary, ""]
    lines += [f"- {item.title}: {item.message} {item.hint}".rstrip() for item in diagnosis.findings]
    return "\n".join([*lines, "", str(diagnosis.facts)])
