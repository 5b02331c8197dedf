"""The models of the swarm as this node can serve them: which one is meant, where it runs, who answers.

Loading them here is for `loading.py`.
"""

from collections.abc import Callable
from contextlib import suppress

from app.domain.errors import UserError
from app.domain.ids import LeaseId, ModelId, PeerId
from app.domain.model import ModelSummary
from app.domain.placement import Plan, Refusal
from app.domain.route import RouteHere, RoutePeer, Target, choose
from app.models.store import Shelf
from app.node.attempts import ElsewhereError
from app.node.directory import Directory
from app.node.loading import Loader
from app.node.messages import Declined, NoReply, PlanReply, PlanRequest
from app.node.run import ModelRun
from app.node.workshop import Workshop


class Serving:
    """Answers for every model of the swarm.

    Args:
        workshop: Who this node is, and the swarm it is in.
        directory: Finds models and peers.
        loader: What this node is head of.
        shelf: The models on this node's disk now.
        node_name: What people call this node now.
    """

    def __init__(
        self,
        workshop: Workshop,
        directory: Directory,
        loader: Loader,
        shelf: Callable[[], Shelf],
        node_name: Callable[[], str],
    ) -> None:
        self._workshop = workshop
        self._directory = directory
        self._loader = loader
        self._shelf = shelf
        self._node_name = node_name

    # -- planning -------------------------------------------------------------------------------------------

    async def plan(self, model_name: str) -> Plan | Refusal:
        """How a model would be run; asked of a peer when only a peer has the file."""
        model = self._find(model_name)
        if (run := self._loader.runs.get(model.model_id)) is not None:
            return run.plan
        if (stored := self._shelf().models.get(model.model_id)) is not None:
            return self._loader.planner.explained(stored.facts)
        route = choose(model.model_id, running_here=False, stored_here=False, online=self._directory.online_records())
        membership = self._workshop.membership()
        if isinstance(route, RoutePeer) and membership is not None:
            with suppress(NoReply):
                match await membership.ask(route.peer_id, PlanRequest(model.name)):
                    case PlanReply(answer):
                        return answer
                    case Declined(reason):
                        raise UserError("No plan", reason)
        raise UserError("No plan", f"The device that has {model.name} does not answer.", code="peer_unreachable")

    def _find(self, model_name: str | None) -> ModelSummary:
        return self._directory.find(model_name, frozenset(self._loader.runs))

    # -- serving --------------------------------------------------------------------------------------------

    async def target(self, model_name: str | None, local_only: bool) -> Target:
        """The host that answers a request, loaded if need be.

        Raises:
            UserError: There is no such model, or it cannot be loaded.
        """
        model = self._find(model_name)
        stored = self._shelf().models.get(model.model_id)
        if model.is_demo and not local_only:
            await self._bring_demo_to_the_swarm(model.model_id)
        running = model.model_id in self._loader.runs or self._loader.is_loading(model.model_id)
        online = () if local_only else self._directory.online_records()
        route = choose(model.model_id, running_here=running, stored_here=stored is not None, online=online)
        match route:
            case RouteHere() if stored is not None:
                try:
                    return self._local_target(model, await self._loader.ensure(stored))
                except ElsewhereError as elsewhere:
                    if local_only:  # a peer asked: it will see in the ledger who has it now
                        raise UserError(
                            "Loaded elsewhere", f"{model.name} is being loaded on another device.", code="model_moved"
                        ) from elsewhere
                    return await self._peer_target(model, elsewhere.peer_id)
            case RoutePeer(peer_id, _):
                return await self._peer_target(model, peer_id)
        raise UserError("Unknown model", f"No device that is there now has {model.name}.", code="model_not_found")

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
        (await self.target(model_name, local_only=False)).release()

    async def unload(self, model_name: str) -> None:
        """End a model that this node is head of.

        Raises:
            UserError: It is not loaded here.
        """
        model = self._find(model_name)
        if not await self._loader.unload(model.model_id):
            raise UserError("Not loaded here", f"{model.name} is not loaded on this device.", code="not_loaded")

    def _local_target(self, model: ModelSummary, run: ModelRun) -> Target:
        run.begin_request()
        released = False

        def release() -> None:
            nonlocal released
            if not released:
                released = True
                run.end_request()

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
        )

    async def _peer_target(self, model: ModelSummary, peer_id: PeerId) -> Target:
        membership = self._workshop.membership()
        record = membership.ledger.get(peer_id) if membership else None
        if membership is None or record is None:
            raise UserError("Device not there", "The device that has this model has left.", code="peer_unreachable")
        plans = [hosting.plan for hosting in record.hosting if hosting.plan.model_id == model.model_id]
        return Target(
            endpoint=await membership.link.open_http(peer_id),
            model_id=model.model_id,
            model_name=model.name,
            kind=model.kind,
            context_length=model.context_length,
            peer_id=peer_id,
            node_name=record.name,
            device_names=worker_names(plans[0]) if plans else (record.name,),
            is_local=False,
            release=lambda: None,
        )

    def note_speed(self, model_id: ModelId, tokens_per_second: float) -> None:
        """What the last answer of a model measured."""
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
