"""What goes wrong with a link, in words for people."""

from app.domain.errors import UserError
from app.domain.sentence import say


def start_error(reason: str) -> UserError:
    """The process could not be started."""
    return UserError(
        say("The link did not start"),
        say("This node cannot take connections of other devices: {reason}.", reason=reason),
        say("Restart Hearth; if it stays so, choose another link port in the settings."),
        "link_failed",
    )


def gone_error() -> UserError:
    """The process is not there to be asked."""
    return UserError(
        say("The link has ended"),
        say("The process that connects this node with other devices is not running."),
        say("It starts again by itself."),
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
                say("Nobody answers there"),
                say("No device takes connections at this address ({reason}).", reason=text),
                say("Check the address and the port, and that Hearth runs on the other device."),
                code,
            )
        case "peer_stranger":
            return UserError(
                say("A stranger is there"),
                say("Something answers at this address, and it is not a member of this swarm ({reason}).", reason=text),
                say("Check the address; the other device may have another token."),
                code,
            )
        case _:
            return UserError(say("The link refused"), f"{text.capitalize()}.", "", "link_failed")
