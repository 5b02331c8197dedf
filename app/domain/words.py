"""How sizes, layers and speeds are written for people: the same in the windows, the API and the command line.

Bytes are decimal (1 GB = 1,000,000,000 bytes), as shops and operating systems name memory and disks.
"""

from collections.abc import Sequence

from app.domain.placement import Shard
from app.domain.sentence import Sentence, figure, marked, say

_UNITS = (
    marked("{figure} B"),
    marked("{figure} kB"),
    marked("{figure} MB"),
    marked("{figure} GB"),
    marked("{figure} TB"),
    marked("{figure} PB"),
)


def format_bytes(count: int) -> Sentence:
    """A size in bytes in at most three or four figures: `512 B`, `66 kB`, `8.2 MB`, `3.1 GB`, `128 GB`."""
    value, unit = _in_unit(abs(count))
    return _quantity(-value if count < 0 else value, unit, _decimals(value, unit))


def format_progress(done: int, total: int) -> Sentence:
    """How far some bytes are, in the unit of the whole: `3.1 of 8.2 GB`."""
    value, unit = _in_unit(total)
    decimals = _decimals(value, unit)
    part = figure(min(done, total) / 1000**unit, f".{decimals}f")
    return say("{part} of {whole}", part=part, whole=_quantity(value, unit, decimals))


def _in_unit(count: int) -> tuple[float, int]:
    value, unit = float(count), 0
    # 999.5 would be rounded to 1000: it is 1.0 of the next unit.
    while value >= 999.5 and unit < len(_UNITS) - 1:
        value, unit = value / 1000, unit + 1
    return value, unit


def _decimals(value: float, unit: int) -> int:
    return 1 if unit >= 2 and round(value, 1) < 100 else 0


def _quantity(value: float, unit: int, decimals: int) -> Sentence:
    return say(_UNITS[unit], figure=figure(value, f".{decimals}f"))


def format_layers(shard: Shard) -> Sentence:
    """Which layers a shard holds, counted from 0: `layers 0-5` (with an en dash), `layers 6-11 and output`."""
    if shard.layer_count == 0:
        return say("output") if shard.holds_output else say("no layers")
    if shard.layer_count == 1:
        layers = say("layer {number}", number=str(shard.first_layer))
    else:
        layers = say("layers {first}\u2013{last}", first=str(shard.first_layer), last=str(shard.last_layer))
    return say("{layers} and output", layers=layers) if shard.holds_output else layers


def format_rate(tokens_per_second: float) -> Sentence:
    """A speed of generation: `7.2 tokens/s`, `134 tokens/s`."""
    decimals = 1 if round(tokens_per_second, 1) < 100 else 0
    return say("{rate} tokens/s", rate=figure(tokens_per_second, f".{decimals}f"))


def format_time_left(seconds: float) -> Sentence:
    """How long something will take, as roughly as it is known: `about 8 s left`, `about 3 min left`."""
    if seconds < 99.5:
        return say("about {seconds} s left", seconds=max(1, round(seconds)))
    minutes = round(seconds / 60)
    if minutes < 100:
        return say("about {minutes} min left", minutes=minutes)
    return say("about {hours} h left", hours=round(seconds / 3600))


def listed(parts: Sequence[str]) -> str:
    """Names, or what else is said in a row: `kitchen, study and attic`; nothing for none."""
    if len(parts) < 2:
        return parts[0] if parts else ""
    return say("{others} and {last}", others=in_a_row(parts[:-1]), last=parts[-1])


def in_a_row(parts: Sequence[str]) -> str:
    """The same with commas only: `6 of 12 layers for 3 GB free, 6 of 12 layers for 2 GB free`."""
    row = parts[0] if parts else ""
    for part in parts[1:]:
        row = say("{first}, {next}", first=row, next=part)
    return row


def in_turn(sentences: Sequence[str]) -> str:
    """Sentences, one after the other; those that say nothing are left out."""
    told = ""
    for sentence in sentences:
        told = say("{first} {next}", first=told, next=sentence) if told and sentence else told or sentence
    return told


def format_count(count: int, one: str, many: str) -> str:
    """A number of things: `1 device`, `2 devices`."""
    return f"{count:,} {one if count == 1 else many}"
