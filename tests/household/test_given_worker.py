"""A stock llama.cpp RPC server on another machine of the home, used by its address, and its cable pulled."""

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.engine.programs import find_programs
from tests.household.household import Hearth, Household
from tests.household.namespaces import Lan, Machine
from tests.household.test_household import ARGUMENTS, PROMPT, share_bytes

PORT = 50052


@pytest.fixture
def lan() -> Iterator[Lan]:
    with Lan(2) as lan:
        yield lan


def start_stock_server(box: Machine) -> "subprocess.Popen[str]":
    programs = find_programs()
    command = [str(programs.rpc_server), "-H", box.address, "-p", str(PORT), "-t", "1", "-d", "CPU"]
    return box.popen(command, environment=programs.environment)


def devices(state: dict[str, object]) -> list[str]:
    peers = state["peers"]
    assert isinstance(peers, list)
    return [device["device_id"] for device in peers[0]["devices"]]


def test_a_stock_server_is_used_lost_and_used_again(lan: Lan, tmp_path: Path, small_model: Path) -> None:
    kitchen_machine, box = lan.machines
    start_stock_server(box)
    given = f"RPC {box.address}:{PORT}"
    with Household(
        tmp_path,
        ["kitchen"],
        model=small_model,
        machines=[kitchen_machine],
        offer={"kitchen": share_bytes(small_model, 2)},
        arguments=[*ARGUMENTS, "--workers", f"{box.address}:{PORT}"],
    ) as home:
        kitchen: Hearth = home["kitchen"]
        kitchen.wait(lambda state: given in devices(state), "given a worker")
        assert given in kitchen.cli("plan", "small").stdout
        assert kitchen.chat(PROMPT, "small").status == 200

        with kitchen.stream("/v1/chat/completions", **_long_answer()) as stream:
            next(iter(stream))
            box.unplug()
            began = time.monotonic()
            stream.read_to_end()
        assert time.monotonic() - began < 30
        assert not stream.is_done
        [error] = stream.errors
        assert "more is needed" in error, "what is left cannot hold the model, and the stream says so"
        kitchen.wait(lambda state: given not in devices(state), "without the worker")
        problems = kitchen.state()["problems"]
        assert [problem["title"] for problem in problems] == [f"Worker {box.address}:{PORT} is not used"]
        assert kitchen.cli("plan", "small", check=False).returncode == 1

        box.plug_in()
        kitchen.wait(lambda state: given in devices(state), "given the worker again", 60)
        assert kitchen.chat(PROMPT, "small").status == 200

        # Now while nothing is asked of it: it says nothing itself, so it never learns that its client is gone.
        box.unplug()
        kitchen.wait(lambda state: given not in devices(state), "without the worker that was idle")
        box.plug_in()
        kitchen.wait(lambda state: given in devices(state), "given the idle worker again", 60)
        assert kitchen.chat(PROMPT, "small").status == 200


def test_a_node_lends_a_stock_server_to_its_swarm(lan: Lan, tmp_path: Path, small_model: Path) -> None:
    """As LocalAI's `worker p2p-llama-cpp-rpc --no-runner --runner-address`."""
    kitchen_machine, cellar_machine = lan.machines
    start_stock_server(cellar_machine)
    given = f"RPC {cellar_machine.address}:{PORT}"
    with Household(
        tmp_path,
        ["kitchen", "cellar"],
        model=small_model,
        machines=[kitchen_machine, cellar_machine],
        offer={"kitchen": share_bytes(small_model, 2), "cellar": 10_000_000},
        arguments=ARGUMENTS,
        own_arguments={"cellar": ["--workers", f"{cellar_machine.address}:{PORT}"]},
    ) as home:
        home.join_all()
        kitchen, cellar = home["kitchen"], home["cellar"]
        kitchen.wait(lambda state: any(given in str(peer["devices"]) for peer in state["peers"]), "told of it")
        answer = kitchen.chat(PROMPT, "small")
        assert answer.status == 200, answer.body
        [model] = [model for model in kitchen.state()["models"] if model["name"] == "small"]
        shards = [(shard["node_name"], shard["device_id"]) for shard in model["plan"]["shards"]]
        assert shards == [("cellar", given), ("kitchen", "CPU")]
        kitchen.cli("unload", "small")
        cellar.wait(lambda state: not any(d["used_bytes"] for d in state["peers"][0]["devices"]), "free again")
        assert kitchen.chat(PROMPT, "small").status == 200


def _long_answer() -> dict[str, object]:
    return {"model": "small", "messages": [{"role": "user", "content": PROMPT}], "max_tokens": 400, "ignore_eos": True}
