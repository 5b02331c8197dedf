"""What is found when devices do not see each other, and what is found of one that is away. Pure.

An address given by hand works whatever keeps discovery from working, so many findings end there.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from app.domain.network_facts import Knock, NetworkFacts, PeerFacts
from app.domain.sentence import say

BY_HAND = say("An address given by hand always works.")


class Weight(StrEnum):
    """How much a finding matters."""

    PROBLEM = "problem"
    """It keeps devices apart."""
    NOTE = "note"
    """It is worth knowing."""
    GOOD = "good"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was found.

    Attributes:
        code: A stable word for programs.
        weight: How much it matters.
        title: What is so, in a few words.
        message: The same in a sentence or two.
        hint: What to do; empty when there is nothing.
    """

    code: str
    weight: Weight
    title: str
    message: str
    hint: str = ""


def peer_findings(facts: NetworkFacts) -> Iterator[Finding]:
    """What is found of the other devices of the swarm: those that are away, or reached by a detour."""
    for peer in facts.peers:
        if not peer.is_online and facts.interfaces:
            yield _away(peer)
        elif peer.is_detour:
            yield Finding(
                "detour",
                Weight.NOTE,
                say("{name} is reached through another device", name=peer.name),
                say(
                    "No direct connection with {name} could be made; a third device passes on what is sent.",
                    name=peer.name,
                ),
                say("It works, but slower. Open the link's port at one of the two routers for a direct connection."),
            )


def _away(peer: PeerFacts) -> Finding:
    where = ", ".join(peer.hosts) or say("an unknown address")
    if peer.knock is Knock.OPEN:
        return Finding(
            "not_linked",
            Weight.PROBLEM,
            say("{name} answers, but not as a member", name=peer.name),
            say(
                "Something takes connections at {where}, but it does not prove to be {name}: another device has its "
                "address now, or it has another token.",
                where=where,
                name=peer.name,
            ),
            say("Look at the token on {name}.", name=peer.name),
        )
    if peer.knock is Knock.REFUSED:
        return Finding(
            "not_running",
            Weight.PROBLEM,
            say("Hearth does not run on {name}", name=peer.name),
            say(
                "The machine at {where} answers, but nothing listens at the port that {name} had.",
                where=where,
                name=peer.name,
            ),
            say("Start Hearth on {name}.", name=peer.name),
        )
    if not peer.is_near:
        return Finding(
            "other_subnet",
            Weight.PROBLEM,
            say("{name} is in another network", name=peer.name),
            say(
                "{name} was last at {where}, which is in no network of this device, and does not answer there.",
                name=peer.name,
                where=where,
            ),
            say("Bring both into one network. {by_hand}", by_hand=BY_HAND),
        )
    return Finding(
        "peer_silent",
        Weight.PROBLEM,
        say("{name} does not answer", name=peer.name),
        say(
            "Nothing comes back from {where}. It is switched off or asleep, or a firewall on it drops connections.",
            where=where,
        ),
        say("Wake it; if it is awake, allow Hearth in its firewall. {by_hand}", by_hand=BY_HAND),
    )
