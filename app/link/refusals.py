"""What goes wrong with a link, in words for people."""

from app.domain.errors import UserError


def start_error(reason: str) -> UserError:
    """The process could not be started."""
    return UserError(
        "The link did not start",
        f"This node cannot take connections of other devices: {reason}.",
        "Restart Hearth; if it stays so, choose another link port in the settings.",
        "link_failed",
    )


def gone_error() -> UserError:
    """The process is not there to be asked."""
    return UserError(
        "The link has ended",
        "The process that connects this node with other devices is not running.",
        "It starts again by itself.",
        "link_failed",
    )


def refused_error(text: str, code: str) -> UserError:
    """The process says no to a command.

    Args:
        text: Why, in its words.
        code: `peer_unreachable`, `peer_stranger`, or nothing.
    """
    match code:
        case "peer_unreachable":
            return UserError(
                "Nobody answers there",
                f"No device takes connections at this address ({text}).",
                "Check the address and the port, and that Hearth runs on the other device.",
                code,
            )
        case "peer_stranger":
            return UserError(
                "A stranger is there",
                f"Something answers at this address, and it is not a member of this swarm ({text}).",
                "Check the address; the other device may have another token.",
                code,
            )
        case _:
            return UserError("The link refused", f"{text.capitalize()}.", "", "link_failed")
