"""How fast models are predicted to be, and in which ways they could run."""

from dataclasses import replace

import pytest

from app.domain.device import DeviceSpeed
from app.domain.ids import PeerId
from app.domain.model import ContextSettings
from app.domain.placement import Candidate, Plan
from app.domain.plan import plan
from app.domain.prediction import Speeds, Way, corrected, predict, way_words, ways
from tests.domain.builders import GB, MB, cpu, gpu, model, node

CONTEXT = ContextSettings(context_length=1000, slots=1)
HERE = PeerId("peer-here")
STUDY = PeerId("peer-study")
LAPTOP = DeviceSpeed("CPU", 10 * GB, 40 * GB, 500)
SPEEDS: Speeds = {(HERE, "CPU"): LAPTOP, (STUDY, "CPU"): LAPTOP}
BIG = model(parameter_count=1_200 * MB)


def planned(*candidates: Candidate) -> Plan:
    answer = plan(BIG, CONTEXT, candidates, HERE)
    assert isinstance(answer, Plan)
    return answer


WHOLE = planned(node("here", cpu(4 * GB), has_model=True))
SPLIT = planned(node("here", cpu(800 * MB), has_model=True), node("study", cpu(800 * MB)))


def generated(by: Plan, speeds: Speeds = SPEEDS, rtt_ms: float = 1.0) -> float:
    speed = predict(BIG, by, speeds, {STUDY: rtt_ms})
    assert speed is not None
    return speed.generated


def test_a_large_model_is_as_fast_as_its_weights_are_read() -> None:
    """1.22 GB at 10 GB/s are 8.2 tokens a second, less what each layer and each word cost."""
    assert 7.5 < generated(WHOLE) < 8.2


def test_each_part_elsewhere_costs_a_round_trip_for_each_word() -> None:
    near, far = 1 / generated(SPLIT, rtt_ms=1.0), 1 / generated(SPLIT, rtt_ms=21.0)
    assert far - near == pytest.approx(0.020)
    assert 1 / generated(WHOLE) < near


def test_prompts_gain_by_a_second_device_and_words_do_not() -> None:
    whole, split = (predict(BIG, by, SPEEDS, {STUDY: 1.0}) for by in (WHOLE, SPLIT))
    assert whole is not None
    assert split is not None
    assert split.prompt > 1.5 * whole.prompt
    assert split.generated < whole.generated


def test_a_slow_device_slows_the_layers_it_holds() -> None:
    slow = {**SPEEDS, (STUDY, "CPU"): replace(LAPTOP, read_bytes_per_second=2 * GB)}
    assert generated(SPLIT, slow) < generated(SPLIT) / 1.5


def test_of_experts_only_those_count_that_a_word_passes() -> None:
    few = predict(replace(BIG, active_part=0.25), WHOLE, SPEEDS, {})
    assert few is not None
    assert 3 < few.generated / generated(WHOLE) < 4


def test_nothing_is_said_where_a_device_was_not_measured() -> None:
    assert predict(BIG, SPLIT, {(HERE, "CPU"): LAPTOP}, {}) is None


@pytest.mark.parametrize(
    "speed", [DeviceSpeed("CPU", 0, 0, 0), DeviceSpeed("CPU", 1 << 62, 1 << 62, 0), DeviceSpeed("CPU", 1, 1, 1 << 62)]
)
def test_any_figures_of_another_device_give_a_speed(speed: DeviceSpeed) -> None:
    answer = predict(BIG, SPLIT, {**SPEEDS, (STUDY, "CPU"): speed}, {STUDY: 0.0})
    assert answer is not None
    assert answer.generated > 0
    assert answer.prompt > 0


def test_the_ways_are_whole_where_it_fits_and_split() -> None:
    candidates = (
        node("here", cpu(4 * GB), has_model=True),
        node("study", cpu(4 * GB), gpu(4 * GB), rtt_ms=2.0),
        node("attic", cpu(500 * MB), rtt_ms=2.0),
        node("hall", cpu(4 * GB), rtt_ms=2.0, sharing=False),
    )
    found = ways(BIG, CONTEXT, candidates, HERE, SPEEDS)
    named = [(way.plan.is_split, way.plan.shards[0].node_name, way.needs_copy, way.speed is None) for way in found]
    assert named == [
        (False, "here", False, False),
        (False, "study", True, True),  # on its graphics card, which was not measured
        (True, "study", False, True),
    ]


def test_a_model_that_fits_nowhere_whole_is_split_and_nothing_else() -> None:
    candidates = (node("here", cpu(800 * MB), has_model=True), node("study", cpu(800 * MB)))
    assert [way.plan.is_split for way in ways(BIG, CONTEXT, candidates, HERE, SPEEDS)] == [True]
    assert ways(BIG, CONTEXT, (node("here", cpu(100 * MB), has_model=True),), HERE, SPEEDS) == ()


def test_ways_are_said_in_whole_sentences() -> None:
    whole = Way(WHOLE, predict(BIG, WHOLE, SPEEDS, {}))
    assert way_words(whole).startswith("Whole on here: about ")
    assert way_words(whole).endswith(" GB of memory.")
    unknown = Way(SPLIT, None)
    assert way_words(unknown).startswith("Split over study and here: ")
    assert way_words(unknown).endswith("; how fast is not known yet.")
    assert ", once its file is copied there: " in way_words(replace(whole, needs_copy=True))


def test_answers_correct_a_device_step_by_step() -> None:
    speed = replace(LAPTOP, read_bytes_per_second=5 * GB)  # it is twice as fast
    true_speed = generated(WHOLE)
    for _ in range(20):
        speed = corrected(speed, generated(WHOLE, {(HERE, "CPU"): speed}), true_speed)
    assert generated(WHOLE, {(HERE, "CPU"): speed}) == pytest.approx(true_speed, rel=0.05)


def test_one_strange_answer_changes_little() -> None:
    assert corrected(LAPTOP, 10.0, 1000.0).read_bytes_per_second < 1.2 * LAPTOP.read_bytes_per_second
    assert corrected(LAPTOP, 10.0, 0.001).read_bytes_per_second > LAPTOP.read_bytes_per_second / 1.2
