"""What the commands print for people."""

from dataclasses import replace
from datetime import datetime

import pytest

from app.api.snapshot_json import to_json
from app.cli.tables import plan_text, status_text, table
from app.domain.errors import Problem
from app.domain.ids import ModelId, PeerId
from app.domain.model import ModelKind
from app.domain.placement import LeftOut, Plan, Refusal, Shard
from app.domain.sharing import Newcomer, OpenInvite, Paused, Reduced, Sharing, SharingStatus
from app.domain.state import Away, BetterPlan, Failed, Joined, Loading, ModelStatus, OnDisk, Online, Ready
from tests.api.serving_node import model_state, state_with


def test_columns() -> None:
    assert table(("A", "B"), [("long cell", "x"), ("", "y")]) == "A          B\nlong cell  x\n           y"


NOW = datetime(2026, 3, 4, 12, 0)

SPLIT = Plan(
    model_id=ModelId("0" * 32),
    model_name="tiny",
    head=PeerId("b"),
    shards=(
        Shard(PeerId("a"), "attic", "CPU", 0, 6, False, 4_000_000, 30_000_000),
        Shard(PeerId("b"), "kitchen", "CUDA0", 6, 6, True, 4_000_000, 32_000_000),
    ),
    context_length=4096,
    slots=2,
    host_bytes=50_000_000,
    bytes_to_move=4_000_000,
    left_out=(LeftOut(PeerId("c"), "hall", "It is silent."),),
    reasons=("It does not fit one device.",),
)


def test_a_plan() -> None:
    assert plan_text(to_json(SPLIT)) == (
        "DEVICE          LAYERS OF tiny          MEMORY\n"
        "attic    CPU    layers 0\u20135              30.0 MB\n"
        "kitchen  CUDA0  layers 6\u201311 and output  32.0 MB\n"
        "\n"
        "Context: 4,096 tokens for each of 2 conversations.\n"
        "4.0 MB of weights travel to other devices.\n"
        "It does not fit one device.\n"
        "Not used: hall. It is silent."
    )


def test_a_refusal_says_how_much_is_missing() -> None:
    refusal = Refusal("huge", 12_000_000_000, 8_500_000_000, ("No device can hold it.",))
    assert plan_text(to_json(refusal)) == (
        "No device can hold it.\nhuge needs 12.0 GB, 8.5 GB are offered: 3.5 GB more are needed."
    )


def test_the_status_screen() -> None:
    statuses: dict[str, ModelStatus] = {
        "loading": Loading(3_100_000_000, 8_200_000_000, "loading layers", 80.0),
        "ready": Ready(tokens_per_second=7.2, active_requests=1),
        "failed": Failed(Problem("Out of memory", "It ended.")),
        "waiting": OnDisk(),
    }
    models = tuple(replace(model_state(n, ModelKind.CHAT, s), plan=None) for n, s in statuses.items())
    state = state_with((replace(models[0], plan=SPLIT), *models[1:]))
    attic = replace(state.peers[0], name="attic", is_self=False, status=Online(0.31), doing="holds layers 0-5")
    hall = replace(attic, name="hall", status=Away(), sharing=False, doing="")
    state = replace(state, swarm=Joined("amber-fox"), peers=(*state.peers, attic, hall))
    state = replace(state, problems=(Problem("Keyring locked", "The token is not read.", "Unlock it."),))
    lines = status_text(to_json(state), NOW).splitlines()
    assert lines[0] == "Hearth 0.1.0 on kitchen, swarm amber-fox, 3 devices"
    assert [line.split() for line in lines[2:6]] == [
        ["DEVICE", "MEMORY", "IN", "USE", "PROCESSORS", "NOW"],
        ["kitchen", "this", "device", "0", "B", "of", "8.0", "GB", "A", "processor"],
        ["attic", "online,", "0.3", "ms", "0", "B", "of", "8.0", "GB", "A", "processor", "holds", "layers", "0-5"],
        ["hall", "away", "not", "sharing", "A", "processor"],
    ]
    text = "\n".join(lines)
    assert "loading layers 3.1 of 8.2 GB, about 80 s left" in text
    assert "ready, 7.2 tokens/s" in text
    assert "failed: Out of memory" in text
    assert "on disk" in text
    assert "layers 0\u20135" in text
    assert "Keyring locked\nThe token is not read.\nUnlock it." in text
    assert lines[-1] == "API  http://127.0.0.1:4327/v1"


def test_what_is_said_beside_the_rows() -> None:
    state = state_with((replace(model_state("tiny", ModelKind.CHAT), plan=SPLIT),))
    model = replace(state.models[0], is_pinned=True, better=BetterPlan(SPLIT, "It would be twice as fast."))
    model = replace(model, news="Fits now: attic came.")
    peer = replace(state.peers[0], note="Update this laptop to share its memory.")
    newcomer = Newcomer("k1", "old laptop", ("amber", "kettle", "otter"))
    invite = OpenInvite("a1", "4821-amber-kettle-otter", datetime(2026, 3, 5, 8, 0).timestamp())
    state = replace(state, models=(model,), peers=(peer,), newcomers=(newcomer,), invites=(invite,))
    lines = status_text(to_json(state), NOW).splitlines()
    for line in (
        "kitchen: Update this laptop to share its memory.",
        "tiny: its plan is pinned (hearth unpin tiny).",
        "tiny: It would be twice as fast. (hearth replan tiny)",
        "tiny: Fits now: attic came.",
        "k1     old laptop    amber kettle otter",
        "a1      4821-amber-kettle-otter  Thursday 08:00",
    ):
        assert line in lines


@pytest.mark.parametrize(
    ("sharing", "line"),
    [
        (Sharing(), ""),
        (Paused(None), "This device lends no memory until `hearth resume`."),
        (Paused(datetime(2026, 3, 4, 18, 0).timestamp()), "This device lends no memory until 18:00."),
        (Reduced(1_000_000_000), "This device is short of memory and lends 1.0 GB until it is not."),
    ],
)
def test_what_is_lent_now(sharing: SharingStatus, line: str) -> None:
    state = replace(state_with(()), sharing=sharing)
    assert status_text(to_json(state), NOW).splitlines()[1] == line
