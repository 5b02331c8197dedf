"""Many clients at once on a machine of a household: `python -m tests.bench.crowd_client`.

It reads one JSON order per line (`url` or `unix` with `path`, `bodies`, `headers`), asks for all of them at the same
time, streamed, and writes one line: for each answer the seconds to its first word and to its end, its tokens, who gave
it, and how much of its prompt was in the cache.
"""

import asyncio
import json
import sys
import time
from typing import Any

import aiohttp


async def ask(session: aiohttp.ClientSession, order: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
    """One answer.

    Raises:
        RuntimeError: It is an error, or says nothing.
    """
    start, first, timings = time.perf_counter(), None, None
    url = order.get("url", "http://hearth") + order["path"]
    async with session.post(url, json={**body, "stream": True}, headers=order.get("headers", {})) as answer:
        if answer.status != 200:
            raise RuntimeError(await answer.text())
        async for line in answer.content:
            if first is None and b'"content":"' in line and b'"content":""' not in line:
                first = time.perf_counter() - start
            if b'"timings"' in line:
                timings = json.loads(line.removeprefix(b"data: "))["timings"]
            elif b'"error"' in line:
                raise RuntimeError(line.decode())
        node = answer.headers.get("X-Hearth-Node", "")
    if first is None or timings is None:
        raise RuntimeError("the answer has no words or no timings")
    seconds = time.perf_counter() - start
    counts = {"tokens": timings["predicted_n"], "cached": timings["cache_n"]}
    return {"first_seconds": first, "seconds": seconds, "node": node, **counts}


async def carry_out(order: dict[str, Any]) -> dict[str, Any]:
    """All answers of an order, and how long they took together."""
    connector: aiohttp.BaseConnector = aiohttp.TCPConnector(limit=0)
    if "unix" in order:
        connector = aiohttp.UnixConnector(order["unix"], limit=0)
    async with aiohttp.ClientSession(connector=connector, timeout=aiohttp.ClientTimeout(total=300)) as session:
        start = time.perf_counter()
        answers = await asyncio.gather(*(ask(session, order, body) for body in order["bodies"]))
        return {"seconds": time.perf_counter() - start, "answers": answers}


def main() -> None:
    """Answer lines with lines."""
    for line in sys.stdin:
        try:
            print(json.dumps(asyncio.run(carry_out(json.loads(line)))), flush=True)
        except (OSError, RuntimeError, aiohttp.ClientError) as error:
            print(json.dumps({"error": repr(error)}), flush=True)


if __name__ == "__main__":
    main()
