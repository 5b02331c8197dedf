"""llama.cpp in the program: on processors of every age, with a driver for Vulkan and without one.

Needs Debian's `qemu-user` (other processors) and `mesa-vulkan-drivers` (a graphics card made of software, which
llama.cpp uses when told to).
"""

import json
import os
import re
import subprocess
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from installers.shared import bundle

_SECONDS = 240
_WITH_CARD = {"GGML_VK_VISIBLE_DEVICES": "0"}
_WITHOUT_DRIVER = {"VK_DRIVER_FILES": "/nonexistent", "VK_ICD_FILENAMES": "/nonexistent"}


@pytest.fixture(scope="module")
def program() -> Path:
    """The program that is installed."""
    return bundle.provide() / "hearth"


@pytest.mark.parametrize(
    ("processor", "variant"),
    [("qemu64", "x64"), ("Nehalem", "sse42"), ("SandyBridge", "sandybridge"), ("Haswell", "haswell")],
)
def test_each_processor_gets_its_own_code(program: Path, processor: str, variant: str) -> None:
    inside = program.parent / "_internal"
    worker = [str(inside / "bin" / "ggml-rpc-server"), "-d", "CPU", "-H", "none", "-p", "1"]
    answer = subprocess.run(
        ["qemu-x86_64", "-cpu", processor, "-strace", *worker],
        env={**os.environ, "LD_LIBRARY_PATH": str(inside / "lib")},
        capture_output=True,
        timeout=_SECONDS,
    )
    assert b"CPU: " in answer.stdout
    # All are opened to ask them; the one that is used last, once more.
    assert re.findall(rb"libggml-cpu-(\w+)\.so", answer.stderr)[-1].decode() == variant


@contextmanager
def _running(program: Path, data: Path, variables: Mapping[str, str]) -> Iterator[str]:
    """A node; the address of its API."""
    command = [str(program), "serve", "--data-dir", str(data), "--api-port", "0"]
    environment = {**os.environ, "HEARTH_SECRETS": "file", **variables}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            for line in process.stdout:
                if found := re.search(r"ready at (http://\S+)/v1", line):
                    yield found[1]
                    return
            raise AssertionError("it ended before it was ready")
        finally:
            process.terminate()


def _ask(address: str, path: str, body: Any = None, key: str = "") -> Any:
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {key}"}
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(address + path, data, headers)
    with urllib.request.urlopen(request, timeout=_SECONDS) as answer:
        return json.load(answer)


def _answer(address: str, data: Path) -> tuple[str, str]:
    """What the demo says, and the snapshot while it is loaded, as text."""
    question = {"model": "demo", "temperature": 0, "messages": [{"role": "user", "content": "What is a token?"}]}
    deadline = time.monotonic() + _SECONDS
    while "demo" not in json.dumps(_ask(address, "/v1/models")) and time.monotonic() < deadline:
        time.sleep(0.2)
    said = _ask(address, "/v1/chat/completions", question)["choices"][0]["message"]["content"]
    key = json.loads((data / "instance.json").read_text())["key"]
    return said, json.dumps(_ask(address, "/api/swarm", key=key))


def test_with_a_driver_the_card_computes(program: Path, tmp_path: Path) -> None:
    with _running(program, tmp_path, _WITH_CARD) as address:
        said, state = _answer(address, tmp_path)
    assert "hearth1" in said
    assert '"Vulkan0"' in state


def test_without_a_driver_the_processor_does_and_nothing_is_said_of_it(program: Path, tmp_path: Path) -> None:
    with _running(program, tmp_path, _WITHOUT_DRIVER) as address:
        said, state = _answer(address, tmp_path)
    assert "hearth1" in said
    assert "Vulkan" not in state
    log = "".join(path.read_text() for path in (tmp_path / "log").glob("*.log"))
    assert "vulkan" not in log.lower()
