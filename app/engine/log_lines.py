"""Reads llama-server's log (`--log-jsonl`: one JSON object for each message); pure.

What the server's libraries write by themselves before they abort is plain text on standard error.
"""

import json
import re
from dataclasses import dataclass

PLAIN = "plain"
_SERIOUS = re.compile(r'\{"type":"log","time":\d+,"level":"(?:error|warn)"')


@dataclass(frozen=True, slots=True)
class LogMessage:
    """One message of the log.

    Attributes:
        level: `debug`, `info`, `cont`, `warn`, `error`, `none`, or `plain` for what is not JSON.
        text: The message without line end.
    """

    level: str
    text: str


def parse_log_line(line: str) -> LogMessage:
    """Read one line; never fails."""
    if line.startswith("{"):
        try:
            body = json.loads(line)
        except (ValueError, RecursionError):
            body = None
        if isinstance(body, dict) and isinstance(body.get("msg"), str):
            return LogMessage(str(body.get("level")), body["msg"].rstrip())
    return LogMessage(PLAIN, line)


def is_worth_keeping(line: str) -> bool:
    """Whether a line may be kept and logged: warnings, errors, last words. Debug messages hold people's prompts."""
    return not line.startswith("{") or _SERIOUS.match(line) is not None
