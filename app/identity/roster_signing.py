"""Signatures in the roster: who begins an epoch, who removes whom, and whether another's roster may be believed.

An epoch holds what its token is recognised by (`SwarmKeys.commitment`), never the token.
"""

from app.domain.epoch import Epoch, make_chain
from app.domain.ids import PeerId
from app.domain.roster import Removal, Roster
from app.identity.node_identity import NodeIdentity, verify
from app.identity.swarm_keys import SwarmKeys

# What is signed here can never pass for what the identity key signs elsewhere.
_EPOCH_CONTEXT = b"hearth epoch:"
_REMOVAL_CONTEXT = b"hearth removal:"


def first_roster(keys: SwarmKeys) -> Roster:
    """The roster of one who holds a token and knows nothing else of its swarm."""
    return Roster(make_chain([Epoch(0, "", keys.commitment, keys.door_tag)]))


def next_epoch(identity: NodeIdentity, roster: Roster, keys: SwarmKeys) -> Roster:
    """The roster with a further epoch, of a token with these keys, that none of those removed is given."""
    tip = roster.chain.tip
    bare = Epoch(tip.number + 1, tip.hash, keys.commitment, keys.door_tag, roster.removed, identity.peer_id)
    signature = identity.sign(_EPOCH_CONTEXT + bare.payload)
    signed = Epoch(bare.number, bare.parent, bare.commitment, bare.door_tag, bare.removed, bare.author, signature)
    return roster.merge(Roster(make_chain([signed])))


def sign_removal(identity: NodeIdentity, roster: Roster, peer_id: PeerId) -> Removal:
    """That a device is out."""
    bare = Removal(peer_id, identity.peer_id, roster.chain.tip.commitment)
    return Removal(peer_id, identity.peer_id, bare.under, identity.sign(_REMOVAL_CONTEXT + bare.payload))


def verify_removal(removal: Removal) -> bool:
    """Whether the member that a removal names has signed it."""
    return verify(removal.by, _REMOVAL_CONTEXT + removal.payload, removal.signature)


def check_roster(offered: Roster, keys: SwarmKeys, known: Roster, giver: PeerId) -> None:
    """Whether to believe what another node says of the swarm, before it is merged.

    A member may vouch for whom it let in. Anybody else (let in while this node was away) is believed only where what
    is new was signed by those that this node knows as members.

    Args:
        offered: What it says.
        keys: Of the token that it hands over: it must be the token of the epoch that it says is in force.
        known: What this node knew.
        giver: Who it is, proven by the connection.

    Raises:
        ValueError: It is not to be believed; the text is for logs.
    """
    if giver in known.removals:
        raise ValueError("it is of a removed device")
    if keys.commitment != offered.chain.tip.commitment:
        raise ValueError("the token is not that of the epoch in force")
    if not offered.chain.commitments & known.chain.commitments:
        raise ValueError("it is of another swarm")
    trusted = {peer_id for peer_id in known.members if peer_id not in known.removals}
    if giver in trusted:
        trusted |= offered.members.keys()
    for epoch_hash, epoch in offered.chain.epochs.items():
        if epoch_hash in known.chain.epochs or epoch.number == 0:
            continue
        _check_author(epoch.author, trusted, verify(epoch.author, _EPOCH_CONTEXT + epoch.payload, epoch.signature))
    commitments = offered.chain.commitments | known.chain.commitments
    for peer_id, removal in offered.removals.items():
        if known.removals.get(peer_id) == removal:
            continue
        if removal.under not in commitments:
            raise ValueError("a removal is of another swarm")
        _check_author(removal.by, trusted, verify_removal(removal))


def _check_author(author: PeerId, trusted: set[PeerId], is_signed: bool) -> None:
    if not is_signed:
        raise ValueError(f"a signature of {author} is wrong")
    if author not in trusted:
        raise ValueError(f"{author} is not known as a member")
