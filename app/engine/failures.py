"""Why a host ended, in plain words, from the last lines it wrote; pure."""

import re
import signal
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.domain.placement import Plan
from app.domain.sentence import Sentence, say
from app.engine.log_lines import PLAIN, parse_log_line
from app.lib.processes import ProcessEnd


@dataclass(frozen=True, slots=True)
class _Reason:
    pattern: str
    message: Callable[[dict[str, str]], Sentence]
    hint: str
    code: str = "loading_failed"


# `model` is the model's name, `device` the worker's; groups of the pattern have names of their own.
_REASONS = (
    _Reason(
        r"unknown model architecture: '(?P<architecture>[^']*)'",
        lambda told: say(
            "{model} is of the architecture {architecture}, which this build of llama.cpp does not know.", **told
        ),
        say("A newer Hearth may know it."),
        "unknown_architecture",
    ),
    _Reason(
        r"allocate \S*RPC",
        lambda told: say("{device} did not give the memory that {model} needs there.", **told),
        say("Free or offer more memory on it, or choose a smaller model or context."),
        "out_of_memory",
    ),
    _Reason(
        r"failed to allocate|unable to allocate|out of memory|bad_alloc|[Cc]annot allocate memory|OutOfDeviceMemory",
        lambda told: say("{model} needs more memory than this machine has free.", **told),
        say("Close other programs, or choose a smaller model or context."),
        "out_of_memory",
    ),
    _Reason(
        r"[Rr]emote RPC server crashed|malformed response",
        lambda told: say("A device that holds layers of {model} went away.", **told),
        say("Try again when it is back."),
        "device_lost",
    ),
    _Reason(
        r"RPC server version mismatch",
        lambda told: say("A device that is to hold layers of {model} runs another version of llama.cpp.", **told),
        say("Install the same version of Hearth on all devices."),
        "rpc_version",
    ),
    _Reason(
        r"[Ff]ailed to connect to|failed to find RPC device|unknown device|invalid device",
        lambda told: say("A device that is to hold layers of {model} could not be reached.", **told),
        say("Try again when it is back."),
        "device_lost",
    ),
    _Reason(
        r"failed to open GGUF file",
        lambda told: say("The file of {model} cannot be opened.", **told),
        say("Look whether it is still there and may be read."),
        "model_unreadable",
    ),
    _Reason(
        r"invalid magic",
        lambda told: say("The file of {model} is not a GGUF file.", **told),
        say("Download it again."),
        "model_not_gguf",
    ),
    _Reason(
        r"not within the file bounds|corrupted or incomplete|failed to read (?:tensor|magic|key)|unexpectedly reached",
        lambda told: say("The file of {model} is damaged or incomplete.", **told),
        say("Download or copy it again."),
        "model_damaged",
    ),
    _Reason(
        r"tensor '[^']*' not found|missing tensor|has wrong shape|wrong number of tensors|key not found in model",
        lambda told: say("The file of {model} does not hold what a model of its architecture needs.", **told),
        say("Download it again, or from another source."),
        "model_damaged",
    ),
    _Reason(
        r"couldn't bind HTTP server socket",
        lambda told: say("llama-server could not listen at its address.", **told),
        say("Try again."),
    ),
)


def explain_failure(plan: Plan, rpc_ports: Sequence[int], end: ProcessEnd) -> tuple[str, str, str, str]:
    """Title, message, hint and code for a `UserError`: why the host of this plan ended before it was ready."""
    title = say("{model} could not be loaded", model=plan.model_name)
    lines = [text for line in end.last_lines if (text := _failure_text(line))]
    for reason in _REASONS:
        for line in lines:
            if match := re.search(reason.pattern, line):
                device = _device(plan, rpc_ports, line)
                told = {"model": plan.model_name, "device": device, **match.groupdict()}
                return title, reason.message(told), reason.hint, reason.code
    return _by_signal(title, plan, end) or (
        title,
        say(
            "llama-server ended with code {code}: {words}",
            code=str(end.exit_code),
            words=lines[-1] if lines else say("it said nothing."),
        ),
        say("The log has more."),
        "loading_failed",
    )


def _by_signal(title: str, plan: Plan, end: ProcessEnd) -> tuple[str, str, str, str] | None:
    if end.signal == signal.SIGILL:
        message = say("llama.cpp was built for another processor than this machine's.")
        return title, message, say("Run `make develop` in Hearth's folder on this machine."), "engine_missing"
    if end.signal == getattr(signal, "SIGKILL", None):
        message = say("The system ended the host of {model}, probably because memory ran out.", model=plan.model_name)
        return title, message, say("Close other programs, or choose a smaller model or context."), "out_of_memory"
    return None


def _failure_text(line: str) -> str:
    message = parse_log_line(line)
    return message.text if message.level in ("error", "warn", PLAIN) else ""


def _device(plan: Plan, rpc_ports: Sequence[int], line: str) -> str:
    """The shard that a line is about, as people call it.

    Only the port tells: in `RPC0[127.0.0.1:4000]` the 0 counts the devices of that one worker.
    """
    for port, shard in zip(rpc_ports, plan.shards, strict=False):
        if f"127.0.0.1:{port}]" in line:
            return f"{shard.node_name} ({shard.device_id})"
    return say("A device")
