"""What can be got from the internet: the built-in catalogue, repositories, and the quantizations of one."""

from app.domain.hub import HubModel, HubRepository, Recommendation
from app.domain.sentence import Figure, Sentence, figure, marked, say
from app.domain.state import AppState
from app.domain.transfer import Finished, Stopped, Transfer
from app.domain.words import format_bytes
from app.ui.present.fits import fit_view, fits_here
from app.ui.present.language import tr
from app.ui.present.library_requests import GetModel
from app.ui.present.library_views import (
    Action,
    FitShape,
    FitView,
    Found,
    Offering,
    Offerings,
    Row,
    Section,
    Suggested,
)
from app.ui.present.transfers import transfer_progress
from app.ui.present.views import Tone

BEST = marked("Best for you")
"""Marks the one to take when in doubt."""


def recommendation_sections(state: AppState, catalogue: tuple[Recommendation, ...]) -> tuple[Section, ...]:
    """The built-in catalogue by where each would fit."""
    here, swarm, too_big = [], [], []
    for entry in catalogue:
        row = _recommendation_row(state, entry)
        if row.fit and row.fit.shape is FitShape.TOO_BIG:
            too_big.append(row)
        elif fits_here(state, entry.fit):
            here.append(row)
        else:
            swarm.append(row)
    here.sort(key=lambda row: not row.is_marked)
    sections = (
        Section(tr("Fits this computer"), tuple(here)),
        Section(tr("Fits the swarm"), tuple(swarm)),
        Section(tr("Too big for now"), tuple(too_big)),
    )
    return tuple(section for section in sections if section.rows)


def repository_section(text: str, repositories: tuple[HubRepository, ...]) -> Section:
    """What a search found."""
    rows = tuple(_repository_row(repository) for repository in repositories)
    return Section(tr("Found for \u201c{text}\u201d", text=text), rows)


def recommendation_offerings(
    state: AppState, entry: Recommendation, under_way: Transfer | None, is_here: bool
) -> Offerings:
    """An entry of the catalogue with the button that gets it."""
    fit = fit_view(state, entry.fit)
    badge = tr(BEST) if entry.is_best else ""
    action = _get(entry.source, entry.title, fit, under_way, is_here=is_here, is_best=True)
    offering = Offering(entry.source, tr(format_bytes(entry.size_bytes)), badge, fit, _progress(under_way), action)
    return Offerings(entry.title, tr(entry.description) if entry.description else "", (offering,))


def repository_offerings(
    state: AppState, repository: str, models: tuple[HubModel, ...], under_way: dict[str, Transfer]
) -> Offerings:
    """The quantizations of a repository, each with the button that gets it.

    Args:
        state: The snapshot.
        repository: `owner/name`.
        models: What can be got of it.
        under_way: Transfers that were begun here, by source.
    """
    offerings = []
    for model in models:
        fit = fit_view(state, model.fit) if model.fit else None
        transfer = under_way.get(model.source)
        title = model.quantization or (model.file_names[0] if model.file_names else repository)
        name = f"{repository} {model.quantization}".strip()
        is_best = model.is_recommended or len(models) == 1
        action = _get(model.source, name, fit, transfer, is_here=model.is_here, is_best=is_best)
        badge = tr(BEST) if model.is_recommended else ""
        size = tr(format_bytes(model.size_bytes))
        if len(model.file_names) > 1:
            size = tr("{size} in {count} files", size=size, count=len(model.file_names))
        offerings.append(Offering(title, size, badge, fit, _progress(transfer), action))
    words = tr("A smaller number of bits takes less memory and is a little less clever.")
    return Offerings(repository, words if len(offerings) > 1 else "", tuple(offerings))


def _recommendation_row(state: AppState, entry: Recommendation) -> Row:
    fit = fit_view(state, entry.fit)
    size = tr(format_bytes(entry.size_bytes))
    status = tr(BEST) if entry.is_best else ""
    words = ", ".join(part for part in (entry.title, size, status, fit.words) if part)
    return Row(Suggested(entry.source), entry.title, size, status, Tone.GOOD, fit, None, words, entry.is_best)


def _repository_row(repository: HubRepository) -> Row:
    owner, _, name = repository.repository.rpartition("/")
    used, liked = _used(repository.downloads), _liked(repository.likes)
    subtitle = " · ".join(part for part in (owner, used, liked) if part)
    words = ", ".join(part for part in (name, owner, used, liked) if part)
    return Row(Found(repository.repository), name, subtitle, "", Tone.NEUTRAL, None, None, words)


def _used(downloads: int | None) -> str:
    if downloads is None:
        return ""
    return tr("{count} download" if downloads == 1 else "{count} downloads", count=_count(downloads))


def _liked(likes: int | None) -> str:
    return "" if likes is None else tr("{count} like" if likes == 1 else "{count} likes", count=_count(likes))


def _count(number: int) -> Sentence | Figure:
    """A large number in three figures: `842`, `12.4k`, `3.1M`."""
    if number >= 1_000_000:
        return say("{number}M", number=_figures(number / 1_000_000))
    if number >= 1000:
        return say("{number}k", number=_figures(number / 1000))
    return figure(number)


def _figures(value: float) -> Figure:
    return figure(value, ".1f" if value < 100 else ".0f")


def _get(
    source: str, title: str, fit: FitView | None, transfer: Transfer | None, *, is_here: bool, is_best: bool
) -> Action:
    warning = fit.words if fit and fit.shape is FitShape.TOO_BIG else ""
    request = GetModel(source, title, warning)
    if is_here or (transfer is not None and isinstance(transfer.status, Finished)):
        return Action(tr("Here"), request, tr("This computer has it already."))
    if transfer is not None and not isinstance(transfer.status, Stopped):
        return Action(tr("Getting…"), request, tr("It is on its way: see Your models."))
    return Action(tr("Resume" if transfer is not None else "Get"), request, is_primary=is_best and not warning)


def _progress(transfer: Transfer | None) -> float | None:
    if transfer is None or isinstance(transfer.status, Finished):
        return None
    return transfer_progress(transfer)
