"""Reading the assignment of layers back from the log."""

import pytest

from app.engine.assignment import Assignment, compare, expected_assignments, parse_assignment
from tests.engine.plans import make_plan


@pytest.mark.parametrize(
    ("line", "assignment"),
    [
        ("load_tensors: layer   5 assigned to device RPC1, is_swa = 0", Assignment(5, "RPC1")),
        ("load_tensors: layer 112 assigned to device CPU, is_swa = 1", Assignment(112, "CPU")),
        ("0.00.010 D load_tensors: layer   0 assigned to device CUDA0, is_swa = 0", Assignment(0, "CUDA0")),
        ("load_tensors: offloaded 13/13 layers to GPU", None),
        ("", None),
    ],
)
def test_parse(line: str, assignment: Assignment | None) -> None:
    assert parse_assignment(line) == assignment


def test_what_is_expected() -> None:
    split = [a.device for a in expected_assignments(make_plan((2, 1)))]
    assert split == ["RPC0", "RPC0", "RPC1", "RPC1"]
    assert [a.device for a in expected_assignments(make_plan((2, 0)))] == ["RPC0", "RPC0", "RPC1"]
    assert [a.device for a in expected_assignments(make_plan((2,), device_id="CUDA0"))] == ["CUDA0"] * 3


@pytest.mark.parametrize(
    ("devices", "difference"),
    [
        (["RPC0", "RPC0", "RPC1", "RPC1"], None),
        (["RPC0", "RPC1", "RPC1", "RPC1"], "layer 1 was to be on node0 (CPU) but is on node1 (CPU)."),
        (["RPC0", "RPC0", "RPC1", "CPU"], "the output layer was to be on node1 (CPU) but is on CPU."),
        (["RPC0", "RPC0", "RPC1"], "llama.cpp did not say where it put the output layer."),
        ([], "llama.cpp did not say where it put layer 0."),
        (["RPC0", "RPC0", "RPC1", "RPC1", "RPC1"], "llama.cpp placed layer 4, which the plan does not have."),
    ],
)
def test_compare(devices: list[str], difference: str | None) -> None:
    found = [Assignment(layer, device) for layer, device in enumerate(devices)]
    assert compare(make_plan((2, 1)), found) == difference
    assert compare(make_plan((2, 1)), found[::-1]) == difference
