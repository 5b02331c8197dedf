"""Speeds of devices on a real node: measured, told, corrected by answers, shown with plans, and kept."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from app.domain.asked import Asked
from app.domain.device import DeviceSpeed
from app.domain.placement import Plan
from app.domain.state import Online, Ready
from app.node import device_speeds, upkeep
from app.node.node import Node
from app.node.parts import Parts
from tests.node.conftest import MakeNode, until

FAST = DeviceSpeed("CPU", 8_000_000_000, 40_000_000_000, 500)
MB = 1_000_000


def parts_of(node: Node) -> Parts:
    assert node._parts is not None
    return node._parts


def keep(folder: Path, body: Any) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "device-speeds.json").write_text(body if isinstance(body, str) else json.dumps(body))


def kept(threads: int = 1) -> dict[str, Any]:
    return {
        "threads": threads,
        "devices": [
            {
                "device_id": "CPU",
                "read_bytes_per_second": FAST.read_bytes_per_second,
                "prompt_weights_per_second": FAST.prompt_weights_per_second,
                "step_nanoseconds": FAST.step_nanoseconds,
            }
        ],
    }


async def test_what_is_not_known_is_measured_and_kept(
    make_node: MakeNode, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(device_speeds, "SETTLE_SECONDS", 0.0)
    node = await make_node()
    speeds = parts_of(node).device_speeds
    await speeds._tasks.finish()
    assert set(speeds.speeds) == {"CPU"}
    body = json.loads((tmp_path / "desk" / "device-speeds.json").read_text())
    assert body["devices"][0]["read_bytes_per_second"] == speeds.speeds["CPU"].read_bytes_per_second


async def test_a_plan_shows_the_ways_with_predicted_figures_from_all_devices(
    make_node: MakeNode, tmp_path: Path, tiny_model: Path
) -> None:
    keep(tmp_path / "desk", kept())
    keep(tmp_path / "hall", kept())
    desk = await make_node(tiny_model, offer=500 * MB)
    hall = await make_node(name="hall", token=(await desk.invite()).token, offer=500 * MB)
    await until(desk, lambda s: any(isinstance(p.status, Online) and p.offered_bytes for p in s.peers[1:]))
    await until(hall, lambda s: any(m.name == "tiny" for m in s.models))
    for asked in (desk, hall):
        answer = await asked.plan("tiny")
        assert isinstance(answer, Plan)
        ways = [reason for reason in answer.reasons if "tokens/s" in reason]
        assert [way.partition(":")[0] for way in ways] == [
            "Whole on desk",
            "Whole on hall, once its file is copied there",
            "Split over hall and desk",
        ]
    await desk.load("tiny")
    (run,) = parts_of(desk).loader.runs.values()
    assert run.predicted is not None
    assert not any("tokens/s" in reason for reason in run.plan.reasons)  # records carry no figures that grow old


async def test_answers_are_shown_beside_the_prediction_and_correct_it(
    make_node: MakeNode, tmp_path: Path, tiny_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upkeep, "LOOK_SECONDS", 0.02)
    keep(tmp_path / "desk", kept())
    node = await make_node(tiny_model)
    target = await node.answers.target(Asked("tiny"))
    (run,) = parts_of(node).loader.runs.values()
    assert run.predicted is not None
    node.answers.note_speed(target.model_id, run.predicted / 2)
    target.release()
    expected = Ready(run.predicted / 2, 0, run.predicted)
    await until(node, lambda s: s.models[0].status == expected)
    speeds = parts_of(node).device_speeds
    async with asyncio.timeout(20):
        while True:
            if speeds.speeds["CPU"] != FAST:
                break
            await asyncio.sleep(0.01)
    await speeds._tasks.finish()
    again = {d["device_id"]: d for d in json.loads((tmp_path / "desk" / "device-speeds.json").read_text())["devices"]}
    assert again["CPU"]["read_bytes_per_second"] < FAST.read_bytes_per_second


@pytest.mark.parametrize("body", [kept(threads=9), "", "{", "3", {"threads": 1, "devices": [{"device_id": 4}]}])
async def test_what_was_measured_otherwise_or_is_damaged_does_not_count(
    make_node: MakeNode, tmp_path: Path, body: Any
) -> None:
    keep(tmp_path / "desk", body)
    node = await make_node()
    assert parts_of(node).device_speeds.speeds == {}
