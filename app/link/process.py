"""The link process: commands come as JSON lines on standard input, answers and events leave on standard output.

Run as `python -m app.link.process`. The first line holds the settings. The process ends when its standard input does,
so it never outlives its owner, however that one ended.
"""

import gc
import json
import os
import queue
import signal
import sys
import threading
from pathlib import Path
from typing import Any

from app.domain.ids import LeaseId, ModelId, PeerId
from app.lib.file_hashes import FileState
from app.link.copying import CopyOrder
from app.link.dialer import DialError, StrangerError
from app.link.events import event_to_wire
from app.link.file_sender import Sharing
from app.link.kept_weights import KeptWeights, WeightSource
from app.link.leases import LeaseAccount, ServedLease
from app.link.service import LinkService
from app.link.settings import LinkCredentials, LinkSettings

_SLOW = ("probe", "start_copy", "stop_copy")
"""They may take long, and the other commands do not wait for them."""


class _Writer:
    """Writes lines in a thread of its own: a slow owner must not stop a beat."""

    def __init__(self) -> None:
        self._lines: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._thread.start()

    def write(self, body: dict[str, Any]) -> None:
        """Write an object soon."""
        self._lines.put(body)

    def close(self) -> None:
        """Write what waits, for a second at most."""
        self._lines.put(None)
        self._thread.join(1.0)

    def _run(self) -> None:
        while (body := self._lines.get()) is not None:
            try:
                sys.stdout.write(json.dumps(body) + "\n")
                sys.stdout.flush()
            except OSError:
                os._exit(0)  # the owner is gone


def main() -> None:
    """Run until standard input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    writer = _Writer()
    exit_code = _run(writer)
    writer.close()
    # Threads still wait for their sockets; the system closes those.
    os._exit(exit_code)


def _run(writer: _Writer) -> int:
    line = sys.stdin.readline()
    if not line:
        return 0
    try:
        service = LinkService(
            LinkSettings.from_wire(json.loads(line)), lambda event: writer.write(event_to_wire(event))
        )
    except (OSError, ValueError) as error:
        writer.write({"failed": str(error)})
        return 1
    # What is there now stays: the collector need not look at it again.
    gc.freeze()
    writer.write({"ready": True, "port": service.port})
    for line in sys.stdin:
        command = json.loads(line)
        if command["command"] == "stop":
            break
        if command["command"] in _SLOW:
            threading.Thread(target=_answer, args=(service, command, writer), name="command", daemon=True).start()
        else:
            _answer(service, command, writer)
    service.tunnels.close()
    return 0


def _answer(service: LinkService, command: dict[str, Any], writer: _Writer) -> None:
    """Carry out one command, and write its answer."""
    answer: dict[str, Any] = {"id": command["id"]}
    try:
        answer["result"] = _carry_out(service, command)
    except (OSError, ValueError) as error:
        answer["error"] = str(error)
    except DialError as error:
        answer |= {"error": str(error), "code": "peer_unreachable"}
    except StrangerError as error:
        answer |= {"error": str(error), "code": "peer_stranger"}
    writer.write(answer)


def _carry_out(service: LinkService, command: dict[str, Any]) -> int | str | None:
    peer_id, lease_id = PeerId(command.get("peer_id", "")), LeaseId(command.get("lease_id", ""))
    match command["command"]:
        case "connect":
            service.peers.connect(peer_id, command["addresses"])
        case "forget":
            service.forget(peer_id)
        case "open_tunnel":
            return service.open_tunnel(lease_id, peer_id)
        case "close_tunnel":
            service.tunnels.close_tunnel(lease_id)
        case "serve_lease":
            account, weights = LeaseAccount(command["limit_bytes"]), None
            if command["weights_directory"]:
                weights = KeptWeights(
                    Path(command["weights_directory"]),
                    command["weights_bytes"],
                    expects_sources=command["expects_sources"],
                )
            service.serve_lease(ServedLease(lease_id, peer_id, command["worker_port"], account, weights))
        case "add_weights":
            sources = {int(name): _weight_source(*fields) for name, fields in command["sources"].items()}
            service.add_weights(lease_id, sources, is_all=command["is_all"])
        case "end_lease":
            service.end_lease(lease_id)
        case "replace_credentials":
            service.replace_credentials(LinkCredentials.from_wire(command))
        case "set_removed":
            service.set_removed(frozenset(PeerId(removed) for removed in command["peer_ids"]))
        case "goodbye":
            service.peers.goodbye(command["reason"], command["quiet_seconds"])
        case "set_load":
            service.peers.set_load(command["text"])
        case "resume":
            service.peers.resume()
        case "probe":
            return service.probe(command["address"])
        case "open_http":
            return service.tunnels.open_http(peer_id)
        case "open_network":
            return service.tunnels.open_network(peer_id)
        case "serve_network":
            service.network_port = command["port"]
        case _:
            _carry_out_for_files(service, command)
    return None


def _weight_source(path: str, offset: int, size: int, file_size: int, modified_ns: int) -> WeightSource:
    return WeightSource(Path(path), offset, size, FileState(file_size, modified_ns))


def _carry_out_for_files(service: LinkService, command: dict[str, Any]) -> None:
    match command["command"]:
        case "share_files":
            models = {ModelId(name): tuple(map(Path, paths)) for name, paths in command["models"].items()}
            service.files.share(Sharing(command["refusal"], models), Path(command["book"]))
        case "start_copy":
            order = CopyOrder(
                command["transfer_id"],
                ModelId(command["model_id"]),
                Path(command["directory"]),
                command["stem"],
                command["total_bytes"],
                command["reserve_bytes"],
            )
            service.copies.start(order, map(PeerId, command["peer_ids"]))
        case "set_copy_sources":
            service.copies.set_sources(command["transfer_id"], map(PeerId, command["peer_ids"]))
        case "stop_copy":
            service.copies.stop(command["transfer_id"])
        case other:
            raise ValueError(f"unknown command {other!r}")


if __name__ == "__main__":
    main()
