"""Why a plan is as it is, and why there is none, for people. Pure."""

from collections.abc import Mapping

from app.domain.footprint import Footprint
from app.domain.ids import PeerId
from app.domain.model import ModelFacts
from app.domain.placement import Candidate, LeftOut, Refusal, Shard
from app.domain.sentence import say, say_count
from app.domain.words import format_bytes, in_a_row


def whole_reason(needs: Footprint, node_name: str, free_bytes: int) -> str:
    """Why a model runs whole on a node.

    Args:
        needs: What it needs.
        node_name: The node.
        free_bytes: What is free on its device.
    """
    return say(
        "It fits {name} whole: it needs {needed} of the {free} free there, and one machine answers fastest alone.",
        name=node_name,
        needed=format_bytes(needs.whole_bytes),
        free=format_bytes(free_bytes),
    )


def split_reasons(
    model: ModelFacts,
    needs: Footprint,
    head: Candidate,
    shards: tuple[Shard, ...],
    free: Mapping[tuple[PeerId, str], int],
) -> tuple[str, ...]:
    """Why a model is split, and why so.

    Args:
        model: Facts from its header.
        needs: What it needs.
        head: The node that has the file.
        shards: Who holds what.
        free: Bytes that are free, by node and device of each shard.
    """
    own_free = max(device.free_bytes for device in head.devices)
    whole = format_bytes(needs.whole_bytes)
    shares = in_a_row(
        [
            say(
                "{name} {count} of {all} layers for {free} free",
                name=s.node_name,
                count=s.layer_count,
                all=model.layer_count,
                free=format_bytes(free[s.peer_id, s.device_id]),
            )
            for s in shards
        ]
    )
    if needs.whole_bytes > own_free:
        why = say(
            "It needs {needed}, more than the {free} free on {name}, so it is split.",
            needed=whole,
            free=format_bytes(own_free),
            name=head.name,
        )
    else:
        why = say(
            "It needs {needed} and would fit {name}; it is split to show all devices at work.",
            needed=whole,
            name=head.name,
        )
    return (
        why,
        say("Layers follow the memory offered: {shares}.", shares=shares),
        say("{name} has the file, so it runs the model and keeps the output layer.", name=head.name),
    )


def refusal(
    model: ModelFacts, needs: Footprint, head: Candidate, usable: list[Candidate], left_out: tuple[LeftOut, ...]
) -> Refusal:
    """Why a model cannot be run now.

    Args:
        model: Facts from its header.
        needs: What it needs.
        head: The node that has the file.
        usable: Who could take a part.
        left_out: Who could not, and why.
    """
    available = sum(device.free_bytes for candidate in usable for device in candidate.devices)
    overhead = sum(needs.shard_bytes(0, 0, False) for c in usable for _ in c.devices) if len(usable) > 1 else 0
    needed = needs.whole_bytes + overhead
    if available < needed:
        first = say_count(
            len(usable),
            "{name} needs {needed}; this device offers {offered}: {missing} more is needed.",
            "{name} needs {needed}; the {count} devices together offer {offered}: {missing} more is needed.",
            name=model.name,
            needed=format_bytes(needed),
            offered=format_bytes(available),
            missing=format_bytes(needed - available),
        )
    else:
        first = say(
            "{name} needs {needed} of the {offered} offered, but no way was found to put whole layers where "
            "they fit; {head} must keep at least {least} itself.",
            name=model.name,
            needed=format_bytes(needed),
            offered=format_bytes(available),
            head=head.name,
            least=format_bytes(needs.host_bytes + needs.shard_bytes(0, 0, True)),
        )
    return Refusal(model.name, needed, available, (first,), left_out)
