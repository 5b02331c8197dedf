"""Trying TCP ports: whether anything takes connections there."""

import asyncio
import contextlib
import errno
from collections.abc import Iterable

from app.domain.network_facts import Knock

KNOCK_SECONDS = 2.0
MOST_KNOCKS = 8

_REFUSED = (errno.ECONNREFUSED, errno.ECONNRESET)


async def knock(address: str) -> Knock:
    """What comes of connecting to `host:port`; the connection is closed at once."""
    host, _, port = address.rpartition(":")
    try:
        async with asyncio.timeout(KNOCK_SECONDS):
            _, writer = await asyncio.open_connection(host.removeprefix("[").removesuffix("]"), int(port))
    except TimeoutError:
        return Knock.SILENT
    except ValueError:
        return Knock.NO_ROUTE
    except OSError as error:
        return Knock.REFUSED if error.errno in _REFUSED else Knock.NO_ROUTE
    writer.close()
    with contextlib.suppress(OSError):
        await writer.wait_closed()
    return Knock.OPEN


async def knock_at(addresses: Iterable[str]) -> tuple[Knock, ...]:
    """What comes of each of some addresses, all at once."""
    return tuple(await asyncio.gather(*(knock(address) for address in tuple(addresses)[:MOST_KNOCKS])))


def best_of(knocks: Iterable[Knock]) -> Knock | None:
    """The one that says most; None for none."""
    found = set(knocks)
    return next((kind for kind in (Knock.OPEN, Knock.REFUSED, Knock.SILENT, Knock.NO_ROUTE) if kind in found), None)
