"""A split model's worker that has the file reads its layers from its own disk: they do not cross the network."""

from pathlib import Path

import pytest

from app.domain.footprint import footprint
from app.engine.gguf import read_model
from app.engine.gguf_header import read_header
from app.engine.large_tensors import LEAST_BYTES
from tests.household.household import Hearth, Household, token_ids
from tests.household.test_household import ARGUMENTS, CONTEXT, PROMPT
from tests.models.random_model import write_random_model

NAMES = ("kitchen", "study")


@pytest.fixture(scope="module")
def wide_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model most of whose weights are in tensors that workers keep."""
    return write_random_model(tmp_path_factory.mktemp("models") / "wide.gguf", "88M-wide", layers=8)


def received_bytes(node: Hearth) -> int:
    """What has come to a machine by its cable."""
    table = node.machine.run(["cat", "/proc/net/dev"]).stdout
    return next(int(line.split()[1]) for line in table.splitlines() if line.strip().startswith("eth0:"))


def offers(model: Path) -> dict[str, int]:
    """The kitchen has room for half of it, the study for all of its layers."""
    needs = footprint(read_model(model), CONTEXT)
    head = needs.host_bytes + needs.shard_bytes(0, 0, True)
    half = head + sum(needs.layer_bytes) * 2 // 3
    return {"kitchen": half, "study": half}


def load_split(directory: Path, model: Path, with_model: tuple[str, ...]) -> tuple[int, int, list[int]]:
    """Load over both; bytes that the study got, bytes of large tensors that it holds, and an answer."""
    with Household(
        directory, NAMES, model=model, arguments=ARGUMENTS, offer=offers(model), with_model=with_model
    ) as home:
        home.join_all()
        kitchen, study = home.nodes
        before = received_bytes(study)
        answer = kitchen.chat(PROMPT, "wide")
        assert answer.status == 200, answer.body
        received = received_bytes(study) - before
        plan = next(m for m in kitchen.state()["models"] if m["name"] == "wide")["plan"]
        assert plan["head"] == kitchen.state()["peer_id"]
        layers = {
            layer
            for shard in plan["shards"]
            if shard["node_name"] == "study"
            for layer in range(shard["first_layer"], shard["first_layer"] + shard["layer_count"])
        }
        assert len(layers) >= 3, plan
        large = sum(
            tensor.stored_bytes
            for tensor in read_header(model).tensors
            if tensor.stored_bytes > LEAST_BYTES and tensor.name.split(".")[1] in map(str, layers)
        )
        return received, large, token_ids(answer)


def test_layers_of_a_file_that_the_worker_has_are_not_sent(tmp_path: Path, wide_model: Path) -> None:
    sent, large, expected = load_split(tmp_path / "without", wide_model, NAMES[:1])
    assert sent > large
    own, large, answer = load_split(tmp_path / "with", wide_model, NAMES)
    assert own < 0.3 * large
    assert answer == expected
