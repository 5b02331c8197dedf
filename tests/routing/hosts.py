"""Real hosts for tests: llama.cpp's server with tiny random models on Unix sockets, started once for all tests."""

import http.client
import json
import re
import socket
import subprocess
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from app.domain.ids import ModelId, PeerId
from app.domain.model import ModelKind
from app.domain.target import Target
from app.engine.programs import find_programs
from tests.models.random_model import write_random_model

CONTEXT_LENGTH = 2048
SLOTS = 2
_START_SECONDS = 60
_ANSWER_SECONDS = 60
"""Far more than is needed, also on a machine that is busy with much else."""
_TOOLS = Path(__file__).with_name("tools.jinja")  # a template that knows tools
_THINKING = Path(__file__).with_name("thinking.jinja")  # one that has every answer begin with a thought


class _UnixConnection(http.client.HTTPConnection):
    def __init__(self, path: Path) -> None:
        super().__init__("hearth", timeout=_ANSWER_SECONDS)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(str(self._path))


@dataclass(frozen=True, slots=True)
class RealHost:
    """A llama-server that runs.

    Attributes:
        socket_path: Where it listens.
        kind: What its model is for.
        process: The server.
    """

    socket_path: Path
    kind: ModelKind
    process: subprocess.Popen[bytes]

    def get(self, path: str) -> tuple[int, str]:
        """Status and body of a GET request."""
        connection = _UnixConnection(self.socket_path)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def metric(self, name: str) -> float:
        """One of llama-server's counters."""
        match = re.search(rf"^llamacpp:{name} ([0-9.e+]+)$", self.get("/metrics")[1], re.MULTILINE)
        assert match, f"no metric {name}"
        return float(match.group(1))

    def target(self, model_name: str, *, node_name: str = "kitchen", is_local: bool = True) -> Target:
        """A target that is this host; nobody counts its release."""
        return Target(
            endpoint=f"unix:{self.socket_path}",
            model_id=ModelId("0" * 32),
            model_name=model_name,
            kind=self.kind,
            context_length=CONTEXT_LENGTH,
            peer_id=PeerId("12D3KooWKitchen"),
            node_name=node_name,
            device_names=(f"{node_name} (CPU)",),
            is_local=is_local,
            release=lambda: None,
        )


def post(host: RealHost, path: str, fields: dict[str, Any]) -> tuple[int, bytes]:
    """Status and body of a request to a host itself."""
    connection = _UnixConnection(host.socket_path)
    try:
        connection.request("POST", path, json.dumps(fields), {"Content-Type": "application/json"})
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


@contextmanager
def running_host(folder: Path, kind: ModelKind, template: Path = _TOOLS) -> Generator[RealHost]:
    """A host with a tiny random model, for as long as the context lasts."""
    programs = find_programs()
    model = write_random_model(folder / f"{kind}.gguf", "tiny", kind=kind.value)
    socket_path = folder / f"{kind}.sock"
    command = [
        *(str(programs.server), "--model", str(model), "--host", str(socket_path)),
        *("--ctx-size", str(CONTEXT_LENGTH * SLOTS), "--parallel", str(SLOTS), "--threads", "1"),
        *("-fit", "off", "--no-repack", "--cache-ram", "0", "--no-ui", "--no-slots", "--metrics"),
        *(
            ("--jinja", "--chat-template-file", str(template))
            if kind is ModelKind.CHAT
            else ("--embeddings", "--ubatch-size", "512")
        ),
    ]
    with (folder / f"{kind}.log").open("wb") as log:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=dict(programs.environment)
        )
    try:
        host = RealHost(socket_path, kind, process)
        _wait_until_loaded(host)
        yield host
    finally:
        process.kill()
        process.wait()


def _wait_until_loaded(host: RealHost) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and host.process.poll() is None:
        try:
            if host.get("/health")[0] == 200:
                return
        except OSError:
            pass
        time.sleep(0.02)
    log = host.socket_path.with_suffix(".log").read_text(errors="replace")
    raise AssertionError(f"llama-server did not start:\n{log[-2000:]}")


@pytest.fixture(scope="session")
def chat_host(tmp_path_factory: pytest.TempPathFactory) -> Generator[RealHost]:
    """A host that writes text."""
    with running_host(tmp_path_factory.mktemp("chat"), ModelKind.CHAT) as host:
        yield host


@pytest.fixture(scope="session")
def thinking_host(tmp_path_factory: pytest.TempPathFactory) -> Generator[RealHost]:
    """A host that thinks before it writes."""
    with running_host(tmp_path_factory.mktemp("think"), ModelKind.CHAT, _THINKING) as host:
        yield host


@pytest.fixture(scope="session")
def embedding_host(tmp_path_factory: pytest.TempPathFactory) -> Generator[RealHost]:
    """A host that gives embeddings."""
    with running_host(tmp_path_factory.mktemp("embed"), ModelKind.EMBEDDING) as host:
        yield host
