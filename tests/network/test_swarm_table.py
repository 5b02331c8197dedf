"""Members that nobody near knows are found in the swarm's own hash table."""

from functools import partial
from itertools import pairwise

import pytest
import trio

from app.network.events import PeerConnected
from tests.network.hosts import Member, run

DEAD = (("127.0.0.1", 9),)


async def _first_and_last_of_a_chain(*, dht: bool, seconds: float) -> bool:
    """Four members, each told of the next only; whether the first meets the last, whose address it has wrong."""
    members = [Member(f"member{number}", dht=dht) for number in range(4)]
    first, last = members[0], members[-1]
    async with trio.open_nursery() as nursery:
        for member in members:
            nursery.start_soon(member.host.run)
            await member.wait_until_listening()
        for member, following in pairwise(members):
            member.meet(following)
            await member.wait_for(partial(_is_of, member=following))
        first.host.know(last.peer_id, DEAD)
        with trio.move_on_after(seconds):
            await first.wait_for(lambda event: _is_of(event, last))
        nursery.cancel_scope.cancel()
    return any(_is_of(event, last) for event in first.events)


def _is_of(event: object, member: Member) -> bool:
    return isinstance(event, PeerConnected) and event.peer_id == member.peer_id


@pytest.mark.parametrize(("dht", "seconds"), [(True, 25.0), (False, 6.0)])
def test_a_member_with_a_wrong_address_is_found_by_the_table(dht: bool, seconds: float) -> None:
    async def main() -> None:
        assert await _first_and_last_of_a_chain(dht=dht, seconds=seconds) is dht

    run(main)
