"""Spoils what is right, for fuzzers."""

import random
from collections.abc import Sequence
from typing import Any


def damaged(value: Any, chance: random.Random, nonsense: Sequence[Any]) -> Any:
    """The same JSON value with something in it replaced by nonsense."""
    if isinstance(value, dict) and value and chance.random() < 0.9:
        key = chance.choice(list(value))
        return {**value, key: damaged(value[key], chance, nonsense)}
    if isinstance(value, list) and value and chance.random() < 0.9:
        index = chance.randrange(len(value))
        return [*value[:index], damaged(value[index], chance, nonsense), *value[index + 1 :]]
    return chance.choice(nonsense)


def mutated(data: bytes, chance: random.Random) -> bytes:
    """The same with a few bytes changed, cut out or put in."""
    changed = bytearray(data)
    for _ in range(chance.randrange(1, 5)):
        position = chance.randrange(len(changed) + 1)
        match chance.randrange(3):
            case 0:
                changed[position : position + 1] = chance.randbytes(1)
            case 1:
                del changed[position : position + chance.randrange(1, 30)]
            case _:
                changed[position:position] = chance.randbytes(chance.randrange(1, 20))
    return bytes(changed)
