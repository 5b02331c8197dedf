"""Recognising what people paste by mistake: the codes of other products, to name them instead of saying "wrong"."""

import base64
import binascii
import re

from app.domain.sentence import say

_MIN_BASE64 = 16

# Tried in this order, on the text without surrounding space. Each ends a sentence "This looks like …".
_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), name)
    for pattern, name in (
        (r"\btskey-[a-z]+-\w+", say("a key of Tailscale")),
        (r"\bEXO_\w+|\bexo://", say("a setting of exo")),
        (
            r"(?:^|\s)(?:/(?:ip4|ip6|dns|dns4|dns6)/\S+)",
            say("the address of a libp2p program, as exo or IPFS use them"),
        ),
        (
            r"\b(?:12D3KooW[1-9A-HJ-NP-Za-km-z]{44}|Qm[1-9A-HJ-NP-Za-km-z]{44})\b",
            say("the name of one device (a peer id)"),
        ),
        (r"^(?:[A-Z2-7]{7}-){7}[A-Z2-7]{7}$", say("a device ID of Syncthing")),
        (r"\bhf_[A-Za-z0-9]{20,}", say("an access token of Hugging Face")),
        (r"\b(?:ghp|gho|ghs)_[A-Za-z0-9]{20,}|\bgithub_pat_\w{20,}", say("an access token of GitHub")),
        (r"\bsk-[\w-]{16,}", say("an API key of an online AI service")),
        (r"\beyJ[\w-]+\.eyJ[\w-]+\.[\w-]+", say("a sign-in token of a web service (JWT)")),
        (r"^(?i:bc1|tb1|lnbc)[0-9a-zA-Z]{20,}$", say("a Bitcoin address")),
        (r"^ssh-(?:ed25519|rsa) ", say("an SSH key")),
    )
)
_WEB_ADDRESS = re.compile(r"^(?i:https?://)\S+$")


def name_product(text: str) -> str | None:
    """What a text is, as the end of the sentence "This looks like …", or None when nothing known."""
    stripped = text.strip().strip("\"'`<>")
    if embedded := _name_base64(stripped):
        return embedded
    for pattern, name in _PATTERNS:
        if pattern.search(stripped):
            return name
    return say("a web address") if _WEB_ADDRESS.match(stripped) else None


def _name_base64(text: str) -> str | None:
    """Products whose code is base64 of something readable."""
    packed = "".join(text.split())
    if len(packed) < _MIN_BASE64:
        return None
    standard = packed.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        # Whole groups of four only: a token cut short is still recognised.
        content = base64.b64decode(standard[: len(standard) // 4 * 4], validate=True).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return None
    # A network configuration as YAML: https://mudler.github.io/edgevpn/docs/reference/network-config/
    if content.startswith("otp:") or ("rendezvous:" in content and "room:" in content):
        return say("a network token of LocalAI or EdgeVPN")
    if content.startswith("{") and '"id"' in content and '"addrs"' in content:
        return say("an invite of mesh-llm")
    if content.startswith("{"):
        return say("a code of another program")
    return None
