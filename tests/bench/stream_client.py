"""A client on a machine of a household that times streamed answers: `python -m tests.bench.stream_client`.

It reads one JSON request per line (`url`, `body`) and writes one line for each answer: what llama.cpp measured
(`timings`), and what this client saw on its own clock. It stays between requests, so that none of them pays for its
start.
"""

import http.client
import json
import sys
import time
from typing import Any
from urllib.parse import urlsplit

PATIENCE_SECONDS = 180


def ask(url: str, body: dict[str, Any]) -> dict[str, Any]:
    """Ask once, streamed.

    Returns:
        `timings`; seconds from the request to the first token, and from the first token to the last.

    Raises:
        RuntimeError: The answer is an error, or says nothing.
    """
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=PATIENCE_SECONDS)
    encoded = json.dumps({**body, "stream": True})
    first = last = None
    timings = None
    start = time.perf_counter()
    connection.request("POST", parts.path, encoded, {"Content-Type": "application/json"})
    response = connection.getresponse()
    if response.status != 200:
        raise RuntimeError(response.read().decode())
    for line in response:
        if b'"content":"' in line:
            last = time.perf_counter()
            first = first or last
        if b'"timings"' in line:
            timings = json.loads(line.removeprefix(b"data: "))["timings"]
        elif b'"error"' in line:
            raise RuntimeError(line.decode())
    connection.close()
    if first is None or last is None or timings is None:
        raise RuntimeError("the answer has no tokens or no timings")
    return {"timings": timings, "first_seconds": first - start, "rest_seconds": last - first}


def main() -> None:
    """Answer lines with lines."""
    for line in sys.stdin:
        order = json.loads(line)
        try:
            print(json.dumps(ask(order["url"], order["body"])), flush=True)
        except (OSError, RuntimeError, http.client.HTTPException) as error:
            print(json.dumps({"error": repr(error)}), flush=True)


if __name__ == "__main__":
    main()
