"""Which leases are given back when less memory is offered than is lent. Pure."""

from collections.abc import Mapping


def to_give_back(excess_bytes: int, held_bytes: Mapping[str, int]) -> tuple[str, ...]:
    """Choose what is given back so that at least `excess_bytes` become free: as few as possible.

    Each lease that ends has a model loaded anew somewhere in the household, however small it is. So the smallest one
    that is enough ends, and while none is, the largest; of equal ones the latest, since the older ones have been used
    for longer and will rather be used again.

    Args:
        excess_bytes: What must become free.
        held_bytes: What each lease holds, the oldest first.
    """
    left = list(held_bytes)[::-1]  # min and max take the first of equal ones
    chosen: list[str] = []
    while excess_bytes > 0 and left:
        enough = [key for key in left if held_bytes[key] >= excess_bytes]
        key = min(enough, key=held_bytes.__getitem__) if enough else max(left, key=held_bytes.__getitem__)
        left.remove(key)
        chosen.append(key)
        excess_bytes -= held_bytes[key]
    return tuple(chosen)
