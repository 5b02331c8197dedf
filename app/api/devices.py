"""Which device a person means: by the name that faces show, or by its peer id. Pure."""

from app.domain.errors import UserError
from app.domain.state import AppState, PeerState


def find_device(state: AppState, text: str) -> PeerState:
    """The device of a snapshot that a text names.

    Raises:
        UserError: None does (`device_not_found`), or several do (`device_ambiguous`).
    """
    wanted = " ".join(text.split()).casefold()
    for peer in state.peers:
        if wanted in (peer.peer_id.casefold(), peer.name.casefold()):
            return peer
    # Devices of one name are shown with the end of their peer ids: "laptop (k3Fq)".
    found = [peer for peer in state.peers if wanted and peer.name.casefold().rpartition(" (")[0] == wanted]
    if len(found) == 1:
        return found[0]
    if found:
        raise UserError(
            "Several devices of that name",
            f"{len(found)} devices are called {text:.60}: {_names(found)}.",
            "Name one as it is shown here, or by its peer id.",
            "device_ambiguous",
        )
    raise UserError(
        "Unknown device",
        f"No device of the swarm is called {text:.60}.",
        f"Devices that are known: {_names(list(state.peers))}.",
        "device_not_found",
    )


def _names(peers: list[PeerState]) -> str:
    return ", ".join(peer.name for peer in peers)
