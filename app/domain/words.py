"""How sizes, layers and speeds are written for people: the same in the windows, the API and the command line.

Bytes are decimal (1 GB = 1,000,000,000 bytes), as shops and operating systems name memory and disks.
"""

from app.domain.placement import Shard

_UNITS = ("B", "kB", "MB", "GB", "TB", "PB")


def format_bytes(count: int) -> str:
    """A size in bytes in at most three or four figures: `512 B`, `66 kB`, `8.2 MB`, `3.1 GB`, `128 GB`."""
    if count < 0:
        return "-" + format_bytes(-count)
    value, unit = float(count), 0
    # 999.5 would be rounded to 1000: it is 1.0 of the next unit.
    while value >= 999.5 and unit < len(_UNITS) - 1:
        value, unit = value / 1000, unit + 1
    figure = f"{value:.1f}" if unit >= 2 and round(value, 1) < 100 else f"{value:.0f}"
    return f"{figure} {_UNITS[unit]}"


def format_progress(done: int, total: int) -> str:
    """How far some bytes are, in the unit of the whole: `3.1 of 8.2 GB`."""
    whole = format_bytes(total)
    figure, unit = whole.split(" ")
    value = min(done, total) / 1000 ** _UNITS.index(unit)
    return f"{value:.1f} of {whole}" if "." in figure else f"{value:.0f} of {whole}"


def format_layers(shard: Shard) -> str:
    """Which layers a shard holds, counted from 0: `layers 0-5` (with an en dash), `layers 6-11 and output`."""
    if shard.layer_count == 0:
        return "output" if shard.holds_output else "no layers"
    last = f"\u2013{shard.last_layer}" if shard.layer_count > 1 else ""
    layers = f"layer{'s' if last else ''} {shard.first_layer}{last}"
    return f"{layers} and output" if shard.holds_output else layers


def format_rate(tokens_per_second: float) -> str:
    """A speed of generation: `7.2 tokens/s`, `134 tokens/s`."""
    if round(tokens_per_second, 1) < 100:
        return f"{tokens_per_second:.1f} tokens/s"
    return f"{tokens_per_second:.0f} tokens/s"


def format_time_left(seconds: float) -> str:
    """How long something will take, as roughly as it is known: `about 8 s left`, `about 3 min left`."""
    if seconds < 99.5:
        return f"about {max(1, round(seconds))} s left"
    minutes = round(seconds / 60)
    if minutes < 100:
        return f"about {minutes} min left"
    return f"about {round(seconds / 3600)} h left"


def format_count(count: int, one: str, many: str) -> str:
    """A number of things: `1 device`, `2 devices`."""
    return f"{count:,} {one if count == 1 else many}"
