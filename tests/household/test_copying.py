"""A model of one machine becomes a model of another: copied through the API, then answered with the first one gone."""

from pathlib import Path
from typing import Any

from tests.household.household import Hearth, Household
from tests.household.test_household import ARGUMENTS, PROMPT


def transfer(state: dict[str, Any]) -> dict[str, Any]:
    """The newest transfer of a snapshot; one that has not begun where there is none yet."""
    found: dict[str, Any] = next(iter(state["transfers"]), {"status": {"type": ""}, "done_bytes": 0})
    return found


def begin_copy(node: Hearth, model: str) -> str:
    """Copy a model to a node, until it is seen in a snapshot; the transfer's id."""
    answer = node.http("POST", "/api/models/copy", {"model": model})
    assert answer.status == 200, answer.body
    node.wait(lambda s: bool(s["transfers"]), "told of the copy")
    return str(answer.json()["transfer_id"])


def test_a_copied_model_answers_when_its_source_is_gone(tmp_path: Path, small_model: Path) -> None:
    with Household(tmp_path, ["kitchen", "study"], model=small_model, arguments=ARGUMENTS) as home:
        home.join_all()
        kitchen, study = home.nodes
        expected = kitchen.chat(PROMPT, "small")
        transfer_id = begin_copy(study, "small")
        state = study.wait(lambda s: transfer(s)["status"]["type"] == "Finished", "done with the copy")
        assert transfer(state)["transfer_id"] == transfer_id
        assert transfer(state)["done_bytes"] == small_model.stat().st_size
        assert (study.data / "models" / "small.gguf").read_bytes() == small_model.read_bytes()
        kitchen.kill()
        study.wait(lambda s: s["peers"][1]["status"]["type"] != "Online", "alone")
        answer = study.chat(PROMPT, "small")
        assert answer.status == 200, answer.body
        assert answer.json()["choices"] == expected.json()["choices"]
        assert study.http("POST", "/api/models/copy", {"model": "small"}).json()["error"]["code"] == "model_is_here"


def test_a_copy_survives_the_death_of_either_program(tmp_path: Path, small_model: Path) -> None:
    """The one that copies is killed, then the one that has the file; both are started again."""
    with Household(tmp_path, ["kitchen", "study"], model=small_model, arguments=ARGUMENTS, rate="20mbit") as home:
        home.join_all()
        kitchen, study = home.nodes
        begin_copy(study, "small")
        study.wait(lambda s: transfer(s)["done_bytes"] > 0, "copying")
        study.kill()
        study.start()
        study.wait(lambda s: transfer(s)["status"]["type"] == "Moving", "copying again")
        kitchen.kill()
        study.wait(lambda s: transfer(s)["status"]["type"] == "Waiting", "waiting")
        kitchen.start()
        study.wait(lambda s: transfer(s)["status"]["type"] == "Finished", "done with the copy", 90)
        assert (study.data / "models" / "small.gguf").read_bytes() == small_model.read_bytes()
        assert not list((study.data / "models" / ".arriving").iterdir())


def test_a_copy_comes_from_two_at_once_and_says_so(tmp_path: Path, small_model: Path) -> None:
    names = ["kitchen", "study", "hall"]
    with Household(
        tmp_path, names, model=small_model, arguments=ARGUMENTS, rate="20mbit", with_model=names[:2]
    ) as home:
        home.join_all()
        hall = home["hall"]
        begin_copy(hall, "small")
        state = hall.wait(lambda s: len(transfer(s)["sources"]) == 2, "copying from both")
        assert transfer(state)["sources"] == ["kitchen", "study"]
        hall.wait(lambda s: transfer(s)["status"]["type"] == "Finished", "done with the copy", 90)
        assert (hall.data / "models" / "small.gguf").read_bytes() == small_model.read_bytes()
