"""The OpenAI endpoints: models, chat completions, completions, embeddings, responses, messages, health.

Requests are forwarded by `routing`; this module reads what is needed to choose the model, and writes answers and
streams to the client. A client that hangs up ends its handler, and with it the work everywhere.
"""

import hashlib
import logging
import time
from collections.abc import Mapping
from contextlib import aclosing
from typing import Any

from aiohttp import hdrs, web

from app.api.body import flag_field, optional_text_field, read_object
from app.api.node_face import NodeFace
from app.api.snapshot_json import to_json
from app.domain.ids import PeerId
from app.domain.model import ModelKind
from app.domain.state import AppState, Loading, ModelState, OnDisk, Ready
from app.domain.words import format_progress, format_time_left
from app.routing.call import OPERATIONS, Call, Operation
from app.routing.exchange import wrong_kind
from app.routing.failure import AnswerError, Failure
from app.routing.gateway import Gateway, Stream
from app.routing.names import decode_name

_log = logging.getLogger(__name__)

_LONGEST_CLIENT = 100


class OpenAiEndpoints:
    """The endpoints, for programs of this machine or for peers.

    Args:
        node: The running app.
        gateway: Forwards requests.
        local_only: Answer by hosts of this node only: so it is for peers.
    """

    def __init__(self, node: NodeFace, gateway: Gateway, local_only: bool) -> None:
        self._node = node
        self._gateway = gateway
        self._local_only = local_only
        self._started = int(time.time())

    def add_to(self, app: web.Application) -> None:
        """Register every route."""
        app.router.add_get("/health", self._health)
        app.router.add_get("/v1/health", self._health)
        app.router.add_get("/v1/models", self._models)
        app.router.add_get("/v1/models/{model:.+}", self._model)
        for operation in OPERATIONS:
            app.router.add_post(operation.path, self._handler(operation))

    async def _health(self, request: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    async def _models(self, request: web.Request) -> web.Response:
        entries = [self._entry(self._node.snapshot, model) for model in self._node.snapshot.models]
        return web.json_response({"object": "list", "data": entries})

    async def _model(self, request: web.Request) -> web.Response:
        model = find_model(self._node.snapshot, request.match_info["model"])
        if model is None:
            raise AnswerError(_unknown_model(request.match_info["model"]))
        return web.json_response(self._entry(self._node.snapshot, model))

    def _entry(self, state: AppState, model: ModelState) -> dict[str, Any]:
        names = {peer.peer_id: peer.name for peer in state.peers}
        return {
            "id": model.name,
            "object": "model",
            "created": self._started,
            "owned_by": "hearth",
            "hearth": {
                "title": model.title,
                "description": model.description,
                "kind": model.kind.value,
                "context_length": model.context_length,
                "size_bytes": model.file_bytes,
                "layer_count": model.layer_count,
                "is_demo": model.is_demo,
                "status": to_json(model.status),
                "nodes": [names.get(peer_id, peer_id) for peer_id in model.on_nodes],
                "places": _places(state, model, names),
                "devices": list(dict.fromkeys(shard.node_name for shard in model.plan.shards)) if model.plan else [],
            },
        }

    def _handler(self, operation: Operation) -> Any:
        async def handle(request: web.Request) -> web.StreamResponse:
            return await self._forward(request, operation)

        return handle

    async def _forward(self, request: web.Request, operation: Operation) -> web.StreamResponse:
        body, fields = await read_object(request)
        wants_stream = flag_field(fields, "stream") and operation.kind is ModelKind.CHAT
        model_name = self._model_name(request, fields, operation)
        call = Call(
            operation, body, fields, model_name, wants_stream, self._local_only, self._client(request), _target(request)
        )
        if not call.wants_stream:
            whole = await self._gateway.whole(call)
            return web.Response(body=whole.body, content_type="application/json", headers=whole.headers)
        stream = await self._gateway.stream(call, lambda: progress(self._node.snapshot, model_name))
        try:
            return await _send(request, stream)
        finally:
            await stream.close()

    def _client(self, request: web.Request) -> str:
        """Who asks: programs are told apart by their keys, computers by their addresses; a peer says who asked it."""
        if self._local_only:
            return request.headers.get("X-Hearth-Client", "")[:_LONGEST_CLIENT]
        key = request.headers.get(hdrs.AUTHORIZATION, "") or request.headers.get("X-Api-Key", "")
        who = f"{key}@{request.remote}".encode(errors="replace")
        return f"{self._node.snapshot.peer_id[-8:]}/{hashlib.blake2b(who, digest_size=6).hexdigest()}"

    def _model_name(self, request: web.Request, fields: dict[str, Any], operation: Operation) -> str | None:
        """The model asked for, refused before anything is loaded when it is of the wrong kind."""
        name = optional_text_field(fields, "model")
        if self._local_only and (header := request.headers.get("X-Hearth-Model")):
            name = decode_name(header)
        state = self._node.snapshot
        if name is None and operation.kind is ModelKind.EMBEDDING:
            name = next((model.name for model in state.models if model.kind is ModelKind.EMBEDDING), None)
            if name is None:
                message = "No device of this swarm has a model for embeddings. Add one with --model FILE."
                raise AnswerError(Failure(400, message, "no_embedding_model", "model"))
        model = find_model(state, name) if name is not None else None
        if model is not None and model.kind is not operation.kind:
            raise AnswerError(wrong_kind(model.name, model.kind))
        return name


def _places(state: AppState, model: ModelState, names: Mapping[PeerId, str]) -> list[dict[str, Any]]:
    """Where a model is and how: loaded, being loaded, or only on disk; of one that is split, over which devices."""
    places = []
    for hosting in model.hosted:
        devices = dict.fromkeys(shard.node_name for shard in hosting.plan.shards)
        places.append(
            {
                **_place(state, hosting.plan.head, names),
                "how": "loaded" if hosting.ready else "loading",
                "split_over": list(devices) if hosting.plan.is_split else [],
                "slots": hosting.plan.slots,
            }
        )
    heads = {hosting.plan.head for hosting in model.hosted}
    on_disk = [peer_id for peer_id in model.on_nodes if peer_id not in heads]
    return places + [{**_place(state, peer_id, names), "how": "on disk"} for peer_id in on_disk]


def _place(state: AppState, peer_id: PeerId, names: Mapping[PeerId, str]) -> dict[str, Any]:
    return {"node": names.get(peer_id, peer_id), "is_here": peer_id == state.peer_id}


def _target(request: web.Request) -> str:
    """The device that alone may answer, as the client wishes."""
    return decode_name(request.headers.get("X-Hearth-Target-Node", "")).strip()


async def _send(request: web.Request, stream: Stream) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Cache-Control": "no-cache", "X-Accel-Buffering": "no"} | stream.headers)
    response.content_type = "text/event-stream"
    response.charset = "utf-8"
    try:
        await response.prepare(request)
        async with aclosing(stream.chunks()) as chunks:
            async for events in chunks:
                await response.write(events)
        await response.write_eof()
    except ConnectionError:
        _log.info("the client of %s hung up", request.path)
    return response


def find_model(state: AppState, name: str) -> ModelState | None:
    """The model that is called so, or that has this id."""
    return next((model for model in state.models if name in (model.name, model.model_id)), None)


def progress(state: AppState, model_name: str | None) -> str:
    """What a client that waits for its answer waits for, in words."""
    model = find_model(state, model_name) if model_name else None
    if model is None:
        loading = [model for model in state.models if isinstance(model.status, Loading)]
        model = loading[0] if loading else None
    match model.status if model else None:
        case Loading(done_bytes, total_bytes, step, seconds_left):
            left = f", {format_time_left(seconds_left)}" if seconds_left is not None else ""
            return f"{step} {format_progress(done_bytes, total_bytes)}{left}" if total_bytes else step
        case Ready():
            return "reading the prompt, or waiting for a turn"
        case OnDisk():
            return "about to load the model"
        case _:
            return "waiting"


def _unknown_model(name: str) -> Failure:
    return Failure(
        404, f"No device of this swarm has a model {name}. GET /v1/models lists them.", "model_not_found", "model"
    )
