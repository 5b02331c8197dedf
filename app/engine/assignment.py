"""What llama.cpp really did with a plan, read back from its log and compared; pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.placement import Plan
from app.domain.sentence import say

_PATTERN = re.compile(r"load_tensors: layer +(\d+) assigned to device ([^,\s]+)")


@dataclass(frozen=True, slots=True)
class Assignment:
    """One layer as llama.cpp placed it.

    Attributes:
        layer: Number of the block from 0; the number after the last block is the output layer.
        device: llama.cpp's name of the device (`RPC0`: the first worker).
    """

    layer: int
    device: str


def parse_assignment(text: str) -> Assignment | None:
    """Read `load_tensors: layer   5 assigned to device RPC1, is_swa = 0`; None for any other line."""
    match = _PATTERN.search(text)
    return Assignment(int(match[1]), match[2]) if match else None


def expected_assignments(plan: Plan) -> tuple[Assignment, ...]:
    """What the log must say when llama.cpp follows the plan: all blocks, then the output layer."""
    return tuple(
        Assignment(layer, device)
        for layer, device in enumerate(
            device
            for index, shard in enumerate(plan.shards)
            for device in [device_name(plan, index)] * (shard.layer_count + shard.holds_output)
        )
    )


def device_name(plan: Plan, index: int) -> str:
    """llama.cpp's name, in the host, for the device of a shard of the plan."""
    return f"RPC{index}" if plan.is_split else plan.shards[index].device_id


def compare(plan: Plan, assignments: Sequence[Assignment]) -> str | None:
    """None when llama.cpp did what the plan says, else a sentence that names the first difference."""
    found = {assignment.layer: assignment.device for assignment in assignments}
    expected = expected_assignments(plan)
    for wanted in expected:
        is_output = wanted.layer >= plan.layer_count
        device = found.pop(wanted.layer, None)
        if device is None:
            return say(
                "llama.cpp did not say where it put the output layer."
                if is_output
                else "llama.cpp did not say where it put layer {layer}.",
                layer=str(wanted.layer),
            )
        if device != wanted.device:
            return say(
                "the output layer was to be on {wanted} but is on {found}."
                if is_output
                else "layer {layer} was to be on {wanted} but is on {found}.",
                layer=str(wanted.layer),
                wanted=_words(plan, wanted.device),
                found=_words(plan, device),
            )
    if found:
        return say("llama.cpp placed layer {layer}, which the plan does not have.", layer=str(min(found)))
    return None


def _words(plan: Plan, device: str) -> str:
    for index, shard in enumerate(plan.shards):
        if device_name(plan, index) == device:
            return f"{shard.node_name} ({shard.device_id})"
    return device
