"""Fuzz: a device that is on the roster knocks and says nonsense, close to what is right, for some seconds."""

import json
import logging
import os
import random
import time
from pathlib import Path
from typing import Any

import pytest

from app.admission import rate
from app.admission.knock import open_knock
from app.admission.stream import KnockError
from app.domain.state import Joined
from app.identity.node_identity import new_identity
from app.node.messages import RosterOffer
from app.node.visiting import receive_message
from tests.node.conftest import MakeNode, until
from tests.spoiling import damaged

FUZZ_SECONDS = float(os.environ.get("FUZZ_SECONDS", "10"))
NONSENSE: tuple[Any, ...] = (None, 0, -1, 1 << 70, "", "x" * 3000, [], {}, [[]], {"": 0}, True, 1.5, "\ud800", "a.b")


async def test_nonsense_of_a_member_at_the_door_changes_nothing(
    make_node: MakeNode, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    node, visitor, chance = await make_node(), new_identity(), random.Random(5)
    invitation = await node.invite()
    await node.household.admit(visitor.peer_id, "visitor")
    door = node._belonging.door
    deadline = time.monotonic() + FUZZ_SECONDS
    rounds = 0
    while time.monotonic() < deadline:
        assert door._listener is not None
        door._listener._rate = rate.KnockRate()
        stream = await open_knock(f"127.0.0.1:{door.port}", visitor.seed, "member", tmp_path)
        offer = await receive_message(stream)
        assert isinstance(offer, RosterOffer)
        body = {"type": "RosterOffer", "roster": offer.roster.to_wire(), "token": offer.token}
        for _ in range(chance.randrange(1, 4)):
            body = damaged(body, chance, NONSENSE)
        try:
            await stream.write_frame(json.dumps(body).encode()[: chance.choice((16000, 16000, 400))])
            await stream.write_frame(b"")
        except KnockError:
            pass
        await stream.close()
        rounds += 1
    assert rounds > 20
    assert await node.token() == invitation.token
    state = await until(node, lambda state: isinstance(state.swarm, Joined))
    assert state.problems == ()
    assert [entry.getMessage() for entry in caplog.records if entry.levelno >= logging.ERROR] == []
