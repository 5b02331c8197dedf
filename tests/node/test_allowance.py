"""The account of memory: what is offered, who holds it, and that nothing is given twice."""

import pytest

from app.domain.device import Device, DeviceKind, rpc_device_id
from app.domain.errors import UserError
from app.node.allowance import Allowance, limit_devices
from tests.domain.builders import GB, cpu, gpu


@pytest.mark.parametrize(
    ("offer", "cpu_bytes", "gpu_bytes"),
    [(None, 4 * GB, 8 * GB), (3 * GB, 0, 3 * GB), (100 * GB, 36 * GB, 64 * GB), (0, 0, 0)],
)
def test_a_limit_fills_the_gpu_first(offer: int | None, cpu_bytes: int, gpu_bytes: int) -> None:
    limited = limit_devices((cpu(4 * GB), gpu(8 * GB)), offer)
    assert [device.offered_bytes for device in limited] == [cpu_bytes, gpu_bytes]


def test_what_is_held_is_used_until_it_is_released() -> None:
    allowance = Allowance((cpu(4 * GB),))
    allowance.reserve("model-a/host", "CPU", 1 * GB)
    allowance.reserve("lease-b/worker", "CPU", 2 * GB)
    assert allowance.devices[0].used_bytes == 3 * GB
    assert allowance.devices_without(("model-a",))[0].used_bytes == 2 * GB
    allowance.release("model-a/host")
    allowance.release("model-a/host")
    assert allowance.free_bytes("CPU") == 2 * GB


def test_more_than_is_free_is_refused_and_nothing_is_held() -> None:
    allowance = Allowance((cpu(4 * GB),))
    with pytest.raises(UserError, match=r"4\.0 GB of the memory"):
        allowance.reserve("lease-b/worker", "CPU", 5 * GB)
    with pytest.raises(UserError):
        allowance.reserve("lease-b/worker", "CUDA0", 1)
    assert allowance.devices[0].used_bytes == 0


def test_a_lower_offer_keeps_what_is_held_and_gives_nothing_more() -> None:
    allowance = Allowance((cpu(4 * GB),))
    allowance.reserve("lease-b/worker", "CPU", 2 * GB)
    allowance.offer((cpu(1 * GB),))
    assert (allowance.devices[0].used_bytes, allowance.free_bytes("CPU")) == (2 * GB, 0)


def test_a_given_worker_is_held_as_a_whole_and_may_go_while_it_is_held() -> None:
    device_id = rpc_device_id("10.0.0.2:50052")
    given = Device(device_id, DeviceKind.RPC, "RPC server", 8 * GB, 6 * GB)
    allowance = Allowance((cpu(4 * GB), given))
    allowance.reserve("model-a/RPC", device_id, 1 * GB)
    assert allowance.free_bytes(device_id) == 0, "it serves one client at a time"
    with pytest.raises(UserError):
        allowance.reserve("lease-b/worker", device_id, 1 * GB)
    allowance.offer((cpu(4 * GB),))
    assert [device.used_bytes for device in allowance.devices] == [0]
    allowance.release("model-a/RPC")
    allowance.offer((cpu(4 * GB), given))
    assert allowance.free_bytes(device_id) == 6 * GB
