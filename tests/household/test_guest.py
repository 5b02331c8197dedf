"""A good guest: who goes says so first, and what was computed there goes on with who is left."""

from pathlib import Path

from tests.household.household import Hearth, Household
from tests.household.test_continuation import CHAT, read_some
from tests.household.test_household import ARGUMENTS, NAMES, share_bytes


def helper_of(head: Hearth) -> str:
    """A device other than the head that holds layers."""
    plan = next(m for m in head.state()["models"] if m["name"] == "small")["plan"]
    return next(str(shard["node_name"]) for shard in plan["shards"] if shard["node_name"] != head.name)


def test_an_answer_goes_on_when_a_device_that_computes_it_is_quit(tmp_path: Path, small_model: Path) -> None:
    """Any two of the three hold the model. The one that is quit hands over before it goes, and people read why."""
    offer = dict.fromkeys(NAMES, share_bytes(small_model, 2))
    with Household(tmp_path, NAMES, model=small_model, arguments=ARGUMENTS, offer=offer) as home:
        home.join_all()
        kitchen = home["kitchen"]
        with kitchen.stream("/v1/chat/completions", **CHAT) as stream:
            read_some(stream)
            quit_name = helper_of(kitchen)
            home[quit_name].stop()
            activity = kitchen.state()["activity"]
            stream.read_to_end()
            assert stream.errors == []
            assert stream.is_done
            assert f"{quit_name} was quit." in activity
            assert f"{quit_name} has left." not in activity
            assert helper_of(kitchen) != quit_name
        log = (home[quit_name].data / "log" / "hearth.log").read_text()
        assert "departure (quit)" in log
        assert "not everything" not in log, "it was not handed over in time"
