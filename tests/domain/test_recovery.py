"""What is said while a model that lost a device is on its way back."""

from dataclasses import replace

import pytest

from app.domain.ids import PeerId
from app.domain.model import ContextSettings
from app.domain.placement import Plan
from app.domain.plan import plan
from app.domain.recovery import Gone, Loss, Recovery, also_lost, moved_layers, recovery_words
from tests.domain.builders import MB, cpu, model, node


def split(*names: str) -> Plan:
    """Twelve layers over these, in equal parts; the first is the head and comes last."""
    candidates = tuple(node(name, cpu(1700 * MB // len(names)), has_model=name == names[0]) for name in names)
    answer = plan(model(), ContextSettings(512, 1), candidates, PeerId(f"peer-{names[0]}"))
    assert isinstance(answer, Plan)
    assert {shard.node_name for shard in answer.shards} == set(names)
    return answer


OLD = split("desk", "hall", "kitchen")
NEW = split("desk", "hall")
KITCHEN, HALL = Loss("kitchen"), Loss("hall")
ALONE = replace(OLD, shards=(replace(OLD.shards[-1], first_layer=0, layer_count=12),))


@pytest.mark.parametrize(
    ("recovery", "words"),
    [
        (Recovery(OLD), "big stopped; planning again"),
        (Recovery(OLD, (KITCHEN,)), "kitchen left; planning again"),
        (Recovery(OLD, (KITCHEN, HALL)), "kitchen and hall left; planning again"),
        (Recovery(OLD, (KITCHEN,), NEW), "kitchen left; moving 2 layers of big to hall and 2 to desk"),
        (Recovery(OLD, (KITCHEN, HALL), ALONE), "kitchen and hall left; moving 8 layers of big to desk"),
        (
            Recovery(OLD, (Loss("kitchen", Gone.PAUSED),), NEW),
            "kitchen stopped sharing; moving 2 layers of big to hall and 2 to desk",
        ),
        (
            Recovery(OLD, (Loss("kitchen", Gone.LENDS_LESS), HALL, Loss("attic", Gone.LENDS_LESS))),
            "kitchen and attic lend less now and hall left; planning again",
        ),
        (
            Recovery(OLD, (Loss("kitchen", Gone.SLEPT), Loss("hall", Gone.QUIT))),
            "kitchen went to sleep and hall was quit; planning again",
        ),
        (Recovery(OLD, (KITCHEN,), OLD), "the part of big on kitchen stopped; loading big again"),
        (
            Recovery(OLD, (KITCHEN, Loss("attic", Gone.QUIT)), OLD),
            "the part of big on kitchen stopped and attic was quit; loading big again",
        ),
        (Recovery(OLD, (Loss("kitchen", Gone.LENDS_LESS),), OLD), "kitchen lends less now; loading big again"),
        (Recovery(OLD, (), OLD), "big stopped; loading big again"),
        (Recovery(OLD, (KITCHEN,), NEW, is_loaded=True), "kitchen left; reading the conversation again"),
    ],
)
def test_words_say_who_left_and_what_moves(recovery: Recovery, words: str) -> None:
    assert recovery_words(recovery) == words


def test_a_layer_that_stays_where_it_is_does_not_move() -> None:
    assert moved_layers(OLD, OLD) == {}
    assert sum(moved_layers(NEW, ALONE).values()) == NEW.shards[0].layer_count


def test_a_device_is_lost_once_and_by_what_says_most() -> None:
    asleep = Loss("kitchen", Gone.SLEPT)
    assert also_lost((KITCHEN,), (HALL, KITCHEN)) == (KITCHEN, HALL)
    assert also_lost((KITCHEN, HALL), (asleep,)) == (asleep, HALL)
    assert also_lost((asleep,), (KITCHEN,)) == (asleep,)
