"""From snapshots to what is shown: tables, without Qt."""

from collections.abc import Generator, Iterable, Iterator
from dataclasses import replace

import pytest

from app.domain.device import Battery
from app.domain.errors import Problem
from app.domain.fit import TooBig
from app.domain.ids import ModelId, PeerId
from app.domain.model import ModelKind
from app.domain.sharing import Paused, Reduced
from app.domain.state import AppState, Away, Failed, Joined, Loading, NotJoined, OnDisk, Ready
from app.ui.present import arrivals, chat_view, knocks, plan_view, present, tray_view
from app.ui.present.devices import COLOUR_COUNT, device_colours
from app.ui.present.household import device_choices
from app.ui.present.requests import Troubleshoot
from app.ui.present.views import Command, MenuEntry, Tone, TrayState
from tests.fakes import states
from tests.ui import pseudo

ERROR = states.state(problems=(Problem("Port in use", "Port 4327 is used by ollama.", "Close it."),))
NO_KEYRING = states.state(problems=(Problem("No keyring", "There is none.", "", "keyring_missing"),))
UNWILLING = states.state(replace(states.peer(states.SELF, "kitchen"), sharing=False))
PAUSED = replace(UNWILLING, sharing=Paused(None))
SHORT = states.state(sharing=Reduced(states.GB))

STATES: list[tuple[str, AppState | None, TrayState, str]] = [
    ("before the first snapshot", None, TrayState.CONNECTING, "Starting…"),
    ("in no swarm", states.NOT_JOINED, TrayState.NOT_JOINED, "Not in a swarm"),
    ("connecting", states.CONNECTING, TrayState.CONNECTING, "Connecting to the swarm…"),
    ("keyring locked", states.LOCKED, TrayState.CONNECTING, "Waiting for the keyring to be unlocked"),
    ("alone", states.ALONE, TrayState.READY, "amber-fox · 1 device"),
    ("answering", states.PAIR, TrayState.BUSY, "amber-fox · 2 devices · answering"),
    ("loading", states.LOADING, TrayState.BUSY, "amber-fox · 2 devices · loading Qwen3 14B"),
    ("lends nothing", UNWILLING, TrayState.PAUSED, "amber-fox · 1 device · shares no memory"),
    ("paused", PAUSED, TrayState.PAUSED, "amber-fox · 1 device · sharing is paused"),
    ("short of memory", SHORT, TrayState.READY, "amber-fox · 1 device · short of memory, shares 1.0 GB"),
    ("at the door", states.KNOCKING, TrayState.CONNECTING, "study must show: amber kettle otter"),
    ("problem", ERROR, TrayState.ERROR, "Port in use"),
    ("no keyring", NO_KEYRING, TrayState.READY, "amber-fox · 1 device"),
    (
        "answering without a swarm",
        replace(states.NOT_JOINED, models=(states.demo(status=Ready(None, 2)),)),
        TrayState.BUSY,
        "Not in a swarm · answering 2 requests",
    ),
]


@pytest.mark.parametrize(("state", "shape", "line"), [case[1:] for case in STATES], ids=[case[0] for case in STATES])
def test_tray_shape_and_status_line(state: AppState | None, shape: TrayState, line: str) -> None:
    view = tray_view(state)
    assert view.state is shape
    assert view.menu[0] is not None
    assert (view.menu[0].text, view.menu[0].enabled) == (line, False)
    assert line in view.tooltip


JOIN, INVITE, LEAVE = Command.JOIN, Command.INVITE, Command.LEAVE


@pytest.mark.parametrize(
    ("state", "membership"),
    [
        (None, []),
        (states.NOT_JOINED, [JOIN, INVITE]),
        (states.ALONE, [INVITE, LEAVE]),
        (states.CONNECTING, [INVITE, LEAVE]),
        (states.LOCKED, [LEAVE]),
    ],
)
def test_menu_has_what_can_be_done_and_nothing_else(state: AppState | None, membership: list[object]) -> None:
    commands = [entry.command for entry in tray_view(state).menu if entry and entry.command]
    address = [Command.COPY_ADDRESS, Command.CONNECT_APP] if state else []
    always = [Command.SETTINGS, Command.QUIT]
    assert commands == [Command.OPEN_CHAT, Command.OPEN_SWARM, Command.OPEN_MODELS, *membership, *address, *always]
    assert all(entry.enabled for entry in tray_view(state).menu[1:] if entry)


@pytest.mark.parametrize(
    ("state", "can_troubleshoot"), [(None, False), (states.NOT_JOINED, False), (states.PAIR, True)]
)
def test_help_menu(state: AppState | None, can_troubleshoot: bool) -> None:
    (help_entry,) = [entry for entry in tray_view(state).menu if entry and entry.below]
    assert help_entry.text == "Help"
    assert [(entry.command, entry.enabled) for entry in help_entry.below] == [
        (Command.COPY_DIAGNOSTICS, True),
        (Command.OPEN_LOGS, True),
        (Troubleshoot(), can_troubleshoot),
        (Command.WELCOME, True),
        (Command.ABOUT, True),
    ]


def test_node_that_did_not_start_says_why_in_the_tray() -> None:
    view = tray_view(None, Problem("Port in use", "Port 4327 is used by ollama."))
    assert view.state is TrayState.ERROR
    assert "ollama" in view.tooltip


def test_what_hearth_can_live_with_is_told_without_alarm() -> None:
    view = present(NO_KEYRING)
    assert (view.problems, [notice.title for notice in view.notices]) == ((), ["No keyring"])


def test_long_swarm_problem_does_not_widen_the_menu() -> None:
    view = tray_view(states.state(problems=(Problem("x" * 200, "y"),)))
    assert view.menu[0] is not None
    assert len(view.menu[0].text) <= 60


def test_device_cards() -> None:
    kitchen, study = present(states.PAIR).devices
    assert (kitchen.presence, kitchen.tone, kitchen.round_trip) == ("This computer", Tone.GOOD, "")
    assert kitchen.memory == "5.2 GB of 8.0 GB shared memory in use"
    assert [part.weight for part in kitchen.parts] == [8 * states.GB]
    assert kitchen.parts[0].used_fraction == pytest.approx(0.65)
    assert [part.words for part in study.parts] == [
        "AMD Ryzen 7 7840U: 3.4 GB of 6.0 GB in use",
        "NVIDIA RTX 4060 Laptop: 2.5 GB of 5.5 GB in use",
    ]
    assert len(study.colours) == 2
    assert kitchen.work == study.work == "Answering, 7.2 tokens/s · Qwen3 14B"
    assert (study.presence, study.round_trip) == ("Online", "0.4 ms")
    assert study.details == "On battery, 85 % · AMD Ryzen 7 7840U · NVIDIA RTX 4060 Laptop · Windows"
    assert study.doing.startswith("Holds layers")


def test_battery_of_a_device() -> None:
    study = replace(states.PAIR_PEERS[1], battery=Battery(40, is_plugged=True))
    cards = present(states.state(states.PAIR_PEERS[0], study)).devices
    assert cards[1].details.startswith("Battery 40 %, plugged in · AMD")
    away = present(states.state(states.PAIR_PEERS[0], replace(study, status=Away()))).devices[1]
    assert away.details.startswith("AMD"), "what it was when it was last heard of says nothing"


def test_device_that_is_away_or_shares_nothing() -> None:
    away = states.peer(states.STUDY, "study", states.cpu(0), status=Away())
    card = present(states.state(states.peer(states.SELF, "kitchen"), away)).devices[1]
    assert (card.presence, card.memory, card.doing) == ("Away", "Shares no memory", "Not reachable now")
    assert (card.parts, card.work) == ((), "")


def test_colours_stay_when_a_device_joins_and_are_told_apart() -> None:
    crowd = device_colours(states.CROWD)
    assert len(set(crowd.values())) == len(crowd) > COLOUR_COUNT
    few = states.state(*states.CROWD_PEERS[:5])
    more = states.state(*states.CROWD_PEERS[:5], states.peer(PeerId("zzz"), "aaa"))
    assert device_colours(few).items() <= device_colours(more).items()


def test_ready_model() -> None:
    split, demo = present(states.PAIR).models
    assert split.status == "Answering · 7.2 tokens/s"
    assert [segment.label for segment in split.segments] == ["0\u201313", "14\u201323", "24\u201339"]
    assert split.segments[1].device == "study (CUDA0)"
    assert split.segments[2].words == "kitchen: layers 24\u201339 and output, 4.6 GB"
    assert (split.can_plan, split.can_load, split.can_unload) == (False, False, True)
    assert (demo.can_plan, demo.can_load, demo.can_unload) == (True, True, False)
    assert demo.note == "Demo — shows the swarm working before any download"
    assert split.note == ""


def test_model_whose_head_is_elsewhere_is_not_ours_to_unload() -> None:
    plan = replace(states.SPLIT_PLAN, head=states.STUDY)
    card = present(replace(states.PAIR, models=(states.large(plan=plan),))).models[0]
    assert not card.can_unload


def test_loading_and_failed_models() -> None:
    loading, starting = present(states.LOADING).models
    assert loading.status == "Loading layers · 3.1 of 8.2 GB"
    assert loading.progress == pytest.approx(3.1 / 8.2)
    assert (starting.status, starting.progress) == ("Starting", 0)
    failed = present(states.FAILED).models[0]
    assert (failed.status, failed.tone, failed.can_load) == ("Not enough memory offered", Tone.DANGER, True)


def test_what_cannot_fit_is_not_loaded_and_says_what_helps() -> None:
    card = present(
        replace(states.PAIR, models=(states.large(status=OnDisk(), plan=None, fit=TooBig(states.GB)),))
    ).models[0]
    assert (card.can_plan, card.can_load) == (True, False)
    assert card.note.endswith(
        "1.0 GB more memory would have to be shared. Share more memory, or invite another device."
    )


def test_plan_preview() -> None:
    view = plan_view(states.PAIR, states.SPLIT_PLAN)
    assert view.title == "Would be split over study and kitchen"
    assert view.lines[:2] == states.SPLIT_PLAN.reasons
    assert "4.9 GB travel to other devices before the first answer." in view.lines
    assert view.lines[-1].startswith("attic is not used: ")
    whole = states.demo().plan
    assert whole is not None
    assert plan_view(states.ALONE, whole).title == "Would run on kitchen"


def test_refusal_names_what_is_missing() -> None:
    view = plan_view(states.PAIR, states.REFUSAL)
    assert (view.title, view.is_refusal) == ("Does not fit: 26.0 GB of memory is missing", True)
    assert view.lines == (*states.REFUSAL.reasons, "Share more memory, or invite another device.")


def test_chat_view_offers_chat_models_and_says_what_they_wait_for() -> None:
    embedding = states.large(name="nomic", title="Nomic", kind=ModelKind.EMBEDDING, model_id=ModelId("nomic"))
    view = chat_view(replace(states.LOADING, models=(*states.LOADING.models, embedding)))
    assert [choice.label for choice in view.choices] == ["Qwen3 14B", "Hearth demo"]
    assert view.waiting == {"Qwen3-14B-Q4_K_M": "Loading layers · 3.1 of 8.2 GB", "demo": "Starting"}
    pair = chat_view(states.PAIR)
    assert pair.working == {"Qwen3-14B-Q4_K_M": "study and kitchen"}
    assert pair.waiting == {"demo": "Loading the model"}


def test_arrivals_are_devices_of_the_same_swarm_only() -> None:
    came = arrivals(states.ALONE, states.PAIR)
    assert came == ("study joined the swarm",)
    assert arrivals(states.PAIR, states.ALONE) == ("study left the swarm",)
    assert arrivals(states.NOT_JOINED, states.PAIR) == ()
    assert arrivals(replace(states.ALONE, swarm=Joined("other")), states.PAIR) == ()
    sleeping = replace(states.PAIR_PEERS[1], status=Away())
    asleep = replace(states.PAIR, peers=(states.PAIR_PEERS[0], sleeping))
    assert arrivals(states.PAIR, asleep) == arrivals(asleep, states.PAIR) == ()


def test_nothing_is_left_out_before_the_first_snapshot() -> None:
    view = present(None)
    assert (view.status, view.devices, view.can_join, view.can_invite) == ("Starting…", (), False, False)


def test_statuses_without_numbers() -> None:
    state = states.state(models=(states.demo(status=Loading(0, 0, "")), states.large(status=OnDisk(), plan=None)))
    assert [card.status for card in present(state).models] == ["Loading", "Not loaded"]
    state = states.state(models=(states.demo(status=Failed(Problem("Gone", "It is gone."))),), swarm=NotJoined())
    assert present(state).models[0].problem == Problem("Gone", "It is gone.")


NAMES = frozenset(pseudo.data_of(vars(states)))


@pytest.fixture
def marks() -> Generator[None]:
    """A language that marks what it says."""
    pseudo.speak_marked()
    yield
    pseudo.speak_english()


def _menu_texts(entries: Iterable[MenuEntry | None]) -> Iterator[str]:
    for entry in entries:
        if entry is not None:
            yield entry.text
            yield from (choice.text for choice in entry.choices)
            yield from _menu_texts(entry.below)


@pytest.mark.usefixtures("marks")
@pytest.mark.parametrize("state", [case[1] for case in STATES], ids=[case[0] for case in STATES])
def test_tray_speaks_the_language_of_the_windows(state: AppState | None) -> None:
    view = tray_view(state)
    assert pseudo.unmarked_of((view.tooltip, *_menu_texts(view.menu)), NAMES) == []


@pytest.mark.usefixtures("marks")
def test_what_is_told_by_the_way_is_said_in_the_language_too() -> None:
    failed = tray_view(None, Problem("Port in use", "Port 4327 is used by ollama."))
    menus = [choice.text for state in (states.PAIR, states.VISITED) for choice in device_choices(state, state.peers[0])]
    menus += [choice.text for choice in device_choices(states.PAIR, states.PAIR.peers[1])]
    news = (*knocks(None, states.VISITED), *arrivals(states.ALONE, states.PAIR), *arrivals(states.PAIR, states.ALONE))
    chat = [chat_view(state) for state in (states.PAIR, states.LOADING, states.FAILED)]
    answers = [words for view in chat for words in (*view.waiting.values(), *view.working.values())]
    answers += [words for view in chat for choice in view.choices for words in (choice.label, choice.where)]
    texts = (failed.tooltip, *_menu_texts(failed.menu), *menus, *news, *answers)
    assert (len(menus), len(news)) == (9, 3)
    assert pseudo.unmarked_of(texts, NAMES) == []


def test_models_that_something_happens_with_come_first() -> None:
    models = (states.demo(status=OnDisk(), plan=None), states.large())
    assert [card.name for card in present(replace(states.PAIR, models=models)).models] == [
        models[1].name,
        models[0].name,
    ]
