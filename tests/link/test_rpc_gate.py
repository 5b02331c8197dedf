"""What a lease lets through to its worker."""

import struct

import pytest

from app.link.leases import LeaseAccount
from app.link.rpc_frames import ANSWER_BYTES, TENSOR_BYTES, FrameError, Pieces, RpcCommand, answer
from app.link.rpc_gate import MAX_GRAPH_ITEMS, MIN_CHARGE_BYTES, RpcGate
from tests.link.test_rpc_frames import joined, request

LIMIT_BYTES = 1_000_000
HELLO = request(RpcCommand.HELLO, b"rdma" * 6)


class Channel:
    """A gate with its account, greeted already."""

    def __init__(self, account: LeaseAccount | None = None, *, greeted: bool = True) -> None:
        self.account = account or LeaseAccount(LIMIT_BYTES)
        self.refused: list[int] = []
        self.gate = RpcGate(self.account, self.refused.append)
        if greeted:
            self.ask(HELLO)
            self.worker_says(answer(bytes([7, 0, 0, 0]) + bytes(24)))

    def ask(self, data: bytes) -> tuple[bytes, bytes]:
        to_worker, to_client = self.gate.requests(memoryview(data))
        return joined(to_worker), joined(to_client)

    def worker_says(self, data: bytes) -> bytes:
        pieces: Pieces = self.gate.answers(memoryview(data))
        return joined(pieces)

    def allocate(self, size_bytes: int, pointer: int = 0xAA) -> None:
        assert self.ask(allocation(size_bytes)) == (allocation(size_bytes), b"")
        self.worker_says(answer(struct.pack("<QQ", pointer, size_bytes)))


def allocation(size_bytes: int) -> bytes:
    return request(RpcCommand.ALLOC_BUFFER, struct.pack("<IQ", 0, size_bytes))


def free(pointer: int) -> bytes:
    return request(RpcCommand.FREE_BUFFER, struct.pack("<Q", pointer))


def graph(nodes: int, tensors: int) -> bytes:
    body = struct.pack("<II", 0, nodes) + bytes(8 * nodes) + struct.pack("<I", tensors) + bytes(TENSOR_BYTES * tensors)
    return request(RpcCommand.GRAPH_COMPUTE, body)


def test_capabilities_are_cleared_both_ways() -> None:
    channel = Channel(greeted=False)
    assert channel.ask(HELLO) == (request(RpcCommand.HELLO, bytes(24)), b"")
    assert channel.worker_says(answer(bytes([7, 0, 0, 0]) + b"rdma" * 6)) == answer(bytes([7, 0, 0, 0]) + bytes(24))


def test_allocations_add_up_and_are_given_back_when_freed() -> None:
    channel = Channel()
    channel.allocate(600_000, pointer=1)
    channel.allocate(400_000, pointer=2)
    assert channel.account.used_bytes == LIMIT_BYTES
    assert channel.ask(free(1)) == (free(1), b"")
    assert channel.account.used_bytes == 400_000


def test_an_allocation_beyond_the_lease_never_reaches_the_worker() -> None:
    channel = Channel()
    channel.allocate(600_000)
    assert channel.ask(allocation(400_001)) == (b"", answer(bytes(16)))
    assert channel.refused == [400_001]
    assert channel.account.used_bytes == 600_000
    assert channel.ask(allocation(1 << 63)) == (b"", answer(bytes(16)))


def test_a_refusal_waits_for_the_answers_before_it() -> None:
    channel = Channel()
    count = request(RpcCommand.DEVICE_COUNT, b"")
    assert channel.ask(count + allocation(LIMIT_BYTES + 1)) == (count, b"")
    first = answer(struct.pack("<I", 1))
    assert channel.worker_says(first[:5]) == b""
    # The answer of the worker has begun: nothing may come between.
    assert channel.ask(count) == (count, b"")
    assert channel.worker_says(first[5:]) == first + answer(bytes(16))
    assert channel.worker_says(first) == first
    # Two answers that arrive together, and the refusal belongs between them.
    channel.ask(count + allocation(LIMIT_BYTES + 1) + count)
    assert channel.worker_says(first + first) == first + answer(bytes(16)) + first


def test_what_the_worker_could_not_allocate_is_given_back() -> None:
    channel = Channel()
    channel.ask(allocation(600_000))
    channel.worker_says(answer(bytes(16)))
    assert channel.account.used_bytes == 0


def test_what_the_worker_really_allocated_counts() -> None:
    channel = Channel()
    channel.ask(allocation(600_000))
    channel.worker_says(answer(struct.pack("<QQ", 1, 600_064)))
    assert channel.account.used_bytes == 600_064


def test_empty_allocations_are_not_free() -> None:
    channel = Channel(LeaseAccount(3 * MIN_CHARGE_BYTES))
    for pointer in (1, 2, 3):
        channel.allocate(0, pointer)
    assert channel.ask(allocation(0)) == (b"", answer(bytes(16)))


def test_a_closed_channel_gives_everything_back_and_channels_share_the_lease() -> None:
    first = Channel()
    second = Channel(first.account)
    first.allocate(600_000)
    first.ask(allocation(100_000))  # not answered yet
    assert second.ask(allocation(400_000))[0] == b""
    first.gate.close()
    assert first.account.used_bytes == 0
    second.allocate(LIMIT_BYTES)


def test_the_peer_sees_its_lease_and_not_the_machine() -> None:
    channel = Channel()
    channel.allocate(600_000)
    question = request(RpcCommand.GET_DEVICE_MEMORY, bytes(4))
    assert channel.ask(question) == (b"", answer(struct.pack("<QQ", 400_000, LIMIT_BYTES)))


@pytest.mark.parametrize(("has", "shown"), [(0, 0), (1, 1), (3, 1)])
def test_the_peer_sees_the_one_device_that_is_lent(has: int, shown: int) -> None:
    channel = Channel()
    question = request(RpcCommand.DEVICE_COUNT, b"")
    assert channel.ask(question) == (question, b"")
    assert channel.worker_says(answer(struct.pack("<I", has))) == answer(struct.pack("<I", shown))


def test_data_passes_when_it_fits_a_buffer() -> None:
    channel = Channel()
    channel.allocate(5000)
    data = request(RpcCommand.SET_TENSOR, bytes(TENSOR_BYTES + 9 + 5000))
    assert channel.ask(data) == (data, b"")
    wanted = request(RpcCommand.GET_TENSOR, bytes(TENSOR_BYTES) + struct.pack("<QQ", 0, 5000))
    assert channel.ask(wanted) == (wanted, b"")
    assert channel.worker_says(answer(bytes(5000))) == answer(bytes(5000))
    computation = graph(3, 5)
    assert channel.ask(computation) == (computation, b"")


@pytest.mark.parametrize(
    "bad",
    [
        HELLO,
        request(RpcCommand.SET_TENSOR, bytes(TENSOR_BYTES + 9 + 5001)),
        request(RpcCommand.SET_TENSOR, bytes(10)),
        struct.pack("<BQ", RpcCommand.SET_TENSOR, 1 << 63),
        request(RpcCommand.GET_TENSOR, bytes(TENSOR_BYTES) + struct.pack("<QQ", 0, 5001)),
        free(0xBB),
        free(0xAA) + free(0xAA),
        free(0xAA) + request(RpcCommand.SET_TENSOR, bytes(TENSOR_BYTES + 9 + 1)),
        struct.pack("<BQII", RpcCommand.GRAPH_COMPUTE, 20, 0, 1 << 31),
        struct.pack("<BQ", RpcCommand.GRAPH_COMPUTE, 4) + bytes(4),
        struct.pack("<BQ", RpcCommand.GRAPH_COMPUTE, 12 + TENSOR_BYTES * (MAX_GRAPH_ITEMS + 1)),
        graph(3, 5)[:1] + struct.pack("<Q", len(graph(3, 5)) - 8) + graph(3, 5)[9:],
        request(99, b""),
    ],
)
def test_what_a_lease_cannot_mean_is_an_error(bad: bytes) -> None:
    channel = Channel()
    channel.allocate(5000)
    with pytest.raises(FrameError):
        channel.ask(bad)


def test_the_first_request_must_be_hello() -> None:
    with pytest.raises(FrameError):
        Channel(greeted=False).ask(request(RpcCommand.DEVICE_COUNT, b""))


@pytest.mark.parametrize("said", [answer(b"1234"), struct.pack("<Q", 5), struct.pack("<Q", 1 << 40)])
def test_a_worker_that_answers_something_else_is_an_error(said: bytes) -> None:
    channel = Channel()
    if len(said) == 8:
        channel.ask(request(RpcCommand.DEVICE_COUNT, b""))
        assert ANSWER_BYTES[RpcCommand.DEVICE_COUNT] == 4
    with pytest.raises(FrameError):
        channel.worker_says(said)
