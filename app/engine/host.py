"""One host: llama.cpp's server with one model, whole or split over workers. What to load where is decided by a plan."""

import asyncio
import contextlib
import logging
import secrets
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.domain.errors import UserError
from app.domain.model import ModelKind
from app.domain.placement import Plan
from app.domain.sentence import say
from app.engine.assignment import Assignment, parse_assignment
from app.engine.failures import explain_failure
from app.engine.health import is_healthy
from app.engine.log_lines import is_worth_keeping, parse_log_line
from app.engine.programs import Programs
from app.lib.processes import ChildProcess, ProcessEnd
from app.lib.tasks import TaskOwner

_log = logging.getLogger(__name__)

MAX_EMBEDDING_BATCH = 2048
_POLL_SECONDS = 0.05
_QUIET_PERIOD_SECONDS = 0.25
_MAX_SOCKET_PATH_BYTES = 103  # 108 with the closing zero on Linux, 104 on macOS


@dataclass(frozen=True, slots=True)
class HostSpec:
    """What a host is to run.

    Attributes:
        model_path: The GGUF file, the first part when it has several.
        plan: Where its layers go.
        rpc_ports: A loopback port for each shard in the plan's order when the plan is split, else none.
        threads: Processor threads to compute with.
        kind: What the model is for.
        runtime_directory: Where its socket goes; a short path, for this user only.
    """

    model_path: Path
    plan: Plan
    rpc_ports: tuple[int, ...]
    threads: int
    kind: ModelKind
    runtime_directory: Path


class Host:
    """llama-server with one model; made by `start`.

    Attributes:
        endpoint: Where it is spoken HTTP to: `unix:/path`, on Windows `tcp:127.0.0.1:port`.
        pid: Its process id.
    """

    def __init__(
        self,
        spec: HostSpec,
        endpoint: str,
        child: ChildProcess,
        assignments: "_AssignmentLog",
        on_exit: Callable[[ProcessEnd], None],
    ) -> None:
        self.endpoint = endpoint
        self.pid = child.pid
        self._spec = spec
        self._child = child
        self._assignments = assignments
        self._on_exit = on_exit
        self._stopping = False
        self._tasks = TaskOwner(child.name)
        self._tasks.spawn(self._watch(), "watch")

    @classmethod
    async def start(cls, programs: Programs, spec: HostSpec, *, on_exit: Callable[[ProcessEnd], None]) -> "Host":
        """Start a host; returns when its process runs, long before the model is loaded.

        Args:
            programs: llama.cpp.
            spec: What to run.
            on_exit: Called when it has ended, unless `stop` was called before.

        Raises:
            UserError: It could not be started.
            ValueError: The ports do not match the plan.
        """
        if len(spec.rpc_ports) != (len(spec.plan.shards) if spec.plan.is_split else 0):
            raise ValueError(f"{len(spec.rpc_ports)} ports for {len(spec.plan.shards)} shards")
        endpoint = _new_endpoint(spec.runtime_directory)
        name = f"host {spec.plan.model_name}"
        assignments = _AssignmentLog(name)
        try:
            child = await ChildProcess.start(
                [str(programs.server), *server_arguments(spec, endpoint)],
                name=name,
                environment=programs.environment,
                directory=programs.directory,
                on_line=assignments.received,
                is_worth_keeping=is_worth_keeping,
            )
        except OSError as error:
            raise UserError(
                say("The model could not be started"), say("{error}.", error=error), code="loading_failed"
            ) from error
        return cls(spec, endpoint, child, assignments, on_exit)

    async def ready(self) -> tuple[Assignment, ...]:
        """Wait until the model is loaded; where its layers are, in order.

        Raises:
            UserError: It ended before; the reason is read from its log.
        """
        while not await is_healthy(self.endpoint):
            with contextlib.suppress(TimeoutError):
                end = await asyncio.wait_for(self._child.wait(), _POLL_SECONDS)
                raise UserError(*explain_failure(self._spec.plan, self._spec.rpc_ports, end))
        self._child.read_slowly(_QUIET_PERIOD_SECONDS)
        return self._assignments.all

    async def kill(self) -> None:
        """End it at once: what it could still say would be lost with its devices. `stop` comes after."""
        self._stopping = True
        await self._child.stop(grace_seconds=0.0)

    async def stop(self) -> None:
        """End it and remove its socket."""
        self._stopping = True
        await self._child.stop(grace_seconds=2.0)
        await self._tasks.close()
        self._remove_socket()

    async def _watch(self) -> None:
        end = await self._child.wait()
        self._remove_socket()
        if not self._stopping:
            self._on_exit(end)

    def _remove_socket(self) -> None:
        scheme, _, path = self.endpoint.partition(":")
        if scheme == "unix":
            Path(path).unlink(missing_ok=True)


class _AssignmentLog:
    """Reads a host's log: collects where layers went, and hands on what went wrong."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._by_layer: dict[int, Assignment] = {}

    @property
    def all(self) -> tuple[Assignment, ...]:
        """What has been said so far, in the order of layers."""
        return tuple(self._by_layer[layer] for layer in sorted(self._by_layer))

    def received(self, line: str) -> None:
        """One line of the log."""
        if not is_worth_keeping(line):
            if "assigned to device" in line and (found := parse_assignment(parse_log_line(line).text)):
                self._by_layer[found.layer] = found
        elif text := parse_log_line(line).text.strip():
            _log.info("%s: %s", self._name, text)


def server_arguments(spec: HostSpec, endpoint: str) -> list[str]:
    """llama-server's arguments; pure."""
    plan = spec.plan
    return [
        *("--model", str(spec.model_path), "--alias", plan.model_name),
        *_listen_arguments(endpoint),
        *_placement_arguments(spec),
        # Nothing may change the plan.
        *("-fit", "off"),
        # Weights repacked for this processor compute a little differently from those on a worker, which never
        # repacks: with this a model answers the same whole and split. (And some virtual machines announce AMX
        # instructions that they do not allow, on which the repacked form ends the process.)
        "--no-repack",
        # Saving a prompt's state from a remote device has aborted the server (llama.cpp issue 26529).
        *("--cache-ram", "0", "--ctx-checkpoints", "0"),
        *("--ctx-size", str(plan.context_length * plan.slots), "--parallel", str(plan.slots)),
        *("--threads", str(spec.threads), "--threads-batch", str(spec.threads)),
        *("--no-ui", "--no-slots", "--offline"),
        # Only at this level does it say where each layer goes. Host drops the rest unread.
        *("--log-jsonl", "--verbosity", "5"),
        *_kind_arguments(spec),
    ]


def _listen_arguments(endpoint: str) -> tuple[str, ...]:
    scheme, _, address = endpoint.partition(":")
    if scheme == "unix":
        return ("--host", address)
    host, _, port = address.rpartition(":")
    return ("--host", host, "--port", port)


def _placement_arguments(spec: HostSpec) -> tuple[str, ...]:
    """All blocks and the output layer go to the devices, in proportion to counts whose sum is their number.

    llama.cpp gives layer i to the first device whose share of the running sum is above i / (blocks + 1), in 32-bit
    floats. With these counts both sides are the same division of the same whole numbers, so the split is exact.
    """
    plan = spec.plan
    layer_count = str(plan.layer_count + 1)
    if plan.is_split:
        return (
            *("--rpc", ",".join(f"127.0.0.1:{port}" for port in spec.rpc_ports)),
            *("--device", ",".join(f"RPC{index}" for index in range(len(plan.shards)))),
            *("--tensor-split", ",".join(str(s.layer_count + s.holds_output) for s in plan.shards)),
            *("--n-gpu-layers", layer_count),
        )
    device_id = plan.shards[0].device_id
    if device_id == "CPU":
        return ("--device", "none", "--n-gpu-layers", "0")
    return ("--device", device_id, "--n-gpu-layers", layer_count)


def _kind_arguments(spec: HostSpec) -> tuple[str, ...]:
    if spec.kind is ModelKind.CHAT:
        return ("--jinja",)
    # A text to embed must fit one physical batch.
    batch = str(min(spec.plan.context_length, MAX_EMBEDDING_BATCH))
    return ("--embeddings", "--batch-size", batch, "--ubatch-size", batch)


def _new_endpoint(runtime_directory: Path) -> str:
    if sys.platform == "win32":
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            return f"tcp:127.0.0.1:{probe.getsockname()[1]}"
    path = str(runtime_directory / f"host-{secrets.token_hex(4)}.sock")
    if len(path.encode()) > _MAX_SOCKET_PATH_BYTES:
        raise UserError(
            say("Folder name too long"),
            say(
                "{path} is too long for the name of a socket ({max_socket_path_bytes} bytes at most).",
                path=path,
                max_socket_path_bytes=_MAX_SOCKET_PATH_BYTES,
            ),
            say("Choose a shorter folder for Hearth's runtime files (XDG_RUNTIME_DIR or TMPDIR)."),
            "runtime_path_too_long",
        )
    return f"unix:{path}"
