"""Why two machines do not see each other: from what was measured to findings in plain words. Pure, a table.

A finding says what is so and what to do. An address given by hand works whatever keeps discovery from working, so
many of them end there.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from app.domain.finding import BY_HAND, Finding, Weight, peer_findings
from app.domain.network_facts import NetworkFacts
from app.domain.reach import Itself, NotReached, OtherSwarm
from app.domain.sentence import say, say_count

MOST_CLOCK_SKEW_SECONDS = 300.0


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What keeps devices apart, what matters most first.

    Attributes:
        summary: One sentence.
        findings: At least one.
        facts: What they were made from, for reports.
    """

    summary: str
    findings: tuple[Finding, ...]
    facts: NetworkFacts


def diagnose(facts: NetworkFacts) -> Diagnosis:
    """What the facts mean."""
    found = [finding for rule in _RULES for finding in rule(facts)]
    order = list(Weight)
    found.sort(key=lambda finding: order.index(finding.weight))
    problems = [finding for finding in found if finding.weight is Weight.PROBLEM]
    if problems:
        summary = (
            say("{title}.", title=problems[0].title)
            if len(problems) == 1
            else say("{title}, and {count} more.", title=problems[0].title, count=len(problems) - 1)
        )
    else:
        online = sum(peer.is_online for peer in facts.peers)
        summary = (
            say_count(
                online,
                "Nothing is wrong: {count} other device is connected.",
                "Nothing is wrong: {count} other devices are connected.",
            )
            if online
            else say("Nothing wrong was found here.")
        )
        found.append(Finding("good", Weight.GOOD, say("Nothing is wrong"), summary))
    return Diagnosis(summary, tuple(found), facts)


def _no_network(facts: NetworkFacts) -> Iterator[Finding]:
    if not facts.interfaces:
        yield Finding(
            "no_network",
            Weight.PROBLEM,
            say("No network"),
            say("This device is connected with no network."),
            say("Connect it with the Wi-Fi or the cable that the other devices use."),
        )


def _not_joined(facts: NetworkFacts) -> Iterator[Finding]:
    if not facts.is_joined:
        yield Finding(
            "not_joined",
            Weight.PROBLEM,
            say("In no swarm"),
            say("This device is in no swarm, so it looks for nobody."),
            say("Paste the token of another device here, or invite one."),
        )


def _multicast(facts: NetworkFacts) -> Iterator[Finding]:
    heard = facts.multicast
    if heard is None or not facts.interfaces:
        return
    if heard.error or not heard.own_heard:
        yield Finding(
            "multicast_blocked",
            Weight.PROBLEM,
            say("A firewall on this device blocks discovery"),
            say(
                "What this device announces at UDP port 5353 does not even come back to itself ({error}).",
                error=heard.error,
            )
            if heard.error
            else say("What this device announces at UDP port 5353 does not even come back to itself."),
            say(
                "Allow UDP port 5353 (mDNS) in this device's firewall or security software. {by_hand}", by_hand=BY_HAND
            ),
        )
    elif not heard.hosts and not any(peer.is_online for peer in facts.peers):
        yield Finding(
            "multicast_silent",
            Weight.PROBLEM,
            say("Nobody else is heard in this network"),
            say(
                "This device announces itself, but nothing of any other device comes at UDP port 5353. The network "
                "keeps devices apart (a guest network, client isolation), the others' firewalls do, or they are "
                "elsewhere."
            ),
            say(
                "Put all devices into the same network, not the guest one, and allow UDP port 5353 on them. {by_hand}",
                by_hand=BY_HAND,
            ),
        )


def _other_token(facts: NetworkFacts) -> Iterator[Finding]:
    heard = facts.multicast
    alone = not any(peer.is_online for peer in facts.peers)
    if heard is not None and heard.other_swarms and facts.is_joined:
        yield Finding(
            "other_token",
            Weight.PROBLEM if alone and not heard.own_swarm_hosts else Weight.NOTE,
            say("A device with another token is here"),
            say("Hearth runs in this network with another token too."),
            say("If that is one of your devices: leave the swarm on it, and join again with this swarm's token."),
        )
    if facts.strangers:
        yield Finding(
            "stranger",
            Weight.PROBLEM if alone else Weight.NOTE,
            say("A device without this swarm's token knocks"),
            say(
                "{strangers} tried to connect and holds no key of this swarm: it has another token, an old one, or "
                "was removed.",
                strangers=", ".join(facts.strangers),
            ),
            say("If that is one of your devices: leave the swarm on it, and join again with this swarm's token."),
        )


def _tunnels(facts: NetworkFacts) -> Iterator[Finding]:
    tunnels = [item for item in facts.interfaces if item.is_tunnel and item.is_way_out]
    if tunnels:
        apart = any(not peer.is_online for peer in facts.peers) or not facts.peers
        yield Finding(
            "vpn",
            Weight.PROBLEM if apart else Weight.NOTE,
            say("A VPN carries this device's traffic"),
            say(
                "Traffic leaves by {name} ({host}); many VPNs cut off the local network.",
                name=tunnels[0].name,
                host=tunnels[0].host,
            ),
            say("Switch the VPN off, or allow local network access in it. {by_hand}", by_hand=BY_HAND),
        )


def _firewall_here(facts: NetworkFacts) -> Iterator[Finding]:
    asked = [peer for peer in facts.peers if peer.reaches_us is not None]
    if asked and not any(peer.reaches_us for peer in asked):
        names = ", ".join(peer.name for peer in asked)
        yield Finding(
            "firewall_here",
            Weight.NOTE,
            say("Others cannot connect to this device"),
            say(
                "{names} cannot connect to TCP port {link_port} of this device: a firewall or a router blocks it. "
                "Where this device connects to the others, it works nevertheless.",
                names=names,
                link_port=str(facts.link_port),
            ),
            say(
                "Allow TCP port {link_port} in this device's firewall; the setting listen_port keeps it the same.",
                link_port=str(facts.link_port),
            ),
        )


def _clocks(facts: NetworkFacts) -> Iterator[Finding]:
    for peer in facts.peers:
        if peer.clock_skew_seconds is not None and abs(peer.clock_skew_seconds) > MOST_CLOCK_SKEW_SECONDS:
            minutes = round(abs(peer.clock_skew_seconds) / 60)
            yield Finding(
                "clock",
                Weight.NOTE,
                say("The clocks of {name} and this device differ", name=peer.name),
                say(
                    "The clock of {name} is {minutes} minutes ahead of this one. Invite codes may look expired."
                    if peer.clock_skew_seconds > 0
                    else "The clock of {name} is {minutes} minutes behind this one. Invite codes may look expired.",
                    name=peer.name,
                    minutes=minutes,
                ),
                say("Let both set their time by the network."),
            )


def _versions(facts: NetworkFacts) -> Iterator[Finding]:
    for peer in facts.peers:
        if not peer.speaks_ours:
            yield Finding(
                "version",
                Weight.NOTE,
                say("{name} has another version", name=peer.name),
                say(
                    "{name} runs Hearth {app_version}, which cannot share memory with this one; chat works.",
                    name=peer.name,
                    app_version=peer.app_version,
                ),
                say("Update Hearth on the older of the two."),
            )


def _addresses(facts: NetworkFacts) -> Iterator[Finding]:
    for item in facts.addresses:
        match item.status:
            case NotReached(reason):
                yield Finding(
                    "address_silent",
                    Weight.PROBLEM,
                    say("{address} does not answer", address=item.address),
                    say("Nobody takes connections there: {reason}", reason=reason),
                    say(
                        "Check host and port. The port is that of the link (listen_port on the other device), and its "
                        "router must pass it on when it is in another network."
                    ),
                )
            case OtherSwarm(reason):
                yield Finding(
                    "address_stranger",
                    Weight.PROBLEM,
                    say("At {address} is no member of this swarm", address=item.address),
                    say("Something answers there, but not as a member: {reason}", reason=reason),
                    say("Check the port, and that the device there has this swarm's token."),
                )
            case Itself():
                yield Finding(
                    "address_itself",
                    Weight.NOTE,
                    say("{address} is this device", address=item.address),
                    say("The address leads to this device itself."),
                    say("Give it to the others instead."),
                )
            case _:
                pass


_RULES: tuple[Callable[[NetworkFacts], Iterator[Finding]], ...] = (
    _no_network,
    _not_joined,
    _multicast,
    _other_token,
    _tunnels,
    peer_findings,
    _firewall_here,
    _addresses,
    _clocks,
    _versions,
)
