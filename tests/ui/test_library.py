"""The words of the Models window: tables, without Qt."""

from dataclasses import replace

import pytest

from app.domain.errors import Problem
from app.domain.fit import Fit, FitsSplit, FitsWhole, TooBig
from app.domain.ids import ModelId
from app.domain.state import AppState, Failed, Loading, OnDisk
from app.domain.transfer import (
    Finished,
    Moving,
    Stopped,
    Transfer,
    TransferKind,
    TransferStatus,
    Verifying,
    Waiting,
)
from app.models.catalogue import read_catalogue
from app.ui.present import present
from app.ui.present.catalogue import DESCRIPTIONS
from app.ui.present.fits import fit_view, fits_here
from app.ui.present.hub import BEST, recommendation_sections, repository_offerings, repository_section
from app.ui.present.library import library, model_detail
from app.ui.present.library_requests import (
    DeleteModel,
    DiscardTransfer,
    GetModel,
    KeepLoaded,
    ResumeTransfer,
    StopTransfer,
)
from app.ui.present.library_views import FitShape, ModelDetail, OwnModel
from app.ui.present.transfers import transfer_detail, transfer_row
from app.ui.present.views import Tone
from tests.fakes import states
from tests.fakes.library import (
    ATTIC,
    BUSY,
    CATALOGUE,
    EMPTY,
    LIBRARY,
    MANY,
    QUANTIZATIONS,
    REPOSITORIES,
    model,
    transfer,
)
from tests.fakes.states import GB, SELF, STUDY

FITS: list[tuple[Fit, FitShape, str, str]] = [
    (FitsWhole("kitchen", False), FitShape.WHOLE, "Comfortable", "Fits comfortably on this computer."),
    (FitsWhole("study", False), FitShape.WHOLE, "Comfortable", "Fits comfortably on study."),
    (FitsWhole("study", True), FitShape.WHOLE_SNUG, "Snug", "Just fits on study: little memory is left beside it."),
    (
        FitsSplit(("study", "kitchen"), False),
        FitShape.SPLIT,
        "Split",
        "Fits comfortably when split over study and this computer.",
    ),
    (
        FitsSplit(("a", "b", "c", "d", "e"), True),
        FitShape.SPLIT_SNUG,
        "Split, snug",
        "Just fits when split over a, b, c and 2 more: little memory is left beside it.",
    ),
    (
        TooBig(6 * GB),
        FitShape.TOO_BIG,
        "6.0 GB short",
        "Too big for all devices together: 6.0 GB more memory would have to be shared.",
    ),
]


@pytest.mark.parametrize(("fit", "shape", "label", "words"), FITS)
def test_fit_in_shape_and_words(fit: Fit, shape: FitShape, label: str, words: str) -> None:
    view = fit_view(LIBRARY, fit)
    assert (view.shape, view.label, view.words) == (shape, label, words)


def test_too_big_for_one_computer_alone_names_no_others() -> None:
    assert fit_view(states.ALONE, TooBig(GB)).words.startswith("Too big for this computer: 1.0 GB")
    assert fits_here(LIBRARY, FitsWhole("kitchen", True))
    assert not fits_here(LIBRARY, FitsWhole("study", False))
    assert not fits_here(LIBRARY, FitsSplit(("kitchen", "study"), False))


def test_models_are_grouped_by_where_they_are() -> None:
    view = library(LIBRARY)
    assert [(section.title, len(section.rows)) for section in view.sections] == [
        ("On their way", 2),
        ("On this computer", 5),
        ("On other devices", 2),
    ]
    assert view.summary == "5 models on this computer, 25.9 GB · 2 more on other devices"
    assert (view.moving, view.emptiness) == (1, "")


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("", 9),
        ("   ", 9),
        ("QWEN", 2),
        ("qwen 14b", 1),
        ("attic", 2),
        ("phi", 2),
        ("nothing of this kind", 0),
        ("\u0000\u202e", 0),
    ],
)
def test_filter_finds_titles_names_and_devices(wanted: str, found: int) -> None:
    assert sum(len(section.rows) for section in library(LIBRARY, wanted).sections) == found


def test_empty_lists_say_why() -> None:
    assert library(None).emptiness == "Hearth is starting."
    assert library(EMPTY).emptiness.startswith("No models yet.")
    assert "“xyz”" in library(EMPTY, " xyz ").emptiness
    assert library(EMPTY).summary == "No models yet"


def test_rows_say_everything_to_a_screen_reader() -> None:
    rows = {row.title: row for section in library(LIBRARY).sections for row in section.rows}
    gemma = rows["Gemma 3 4B"]
    assert (gemma.subtitle, gemma.status) == ("2.5 GB · also on study", "")
    assert gemma.words == "Gemma 3 4B, 2.5 GB · also on study, Fits comfortably on this computer."
    assert rows["Phi 4"].subtitle == "9.1 GB · on study and attic"
    assert (rows["Qwen3 14B"].status, rows["Qwen3 14B"].fit) == ("Answering", None), "where it runs is known"


def _detail(state: AppState, name: str, *, is_planned: bool = False) -> ModelDetail:
    detail = model_detail(state, OwnModel(ModelId(name)), is_planned=is_planned)
    assert detail is not None
    return detail


def _reasons(detail: ModelDetail) -> dict[str, str]:
    return {action.text: action.why_not for action in detail.actions}


def test_what_can_be_done_with_a_model_here() -> None:
    gemma = _detail(LIBRARY, "Gemma-3-4B-Q4_K_M")
    assert _reasons(gemma) == {"Load": "", "Show plan": "", "Delete…": ""}
    assert gemma.actions[-1].request == DeleteModel("Gemma-3-4B-Q4_K_M", "Gemma 3 4B", int(2.5 * GB), has_others=True)
    assert gemma.keeping is not None
    assert gemma.keeping.request == KeepLoaded("Gemma-3-4B-Q4_K_M", keep=True)
    assert [holder.name for holder in gemma.holders] == ["kitchen (this computer)", "study"]
    assert "Hide plan" in _reasons(_detail(LIBRARY, "Gemma-3-4B-Q4_K_M", is_planned=True))


def test_what_cannot_be_done_says_why() -> None:
    assert _reasons(_detail(LIBRARY, "qwen")) == {
        "Unload": "",
        "Show plan": "It is loaded already.",
        "Delete…": "Unload it first.",
    }
    assert "outside of Hearth's models folder" in _reasons(_detail(LIBRARY, "nomic-embed-text-v1.5"))["Delete…"]
    demo = _detail(LIBRARY, "demo")
    assert "came with Hearth" in _reasons(demo)["Delete…"]
    assert demo.keeping is None
    elsewhere = _reasons(_detail(BUSY, "qwen"))
    assert elsewhere["Unload"] == "It runs on study: unload it there."


def test_models_of_other_devices_can_be_copied_and_nothing_else() -> None:
    phi = _detail(LIBRARY, "Phi-4-Q4_K_M")
    reasons = _reasons(phi)
    assert list(reasons) == ["Load", "Show plan", "Copy here"]
    assert "copy it first" in reasons["Load"]
    assert (reasons["Copy here"], phi.keeping) == ("", None)
    moving = replace(LIBRARY, transfers=(transfer("Phi-4-Q4_K_M", 1, 9, Moving(1e6)),))
    assert _reasons(_detail(moving, "Phi-4-Q4_K_M"))["Copy here"] == "It is on its way already."
    stopped = replace(LIBRARY, transfers=(transfer("Phi-4-Q4_K_M", 1, 9, Stopped(None)),))
    assert _reasons(_detail(stopped, "Phi-4-Q4_K_M"))["Copy here"] == ""


def test_loading_and_failed_models() -> None:
    loading = _detail(BUSY, "Gemma-3-4B-Q4_K_M")
    assert loading.status == "Loading layers · 1.1 of 2.5 GB · split over study and this computer"
    assert loading.progress == pytest.approx(0.44)
    assert loading.actions[0].text == "Stop loading"
    failed = _detail(BUSY, "Mistral-Small-24B-Q4_K_M")
    assert failed.problem == Problem("Not enough memory", "study refused 5.9 GB.", "Close a program.")
    assert (failed.actions[0].text, failed.fit is not None) == ("Try again", True)


def test_model_that_is_gone_has_no_details() -> None:
    assert model_detail(EMPTY, OwnModel(ModelId("qwen"))) is None
    assert transfer_detail(EMPTY, "1") is None


TRANSFERS: list[tuple[TransferStatus, str, str, Tone, list[str]]] = [
    (
        Waiting("waits for another transfer"),
        "Waiting",
        "Waits for another transfer",
        Tone.NEUTRAL,
        ["Stop", "Discard…"],
    ),
    (Waiting(""), "Waiting", "Waiting", Tone.NEUTRAL, ["Stop", "Discard…"]),
    (Moving(None), "25 %", "Copying, just begun", Tone.BUSY, ["Stop", "Discard…"]),
    (Moving(2e8), "25 %", "Copying", Tone.BUSY, ["Stop", "Discard…"]),
    (Verifying(), "Checking", "Checking that every byte is right", Tone.BUSY, ["Stop", "Discard…"]),
    (Finished(), "Done", "Here, and ready to load", Tone.GOOD, ["Clear"]),
    (Stopped(None), "Stopped", "Stopped", Tone.WARNING, ["Resume", "Discard…"]),
    (Stopped(Problem("No room", "x")), "Failed", "No room", Tone.DANGER, ["Try again", "Discard…"]),
]


@pytest.mark.parametrize(("status", "short", "words", "tone", "actions"), TRANSFERS)
def test_transfers(status: TransferStatus, short: str, words: str, tone: Tone, actions: list[str]) -> None:
    made = transfer("phi", 1, 4, status)
    row = transfer_row(made)
    assert (row.status, row.tone) == (short, tone)
    detail = transfer_detail(states.state(transfers=(made,)), made.transfer_id)
    assert detail is not None
    assert (detail.status, [action.text for action in detail.actions]) == (words, actions)


def test_transfer_figures() -> None:
    assert transfer_row(transfer("phi", 1, 4, Moving(50e6))).subtitle == "1.0 of 4.0 GB · 50.0 MB/s · about 60 s left"
    assert transfer_row(transfer("phi", 1, 4, Moving(None))).subtitle == "1.0 of 4.0 GB"
    assert transfer_row(transfer("phi", 1, 0, Moving(1e6))).subtitle == "1.0 GB · 1.0 MB/s · about 1 s left"
    assert transfer_row(transfer("phi", 4, 4, Finished())).subtitle == "4.0 GB"
    assert transfer_row(transfer("phi", 5, 4, Moving(1e6))).progress == 1


def _requests(made: Transfer) -> list[object]:
    detail = transfer_detail(states.state(transfers=(made,)), made.transfer_id)
    assert detail is not None
    return [action.request for action in detail.actions]


def test_what_is_asked_about_transfers() -> None:
    moving = transfer("phi", 1, 4, Moving(1e6))
    assert _requests(moving) == [StopTransfer("copy of phi"), DiscardTransfer("copy of phi", "phi", GB)]
    stopped = replace(moving, status=Stopped(None), kind=TransferKind.DOWNLOAD, source="owner/phi:Q4_K_M")
    assert _requests(stopped)[0] == ResumeTransfer(TransferKind.DOWNLOAD, "phi", "owner/phi:Q4_K_M")
    assert _requests(replace(moving, status=Finished())) == [DiscardTransfer("copy of phi", "phi", 0)]


def test_recommendations_by_where_they_fit() -> None:
    sections = recommendation_sections(LIBRARY, CATALOGUE)
    assert [(section.title, [row.title for row in section.rows]) for section in sections] == [
        ("Fits this computer", ["Qwen3 4B", "Gemma 3 1B", "Qwen3 8B"]),
        ("Fits the swarm", ["Mistral Small 24B"]),
        ("Too big for now", ["Llama 3.3 70B"]),
    ]
    assert (sections[0].rows[0].status, sections[0].rows[0].is_marked) == (BEST, True)
    assert recommendation_sections(LIBRARY, ()) == ()


def test_what_the_catalogue_says_can_be_translated() -> None:
    assert {entry.description for entry in read_catalogue()} == DESCRIPTIONS


def test_quantizations_with_their_buttons() -> None:
    view = repository_offerings(LIBRARY, REPOSITORIES[0].repository, QUANTIZATIONS, {})
    actions = [offering.action for offering in view.offerings]
    assert [(action.text, action.is_primary) for action in actions] == [
        ("Get", False),
        ("Get", True),
        ("Get", False),
        ("Get", False),
        ("Here", False),
    ]
    too_big = actions[3].request
    assert isinstance(too_big, GetModel)
    assert too_big.warning.startswith("Too big for all devices together")
    assert [offering.badge for offering in view.offerings] == ["", BEST, "", "", ""]
    assert view.offerings[2].size == "15.7 GB in 2 files"
    assert view.offerings[4].title == "odd-name.gguf"


@pytest.mark.parametrize(
    ("status", "text", "progress"),
    [(Moving(1e6), "Getting…", 0.25), (Finished(), "Here", None), (Stopped(None), "Resume", 0.25)],
)
def test_what_is_on_its_way_says_so(status: TransferStatus, text: str, progress: float | None) -> None:
    under_way = {QUANTIZATIONS[1].source: transfer("qwen", 1, 4, status)}
    offering = repository_offerings(LIBRARY, "x/y", QUANTIZATIONS, under_way).offerings[1]
    assert (offering.action.text, offering.progress) == (text, progress)
    assert bool(offering.action.why_not) == (text != "Resume")


def test_repositories_say_who_made_them_and_how_much_they_are_used() -> None:
    rows = repository_section("qwen", REPOSITORIES).rows
    assert [row.subtitle for row in rows] == [
        "Qwen · 214k downloads · 187 likes",
        "bartowski · 12.4k downloads · 42 likes",
        "someone",
    ]


def test_models_with_one_title_are_told_apart_by_their_names() -> None:
    twins = states.state(models=(model("q4", "Twin", 2), model("q8", "Twin", 4), model("other", "Other", 1)))
    assert [row.subtitle for row in library(twins).sections[0].rows] == ["q4 · 2.0 GB", "q8 · 4.0 GB", "1.0 GB"]
    assert present(twins).models[0].subtitle == "q4 · 2.0 GB · 32 layers"
    assert present(twins).models[2].subtitle == "1.0 GB · 32 layers"


def test_every_kind_of_status_can_be_listed() -> None:
    statuses = (OnDisk(), Loading(0, 0, ""), Failed(Problem("x", "y")))
    state = states.state(
        models=tuple(model(str(n), "", 1, SELF, ATTIC, STUDY, status=s) for n, s in enumerate(statuses))
    )
    assert [row.status for row in library(state).sections[0].rows] == ["", "Loading", "Failed"]
    assert sum(len(section.rows) for section in library(MANY).sections) == 200
