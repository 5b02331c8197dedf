"""Machines that arrive are used without a restart: models fit, plans get better between requests, and pins hold."""

from pathlib import Path
from typing import Any

from app.domain.footprint import footprint
from app.engine.gguf import read_model
from tests.household.household import Household
from tests.household.test_household import ARGUMENTS, CONTEXT, PROMPT, share_bytes

NAMES = ("kitchen", "study")
MB = 1_000_000


def small(state: dict[str, Any]) -> dict[str, Any]:
    """The model in a snapshot."""
    found: dict[str, Any] = next(model for model in state["models"] if model["name"] == "small")
    return found


def holders(state: dict[str, Any]) -> set[str]:
    """Who holds the model; nobody while it is not ready."""
    model = small(state)
    ready = model["status"]["type"] == "Ready"
    return {shard["node_name"] for shard in model["plan"]["shards"]} if ready else set()


def test_a_model_too_large_becomes_loadable_when_another_machine_starts(tmp_path: Path, small_model: Path) -> None:
    offer = dict.fromkeys(NAMES, share_bytes(small_model, 2))
    with Household(tmp_path, NAMES, model=small_model, arguments=ARGUMENTS, offer=offer) as home:
        home.join_all()
        kitchen, study = home["kitchen"], home["study"]
        study.stop()
        kitchen.wait(lambda s: not any(p["status"]["type"] == "Online" for p in s["peers"][1:]), "alone")
        refused = kitchen.chat(PROMPT, "small")
        assert refused.status == 503, refused.body
        assert refused.json()["error"]["code"] == "model_too_large"
        kitchen.wait(lambda s: small(s)["status"]["type"] == "Failed", "said that it does not fit")
        study.start()
        state = kitchen.wait(lambda s: small(s)["status"]["type"] == "OnDisk", "fits now")
        assert small(state)["news"] == "Fits now: study came."
        assert kitchen.chat(PROMPT, "small").status == 200
        assert small(kitchen.wait(lambda s: bool(holders(s)), "loaded"))["news"] == ""


def test_a_better_plan_is_used_between_requests_unless_the_plan_is_pinned(tmp_path: Path, small_model: Path) -> None:
    """The kitchen alone has too little; then its owner offers enough for all of it."""
    whole_bytes = footprint(read_model(small_model), CONTEXT).whole_bytes
    offer = dict.fromkeys(NAMES, share_bytes(small_model, 2))
    with Household(tmp_path, NAMES, model=small_model, arguments=ARGUMENTS, offer=offer) as home:
        home.join_all()
        kitchen = home["kitchen"]
        split = kitchen.chat(PROMPT, "small")
        assert holders(kitchen.state()) == set(NAMES)
        kitchen.http("POST", "/api/pin", {"model": "small"})
        kitchen.http("POST", "/api/offer", {"bytes": whole_bytes + 8 * MB})
        kitchen.wait(lambda s: s["peers"][0]["devices"][0]["offered_bytes"] > whole_bytes, "offered")
        pinned = kitchen.chat(PROMPT, "small")
        assert pinned.headers["X-Hearth-Devices"] == split.headers["X-Hearth-Devices"]
        state = kitchen.state()
        assert (small(state)["is_pinned"], small(state)["better"]) == (True, None)

        kitchen.http("POST", "/api/unpin", {"model": "small"})
        state = kitchen.wait(lambda s: small(s)["better"] is not None, "something better")
        assert small(state)["better"]["gain"] == "It fits kitchen whole: no word has to travel to another device."
        kitchen.wait(lambda s: holders(s) == {"kitchen"}, "used the better plan")
        whole = kitchen.chat(PROMPT, "small")
        assert whole.headers["X-Hearth-Devices"] == "kitchen"
        assert whole.json()["choices"][0]["message"] == split.json()["choices"][0]["message"]


def test_a_pinned_plan_is_used_again_when_its_device_returns(tmp_path: Path, small_model: Path) -> None:
    whole_bytes = footprint(read_model(small_model), CONTEXT).whole_bytes
    offer = dict.fromkeys(NAMES, share_bytes(small_model, 2))
    with Household(tmp_path, NAMES, model=small_model, arguments=ARGUMENTS, offer=offer) as home:
        home.join_all()
        kitchen, study = home["kitchen"], home["study"]
        kitchen.chat(PROMPT, "small", max_tokens=1)
        kitchen.cli("pin", "small")
        kitchen.http("POST", "/api/offer", {"bytes": whole_bytes + 8 * MB})
        kitchen.wait(lambda s: s["peers"][0]["devices"][0]["offered_bytes"] > whole_bytes, "offered")
        study.kill()
        kitchen.wait(lambda s: holders(s) == {"kitchen"}, "loaded without the study, before anybody asked")
        study.start()
        state = kitchen.wait(lambda s: small(s)["better"] is not None, "said what is possible again")
        assert small(state)["better"]["gain"] == "The plan that was pinned is possible again."
        kitchen.http("POST", "/api/replan", {"model": "small"})
        kitchen.wait(lambda s: holders(s) == set(NAMES), "went back to the pinned plan")
        assert kitchen.chat(PROMPT, "small").status == 200


def test_a_device_that_is_away_is_shown_after_a_restart(tmp_path: Path) -> None:
    with Household(tmp_path, NAMES) as home:
        home.join_all()
        kitchen, study = home["kitchen"], home["study"]
        study.kill()
        kitchen.stop()
        kitchen.start()
        state = kitchen.wait(lambda s: len(s["peers"]) == 2, "remembered")
        assert [(p["name"], p["status"]["type"]) for p in state["peers"][1:]] == [("study", "Away")]
        kitchen.cli("leave")
        kitchen.wait(lambda s: len(s["peers"]) == 1, "forgotten")
        kitchen.stop()
        kitchen.start()
        assert len(kitchen.state()["peers"]) == 1
