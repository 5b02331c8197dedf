"""A live test of the API: one short question, asked as any program would ask it."""

import ssl
from typing import Any

import aiohttp

from app.domain.errors import UserError
from app.domain.sentence import Sentence, marked, say
from app.ui.present.language import tr

QUESTION = marked("Say hello in one short sentence.")
_MOST_TOKENS = 60
_ANSWER_SECONDS = 300.0


async def ask_once(url: str, key: str, model: str) -> str:
    """The answer of a model.

    Args:
        url: The base address.
        key: The key to show.
        model: Its name.

    Raises:
        UserError: The API refused, or was not reached.
    """
    body = {"model": model, "messages": [{"role": "user", "content": tr(QUESTION)}], "max_tokens": _MOST_TOKENS}
    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=_ANSWER_SECONDS, sock_connect=5)) as session,
            session.post(
                f"{url}/chat/completions",
                json=body,
                headers={"Authorization": f"Bearer {key}"},
                ssl=_without_authority() if url.startswith("https:") else True,
            ) as response,
        ):
            answer = await response.json(content_type=None)
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
        raise UserError(say("Not reached"), _no_answer(url, error), code="api_unreachable") from error
    return _text(answer)


def _without_authority() -> ssl.SSLContext:
    """This computer's own certificate is not signed by anybody; the question goes to itself."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def _no_answer(url: str, error: Exception) -> Sentence:
    if not str(error):
        return say("{url} gave no answer: it took too long.", url=url)
    return say("{url} gave no answer: {error}.", url=url, error=str(error))


def _text(answer: Any) -> str:
    if isinstance(answer, dict) and isinstance(error := answer.get("error"), dict):
        reason = str(error.get("message") or "") or say("It gave no reason.")
        raise UserError(say("Refused"), reason, code=str(error.get("code")))
    try:
        return str(answer["choices"][0]["message"]["content"] or "").strip() or tr("(an empty answer)")
    except (KeyError, IndexError, TypeError) as error:
        raise UserError(
            say("Not understood"), say("What came back is no answer of a model."), code="api_error"
        ) from error
