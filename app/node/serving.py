"""The models of the swarm as this node can serve them: which one is meant, where it runs, who answers.

Loading them here is for `loading.py`; where they could be answered is found by `places.py`.
"""

import random
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

from app.domain.asked import Asked
from app.domain.errors import UserError
from app.domain.ids import LeaseId, ModelId
from app.domain.model import ModelSummary
from app.domain.placement import Plan, Refusal
from app.domain.route import BUSY, NoRoute, Route, Wish, choose
from app.domain.sentence import say
from app.domain.target import Target
from app.models.store import Shelf
from app.node.attempts import ElsewhereError
from app.node.directory import Directory
from app.node.loading import Loader
from app.node.messages import Declined, NoReply, PlanReply, PlanRequest
from app.node.phrases import told
from app.node.places import Places
from app.node.run import ModelRun
from app.node.turns import Turns, too_many
from app.node.workshop import Workshop
from app.system.settings import Settings


class Serving:
    """Answers for every model of the swarm.

    Args:
        workshop: Who this node is, and the swarm it is in.
        directory: Finds models and peers.
        loader: What this node is head of.
        shelf: The models on this node's disk now.
        node_name: What people call this node now.
        places: Finds where requests can be answered.
        settings: Whom the owner lets answer, and how many requests may wait.
    """

    def __init__(
        self,
        workshop: Workshop,
        directory: Directory,
        loader: Loader,
        shelf: Callable[[], Shelf],
        node_name: Callable[[], str],
        places: Places,
        settings: Settings,
    ) -> None:
        self._workshop = workshop
        self._directory = directory
        self._loader = loader
        self._shelf = shelf
        self._node_name = node_name
        self._places = places
        self._settings = settings
        self._at_the_door: dict[ModelId, Turns] = {}

    # -- planning -------------------------------------------------------------------------------------------

    async def plan(self, model_name: str) -> Plan | Refusal:
        """How a model would be run; asked of a peer when only a peer has the file."""
        model = self._find(model_name)
        if (run := self._loader.runs.get(model.model_id)) is not None:
            return run.plan
        if (stored := self._shelf().models.get(model.model_id)) is not None:
            return self._loader.planner.explained(stored.facts)
        route = choose(self._places.find(model, Asked(model.name)))
        membership = self._workshop.membership()
        if isinstance(route, Route) and membership is not None:
            with suppress(NoReply):
                match await membership.ask(route.place.peer_id, PlanRequest(model.name)):
                    case PlanReply(answer):
                        return answer
                    case Declined(reason):
                        raise UserError(say("No plan"), told(reason))
        words = say("The device that has {model} does not answer.", model=model.name)
        raise UserError(say("No plan"), words, code="peer_unreachable")

    def _find(self, model_name: str | None) -> ModelSummary:
        return self._directory.find(model_name, frozenset(self._loader.runs))

    # -- serving --------------------------------------------------------------------------------------------

    async def target(self, asked: Asked) -> Target:
        """The host that answers a request, loaded if need be.

        Raises:
            UserError: There is no such model, nobody takes the request, or the model cannot be loaded.
        """
        model = self._find(asked.model_name)
        if model.is_demo and not asked.local_only:
            await self._bring_demo_to_the_swarm(model.model_id)
        asked = replace(asked, wish=self._wish(asked))
        route = await self._route(model, asked)
        place = route.place
        target = await (self._load_here(model, asked, route) if place.is_here else self._peer_target(model, route))
        slots = place.load.slots
        self._places.memory.note(model.model_id, target.peer_id, asked.marks, slots, time.monotonic())
        return target

    def _wish(self, asked: Asked) -> Wish:
        """What client and owner want of the choice: the client's word on the device comes first."""
        settings, wish = self._settings, asked.wish
        if asked.local_only:
            return wish
        target_node = wish.target_node or settings.target_node
        is_named = bool(wish.target_node)
        return replace(
            wish,
            target_node=target_node,
            only_here=settings.only_here and not is_named,
            draw=random.random() if settings.random and not target_node else None,
        )

    async def _route(self, model: ModelSummary, asked: Asked) -> Route:
        """The place for a request. When too many wait everywhere it waits here, in a queue with a limit as well."""
        found = self._choose(model, asked)
        if isinstance(found, Route):
            return found
        if found.code != BUSY:
            raise UserError(say("Nobody answers"), found.reason, code=found.code)
        if asked.local_only or model.model_id in self._loader.runs:  # it waits here already, as many as may
            raise too_many(model.name, self._settings.queue_limit)
        door = self._at_the_door.get(model.model_id)
        if door is None:
            door = self._at_the_door[model.model_id] = Turns(model.name, 1, self._settings.queue_limit, lambda: None)
        await door.begin(asked.client, asked.waiting, first=asked.resumes)
        asked.waiting.begin(lambda: 0)
        try:
            while not isinstance(found := self._choose(model, asked), Route):
                if found.code != BUSY:
                    raise UserError(say("Nobody answers"), found.reason, code=found.code)
                await self._places.loads.news()
            return found
        finally:
            asked.waiting.end()
            door.end()

    def _choose(self, model: ModelSummary, asked: Asked) -> Route | NoRoute:
        return choose(self._places.find(model, asked), asked.length, asked.wish)

    async def _load_here(self, model: ModelSummary, asked: Asked, route: Route) -> Target:
        stored = self._shelf().models.get(model.model_id)
        if stored is None:  # its file has gone; it may still be loaded
            if (run := self._loader.runs.get(model.model_id)) is not None:
                return self._local_target(model, run, asked, route)
            words = say("No device that is there now has {model}.", model=model.name)
            raise UserError(say("Unknown model"), words, code="model_not_found")
        try:
            return self._local_target(model, await self._loader.ensure(stored), asked, route)
        except ElsewhereError as elsewhere:
            if asked.local_only:  # a peer asked: it will see in the ledger who has it now
                words = say("{model} is being loaded on another device.", model=model.name)
                raise UserError(say("Loaded elsewhere"), words, code="model_moved") from elsewhere
            place = replace(route.place, peer_id=elsewhere.peer_id, is_here=False)
            return await self._peer_target(model, replace(route, place=place, reason=say("loaded there meanwhile")))

    async def _bring_demo_to_the_swarm(self, model_id: ModelId) -> None:
        """The demo is there to show all devices at work: one loaded before others came is loaded anew over all."""
        run = self._loader.runs.get(model_id)
        if run is None or not run.is_idle or run.peers:
            return
        answer = self._loader.plan(run.facts)
        if isinstance(answer, Plan) and any(shard.peer_id != self._workshop.peer_id for shard in answer.shards):
            await self._loader.unload(model_id)

    async def load(self, model_name: str) -> None:
        """Load a model on this node as head; does nothing when it is loaded here or on a peer."""
        (await self.target(Asked(model_name, wish=Wish(may_copy=False)))).release()

    async def unload(self, model_name: str) -> None:
        """End a model that this node is head of.

        Raises:
            UserError: It is not loaded here.
        """
        model = self._find(model_name)
        if not await self._loader.unload(model.model_id):
            words = say("{model} is not loaded on this device.", model=model.name)
            raise UserError(say("Not loaded here"), words, code="not_loaded")

    def _local_target(self, model: ModelSummary, run: ModelRun, asked: Asked, route: Route) -> Target:
        run.begin_request()
        turns = self._places.turns_of(run)
        held, released = False, False

        async def turn() -> None:
            nonlocal held
            await turns.begin(asked.client, asked.waiting, first=asked.resumes)
            held = True

        def release() -> None:
            nonlocal released
            if not released:
                released = True
                run.end_request()
                if held:
                    turns.end()

        return Target(
            endpoint=run.endpoint,
            model_id=model.model_id,
            model_name=model.name,
            kind=model.kind,
            context_length=run.plan.context_length,
            peer_id=self._workshop.peer_id,
            node_name=self._node_name(),
            device_names=worker_names(run.plan),
            is_local=True,
            release=release,
            reason=route.reason,
            turn=turn,
            note_speed=turns.note_speed,
        )

    async def _peer_target(self, model: ModelSummary, route: Route) -> Target:
        peer_id, loads = route.place.peer_id, self._places.loads
        membership = self._workshop.membership()
        record = membership.ledger.get(peer_id) if membership else None
        if membership is None or record is None:
            words = say("The device that has this model has left.")
            raise UserError(say("Device not there"), words, code="peer_unreachable")
        plans = [hosting.plan for hosting in record.hosting if hosting.plan.model_id == model.model_id]
        # Counted before the way there is open: of requests that come in the same moment each is to see those before it.
        loads.begin(peer_id, model.model_id)
        released = False

        def release() -> None:
            nonlocal released
            if not released:
                released = True
                loads.end(peer_id, model.model_id)

        try:
            endpoint = await membership.link.open_http(peer_id)
        except BaseException:
            release()
            raise
        return Target(
            endpoint=endpoint,
            model_id=model.model_id,
            model_name=model.name,
            kind=model.kind,
            context_length=model.context_length,
            peer_id=peer_id,
            node_name=record.name,
            device_names=worker_names(plans[0]) if plans else (record.name,),
            is_local=False,
            release=release,
            reason=route.reason,
        )

    def note_speed(self, model_id: ModelId, tokens_per_second: float) -> None:
        """What the last answer of a model that runs here measured."""
        if (run := self._loader.runs.get(model_id)) is not None:
            run.note_speed(tokens_per_second)

    def recovery_words(self, model_id: ModelId) -> str:
        """What is happening to a model that lost a device, or nothing."""
        return self._loader.recoveries.words(model_id)

    def note_resumed(self, model_id: ModelId) -> None:
        """An answer of this model that was cut off has its next word."""
        self._loader.recoveries.resumed(model_id)

    def traffic(self, lease_id: LeaseId, to_peer_bytes: int) -> None:
        """Weights on their way to a peer."""
        for run in self._loader.runs.values():
            run.traffic(lease_id, to_peer_bytes)


def worker_names(answer: Plan) -> tuple[str, ...]:
    """Who computes, for people: a node once, with its processor when that is not the CPU."""
    names = [s.node_name if s.device_id == "CPU" else f"{s.node_name} ({s.device_id})" for s in answer.shards]
    return tuple(dict.fromkeys(names))
