"""From what benchmarks print to figures, targets and the page. The benchmarks themselves are run by `make bench`."""

import importlib.util
from datetime import date
from typing import Any

import pytest

from tests.bench.figures import BENCHMARKS, Figure, Target, at_least, at_most
from tests.bench.generation_bench import bare_command
from tests.bench.report import Report, markdown, terminal_table
from tests.bench.usage import kind_of

LINK = {"send_ratio": 0.96, "fetch_ratio": 0.94, "added_round_trip_ms": 0.31}


def report(name: str, result: dict[str, Any]) -> Report:
    (benchmark,) = [benchmark for benchmark in BENCHMARKS if benchmark.name == name]
    return Report(benchmark, result)


@pytest.mark.parametrize(
    ("target", "value", "is_met"),
    [
        (at_least(0.97), 0.97, True),
        (at_least(0.97), 0.969, False),
        (at_most(5), 5.0, True),
        (at_most(5), 5.01, False),
        (None, 1.0, None),
    ],
)
def test_targets(target: Target | None, value: float, is_met: bool | None) -> None:
    assert Figure("of something", value, "", target).is_met is is_met


@pytest.mark.parametrize(
    ("figure", "text"),
    [
        (Figure("ratio", 0.9712), "0.971"),
        (Figure("time", 0.684, "s"), "0.68 s"),
        (Figure("memory", 1234.4, "MB"), "1,234 MB"),
        (Figure("speed", 39.98, "tokens/s"), "40.0 tokens/s"),
    ],
)
def test_a_value_is_written_with_its_unit(figure: Figure, text: str) -> None:
    assert figure.text == text


def test_every_benchmark_is_a_program() -> None:
    for benchmark in BENCHMARKS:
        assert importlib.util.find_spec(f"tests.bench.{benchmark.name}_bench"), benchmark.name


def test_each_place_of_the_link_is_compared_with_what_it_should_be() -> None:
    figures = report("link", {"rounds": 5, "loopback busy": LINK, "1gbit idle": LINK}).figures
    assert [figure.is_met for figure in figures] == [None, None, None, True, False, False]


def test_speeds_are_compared_within_the_run() -> None:
    ways = {
        way: {
            "generated": generated,
            "short_prompt": 300.0,
            "long_prompt": long,
            "short_prompt_tokens": 310.0,
            "long_prompt_tokens": 2330.0,
        }
        for way, generated, long in (("hearth", 78.0, 500.0), ("bare", 80.0, 500.0), ("alone", 80.0, 300.0))
    }
    found = {figure.name: figure for figure in report("generation", {"ways": ways}).figures}
    assert found["generated: Hearth / bare llama.cpp"].value == pytest.approx(0.975)
    assert found["generated: two machines / one"].is_met
    assert found["prompt of 2,330 tokens: two machines / one"].value == pytest.approx(5 / 3)
    assert found["prompt of 310 tokens: two machines / one"].is_met is None


def test_the_chat_is_compared_with_what_it_should_be() -> None:
    stalls = {"ticks": 200, "p50": 0.1, "p99": 9.0, "p99.9": 49.0, "max": 90.0, "cumulative": {"up to 5 ms": 150}}
    cost = {"median": 2.1, "mean": 2.2, "p99": 5.0}
    result = {"rounds": 3, "cost_ms": {"1000": cost, "64000": cost}, "stalls_ms": {"chat": stalls, "bare": stalls}}
    found = {figure.name: figure for figure in report("chat", result).figures}
    assert found["a token below 1,000 characters"].is_met is None
    assert found["a token below 64,000 characters"].is_met is False
    assert found["stalls of the chat: p99.9"].is_met
    assert found["stalls of a bare window: p99.9"].is_met is None
    assert found["stalls of the chat up to 5 ms"].text == "75.0 %"


def test_the_page_says_what_was_missed() -> None:
    page = markdown([report("link", {"rounds": 5, "1gbit idle": LINK})], "some processor, 2 cores", date(2026, 1, 2))
    assert "2026-01-02: some processor, 2 cores." in page
    assert "1 of 3 targets are met" in page
    assert "| 1gbit idle: rate from the peer / bare TCP | 0.940 | at least 0.95 | **missed** |" in page
    assert "Medians of 5 rounds." in page
    assert "`make bench ARGS=link`" in page


def test_the_terminal_shows_the_same() -> None:
    lines = terminal_table(report("link", {"rounds": 5, "1gbit idle": LINK})).splitlines()
    assert lines[0] == "Link"
    assert lines[1].endswith("0.960  at least 0.95: met")


def test_bare_llama_runs_with_the_same_arguments_but_for_addresses_and_log() -> None:
    hosts = "llama-server --model m --host /run/h.sock --rpc 127.0.0.1:1,127.0.0.1:2 --device RPC0,RPC1"
    placement = "--tensor-split 7,6 --log-jsonl --verbosity 5 --jinja"
    bare = bare_command([*hosts.split(), *placement.split()], ["10.77.0.2:5", "127.0.0.1:5"])
    wanted = "llama-server --model m --host 127.0.0.1 --rpc 10.77.0.2:5,127.0.0.1:5 --device RPC0,RPC1"
    assert bare == [*wanted.split(), "--tensor-split", "7,6", "--jinja", "--port", "5901"]


def test_bare_llama_is_not_measured_when_hearths_log_options_have_changed() -> None:
    with pytest.raises(ValueError, match="verbosity"):
        bare_command(["llama-server", "--host", "h", "--rpc", "r", "--log-jsonl", "--verbosity", "3"], ["a", "b"])


@pytest.mark.parametrize(
    ("command", "kind"),
    [
        (["/usr/bin/python3.12", "-m", "app", "serve"], "node"),
        ([".venv/bin/python", "-m", "app.link.process"], "link"),
        (["python", "-I", "-S", "/somewhere/app/lib/guard.py", "llama-server", "--model", "m"], "guard"),
        (["/somewhere/bin/llama-server", "--model", "m"], "llama-server"),
    ],
)
def test_processes_are_told_apart(command: list[str], kind: str) -> None:
    assert kind_of(command) == kind


def test_a_prediction_may_be_a_quarter_off_in_either_direction() -> None:
    ways = {
        "slower": {"predicted": 76.0, "measured": 100.0},
        "faster": {"predicted": 124.0, "measured": 100.0},
        "far too fast": {"predicted": 130.0, "measured": 100.0},
        "far too slow": {"predicted": 70.0, "measured": 100.0},
    }
    figures = report("prediction", {"rounds": 1, "disturbed": 0, "ways": ways}).figures
    assert [figure.is_met for figure in figures][:4] == [True, True, False, False]
