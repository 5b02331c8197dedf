"""What the fuzzers of the local API send: right requests by route, and ways to spoil them."""

import json
from typing import Any

HELLO = [{"role": "user", "content": "hello"}]

BODIES: dict[tuple[str, str], dict[str, Any]] = {
    ("POST", "/v1/chat/completions"): {
        "model": "tiny",
        "messages": HELLO,
        "max_tokens": 1,
        "stream": False,
        "temperature": 0,
        "seed": 1,
        "stop": ["x"],
        "n": 1,
        "tools": [],
        "response_format": {"type": "text"},
        "logprobs": False,
        "stream_options": {},
    },
    ("POST", "/v1/completions"): {"model": "tiny", "prompt": "hello", "max_tokens": 1, "stop": ["x"], "n": 1},
    ("POST", "/v1/messages"): {"model": "tiny", "messages": HELLO, "max_tokens": 1, "system": "be", "tools": []},
    ("POST", "/v1/responses"): {"model": "tiny", "input": "hello", "max_output_tokens": 1, "instructions": "be"},
    ("POST", "/v1/embeddings"): {"model": "tiny", "input": "hello"},
    ("POST", "/api/join"): {"token": "hearth1qqqq"},
    ("POST", "/api/load"): {"model": "nothing"},
    ("POST", "/api/unload"): {"model": "nothing"},
    ("POST", "/api/rename"): {"name": "desk"},
    ("POST", "/api/offer"): {"bytes": 2_000_000_000},
    ("POST", "/api/pause"): {"until": 4_000_000_000},
    ("POST", "/api/resume"): {},
    ("POST", "/api/pin"): {"model": "nothing"},
    ("POST", "/api/unpin"): {"model": "nothing"},
    ("POST", "/api/replan"): {"model": "nothing"},
    ("POST", "/api/remove"): {"device": "nobody"},
    ("POST", "/api/rotate"): {},
    ("POST", "/api/invites"): {"hours": 1},
    ("DELETE", "/api/invites/x"): {},
    ("POST", "/api/newcomers/x"): {"accept": True},
    ("POST", "/api/addresses"): {"address": "127.0.0.1:1"},
    ("DELETE", "/api/addresses"): {"address": "127.0.0.1:1"},
    ("POST", "/api/keep"): {"model": "nothing", "keep": True},
    ("POST", "/api/models/copy"): {"model": "nothing"},
    ("POST", "/api/models/delete"): {"model": "nothing"},
    ("POST", "/api/transfers/x/stop"): {},
    ("POST", "/api/transfers/x/discard"): {},
    ("POST", "/api/hub/get"): {"source": "nobody/nothing:Q4_K_M"},
    ("POST", "/api/hub/import-ollama"): {"model": "nothing"},
    ("POST", "/api/settings"): {"name": "theme", "value": "dark"},
    ("POST", "/api/keys"): {"name": ""},  # with a right one every other request would need it
    ("DELETE", "/api/keys"): {"name": "nobody"},
    ("POST", "/api/leave"): {},
    ("POST", "/api/show"): {},
}
"""By route what is right there."""

WRONG_VALUES: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    1.5,
    1 << 70,
    10**400,
    float("inf"),
    float("nan"),
    "",
    " ",
    "\ud800",
    "\0",
    "x" * 5000,
    [],
    [[]],
    [None],
    {},
    {"": 0},
)

SOME_WRONG_VALUES: tuple[Any, ...] = (None, -1, 1.5, 10**400, "\ud800", [None], {})
"""For routes where what is not refused is answered by a model, which takes its time."""

WRONG_BODIES = (
    b"",
    b"hello",
    b"null",
    b"[]",
    b"7",
    b"\xff\xfe",
    b"{",
    b'{"a": 1e999999}',
    b"1" * 10_000,
    b"[" * 50_000,
    b'{"model": "tiny", "model": [], "messages": {}}',
)

WRONG_HTTP = (
    b"\0" * 64,
    b"hello\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    b"GET\r\n\r\n",
    b"GET /v1/models HTTP/9.9\r\n\r\n",
    b"GET /v1/models HTTP/1.1\r\n\r\n",
    b"GET " + b"/" * 100_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"GET /%ff%00%zz?model=%ff HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"GET /v1/models/%ff%00 HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"GET //[ HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"GET http://[/ HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: [\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: localhost\r\nOrigin: http://[\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"x" * 200_000 + b"\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"X: y\r\n" * 50_000 + b"\r\n",
    b"GET / HTTP/1.1\r\nHost: localhost\r\nno colon here\r\n\r\n",
    b"POST /v1/completions HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
    b"POST /v1/completions HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999999999999\r\n\r\n{}",
    b"POST /v1/completions HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
    b"POST /v1/completions HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n",
    b"POST /v1/completions HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n{}",
    b"POST /v1/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    b"Content-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello",
    b"POST /v1/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json; charset=x\r\n"
    b"Content-Length: 2\r\n\r\n{}",
    b"POST /v1/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: \xff\r\nContent-Length: 2\r\n\r\n{}",
    b"POST /v1/completions HTTP/1.1\r\nHost: localhost\r\nExpect: nonsense\r\nContent-Length: 2\r\n\r\n{}",
    b"CONNECT localhost:80 HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"GET /v1/models HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
)


def request_bytes(method: str, path: str, body: bytes, local_key: str) -> bytes:
    """A whole request, after which the connection is closed."""
    return (
        f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {local_key}\r\nConnection: close\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    ).encode() + body


def with_one_wrong(body: dict[str, Any], wrong_values: tuple[Any, ...]) -> list[bytes]:
    """The body with each of its fields in turn missing, or each of the wrong values."""
    bodies = [{key: body[key] for key in body if key != field} for field in body]
    bodies += [{**body, field: value} for field in body for value in wrong_values]
    return [json.dumps(changed).encode() for changed in bodies]
