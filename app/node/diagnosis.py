"""Measuring why devices do not see each other; what it means is `domain.diagnosis`."""

import asyncio
import ipaddress
import time
from collections.abc import Iterable

from app.domain.diagnosis import Diagnosis, diagnose
from app.domain.network_facts import InterfaceFacts, MulticastFacts, NetworkFacts, PeerFacts
from app.domain.reach import ManualAddress
from app.domain.record import Record
from app.network.multicast_check import listen_to_multicast
from app.node.knocking import best_of, knock_at
from app.node.membership import Membership
from app.node.messages import NetworkCheck, NetworkChecked, NoReply
from app.system.interfaces import Interface, interfaces

CHECK_SECONDS = 6.0
STRANGERS_SECONDS = 600.0


async def examine(membership: Membership | None, addresses: tuple[ManualAddress, ...]) -> Diagnosis:
    """Look at this device's network, listen for a moment, and ask the members that are there; takes a few seconds.

    Args:
        membership: The swarm this node is in, if it is in one.
        addresses: Those given by hand, with what came of each.
    """
    present = interfaces()
    heard, peers = await asyncio.gather(_hear(membership, present), _peers(membership, present))
    return diagnose(
        NetworkFacts(
            is_joined=membership is not None,
            link_port=membership.link_port if membership else 0,
            interfaces=tuple(InterfaceFacts(item.name, item.host, item.is_tunnel, item.is_way_out) for item in present),
            multicast=heard,
            peers=peers,
            addresses=addresses,
            strangers=membership.meeting.strangers(STRANGERS_SECONDS) if membership else (),
        )
    )


async def _hear(membership: Membership | None, present: tuple[Interface, ...]) -> MulticastFacts | None:
    if not present:
        return None
    heard = await listen_to_multicast(item.host for item in present)
    own_tag = membership.keys.discovery_tag if membership else ""
    tags = set().union(*heard.hosts.values()) if heard.hosts else set()
    return MulticastFacts(
        own_heard=heard.own,
        hosts=tuple(sorted(heard.hosts)),
        own_swarm_hosts=tuple(sorted(host for host, said in heard.hosts.items() if own_tag in said)),
        other_swarms=len(tags - {own_tag}),
        error=heard.error,
    )


async def _peers(membership: Membership | None, present: tuple[Interface, ...]) -> tuple[PeerFacts, ...]:
    if membership is None:
        return ()
    own = membership.ledger.get(membership.peer_id)
    others = [record for record in membership.ledger.records() if record.peer_id != membership.peer_id]
    return tuple(await asyncio.gather(*(_peer(membership, own, record, present) for record in others)))


async def _peer(
    membership: Membership, own: Record | None, record: Record, present: tuple[Interface, ...]
) -> PeerFacts:
    is_online = record.peer_id in membership.online()
    addresses = membership.meeting.addresses_of(record)
    hosts = tuple(dict.fromkeys(address.rpartition(":")[0] for address in addresses))
    knock = None if is_online else best_of(await knock_at(addresses))
    reaches_us, skew_seconds = await _ask(membership, record) if is_online else (None, None)
    return PeerFacts(
        name=record.name,
        is_online=is_online,
        is_detour=membership.address(record.peer_id).startswith("relay:"),
        hosts=hosts,
        is_near=_is_near(hosts, present),
        knock=knock,
        reaches_us=reaches_us,
        clock_skew_seconds=skew_seconds,
        speaks_ours=own is None or record.rpc_version.accepts_client(own.rpc_version),
        app_version=record.app_version,
    )


async def _ask(membership: Membership, record: Record) -> tuple[bool | None, float | None]:
    try:
        reply = await membership.ask(record.peer_id, NetworkCheck(), CHECK_SECONDS)
    except NoReply:
        return None, None
    if not isinstance(reply, NetworkChecked):
        return None, None
    return reply.reached, reply.clock_seconds - time.time()


def _is_near(hosts: Iterable[str], present: tuple[Interface, ...]) -> bool:
    for host in hosts:
        try:
            address = ipaddress.ip_address(host.removeprefix("[").removesuffix("]"))
        except ValueError:
            continue
        if any(address in item.network for item in present):
            return True
    return False
