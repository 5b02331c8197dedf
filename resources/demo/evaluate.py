"""Asks the finished demo model everything and writes the three figures to `figures.json`.

`python -m resources.demo.evaluate` in Hearth's own environment: it starts the real `llama-server` on `demo.gguf` and
asks at temperature 0 over `/v1/chat/completions`. An answer is right when it is the expected text, word for word.
`--show` prints what was wrong.
"""

import argparse
import http.client
import json
import os
import subprocess
import sysconfig
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from resources.demo.text import (
    Question,
    held_out_paraphrases,
    own_questions,
    unrelated_questions,
)

MODEL_FILE = Path(__file__).with_name("demo.gguf")
FIGURES_FILE = Path(__file__).with_name("figures.json")
START_SECONDS = 30.0
SYSTEM_PROMPT = "You are a helpful assistant. Answer truthfully and briefly."
HISTORY = (
    {"role": "user", "content": "Hello!"},
    {"role": "assistant", "content": "Hello! I am the small demo model of Hearth. Ask me what a swarm is."},
)

Message = dict[str, str]


@dataclass(frozen=True, slots=True)
class Result:
    """One list of questions: how many there are, and those that were answered otherwise than expected."""

    count: int
    wrong: tuple[tuple[Question, str], ...]

    @property
    def share(self) -> float:
        """Right answers, from 0 to 1."""
        return 1 - len(self.wrong) / self.count


class Server:
    """A running `llama-server` on a loopback port, asked one question at a time."""

    def __init__(self, port: int) -> None:
        self._port = port

    def healthy(self) -> bool:
        """Whether the model is loaded."""
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=5)
        try:
            connection.request("GET", "/health")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()

    def answer(self, messages: Sequence[Message], max_tokens: int = 800) -> str:
        """The answer at temperature 0.

        Raises:
            OSError: The server is gone.
        """
        # Without the cache an answer does not depend, by rounding, on what was asked before.
        body = {"messages": list(messages), "temperature": 0, "max_tokens": max_tokens, "cache_prompt": False}
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
        try:
            connection.request("POST", "/v1/chat/completions", json.dumps(body), {"Content-Type": "application/json"})
            content = json.load(connection.getresponse())
        finally:
            connection.close()
        return str(content["choices"][0]["message"]["content"])


@contextmanager
def running_server(port: int, model: Path = MODEL_FILE, log: Path | None = None) -> Iterator[Server]:
    """Start `llama-server` of this environment on a model, and end it afterwards.

    Raises:
        OSError: The program is not there.
        RuntimeError: It ended or did not get ready in time.
    """
    packages = Path(sysconfig.get_paths()["platlib"])
    command = [
        str(packages / "bin" / "llama-server"), "-m", str(model), "--host", "127.0.0.1", "--port", str(port),
        "-t", "1", "-c", "4096", "-np", "1", "-fit", "off", "--cache-ram", "0", "--no-repack",
    ]  # fmt: skip
    environment = {**os.environ, "LD_LIBRARY_PATH": str(packages / "lib")}
    with open(log or os.devnull, "wb") as output:
        process = subprocess.Popen(command, env=environment, stdout=output, stderr=subprocess.STDOUT)
    try:
        server = Server(port)
        until = time.monotonic() + START_SECONDS
        while not server.healthy():
            if process.poll() is not None or time.monotonic() > until:
                raise RuntimeError("llama-server did not get ready")
            time.sleep(0.05)
        yield server
    finally:
        process.terminate()
        process.wait()


def ask_all(server: Server, questions: Sequence[Question], before: Sequence[Message] = ()) -> Result:
    """Ask every question, each in a chat of its own that begins with `before`."""
    wrong = []
    for question in questions:
        answer = server.answer((*before, {"role": "user", "content": question.text}))
        if answer.strip() != question.answer:
            wrong.append((question, answer))
    return Result(len(questions), tuple(wrong))


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Measure the demo model.")
    parser.add_argument("--model", type=Path, default=MODEL_FILE)
    parser.add_argument("--port", type=int, default=18437)
    parser.add_argument("--show", action="store_true", help="print what was answered wrong")
    parser.add_argument("--write", action="store_true", help="write figures.json")
    arguments = parser.parse_args()
    system = ({"role": "system", "content": SYSTEM_PROMPT},)
    own, paraphrases, unrelated = own_questions(), held_out_paraphrases(), unrelated_questions()
    with running_server(arguments.port, arguments.model) as server:
        results = {
            "own_questions": ask_all(server, own),
            "held_out_paraphrases": ask_all(server, paraphrases),
            "unrelated_questions": ask_all(server, unrelated),
            "held_out_paraphrases_with_system_prompt": ask_all(server, paraphrases, system),
            "held_out_paraphrases_after_a_turn": ask_all(server, paraphrases, HISTORY),
            "unrelated_questions_after_a_turn": ask_all(server, unrelated, HISTORY),
        }
    figures: dict[str, object] = {"file_bytes": arguments.model.stat().st_size}
    for name, result in results.items():
        figures[name] = {"asked": result.count, "right": result.count - len(result.wrong)}
        print(f"{name}: {result.share:.1%} of {result.count}")
        for question, answer in result.wrong if arguments.show else ():
            print(f"    {question.block_id}: {question.text!r} -> {answer[:90]!r}")
    if arguments.write:
        FIGURES_FILE.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
