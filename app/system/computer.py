"""What this computer is called, as the first name of its node."""

import platform

MAX_NAME_CHARACTERS = 60


def computer_name() -> str:
    """The machine's own name without its network's domain, "computer" when it has none."""
    name = platform.node().partition(".")[0].strip()
    printable = "".join(character for character in name if character.isprintable())
    return printable[:MAX_NAME_CHARACTERS] or "computer"
