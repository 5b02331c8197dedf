"""Values that faces show of settings and API keys."""

from dataclasses import dataclass, field

type FileValue = str | int | bool | list[str] | None
"""A setting as its file has it; None for what is automatic."""


@dataclass(frozen=True, slots=True)
class Preference:
    """One setting as it is now.

    Attributes:
        name: Its key in the settings file.
        value: Its value.
        text: What it is for, a sentence.
        form: What is allowed, as the end of "it must be …".
        is_live: Whether a change takes effect while Hearth runs.
        waits: Whether it was changed and takes effect after a restart.
    """

    name: str
    value: FileValue
    text: str
    form: str
    is_live: bool
    waits: bool = False


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key with which a program may use the local API, as it is kept.

    Attributes:
        name: What its owner calls it.
        digest: SHA-256 of the key, in hex.
        end: Its last characters, to tell it from others.
        made_at: Wall-clock seconds since 1970.
    """

    name: str
    digest: str = field(repr=False)
    end: str
    made_at: float


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key that was just made: the only time that its text is there."""

    name: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class LanAccess:
    """How other machines of the network reach the API.

    Attributes:
        urls: Base addresses for OpenAI clients; none when it is not open.
        fingerprint: SHA-256 of the certificate that they see, as `AB:CD:…`; empty without encryption.
    """

    urls: tuple[str, ...] = ()
    fingerprint: str = ""


NO_LAN_ACCESS = LanAccess()
