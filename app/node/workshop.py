"""What is needed to run models on this machine, in one value, so that it is passed as one."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.domain.ids import PeerId
from app.engine.programs import Programs
from app.engine.weight_cache import WeightCache
from app.node.allowance import Allowance
from app.node.given_workers import GivenWorkers
from app.node.membership import Membership


@dataclass(frozen=True, slots=True)
class Workshop:
    """The means of running hosts and workers.

    Attributes:
        programs: llama.cpp.
        peer_id: This node.
        threads: Processor threads of each host and worker.
        runtime_directory: For sockets.
        weight_cache: What workers keep of the weights they were sent.
        allowance: Memory offered and held.
        membership: The swarm, or None when in none.
        changed: To be called when something that faces show has changed.
        given: RPC servers that the owner gave by address.
    """

    programs: Programs
    peer_id: PeerId
    threads: int
    runtime_directory: Path
    weight_cache: WeightCache
    allowance: Allowance
    membership: Callable[[], Membership | None]
    changed: Callable[[], None]
    given: GivenWorkers
