"""Plans for tests: one node with as many workers of its own as there are counts."""

from app.domain.ids import ModelId, PeerId
from app.domain.placement import Plan, Shard


def make_plan(counts: tuple[int, ...], *, context_length: int = 512, slots: int = 2, device_id: str = "CPU") -> Plan:
    """A plan with so many blocks on each shard; the output layer is on the last."""
    shards = tuple(
        Shard(
            peer_id=PeerId("me"),
            node_name=f"node{index}",
            device_id=device_id,
            first_layer=sum(counts[:index]),
            layer_count=count,
            holds_output=index == len(counts) - 1,
            weight_bytes=0,
            total_bytes=0,
        )
        for index, count in enumerate(counts)
    )
    return Plan(ModelId("0" * 32), "tiny", PeerId("me"), shards, context_length, slots, 0, 0)
