"""An answer in one piece, put together of the events of a stream: field by field what a host would have given. Pure."""

import json
from typing import Any

from app.routing.answer_log import events_in, split_event, written

_SHARED = ("created", "model", "system_fingerprint")


class WholeAnswer:
    """Gathers the events of one chat completion or completion.

    Args:
        is_chat: Which of the two.
    """

    def __init__(self, is_chat: bool) -> None:
        self._is_chat = is_chat
        self._text = ""
        self._reasoning = ""
        self._tool_calls: dict[int, dict[str, Any]] = {}
        self._reason: str | None = None
        self._fields: dict[str, Any] = {}

    def feed(self, events: bytes) -> None:
        """Whole events."""
        for event in events_in(events):
            _, data = split_event(event)
            if data and not data.startswith(b"[DONE]"):
                self._note(json.loads(data))

    def body(self) -> bytes:
        """The JSON of the whole answer."""
        fields = self._fields
        body: dict[str, Any] = {
            "choices": [self._choice()],
            **{name: fields[name] for name in _SHARED if name in fields},
            "object": "chat.completion" if self._is_chat else "text_completion",
            **{name: fields[name] for name in ("usage", "id", "timings") if name in fields},
        }
        return written(body)

    def _choice(self) -> dict[str, Any]:
        if not self._is_chat:
            return {"text": self._text, "index": 0, "logprobs": None, "finish_reason": self._reason}
        message: dict[str, Any] = {"role": "assistant", "content": self._text}
        if self._reasoning:
            message["reasoning_content"] = self._reasoning
        if self._tool_calls:
            message["tool_calls"] = [call for _, call in sorted(self._tool_calls.items())]
        return {"finish_reason": self._reason, "index": 0, "message": message}

    def _note(self, fields: dict[str, Any]) -> None:
        self._fields |= {name: value for name, value in fields.items() if name != "choices"}
        for choice in fields.get("choices", ()):
            self._reason = choice.get("finish_reason") or self._reason
            delta = choice.get("delta") or {}
            self._text += choice.get("text") or delta.get("content") or ""
            self._reasoning += delta.get("reasoning_content") or ""
            for call in delta.get("tool_calls") or ():
                self._note_call(call)

    def _note_call(self, call: dict[str, Any]) -> None:
        function = call.get("function") or {}
        begun: dict[str, Any] = {"type": "function", "function": {"name": "", "arguments": ""}}
        known = self._tool_calls.setdefault(call["index"], begun)
        if call.get("id"):
            known["id"] = call["id"]
        known["function"]["name"] += function.get("name") or ""
        known["function"]["arguments"] += function.get("arguments") or ""
