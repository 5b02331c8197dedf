"""The token: the secret text that admits a node to a swarm, `hearth1…` with an optional `@host:port`.

Its text is bech32m of a version byte and 20 random bytes: 47 characters. The address hint after it says where a
member can be reached and is checked on its own. What is derived from the secret is `swarm_keys`' business.
An invite code (`4821-amber-kettle-otter`) goes into the same field and is recognised here too.
"""

import hmac
import secrets
from dataclasses import dataclass, field

from app.domain.errors import Problem, UserError
from app.domain.invite_code import InviteCode, read_code
from app.domain.sentence import say
from app.identity import bech32
from app.identity.address_hint import parse_hint
from app.identity.token_text import (
    HUMAN_READABLE_PART,
    QUOTES,
    SECRET_BYTES,
    VERSION,
    FoundToken,
    explain,
    find_tokens,
    hint_after,
    prepare,
)


@dataclass(frozen=True, slots=True)
class Token:
    """What admits a node to a swarm. `str(token)` is the secret text; its repr does not show the secret.

    Attributes:
        version: The format; only 1 is known.
        secret: 20 random bytes, from which everything else of the swarm is derived.
        hint: `host:port` where a member can be reached, if the token says so.
    """

    version: int
    secret: bytes = field(repr=False)
    hint: str | None = None

    def __post_init__(self) -> None:
        if self.version != VERSION or len(self.secret) != SECRET_BYTES:
            raise ValueError("not a token of this version")

    def __str__(self) -> str:
        text = bech32.encode(HUMAN_READABLE_PART, bytes([self.version]) + self.secret)
        return f"{text}@{self.hint}" if self.hint else text

    def opens_same_swarm(self, other: "Token") -> bool:
        """Whether both admit to one swarm, whatever address they hint at."""
        return self.version == other.version and hmac.compare_digest(self.secret, other.secret)


@dataclass(frozen=True, slots=True)
class Empty:
    """Nothing was typed yet."""


@dataclass(frozen=True, slots=True)
class Invalid:
    """Not a token that can be used, and why."""

    problem: Problem


@dataclass(frozen=True, slots=True)
class Valid:
    """A token."""

    token: Token


@dataclass(frozen=True, slots=True)
class ValidCode:
    """No token but an invite code."""

    code: InviteCode


type TokenCheck = Empty | Invalid | Valid | ValidCode


def new_token() -> Token:
    """A token for a new swarm."""
    return Token(VERSION, secrets.token_bytes(SECRET_BYTES))


def check_token(text: str) -> TokenCheck:
    """What a text is as a token or code; quick enough for every keystroke. The text may be a whole pasted message."""
    pasted = prepare(text)
    if not pasted.compact:
        return Invalid(explain(pasted)) if pasted.cleaned.strip(QUOTES + " \t\r\n") else Empty()
    if found := find_tokens(pasted):
        return _check_found(found)
    match read_code(pasted.cleaned):
        case None:
            return Invalid(explain(pasted))
        case Problem() as problem:
            return Invalid(problem)
        case code:
            return _code_with_hint(code.code, hint_after(pasted.cleaned, code.end))


def parse_token_or_code(text: str) -> Token | InviteCode:
    """The token, or else the invite code, in a text.

    Raises:
        UserError: As `parse_token`, `code_incomplete` or `code_mistyped`.
    """
    match check_token(text):
        case ValidCode(code):
            return code
        case _:
            return parse_token(text)


def parse_token(text: str) -> Token:
    """The token in a text: typed, quoted, wrapped over lines, in a `hearth://` link or in a whole message.

    Raises:
        UserError: `token_empty`, `token_too_short`, `token_mistyped`, `token_other_product`, `token_too_new`,
            `token_not_a_token`, or `token_is_code` for an invite code.
    """
    match check_token(text):
        case Valid(token):
            return token
        case Invalid(problem):
            raise UserError(problem.title, problem.message, problem.hint, problem.code)
        case ValidCode():
            raise UserError(
                say("An invite code, not a token"),
                say("An invite code is used by a Hearth that runs: the other device is asked."),
                say("Start Hearth, then join with the code."),
                "token_is_code",
            )
        case Empty():
            raise UserError(
                say("No token"),
                say("There is no token yet."),
                say('Paste the token that the other device shows under "Invite a device".'),
                "token_empty",
            )


def _check_found(found: tuple[FoundToken, ...]) -> TokenCheck:
    known = [token for token in found if token.payload[0] == VERSION]
    if not known:
        return Invalid(
            Problem(
                say("The token is too new"),
                say(
                    "This token is of version {version}; this Hearth knows version {known}.",
                    version=found[0].payload[0],
                    known=VERSION,
                ),
                say("Update Hearth on this device, then join again."),
                "token_too_new",
            )
        )
    if any(token.payload != known[0].payload for token in known):
        return Invalid(
            Problem(
                say("Two different tokens"),
                say("This text holds tokens of two different swarms."),
                say("Paste only the one that you want to join."),
                "token_not_a_token",
            )
        )
    hinted = next((token.hint for token in known if token.hint is not None), None)
    return _with_hint(known[0].payload, hinted)


def _with_hint(payload: bytes, hint: str | None) -> TokenCheck:
    try:
        return Valid(Token(payload[0], payload[1:], None if hint is None else parse_hint(hint)))
    except ValueError:
        return _bad_hint(f"{hint:.80}", is_token=True)


def _code_with_hint(code: InviteCode, hint: str | None) -> TokenCheck:
    try:
        return ValidCode(code if hint is None else code.at(parse_hint(hint)))
    except ValueError:
        return _bad_hint(f"{hint:.80}", is_token=False)


def _bad_hint(hint: str, *, is_token: bool) -> Invalid:
    return Invalid(
        Problem(
            say("The address in the token is mistyped" if is_token else "The address in the code is mistyped"),
            say('"{hint}" is not a host name or address followed by a colon and a port.', hint=hint),
            say(
                "Copy the token again, or leave out everything from the @ on."
                if is_token
                else "Copy the code again, or leave out everything from the @ on."
            ),
            "token_mistyped" if is_token else "code_mistyped",
        )
    )
