"""A member that lies: `python -m tests.soak.insider` holds the token, and tells the swarm what is not so.

Reads JSON: `token`, `victim` (a peer id whose records it forges and replays) and `record` (one of the victim's old
records as it travelled). Writes what it did. It uses the swarm's own network code, so that what is refused is refused
for what it says and not for how.
"""

import asyncio
import base64
import json
import secrets
import sys
from dataclasses import replace
from typing import Any

from app.domain.ids import PeerId
from app.domain.record import SignedRecord, decode_signed_record, encode_record
from app.identity.node_identity import NodeIdentity, new_identity
from app.identity.swarm_keys import derive
from app.identity.token import parse_token
from app.network.events import NetworkError, NetworkEvent, NetworkSettings, PeerConnected
from app.network.swarm_network import SwarmNetwork
from app.node.message_format import encode
from app.node.messages import Records

MEET_SECONDS = 20.0
SETTLE_SECONDS = 1.0


async def lie(token_text: str, record: dict[str, str]) -> dict[str, Any]:
    """Join, and tell every member forged, replayed and oversized records, by gossip and by request."""
    keys, identity = derive(parse_token(token_text)), new_identity()
    peers: set[PeerId] = set()
    met = asyncio.Event()

    def on_event(event: NetworkEvent) -> None:
        if isinstance(event, PeerConnected):
            peers.add(event.peer_id)
            met.set()

    async def answer(_peer: PeerId, _payload: bytes) -> bytes:
        return encode(Records(()))

    network = SwarmNetwork(NetworkSettings(identity.seed, keys.psk, keys.discovery_tag, keys.topic), on_event, answer)
    await network.start()
    try:
        await asyncio.wait_for(met.wait(), MEET_SECONDS)
        await asyncio.sleep(SETTLE_SECONDS)
        told = 0
        for lies in what_is_not_so(decode_signed_record(record), identity):
            await network.publish(json.dumps(lies).encode())
            told += 1
            for peer in peers:
                told += await _tell(network, peer, json.dumps({"type": "Records", "records": [lies]}).encode())
        refused = 0
        for payload in (b"", b"\xff" * 1000, b"[" * 50_000, b'{"type":"LeaseRequest"}', secrets.token_bytes(500_000)):
            for peer in peers:
                refused += not await _tell(network, peer, payload)
        await asyncio.sleep(SETTLE_SECONDS)
        return {"met": len(peers), "lies": told, "malformed_refused": refused}
    finally:
        await network.stop()


def what_is_not_so(signed: SignedRecord, identity: NodeIdentity) -> list[dict[str, str]]:
    """Records that must not be believed, as they travel."""
    forged = encode_record(replace(signed.record, name="forged", incarnation=signed.record.incarnation + 10_000_000))
    by_other = identity.sign(b"hearth record:" + forged)
    return [
        signed.to_wire(),  # an old one, replayed
        {"payload": base64.b64encode(forged).decode(), "signature": base64.b64encode(by_other).decode()},
        {"payload": base64.b64encode(forged).decode(), "signature": base64.b64encode(signed.signature).decode()},
        {"payload": base64.b64encode(b"x" * 400_000).decode(), "signature": ""},
    ]


async def _tell(network: SwarmNetwork, peer: PeerId, payload: bytes) -> bool:
    try:
        await network.request(peer, payload, 5)
    except (NetworkError, TimeoutError):
        return False
    return True


if __name__ == "__main__":
    wanted = json.load(sys.stdin)
    print(json.dumps(asyncio.run(lie(wanted["token"], wanted["record"]))))
