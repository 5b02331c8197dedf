"""Where a file would fit by its size alone, as a table."""

from dataclasses import replace

import pytest

from app.domain.device import Device, DeviceKind
from app.domain.fit import Fit, FitsSplit, FitsWhole, TooBig
from app.domain.ids import PeerId
from app.domain.rough_fit import rough_fit
from app.domain.state import AppState, Away, NotJoined, Online, PeerState, PeerStatus

GB = 1_000_000_000


def peer(name: str, offered_bytes: int, status: PeerStatus, *, is_self: bool = False) -> PeerState:
    device = Device("CPU", DeviceKind.CPU, "A processor", 2 * offered_bytes, offered_bytes)
    return PeerState(PeerId(name), name, is_self, status, (device,), True, "0.1.0", "linux", "", "")


PEERS = (
    peer("kitchen", 4 * GB, Online(), is_self=True),
    peer("study", 8 * GB, Online()),
    peer("attic", 100 * GB, Away()),
    replace(peer("hall", 100 * GB, Online()), sharing=False),
)
STATE = AppState("0.1.0", PeerId("kitchen"), "kitchen", NotJoined(), PEERS, (), "", (), ())


@pytest.mark.parametrize(
    ("file_bytes", "expected"),
    [
        (0, FitsWhole("kitchen", is_snug=False)),
        (2 * GB, FitsWhole("kitchen", is_snug=False)),
        (5 * GB, FitsWhole("study", is_snug=False)),
        (7 * GB, FitsWhole("study", is_snug=True)),
        (8 * GB, FitsSplit(("study", "kitchen"), is_snug=False)),
        (11 * GB, FitsSplit(("study", "kitchen"), is_snug=True)),
        (20 * GB, TooBig(9_300_000_000)),
    ],
)
def test_by_size(file_bytes: int, expected: Fit) -> None:
    assert rough_fit(STATE, file_bytes) == expected
