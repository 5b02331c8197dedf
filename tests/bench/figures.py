"""What each benchmark is for, and how what it measured becomes figures with targets. Pure.

The targets are those of the project's plan; a figure without one is only reported.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Target:
    """What a figure should be."""

    limit: float
    at_least: bool

    def is_met_by(self, value: float) -> bool:
        """Whether a value is good enough."""
        return value >= self.limit if self.at_least else value <= self.limit

    def __str__(self) -> str:
        return f"{'at least' if self.at_least else 'at most'} {self.limit:g}"


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value.

    Attributes:
        name: Of what.
        value: As measured, a median.
        unit: `s`, `ms`, `MB`, `% of a core`, `tokens/s`; empty for a ratio.
        target: None when it is only reported.
    """

    name: str
    value: float
    unit: str = ""
    target: Target | None = None

    @property
    def is_met(self) -> bool | None:
        """Whether the target is met; None without one."""
        return None if self.target is None else self.target.is_met_by(self.value)

    @property
    def text(self) -> str:
        """The value for people."""
        digits = {"": 3, "ms": 3, "s": 2, "MB": 0}.get(self.unit, 1)
        return f"{self.value:,.{digits}f} {self.unit}".rstrip()


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A program of this package.

    Attributes:
        name: How it is asked for; its module is `tests.bench.NAME_bench`.
        title: For people.
        figures: Reads the JSON object that it prints.
        about: What was measured, and with what; may name values of that object as `str.format` does.
    """

    name: str
    title: str
    figures: Callable[[Mapping[str, Any]], Iterator[Figure]]
    about: str


def at_least(limit: float) -> Target:
    """A lower limit."""
    return Target(limit, at_least=True)


def at_most(limit: float) -> Target:
    """An upper limit."""
    return Target(limit, at_least=False)


def _start(result: Mapping[str, Any]) -> Iterator[Figure]:
    yield Figure("start to a tray icon whose menu answers", result["icon_seconds"], "s")
    yield Figure("start to a running node", result["node_seconds"], "s")
    if frozen := result.get("frozen"):
        yield Figure("the installed program: start to a tray icon", frozen["icon_seconds"], "s")
        yield Figure("the installed program: start to a running node", frozen["node_seconds"], "s")
    yield from _idle(result, "tray process")


def _serve(result: Mapping[str, Any]) -> Iterator[Figure]:
    yield Figure("start of `hearth serve` to an API that answers", result["api_seconds"], "s")
    yield from _idle(result, "`hearth serve`")


def _idle(result: Mapping[str, Any], owner: str) -> Iterator[Figure]:
    for usage in result["idle"]:
        name = owner if usage["name"] == "node" else f"its {usage['name']} process"
        yield Figure(f"{name}, idle: memory (resident)", usage["resident_bytes"] / 1e6, "MB")
        yield Figure(f"{name}, idle: memory (proportional)", usage["proportional_bytes"] / 1e6, "MB")
        yield Figure(f"{name}, idle: processor", usage["cpu_percent"], "% of a core")


def _discovery(result: Mapping[str, Any]) -> Iterator[Figure]:
    yield Figure("start of a network to seeing each other", result["discovery_seconds_median"], "s", at_most(5))
    yield Figure("the slowest round", result["discovery_seconds_max"], "s")
    yield Figure("from when it listens", result["after_listening_seconds_median"], "s")


def _joining(result: Mapping[str, Any]) -> Iterator[Figure]:
    yield Figure("token pasted to a whole answer by both", result["answered_seconds"], "s")
    yield Figure("of which until the other device is online", result["together_seconds"], "s")
    yield Figure("the slowest round", result["answered_seconds_max"], "s")


def _link(result: Mapping[str, Any]) -> Iterator[Figure]:
    for place, of in result.items():
        if place == "rounds":
            continue
        on_cable = not place.startswith("loopback")
        rate_target = at_least(0.95) if on_cable else None
        yield Figure(f"{place}: rate to the peer / bare TCP", of["send_ratio"], "", rate_target)
        yield Figure(f"{place}: rate from the peer / bare TCP", of["fetch_ratio"], "", rate_target)
        trip_target = at_most(0.3) if place.endswith("idle") else None
        yield Figure(f"{place}: added to a round trip of 16 KiB", of["added_round_trip_ms"], "ms", trip_target)


def _generation(result: Mapping[str, Any]) -> Iterator[Figure]:
    ways = result["ways"]
    hearth, bare, alone = ways["hearth"], ways["bare"], ways["alone"]
    short, long = (f"{hearth[f'{size}_prompt_tokens']:,.0f} tokens" for size in ("short", "long"))
    words = {"generated": "generated", "short_prompt": f"prompt of {short}", "long_prompt": f"prompt of {long}"}
    for name, text in words.items():
        yield Figure(f"{text}: Hearth / bare llama.cpp", hearth[name] / bare[name], "", at_least(0.97))
    two_targets = {"generated": at_least(0.95), "long_prompt": at_least(1.5)}
    for name, text in words.items():
        yield Figure(f"{text}: two machines / one", hearth[name] / alone[name], "", two_targets.get(name))
    for name, text in words.items():
        for way, of in (("Hearth, two machines", hearth), ("bare llama.cpp", bare), ("Hearth, one machine", alone)):
            yield Figure(f"{text}: {way}", of[name], "tokens/s")


def _reload(result: Mapping[str, Any]) -> Iterator[Figure]:
    yield Figure("first load / load again", result["ratio"], "", at_least(5))
    yield Figure("first load", result["cold_seconds"], "s")
    yield Figure("load again", result["warm_seconds"], "s")
    kept_part = result["small_cache_kept_bytes"] / result["small_cache_bytes"]
    yield Figure("kept of a model too large for the cache / its size", kept_part, "", at_most(1))


def _copy(result: Mapping[str, Any]) -> Iterator[Figure]:
    for cable, seconds in result["seconds"].items():
        for way in ("one peer", "two peers"):
            is_whole_cable = cable == "1gbit"
            target = at_least(0.9) if is_whole_cable else at_least(1.7) if way == "two peers" else None
            name = f"senders on {cable}: rate from {way} / bare TCP from one"
            yield Figure(name, seconds["bare"] / seconds[way], "", target)
        yield Figure(
            f"senders on {cable}: rate from two peers", result["file_bytes"] / seconds["two peers"] / 1e6, "MB/s"
        )


def _prediction(result: Mapping[str, Any]) -> Iterator[Figure]:
    for way, of in result["ways"].items():
        error = abs(of["predicted"] - of["measured"]) / of["measured"]
        yield Figure(f"{way}: error of the predicted speed / measured", error, "", at_most(0.25))
    for way, of in result["ways"].items():
        yield Figure(f"{way}: predicted", of["predicted"], "tokens/s")
        yield Figure(f"{way}: measured", of["measured"], "tokens/s")


def _routing(result: Mapping[str, Any]) -> Iterator[Figure]:
    first, rate, copies = result["first_ms"], result["streams_rate"], result["copies_rate"]
    yield Figure("first token, gateway here / host itself: added", first["here"] - first["host"], "ms", at_most(3))
    yield Figure("first token, through one hop to a peer: added", first["hop"] - first["host"], "ms", at_most(5))
    yield Figure("8 streams, gateway here / host itself", rate["here"] / rate["host"], "", at_least(0.97))
    yield Figure("8 streams, through one hop / host itself", rate["hop"] / rate["host"], "", at_least(0.95))
    yield Figure("8 streams, gateway here: its processor time for each token", result["gateway_ms_per_token"], "ms")
    yield Figure("two copies / one, 8 clients: tokens per second", copies["two"] / copies["one"], "", at_least(1.8))
    yield Figure("three copies / one, in simulation", result["three_copies_ratio"])
    turn = result["second_turn_ms"]
    yield Figure("second turn where it was / elsewhere: first token", turn["kept"] / turn["elsewhere"])
    yield Figure("second turn where it was: first token", turn["kept"], "ms")
    yield Figure("second turn elsewhere: first token", turn["elsewhere"], "ms")
    for count, ms in result["decision_ms"].items():
        yield Figure(f"one decision among {count} nodes", ms, "ms", at_most(1) if count == "1000" else None)
    words = {"first_mean": "first token, mean", "first_p95": "first token, p95"}
    words |= {"total_mean": "whole answer, mean", "total_p95": "whole answer, p95"}
    for count, policies in result["simulation"].items():
        for name, text in words.items():
            yield Figure(f"{count} nodes, {text}: Hearth", policies["hearth"][name], "s")
            for other in ("random", "round robin"):
                ratio = policies["hearth"][name] / policies[other][name]
                yield Figure(f"{count} nodes, {text}: Hearth / {other}", ratio, "", at_most(1))


def _chat(result: Mapping[str, Any]) -> Iterator[Figure]:
    for length, of in result["cost_ms"].items():
        target = at_most(2) if int(length) == 64_000 else None
        yield Figure(f"a token below {int(length):,} characters", of["median"], "ms", target)
        yield Figure(f"the dearest of a hundred, below {int(length):,} characters", of["p99"], "ms")
    for name, words in (("chat", "the chat"), ("bare", "a bare window")):
        of = result["stalls_ms"][name]
        yield Figure(f"stalls of {words}: p99", of["p99"], "ms")
        yield Figure(f"stalls of {words}: p99.9", of["p99.9"], "ms", at_most(50) if name == "chat" else None)
        yield Figure(f"stalls of {words}: the longest", of["max"], "ms")
        for edge, count in of["cumulative"].items():
            yield Figure(f"stalls of {words} {edge}", 100 * count / of["ticks"], "%")


BENCHMARKS = (
    Benchmark(
        "start",
        "Start, and idle",
        _start,
        "The tray application on a screen of its own (Xvfb) with a StatusNotifier host; in a swarm, started before. "
        "Idle: two minutes after the start, its window open. Median of {rounds} starts.",
    ),
    Benchmark(
        "serve",
        "Without a screen",
        _serve,
        "`hearth serve`, started before and in a swarm. Idle: ten minutes after its start, together with three other "
        "devices, nothing loaded, watched for a minute. Median of {rounds} starts.",
    ),
    Benchmark(
        "discovery",
        "Discovery",
        _discovery,
        "Two nodes with one token in network namespaces, nothing configured. Median of {rounds} rounds.",
    ),
    Benchmark(
        "joining",
        "Joining",
        _joining,
        "Two running nodes in network namespaces; the second gets the token, and asks the built-in demo model, which "
        "is then loaded over both. Median of {rounds} rounds.",
    ),
    Benchmark(
        "link",
        "Link",
        _link,
        "Frames of llama.cpp's RPC through the link (TLS 1.3, lease) and through a bare TCP socket between the same "
        "programs, taking turns; over loopback and over cables of 1 Gbit/s between network namespaces; `busy`: with an "
        "endless loop on each core. Medians of {rounds} rounds.",
    ),
    Benchmark(
        "generation",
        "Tokens per second",
        _generation,
        "Random weights, {model}, Q8_0, 12 layers: {layers} on the peer and on the head, which has the output layer "
        "too. Two machines in network namespaces on cables of 1 Gbit/s, one core and one thread each. Bare is "
        "`llama-server --rpc` with the same arguments and unencrypted workers. Measured by a client of the OpenAI API "
        "on its own clock. {rounds} turns each, everything started anew for each; medians of all answers, of "
        "which {disturbed} were disturbed by other programs.",
    ),
    Benchmark(
        "prediction",
        "Predicted speeds",
        _prediction,
        "Tokens of an answer per second as they are predicted before a model is loaded, from what each device measured "
        "of itself, and as a client of the OpenAI API then sees them. Random weights, Q8_0; one core and one thread "
        "for each machine, two machines on a cable of 1 Gbit/s for the split ones. {rounds} new households for each, "
        "in which {disturbed} answers were disturbed by other programs.",
    ),
    Benchmark(
        "routing",
        "Routing",
        _routing,
        "Real nodes: random weights, {model}, whole on two machines with one core each, asked from a third that shares "
        "the second core; network namespaces on cables of 1 Gbit/s, medians of {rounds} rounds. Simulation: the real "
        "`choose`, laptops of 15 to 40 tokens/s, one of 5 tokens/s and one that leaves halfway, conversations of mixed "
        "lengths; {part_percent} % of what all can do is asked of them.",
    ),
    Benchmark(
        "reload",
        "Loading again",
        _reload,
        "Random weights, {model_bytes:,} bytes, nearly all in tensors of more than 10 MiB, all layers on the worker of "
        "the other machine; two machines in network namespaces on cables of 1 Gbit/s. From the host's start until it "
        "is ready, with an empty weight cache and with a warm one. Medians of {rounds} rounds.",
    ),
    Benchmark(
        "copy",
        "Copying a model",
        _copy,
        "A file of {file_bytes:,} bytes between machines in network namespaces on cables of 1 Gbit/s, from the order "
        "until it is verified on disk, its hash known at the sender; bare TCP carries it into memory. Then with "
        "senders on slower cables. Taking turns; medians of {rounds} rounds.",
    ),
    Benchmark(
        "chat",
        "The chat window",
        _chat,
        "Without a screen (Qt's offscreen platform, which draws all the same). A token: processor time of the window's "
        "thread for the next token of an answer below a conversation of so many characters, each laid out by itself; "
        "in use all that come within 50 ms are laid out together. Stalls: how late a timer of 5 ms is while "
        "{tokens_per_second} tokens a second are written below 64,000 characters and gigabytes move through two link "
        "processes; the same beside a bare window, taking turns, {rounds} rounds of 20 s each.",
    ),
)
