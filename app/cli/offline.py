"""Joining and leaving while no Hearth runs: the token is put where the next start finds it."""

from app.cli.configuration import Configuration
from app.domain.errors import UserError
from app.identity.token import parse_token
from app.identity.vault import Vault, open_vault


async def keep_token(configuration: Configuration, token_text: str) -> None:
    """Keep a token for the next start.

    Raises:
        UserError: It is not a token, this device is in a swarm already, or there is nowhere to keep it.
    """
    token = parse_token(token_text)
    vault = await _vault(configuration)
    kept = (await vault.read()).token
    if kept is not None and parse_token(kept).secret == token.secret:
        raise UserError("Already a member", "This device is already in that swarm.", "Start Hearth.", "already_member")
    if kept is not None:
        raise UserError(
            "In another swarm",
            "This device is in another swarm.",
            "Leave it first with `hearth leave`, then join this one.",
            "in_another_swarm",
        )
    await vault.write_token(str(token))


async def forget_token(configuration: Configuration) -> None:
    """Forget the token.

    Raises:
        UserError: There is none.
    """
    vault = await _vault(configuration)
    if (await vault.read()).token is None:
        raise UserError("Not in a swarm", "This device is in no swarm.", code="not_joined")
    await vault.write_token(None)


async def kept_token(configuration: Configuration) -> str | None:
    """The token that the next start would use."""
    return (await (await _vault(configuration)).read()).token


async def _vault(configuration: Configuration) -> Vault:
    if configuration.settings.secrets == "memory":
        raise UserError(
            "Nothing is kept",
            "By its settings this Hearth keeps no secrets when it is not running.",
            "Start it first, or give the token as HEARTH_TOKEN.",
            "secrets_in_memory",
        )
    return await open_vault(configuration.paths.data, configuration.settings.secrets)
