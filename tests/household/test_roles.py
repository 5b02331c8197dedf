"""A household in which one machine only lends and one only routes: nobody sits in front of either."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.household.household import Household, token_ids
from tests.household.test_household import ARGUMENTS, PROMPT, share_bytes

NAMES = ("kitchen", "cellar", "door")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, small_model: Path) -> Iterator[Household]:
    offer = dict.fromkeys(NAMES, share_bytes(small_model, 2))
    home = Household(tmp_path_factory.mktemp("home"), NAMES, model=small_model, arguments=ARGUMENTS, offer=offer)
    home["cellar"].command = "worker"
    home["door"].command = "federated"
    with home:
        home.join_all()
        yield home


def test_a_model_runs_on_a_machine_that_only_lends(home: Household) -> None:
    answer = home["kitchen"].chat(PROMPT, "small")
    assert answer.status == 200, answer.body
    assert set(answer.headers["X-Hearth-Devices"].split(", ")) == {"kitchen", "cellar"}
    cellar = home["cellar"]
    cellar.wait(lambda state: "holds layers" in state["peers"][0]["doing"], "at work")
    assert [model["name"] for model in cellar.state()["models"]] == ["small", "demo"], "only what kitchen has"
    assert all(
        names == ["kitchen"]
        for names in (
            [peer["name"] for peer in cellar.state()["peers"] if peer["peer_id"] in model["on_nodes"]]
            for model in cellar.state()["models"]
        )
    )
    assert "Lends up to" in cellar.tail()
    assert "holds layers" in cellar.tail()
    assert cellar.state()["api_url"] == ""
    assert cellar.http("GET", "/v1/models").status == 404


def test_a_machine_that_only_routes_answers_with_the_households_models(home: Household) -> None:
    direct = home["kitchen"].chat(PROMPT, "small")
    door = home["door"]
    routed = door.chat(PROMPT, "small")
    assert routed.status == 200, routed.body
    assert token_ids(routed) == token_ids(direct)
    assert routed.headers["X-Hearth-Node"] == "kitchen"
    assert {model["id"] for model in door.http("GET", "/v1/models").json()["data"]} == {"small", "demo"}
    here = door.state()["peers"][0]
    assert (here["is_self"], here["sharing"], here["doing"]) == (True, False, "")
    assert "Routes requests at" in door.tail()
