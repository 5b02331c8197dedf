"""Joins, waits for company, asks: `python -m tests.bench.first_answer API_URL KEY TOKEN MODEL`, on a node's machine.

Prints one JSON object: seconds from the token's arrival until the node took it (`joined`), until another device was
online (`together`) and until a whole answer was there (`answered`); and the devices that computed it.
"""

import json
import sys
import time
import urllib.request
from typing import Any

QUESTION = "What is a token?"
PATIENCE_SECONDS = 60
LOOK_SECONDS = 0.02


def ask(url: str, key: str, body: Any = None) -> tuple[Any, str]:
    """The JSON of an answer, and the devices that computed it.

    Raises:
        OSError: No answer, or an error.
    """
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    request = urllib.request.Request(url, None if body is None else json.dumps(body).encode(), headers)
    with urllib.request.urlopen(request, timeout=PATIENCE_SECONDS) as answer:
        return json.load(answer), answer.headers.get("X-Hearth-Devices", "")


def is_together(state: Any) -> bool:
    """Whether another device is online."""
    return any(not peer["is_self"] and peer["status"]["type"] == "Online" for peer in state["peers"])


def main(api_url: str, key: str, token: str, model: str) -> None:
    """Do it once."""
    start = time.monotonic()
    times = {}
    ask(f"{api_url}/api/join", key, {"token": token})
    times["joined"] = time.monotonic() - start
    while not is_together(ask(f"{api_url}/api/swarm", key)[0]):
        time.sleep(LOOK_SECONDS)
    times["together"] = time.monotonic() - start
    body = {"model": model, "messages": [{"role": "user", "content": QUESTION}], "max_tokens": 32, "temperature": 0}
    _, devices = ask(f"{api_url}/v1/chat/completions", key, body)
    times["answered"] = time.monotonic() - start
    print(json.dumps({"times": times, "devices": devices}))


if __name__ == "__main__":
    main(*sys.argv[1:5])
