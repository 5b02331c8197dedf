"""Reads llama-server's log (`--log-jsonl`: one JSON object for each message); pure.

What the server's libraries write by themselves before they abort is plain text on standard error.
"""

import json
from dataclasses import dataclass

PLAIN = "plain"


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
    """Whether a line may be kept while requests are answered: debug messages hold people's prompts."""
    return not line.startswith("{") or '"level":"error"' in line[:80] or '"level":"warn"' in line[:80]
