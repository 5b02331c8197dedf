"""Addresses that the user chooses: where to listen, what to announce, whom to dial first."""

import pytest
import trio

from app.network.events import NetworkError, PeerConnected
from app.network.listening import choose_port
from tests.network.hosts import Member, run


def test_a_member_named_by_the_user_is_dialled_by_name_without_discovery() -> None:
    async def main() -> None:
        async with trio.open_nursery() as nursery:
            port = choose_port(["127.0.0.1"], 0)
            first = Member("first", listen_addresses=(f"/ip4/127.0.0.1/tcp/{port}",))
            nursery.start_soon(first.host.run)
            await first.wait_until_listening()
            assert first.port == port
            named = f"/dns4/localhost/tcp/{port}/p2p/{first.peer_id}"
            second = Member("second", bootstrap_addresses=(named,), limits=True)
            nursery.start_soon(second.host.run)
            for member in (first, second):
                await member.wait_for(lambda event: isinstance(event, PeerConnected))
            nursery.cancel_scope.cancel()

    run(main)


def test_an_address_that_cannot_be_listened_on_is_an_error_that_says_so() -> None:
    async def main() -> None:
        member = Member("first", listen_addresses=("/dns4/home.example/tcp/1",))
        with pytest.raises(NetworkError, match="not an address to listen on"):
            await member.host.run()

    run(main)


def test_a_bootstrap_address_of_another_transport_is_left_out(caplog: pytest.LogCaptureFixture) -> None:
    async def main() -> None:
        member = Member("first", bootstrap_addresses=("/ip4/192.0.2.1/udp/1/quic-v1/p2p/12D3KooW",))
        async with trio.open_nursery() as nursery:
            nursery.start_soon(member.host.run)
            await member.wait_until_listening()
            nursery.cancel_scope.cancel()

    run(main)
    assert "a bootstrap address is left out" in caplog.text
