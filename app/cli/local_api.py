"""The running node, reached over its local API with the key that lies in its data folder."""

import http.client
import json
import time
from typing import Any
from urllib.parse import urlsplit

from app.domain.errors import UserError
from app.system.instance import Instance

_ANSWER_SECONDS = 600.0
"""Loading a model over a network takes minutes; the node itself ends what takes too long."""

_START_SECONDS = 20.0
_AGAIN_SECONDS = 0.3


class LocalApi:
    """Requests to a running node.

    Args:
        instance: Where it is, and its key.
    """

    def __init__(self, instance: Instance) -> None:
        self._instance = instance

    def get(self, path: str) -> Any:
        """The JSON answer of a GET request. Raises UserError, the node's own or `not_reachable`."""
        return self._ask("GET", path, None)

    def post(self, path: str, fields: dict[str, Any] | None = None) -> Any:
        """The JSON answer of a POST request. Raises UserError, the node's own or `not_reachable`."""
        return self._ask("POST", path, fields or {})

    def delete(self, path: str, fields: dict[str, Any] | None = None) -> Any:
        """The JSON answer of a DELETE request. Raises UserError, the node's own or `not_reachable`."""
        return self._ask("DELETE", path, fields or {})

    def _ask(self, method: str, path: str, fields: dict[str, Any] | None) -> Any:
        """Ask; a node that is just starting is given the time, so that scripts need not try again."""
        deadline = time.monotonic() + _START_SECONDS
        while True:
            try:
                return self._ask_once(method, path, fields)
            except UserError as error:
                if error.problem.code != "starting" or time.monotonic() > deadline:
                    raise
            time.sleep(_AGAIN_SECONDS)

    def _ask_once(self, method: str, path: str, fields: dict[str, Any] | None) -> Any:
        headers = {"Authorization": f"Bearer {self._instance.key}", "Content-Type": "application/json"}
        connection = http.client.HTTPConnection(urlsplit(self._instance.api_url).netloc, timeout=_ANSWER_SECONDS)
        try:
            connection.request(method, path, None if fields is None else json.dumps(fields), headers)
            answer = connection.getresponse()
            body = json.loads(answer.read())
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise UserError(
                "Hearth does not answer",
                f"Hearth runs as process {self._instance.pid}, but {self._instance.api_url} gave no answer ({error}).",
                "End it and start it again.",
                "not_reachable",
            ) from error
        finally:
            connection.close()
        if answer.status >= 400:
            raise _user_error(body)
        return body


def _user_error(body: Any) -> UserError:
    error = body.get("error", {}) if isinstance(body, dict) else {}
    message, hint = str(error.get("message", "It said no more.")), str(error.get("hint", ""))
    return UserError(
        str(error.get("title") or "Hearth refused"),
        message.removesuffix(hint).rstrip() or message,
        hint,
        str(error.get("code") or "error"),
    )
