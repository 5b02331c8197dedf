"""The link process as the node sees it: started, told what to do, listened to, ended."""

import asyncio
import contextlib
import json
import logging
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import app
from app.domain.errors import UserError
from app.domain.ids import LeaseId, PeerId
from app.domain.timing import QUIET_AFTER_GOODBYE_SECONDS
from app.lib.processes import ChildProcess, ProcessEnd
from app.lib.tasks import TaskOwner
from app.link.copy_commands import CopyCommands
from app.link.events import LinkEvent, event_from_wire
from app.link.kept_weights import WeightSource
from app.link.refusals import gone_error, refused_error, start_error
from app.link.settings import LinkCredentials, LinkSettings

_log = logging.getLogger(__name__)

_START_TIMEOUT_SECONDS = 20.0
_COMMAND_TIMEOUT_SECONDS = 15.0
_STOP_TIMEOUT_SECONDS = 2.0


class LinkProcess:
    """A running link process; made by `start`. To be used on the event loop that started it.

    Attributes:
        port: Where peers connect.
        pid: Its process id.
        copies: Its commands for files of models.
    """

    def __init__(self, on_event: Callable[[LinkEvent], None]) -> None:
        self.port = 0
        self.pid = 0
        self._on_event = on_event
        self._child: ChildProcess | None = None
        self._tasks = TaskOwner("link")
        self._ready: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._answers: dict[int, asyncio.Future[Any]] = {}
        self._next_id = 0
        self._stopping = False
        self.copies = CopyCommands(self._ask)

    @classmethod
    async def start(
        cls,
        settings: LinkSettings,
        on_event: Callable[[LinkEvent], None],
        on_exit: Callable[[ProcessEnd], None],
    ) -> "LinkProcess":
        """Start the process; returns when it takes connections.

        Args:
            settings: What it is made from.
            on_event: Called on the event loop with each event.
            on_exit: Called once when the process ends without `stop` having been called.

        Raises:
            UserError: It could not be started, for example because the port is taken (code `link_failed`).
        """
        link = cls(on_event)
        try:
            child = await ChildProcess.start(
                _command(),
                name="link",
                environment={"PYTHONPATH": str(Path(app.__file__).parent.parent), "PYTHONUNBUFFERED": "1"},
                on_line=link._on_line,
                guarded=False,
                pipe_input=True,
            )
        except OSError as error:
            raise start_error(str(error)) from error
        link._child = child
        link.pid = child.pid
        link._tasks.spawn(link._watch(child, on_exit), "watch")
        try:
            await child.write_line(json.dumps(settings.to_wire()))
            link.port = await asyncio.wait_for(asyncio.shield(link._ready), _START_TIMEOUT_SECONDS)
        except (OSError, TimeoutError, _NotReadyError) as error:
            await link.stop()
            raise start_error(str(error) or "it did not answer") from error
        except BaseException:  # given up: nobody would have it to end it
            await link.stop()
            raise
        return link

    async def connect(self, peer_id: PeerId, addresses: tuple[str, ...]) -> None:
        """Keep a beat connection with a peer at one of these `host:port`; called again: these are its addresses now."""
        await self._ask("connect", peer_id=peer_id, addresses=addresses)

    async def forget(self, peer_id: PeerId) -> None:
        """End everything with a peer, and take nothing from it until `connect` is called for it."""
        await self._ask("forget", peer_id=peer_id)

    async def set_removed(self, peer_ids: frozenset[PeerId]) -> None:
        """End everything with these peers at once, and refuse them at the handshake, coming and going.

        Another call gives another set. It outlasts `replace_credentials`; for a restart it belongs into `LinkSettings`.
        """
        await self._ask("set_removed", peer_ids=sorted(peer_ids))

    async def replace_credentials(self, certificate_pem: bytes, private_key_pem: bytes, authority_pem: bytes) -> None:
        """Show and believe these in new handshakes; connections that stand go on.

        Raises:
            UserError: They cannot be used; the old ones are kept (code `link_failed`).
        """
        credentials = LinkCredentials(certificate_pem, private_key_pem, authority_pem)
        await self._ask("replace_credentials", **credentials.to_wire())

    async def goodbye(self, reason: str, quiet_seconds: float = QUIET_AFTER_GOODBYE_SECONDS) -> None:
        """Tell every peer that this node leaves now, and end everything with them; returns when they were told.

        They get `PeerLost` at once. This link neither dials nor takes connections for `quiet_seconds` (of a clock that
        stands still while the machine sleeps) or until `resume`.
        """
        await self._ask("goodbye", reason=reason, quiet_seconds=quiet_seconds)

    async def set_load(self, text: str) -> None:
        """Say to all peers how busy this node is, from now on; each hears it at once, and those that come later too.

        Args:
            text: At most `LOAD_LIMIT_BYTES` of `domain/load.py`.
        """
        await self._ask("set_load", text=text)

    async def resume(self) -> None:
        """Take part again after a goodbye."""
        await self._ask("resume")

    async def probe(self, address: str) -> PeerId:
        """Learn who is at an address, `host:port`.

        Raises:
            UserError: Nobody (code `peer_unreachable`) or no member of this swarm (code `peer_stranger`).
        """
        return PeerId(await self._ask("probe", address=address))

    async def open_tunnel(self, lease_id: LeaseId, peer_id: PeerId) -> int:
        """Open the head's end of a lease: a port of 127.0.0.1 that stands for the peer's worker.

        Raises:
            UserError: The peer is not connected (code `link_failed`).
        """
        return int(await self._ask("open_tunnel", lease_id=lease_id, peer_id=peer_id))

    async def close_tunnel(self, lease_id: LeaseId) -> None:
        """Close the head's end of a lease and its channels; nothing when there is none."""
        await self._ask("close_tunnel", lease_id=lease_id)

    async def serve_lease(
        self,
        lease_id: LeaseId,
        peer_id: PeerId,
        worker_port: int,
        limit_bytes: int,
        weights_directory: Path | None = None,
        weights_bytes: int = 0,
        expects_sources: bool = False,
    ) -> None:
        """Let a peer reach a worker at this port of 127.0.0.1.

        Args:
            lease_id: The lease.
            peer_id: Whose it is.
            worker_port: Where the worker listens.
            limit_bytes: How much the peer may allocate there.
            weights_directory: Where the worker keeps weights, when it is one of this node that does.
            weights_bytes: How much it may write there.
            expects_sources: Whether `add_weights` will be called, until it says that it is all.
        """
        await self._ask(
            "serve_lease",
            lease_id=lease_id,
            peer_id=peer_id,
            worker_port=worker_port,
            limit_bytes=limit_bytes,
            weights_directory=str(weights_directory or ""),
            weights_bytes=weights_bytes,
            expects_sources=expects_sources,
        )

    async def add_weights(self, lease_id: LeaseId, sources: Mapping[int, WeightSource], *, is_all: bool) -> None:
        """Weights of files here that a lease's worker need not be sent, by their hashes; and whether that is all."""
        fields = {
            content_hash: (str(s.path), s.offset, s.size, s.state.size, s.state.modified_ns)
            for content_hash, s in sources.items()
        }
        await self._ask("add_weights", lease_id=lease_id, sources=fields, is_all=is_all)

    async def end_lease(self, lease_id: LeaseId) -> None:
        """End a lease that was served, with its channels; nothing when there is none."""
        await self._ask("end_lease", lease_id=lease_id)

    async def open_http(self, peer_id: PeerId) -> str:
        """The endpoint (`unix:/path`) whose connections reach the peer's API for peers; the same one each time."""
        return str(await self._ask("open_http", peer_id=peer_id))

    async def open_network(self, peer_id: PeerId) -> int:
        """The port of 127.0.0.1 whose connections reach the peer's libp2p node; the same one each time."""
        return int(await self._ask("open_network", peer_id=peer_id))

    async def serve_network(self, port: int) -> None:
        """Let peers reach this node's libp2p at this port of 127.0.0.1."""
        await self._ask("serve_network", port=port)

    async def stop(self) -> None:
        """End the process; all its connections close."""
        self._stopping = True
        if self._child is not None:
            # It leaves no Unix socket behind when it is told; where it hangs, it is killed.
            with contextlib.suppress(OSError, TimeoutError):
                await self._child.write_line(json.dumps({"command": "stop"}))
                await asyncio.wait_for(self._child.wait(), _STOP_TIMEOUT_SECONDS)
            await self._child.stop()
        await self._tasks.close()
        self._fail_open_commands()

    async def _ask(self, command: str, **arguments: object) -> Any:
        if self._child is None or not self._child.is_running:
            raise gone_error()
        self._next_id += 1
        command_id = self._next_id
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._answers[command_id] = answer
        try:
            await self._child.write_line(json.dumps({"id": command_id, "command": command, **arguments}))
            return await asyncio.wait_for(answer, _COMMAND_TIMEOUT_SECONDS)
        except (OSError, TimeoutError) as error:
            raise gone_error() from error
        finally:
            self._answers.pop(command_id, None)

    def _on_line(self, line: str) -> None:
        body: Any = None
        with contextlib.suppress(ValueError):
            body = json.loads(line)
        match body:
            case {"event": str()}:
                self._on_event(event_from_wire(body))
            case {"id": int(command_id), "error": str(text)}:
                self._settle(command_id, None, refused_error(text, str(body.get("code", ""))))
            case {"id": int(command_id), "result": result}:
                self._settle(command_id, result, None)
            case {"ready": True, "port": int(port)} if not self._ready.done():
                self._ready.set_result(port)
            case {"failed": str(text)} if not self._ready.done():
                self._ready.set_exception(_NotReadyError(text))
            case _:
                _log.warning("link: %s", line)

    def _settle(self, command_id: int, result: Any, error: UserError | None) -> None:
        answer = self._answers.get(command_id)
        if answer is None or answer.done():
            return
        if error is not None:
            answer.set_exception(error)
        else:
            answer.set_result(result)

    async def _watch(self, child: ChildProcess, on_exit: Callable[[ProcessEnd], None]) -> None:
        end = await child.wait()
        if not self._ready.done():
            self._ready.set_exception(_NotReadyError(" ".join(end.last_lines[-1:]) or "it ended"))
        self._fail_open_commands()
        if not self._stopping:
            on_exit(end)

    def _fail_open_commands(self) -> None:
        for command_id in list(self._answers):
            self._settle(command_id, None, gone_error())


class _NotReadyError(Exception):
    """The process ended, or said why it cannot start."""


def _command() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, "link"]
    return [sys.executable, "-m", "app.link.process"]
