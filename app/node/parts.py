"""What a node consists of once its identity and llama.cpp are known."""

import asyncio
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psutil

from app.domain.device import Device, DeviceKind
from app.domain.ids import ModelId
from app.domain.load import Willingness
from app.domain.model import ContextSettings
from app.engine.devices import DeviceFacts, probe_devices
from app.engine.programs import find_programs
from app.engine.tensor_index import TensorIndex
from app.engine.weight_cache import WeightCache
from app.identity.node_identity import NodeIdentity
from app.models.store import Shelf
from app.node.allowance import Allowance, limit_devices
from app.node.device_speeds import DeviceSpeeds
from app.node.directory import Directory
from app.node.fits import Fits
from app.node.given_workers import GivenWorkers
from app.node.kept import KeptModels
from app.node.lender import Lender
from app.node.loading import Loader
from app.node.loads import Loads
from app.node.membership import Membership
from app.node.options import NodeOptions
from app.node.own_weights import OwnWeights
from app.node.pins import Pins
from app.node.places import Places
from app.node.problems import Problems
from app.node.serving import Serving
from app.node.upkeep import Upkeep
from app.node.workshop import Workshop
from app.system.memory import default_offer_bytes, memory_total_and_available
from app.system.settings import Settings

GPU_KEPT_PART = 10
"""A tenth of a graphics card's memory stays with the screen."""


@dataclass(slots=True)
class Parts:
    """The parts that models run on.

    Attributes:
        identity: Who this node is.
        workshop: The means of running models.
        directory: Finds models and peers.
        fits: Where models would fit.
        loader: What this node is head of.
        places: Where requests can be answered.
        pins: Plans that the owner wants to keep.
        kept: Models that are to stay loaded.
        upkeep: Loads and unloads unasked.
        device_speeds: How fast its devices compute.
        serving: Answers for every model of the swarm.
        lender: What it lends.
        node_name: What people call it now.
        devices: With the automatic offer of each, without given workers.
        offered_bytes: What the owner offers of them; None for the automatic amount.
    """

    identity: NodeIdentity
    workshop: Workshop
    directory: Directory
    fits: Fits
    loader: Loader
    places: Places
    pins: Pins
    kept: KeptModels
    upkeep: Upkeep
    device_speeds: DeviceSpeeds
    serving: Serving
    lender: Lender
    node_name: str
    devices: tuple[Device, ...]
    offered_bytes: int | None

    def offer(self, offered_bytes: int | None) -> None:
        """Offer so much from now on; None for the automatic amount. It does not count what given workers have."""
        self.offered_bytes = offered_bytes
        self.workshop.allowance.offer((*limit_devices(self.devices, offered_bytes), *self.workshop.given.devices))

    def given_changed(self) -> None:
        """Given workers came or went."""
        self.offer(self.offered_bytes)
        self.workshop.changed()

    def given_lost(self, device_id: str) -> None:
        """What runs on a given worker has ended."""
        self.loader.losses.device_lost(device_id)
        self.lender.device_lost(device_id)

    @property
    def loads(self) -> Loads:
        """How busy this node and its peers are."""
        return self.places.loads

    async def end_shared(self) -> None:
        """End what this node runs on peers, and what they run here."""
        await self.loader.unload_split()
        await self.lender.end_all()

    async def close(self) -> None:
        """End everything that runs."""
        await self.upkeep.close()
        await self.device_speeds.close()
        await self.workshop.given.close()
        await self.loads.close()
        await self.loader.close()
        await self.lender.close()


async def make_parts(
    options: NodeOptions,
    identity: NodeIdentity,
    shelf: Callable[[], Shelf],
    membership: Callable[[], Membership | None],
    changed: Callable[[], None],
    problems: Problems,
    willingness: Callable[[], Willingness],
    tell: Callable[[str], None],
) -> Parts:
    """Find llama.cpp and the devices, given workers too, and build the rest on them.

    Raises:
        UserError: llama.cpp is missing or built without RPC.
    """
    settings = options.settings
    programs = await asyncio.to_thread(find_programs)
    devices = tuple(offered_device(facts) for facts in await probe_devices(programs))
    allowance = Allowance(limit_devices(devices, settings.offer))
    given = GivenWorkers(
        settings.workers,
        programs.rpc_version,
        problems,
        changed=lambda: parts.given_changed(),
        lost=lambda device_id: parts.given_lost(device_id),
    )
    workshop = Workshop(
        programs=programs,
        peer_id=identity.peer_id,
        threads=thread_count(settings),
        runtime_directory=options.paths.runtime,
        weight_cache=WeightCache(options.paths.cache / "workers", settings.weight_cache),
        allowance=allowance,
        membership=membership,
        changed=changed,
        given=given,
    )
    context = ContextSettings(settings.context_length, settings.slots)
    device_speeds = DeviceSpeeds(options.paths.data / "device-speeds.json", programs, workshop.threads)
    directory = Directory(workshop, shelf, context, lambda: parts.node_name, device_speeds.speeds)
    tensors = TensorIndex(options.paths.cache / "tensor-hashes", programs)
    pins = Pins(options.paths.data / "pinned-plans.json")
    kept = KeptModels(options.paths.data / "kept-loaded.json")
    loader = Loader(workshop, directory, pins, kept)
    places = Places(
        workshop, directory, loader, pins, shelf, lambda: parts.node_name, willingness, settings.queue_limit
    )
    parts = Parts(
        identity=identity,
        workshop=workshop,
        directory=directory,
        fits=Fits(directory, shelf, identity.peer_id),
        loader=loader,
        places=places,
        pins=pins,
        kept=kept,
        device_speeds=device_speeds,
        upkeep=Upkeep(loader, kept, shelf, settings.idle_unload, tell, device_speeds.learn),
        serving=Serving(workshop, directory, loader, shelf, lambda: parts.node_name, places, settings),
        lender=Lender(workshop, OwnWeights(tensors, lambda model_id: _file_of(shelf(), model_id))),
        node_name=settings.node_name,
        devices=devices,
        offered_bytes=settings.offer,
    )
    await given.start()
    parts.upkeep.start()
    device_speeds.start(devices)
    return parts


def _file_of(shelf: Shelf, model_id: ModelId) -> Path | None:
    stored = shelf.models.get(model_id)
    return stored.path if stored is not None else None


def thread_count(settings: Settings) -> int:
    """Processor threads of each host and worker."""
    return settings.threads or psutil.cpu_count(logical=False) or os.cpu_count() or 1


def offered_device(facts: DeviceFacts) -> Device:
    """A processor with its automatic offer; in a container the container's limit counts."""
    total_bytes = facts.total_bytes
    if facts.kind is DeviceKind.CPU:
        total_bytes, available_bytes = memory_total_and_available()
        offered_bytes = default_offer_bytes(total_bytes, available_bytes)
    else:
        offered_bytes = min(facts.available_bytes, total_bytes - total_bytes // GPU_KEPT_PART)
    return Device(facts.device_id, facts.kind, facts.name, total_bytes, offered_bytes)
