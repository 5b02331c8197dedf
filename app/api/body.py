"""Request bodies, parsed once: a JSON object with the fields that an endpoint needs, or a clear error."""

import json
import math
from typing import Any

from aiohttp import hdrs, web

from app.api.guard import is_json
from app.routing.failure import AnswerError, Failure


async def read_object(request: web.Request) -> tuple[bytes, dict[str, Any]]:
    """The body as it came, and the JSON object that it is.

    Raises:
        AnswerError: It is not declared as JSON, is not JSON, or is not an object.
    """
    if not is_json(request.headers.get(hdrs.CONTENT_TYPE)):
        raise AnswerError(
            Failure(415, "Send the body as JSON, with the header Content-Type: application/json.", "not_json_type")
        )
    body = await request.read()
    try:
        fields = json.loads(body)
    except json.JSONDecodeError as error:
        where = f"{error.msg}, line {error.lineno}, column {error.colno}"
        raise AnswerError(Failure(400, f"The body is not JSON ({where}).", "not_json")) from error
    except (ValueError, RecursionError) as error:
        raise AnswerError(Failure(400, "The body is not JSON in UTF-8.", "not_json")) from error
    if not isinstance(fields, dict):
        raise AnswerError(Failure(400, "The body must be a JSON object, { … }.", "not_an_object"))
    return body, fields


def text_field(fields: dict[str, Any], name: str) -> str:
    """A field that must be there and be a text that is not empty."""
    value = optional_text_field(fields, name)
    if value is None:
        raise AnswerError(Failure(400, f"The field `{name}` is missing.", "field_missing", name))
    return value


def optional_text_field(fields: dict[str, Any], name: str) -> str | None:
    """A field that is a text; None when it is absent, null or empty."""
    value = fields.get(name)
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise AnswerError(Failure(400, f"The field `{name}` must be a text.", "field_wrong_type", name))
    return value


def optional_number_field(fields: dict[str, Any], name: str, message: str) -> float | None:
    """A field that is a finite number; None when it is absent or null. `message` is for whatever else it is."""
    value = fields.get(name)
    if value is None:
        return None
    try:
        number = math.nan if isinstance(value, bool) or not isinstance(value, int | float) else float(value)
    except OverflowError:  # JSON's whole numbers have no end
        number = math.inf
    if not math.isfinite(number):
        raise AnswerError(Failure(400, message, "field_wrong_type", name))
    return number


def flag_field(fields: dict[str, Any], name: str) -> bool:
    """A field that is true or false; false when it is absent or null."""
    value = fields.get(name)
    if not isinstance(value, bool | None):
        raise AnswerError(Failure(400, f"The field `{name}` must be true or false.", "field_wrong_type", name))
    return bool(value)
