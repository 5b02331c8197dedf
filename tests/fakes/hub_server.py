"""A small hub that speaks the protocol of Hugging Face's as its own library asks it, with faults that a test sets.

Run as `python -m tests.fakes.hub_server PORT FOLDER` it serves the folders `owner/name` of a folder, to try it by hand.
Content comes from a second port, as from the hub's CDN: the library treats another origin as foreign.
"""

import asyncio
import contextlib
import hashlib
import socket
import struct
import sys
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from aiohttp import web

from app.domain.hub_choice import HubFile

COMMIT = "0123456789abcdef0123456789abcdef01234567"
_PORTION_BYTES = 64 << 10


@dataclass
class Faults:
    """What goes wrong; a test changes it while the hub runs.

    Attributes:
        cut_after: Content ends after so many bytes of each answer, with a broken connection; None for never.
        cuts: How many answers are cut; then no more.
        cuts_politely: The connection is closed, not reset.
        bytes_per_second: Content comes no faster; 0 for no limit.
        status: Every answer of the API is this error; 0 for none.
        content_status: Every answer with content is this error; 0 for none.
        error_code: X-Error-Code of error answers.
        retry_after: Retry-After of error answers.
        spoiled: Content is not what its digest says.
        garbage: The API answers with something that is no JSON.
        endless_headers: The API's headers never end.
        silent: Nothing is ever answered.
        ignores_ranges: Content always begins at its start.
        is_gated: Content is only for who shows a token.
        in_git: Files are kept in git itself, as small ones are.
    """

    cut_after: int | None = None
    cuts: int = 1_000_000
    cuts_politely: bool = False
    bytes_per_second: int = 0
    status: int = 0
    content_status: int = 0
    error_code: str = ""
    retry_after: str = ""
    spoiled: bool = False
    garbage: bool = False
    endless_headers: bool = False
    silent: bool = False
    ignores_ranges: bool = False
    is_gated: bool = False
    in_git: bool = False


@dataclass
class Repository:
    """Files by name, with what the hub says of the repository."""

    files: dict[str, bytes]
    downloads: int = 100
    likes: int = 5


@dataclass
class FakeHub:
    """The hub.

    Attributes:
        repositories: By `owner/name`.
        faults: What goes wrong now.
        sent_bytes: Content that was sent, in all.
        asked: How often each path was asked for.
        agents: The user agents that asked.
        refused: Set when content was refused.
        tokens: The Authorization headers that were shown, to the hub and to where content comes from.
    """

    repositories: dict[str, Repository] = field(default_factory=dict)
    faults: Faults = field(default_factory=Faults)
    sent_bytes: int = 0
    asked: Counter[str] = field(default_factory=Counter)
    agents: set[str] = field(default_factory=set)
    tokens: list[tuple[str, str | None]] = field(default_factory=list)
    refused: asyncio.Event = field(default_factory=asyncio.Event)
    port: int = 0
    content_port: int = 0

    def add(self, repository: str, **files: bytes) -> None:
        """A repository with files by name; `__` stands for a slash, a name ends in `.gguf` by itself."""
        named = {f"{name.replace('__', '/')}.gguf": content for name, content in files.items()}
        self.repositories[repository] = Repository({"README.md": b"# A model", **named})

    def describe(self, repository: str) -> list[HubFile]:
        """The models of a repository, as a look at it finds them."""
        kind = (lambda content: f"git:{_git_hash(content)}") if self.faults.in_git else _sha256
        files = self.repositories[repository].files.items()
        return [HubFile(name, len(content), kind(content)) for name, content in files if name.endswith(".gguf")]

    @property
    def url(self) -> str:
        """For HF_ENDPOINT."""
        return f"http://127.0.0.1:{self.port}"

    async def start(self, port: int = 0) -> None:
        """Listen."""
        api, content = web.Application(), web.Application()
        api.router.add_get("/api/models", self._search)
        api.router.add_get("/api/models/{owner}/{name}", self._model)
        api.router.add_get("/api/models/{owner}/{name}/revision/{revision}", self._model)
        api.router.add_route("*", "/{owner}/{name}/resolve/{revision}/{file:.+}", self._resolve)
        api.router.add_route("*", "/{path:.*}", self._unknown)
        content.router.add_get("/content/{owner}/{name}/{file:.+}", self._content)
        self._runners = [web.AppRunner(app, shutdown_timeout=0.1) for app in (api, content)]
        for runner in self._runners:
            await runner.setup()
        self.port = await _listen(self._runners[0], port)
        self.content_port = await _listen(self._runners[1], 0)

    async def stop(self) -> None:
        """Stop listening."""
        for runner in self._runners:
            await runner.cleanup()

    async def _search(self, request: web.Request) -> web.StreamResponse:
        if (wrong := await self._wrong(request)) is not None:
            return wrong
        text = request.query.get("search", "").lower()
        found = [
            {
                "id": name,
                "modelId": name,
                "downloads": repository.downloads,
                "likes": repository.likes,
                "tags": ["gguf"],
            }
            for name, repository in self.repositories.items()
            if text in name.lower()
        ]
        found.sort(key=lambda item: -int(str(item["downloads"])))
        return web.json_response(found[: int(request.query.get("limit", "100"))])

    async def _model(self, request: web.Request) -> web.StreamResponse:
        if (wrong := await self._wrong(request)) is not None:
            return wrong
        name = _repository_name(request)
        if name not in self.repositories:
            return _error(401, "RepoNotFound", "")
        files = self.repositories[name].files
        siblings = [self._sibling(file, files[file]) for file in files]
        return web.json_response(
            {"id": name, "modelId": name, "sha": COMMIT, "siblings": siblings, "gated": "manual", "tags": ["gguf"]}
        )

    def _sibling(self, name: str, content: bytes) -> dict[str, object]:
        sibling: dict[str, object] = {"rfilename": name, "size": len(content), "blobId": _git_hash(content)}
        if name.endswith(".gguf") and not self.faults.in_git:
            sibling["lfs"] = {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content), "pointerSize": 134}
        return sibling

    async def _resolve(self, request: web.Request) -> web.StreamResponse:
        if (wrong := await self._wrong(request)) is not None:
            return wrong
        name, file = _repository_name(request), request.match_info["file"]
        if name not in self.repositories:
            return _error(401, "RepoNotFound", "")
        if file not in self.repositories[name].files:
            return _error(404, "EntryNotFound", "")
        if self.faults.is_gated and not request.headers.get("Authorization"):
            return _error(403, "GatedRepo", "")
        content = self.repositories[name].files[file]
        headers = {"X-Repo-Commit": COMMIT, "Accept-Ranges": "bytes"}
        if self.faults.in_git:
            headers |= {"ETag": f'"{_git_hash(content)}"'}
        else:
            headers |= {
                "X-Linked-Etag": f'"{hashlib.sha256(content).hexdigest()}"',
                "X-Linked-Size": str(len(content)),
            }
        location = f"http://127.0.0.1:{self.content_port}/content/{name}/{file}"
        return web.Response(status=302, headers=headers | {"Location": location})

    async def _content(self, request: web.Request) -> web.StreamResponse:
        self._note(request)
        faults = self.faults
        if faults.content_status:
            self.refused.set()
            return _error(faults.content_status, faults.error_code, faults.retry_after)
        content = self.repositories[_repository_name(request)].files[request.match_info["file"]]
        if faults.spoiled:
            content = content[:-1] + bytes([content[-1] ^ 1])
        first = 0 if faults.ignores_ranges else (request.http_range.start or 0)
        headers = {"Content-Length": str(len(content) - first), "Accept-Ranges": "bytes"}
        if first:
            headers["Content-Range"] = f"bytes {first}-{len(content) - 1}/{len(content)}"
        response = web.StreamResponse(status=206 if first else 200, headers=headers)
        await response.prepare(request)
        with contextlib.suppress(ConnectionResetError):
            await self._send(request, response, memoryview(content)[first:])
        return response

    async def _send(self, request: web.Request, response: web.StreamResponse, rest: memoryview) -> None:
        cut_after = self.faults.cut_after if self.faults.cuts > 0 else None
        sent = 0
        while rest:
            portion = rest[: _PORTION_BYTES if cut_after is None else min(_PORTION_BYTES, cut_after - sent)]
            if not portion:
                self.faults.cuts -= 1
                assert request.transport is not None
                if self.faults.cuts_politely:
                    request.transport.close()
                else:
                    at_once = struct.pack("ii", 1, 0)
                    request.transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, at_once)
                    request.transport.abort()
                return
            await response.write(bytes(portion))
            sent += len(portion)
            self.sent_bytes += len(portion)
            rest = rest[len(portion) :]
            if self.faults.bytes_per_second:
                await asyncio.sleep(len(portion) / self.faults.bytes_per_second)

    async def _unknown(self, request: web.Request) -> web.StreamResponse:
        self._note(request)
        return _error(404, "", "")

    async def _wrong(self, request: web.Request) -> web.StreamResponse | None:
        """The answer that a fault gives in place of the right one."""
        self._note(request)
        faults = self.faults
        if faults.silent:
            await asyncio.Event().wait()
        if faults.endless_headers:
            return await _endless_headers(request)
        if faults.garbage:
            return web.Response(text='{"id": [', content_type="application/json")
        return _error(faults.status, faults.error_code, faults.retry_after) if faults.status else None

    def _note(self, request: web.Request) -> None:
        self.asked[f"{request.method} {request.path}"] += 1
        self.agents.add(request.headers.get("User-Agent", ""))
        self.tokens.append((request.path, request.headers.get("Authorization")))


@contextlib.asynccontextmanager
async def running_hub(patch: pytest.MonkeyPatch, folder: Path) -> AsyncIterator[FakeHub]:
    """A hub that the real library asks, with an empty cache folder for what it downloads."""
    hub = FakeHub()
    await hub.start()
    patch.setenv("HF_ENDPOINT", hub.url)
    patch.setenv("HF_HOME", str(folder / "hf"))
    patch.setenv("HF_HUB_DOWNLOAD_TIMEOUT", "1")
    patch.delenv("HF_TOKEN", raising=False)
    yield hub
    await hub.stop()


async def _endless_headers(request: web.Request) -> web.StreamResponse:
    assert isinstance(request.transport, asyncio.Transport)
    request.transport.write(b"HTTP/1.1 200 OK\r\n")
    while not request.transport.is_closing():
        request.transport.write(b"X-More: " + b"a" * 1000 + b"\r\n")
        await asyncio.sleep(0.001)
    return web.Response()


def _error(status: int, code: str, retry_after: str) -> web.Response:
    headers = {"X-Error-Code": code} if code else {}
    if retry_after:
        headers["Retry-After"] = retry_after
    return web.Response(status=status, headers=headers)


def _repository_name(request: web.Request) -> str:
    return f"{request.match_info['owner']}/{request.match_info['name']}"


def _sha256(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def _git_hash(content: bytes) -> str:
    return hashlib.sha1(f"blob {len(content)}\0".encode() + content, usedforsecurity=False).hexdigest()


async def _listen(runner: web.AppRunner, port: int) -> int:
    site = web.TCPSite(runner, "127.0.0.1", port)
    await site.start()
    address: tuple[str, int] = runner.addresses[-1]
    return address[1]


def _repositories(folder: Path) -> dict[str, Repository]:
    found: dict[str, Repository] = {}
    for path in sorted(folder.glob("*/*/**/*.gguf")):
        owner, name, *rest = path.relative_to(folder).parts
        found.setdefault(f"{owner}/{name}", Repository({})).files["/".join(rest)] = path.read_bytes()
    return found


async def _serve(port: int, folder: Path, bytes_per_second: int) -> None:
    hub = FakeHub(_repositories(folder), Faults(bytes_per_second=bytes_per_second))
    await hub.start(port)
    print(f"HF_ENDPOINT={hub.url}", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 0))
