"""Who may knock at the link's port, before anybody has shown who it is: limits in all and for each address.

A connection that says nothing costs a thread and a descriptor until its time is over. So only a few may wait, and when
there are more, the address that has most of them waiting loses its oldest one: a thousand silent connections of one
machine crowd out each other, and nobody else. A failed handshake costs processor time; an address that fails often is
hung up on for a while without a look at what it says.
"""

import ipaddress
import threading
from collections import Counter, OrderedDict, deque

MOST_PENDING = 64
"""Connections that have not shown yet who they are, in all."""

MOST_PENDING_OF_ONE = 16
"""The same of one address; members behind one router share it."""

MOST_FAILURES = 40
FAILURE_SECONDS = 10.0
"""More failed handshakes of one address in this time and it is not listened to. A member that dials with the
credentials of another epoch fails a few times only."""

_MOST_ADDRESSES = 1024


class Knocks[Connection]:
    """Counts what waits and what failed; connections are only kept apart by identity."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pending: OrderedDict[Connection, str] = OrderedDict()
        self._waiting: Counter[str] = Counter()
        self._failures: OrderedDict[str, deque[float]] = OrderedDict()

    def knock(self, connection: Connection, address: str, now: float) -> list[Connection]:
        """A new connection waits from now on.

        Args:
            connection: It.
            address: Where it comes from.
            now: `time.monotonic()` value.

        Returns:
            What has to be hung up on; that may be the new one, which then does not wait.
        """
        source = _source(address)
        with self._lock:
            if self._has_failed_too_often(source, now):
                return [connection]
            self._pending[connection] = source
            self._waiting[source] += 1
            if self._waiting[source] > MOST_PENDING_OF_ONE:
                return [self._oldest_of(source)]
            if len(self._pending) > MOST_PENDING:
                return [self._oldest_of(self._waiting.most_common(1)[0][0])]
            return []

    def answered(self, connection: Connection) -> None:
        """It waits no more: it has shown who it is, has failed, or was hung up on."""
        with self._lock:
            self._forget(connection)

    def failed(self, address: str, now: float) -> None:
        """A handshake from there has failed, and cost something."""
        source = _source(address)
        with self._lock:
            self._failures.setdefault(source, deque(maxlen=MOST_FAILURES)).append(now)
            self._failures.move_to_end(source)
            if len(self._failures) > _MOST_ADDRESSES:
                self._failures.popitem(last=False)

    def _has_failed_too_often(self, source: str, now: float) -> bool:
        times = self._failures.get(source)
        return times is not None and len(times) == MOST_FAILURES and now - times[0] < FAILURE_SECONDS

    def _oldest_of(self, source: str) -> Connection:
        oldest = next(connection for connection, of in self._pending.items() if of == source)
        self._forget(oldest)
        return oldest

    def _forget(self, connection: Connection) -> None:
        source = self._pending.pop(connection, None)
        if source is not None:
            self._waiting[source] -= 1
            if not self._waiting[source]:
                del self._waiting[source]


def _source(address: str) -> str:
    """What counts as one address: of IPv6 the network, within which a machine takes as many addresses as it likes."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped is not None:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)
