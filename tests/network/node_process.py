"""A program that puts one node on a swarm's network: for tests on several machines.

    python -m tests.network.node_process SEED SECRET TAG

It prints a JSON object per line, each with the monotonic `time` at which it happened, and obeys lines on its stdin:
`publish TEXT`, `request PEER_ID TEXT`, `stop`. It answers requests with the text reversed.
"""

import asyncio
import json
import sys
import time
from dataclasses import asdict

from app.domain.ids import PeerId
from app.network.events import GossipReceived, NetworkError, NetworkEvent, NetworkSettings
from app.network.swarm_network import SwarmNetwork


def settings_of(seed: str, secret: str, tag: str, port: int = 0) -> NetworkSettings:
    """Settings from short texts; equal texts give equal keys."""
    return NetworkSettings(
        identity_seed=seed.encode().ljust(32, b"."),
        psk=secret.encode().ljust(32, b"."),
        discovery_tag=tag,
        topic=f"test/{secret}",
        listen_port=port,
    )


def say(event: str, **facts: object) -> None:
    """Print one line."""
    print(json.dumps({"event": event, "time": time.monotonic(), **facts}), flush=True)


def on_event(event: NetworkEvent) -> None:
    """Print what the network says."""
    match event:
        case GossipReceived(peer_id, data):
            say("GossipReceived", peer_id=peer_id, data=data.decode())
        case _:
            say(type(event).__name__, **asdict(event))


async def answer(peer_id: PeerId, payload: bytes) -> bytes:
    """The payload reversed."""
    return payload[::-1]


async def obey(network: SwarmNetwork, line: str) -> bool:
    """Carry out one line; False when it was the last."""
    command, _, rest = line.strip().partition(" ")
    match command:
        case "publish":
            await network.publish(rest.encode())
        case "request":
            peer_id, _, text = rest.partition(" ")
            try:
                reply = await network.request(PeerId(peer_id), text.encode(), 5)
                say("Answered", text=reply.decode())
            except NetworkError as error:
                say("Failed", error=type(error).__name__)
        case _:
            return False
    return True


async def main(seed: str, secret: str, tag: str) -> None:
    """Be on the network until told to stop."""
    network = SwarmNetwork(settings_of(seed, secret, tag), on_event, answer)
    say("Starting")
    await network.start()
    say("Started", peer_id=network.peer_id, addresses=network.addresses)
    while await obey(network, await asyncio.to_thread(sys.stdin.readline)):
        pass
    stopping = time.monotonic()
    await network.stop()
    say("Stopped", seconds=time.monotonic() - stopping)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:4]))
