"""Two versions of Hearth in one household: both are seen, both answer, and the older one is told to update."""

from pathlib import Path
from typing import Any

from app.domain.compatibility import UPDATE_NOTE
from tests.household.household import Household
from tests.household.test_household import ARGUMENTS, PROMPT, share_bytes

NAMES = ("kitchen", "attic")
NEWER = "tests.household.newer_hearth"


def notes(state: dict[str, Any]) -> dict[str, str]:
    """What is said beside each device."""
    return {peer["name"]: peer["note"] for peer in state["peers"]}


def test_a_newer_device_is_seen_and_chats_and_holds_no_layers(tmp_path: Path, small_model: Path) -> None:
    with Household(tmp_path, NAMES, model=small_model, arguments=ARGUMENTS, programs={"attic": NEWER}) as home:
        home.join_all()
        kitchen, attic = home["kitchen"], home["attic"]
        for node in (kitchen, attic):
            state = node.wait(lambda s: any(notes(s).values()), "told to update")
            assert notes(state) == {"kitchen": UPDATE_NOTE, "attic": ""}
        answer = attic.chat(PROMPT, "small")
        assert answer.status == 200, answer.body
        assert answer.headers["X-Hearth-Node"] == "kitchen"

        kitchen.http("POST", "/api/unload", {"model": "small"})
        kitchen.http("POST", "/api/offer", {"bytes": share_bytes(small_model, 2)})
        for node in (kitchen, attic):
            refused = node.chat(PROMPT, "small")
            assert refused.status == 503
            assert "attic is left out: it runs another version of Hearth; update kitchen" in refused.body
