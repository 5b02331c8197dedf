"""A conversation as Markdown for people and as JSON for programs, and back from that JSON. Without Qt."""

import json
import re
import secrets
from datetime import datetime, tzinfo
from typing import Any

from app.domain.errors import UserError
from app.domain.sentence import Sentence, say
from app.ui.chat.conversation import Conversation, Entry, Options, Summary, untitled
from app.ui.chat.turn_json import read_options, read_turn, write_options, write_turn
from app.ui.chat.turns import Answer, Question, caption, content, problem_words
from app.ui.present.language import tr

FORMAT, VERSION = "hearth-conversation", 1
MAX_IMPORT_BYTES = 50_000_000


def to_markdown(conversation: Conversation, zone: tzinfo | None = None) -> str:
    """What is shown, with who answered."""
    parts = [f"# {conversation.summary.title}", f"*{_time(conversation.summary.changed_at, zone)}*"]
    if conversation.options.system_prompt.strip():
        parts.append("\n".join(f"> {line}" for line in conversation.options.system_prompt.strip().split("\n")))
    for turn in conversation.turns:
        match turn:
            case Question():
                parts += [f"## {tr('Question')}", content(turn)]
            case Answer():
                said = turn.text or (problem_words(turn.problem) if turn.problem else "")
                parts += [f"## {tr('Answer')}", said, f"*{caption(turn)}*"]
    return "\n\n".join(part for part in parts if part) + "\n"


def to_json(conversation: Conversation) -> str:
    """Everything, all branches included."""
    summary = conversation.summary
    body = {
        "format": FORMAT,
        "version": VERSION,
        "title": summary.title,
        "changed_at": summary.changed_at,
        "options": write_options(conversation.options),
        "shown": conversation.leaf,
        "turns": [{"id": e.entry_id, "parent": e.parent, **write_turn(e.turn)} for e in conversation.entries],
    }
    return json.dumps(body, ensure_ascii=False, indent=2) + "\n"


def from_json(text: str, now: float) -> Conversation:
    """A conversation that was exported; it gets ids of its own, so that it can be imported twice.

    Args:
        text: What `to_json` made.
        now: Seconds since 1970: an imported conversation is the newest.

    Raises:
        UserError: It is something else.
    """
    try:
        body = json.loads(text)
        if not isinstance(body, dict) or body.get("format") != FORMAT:
            raise _not_ours(say("It is not a conversation that Hearth exported."))
        if body.get("version") != VERSION:
            raise _not_ours(say("It was exported by a newer Hearth."))
        return _read(body, now)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise _not_ours(say("It is damaged, or not a conversation.")) from error


def file_name(conversation: Conversation, suffix: str) -> str:
    """A name that every system takes as a file's."""
    words = re.sub(r'[\x00-\x1f<>:"/\\|?*]+', " ", conversation.summary.title).strip(" .…")
    return f"{' '.join(words.split())[:80].strip(' .') or tr('Conversation')}{suffix}"


def _read(body: dict[str, Any], now: float) -> Conversation:
    names: dict[str, str] = {}
    entries = []
    for turn in body["turns"]:
        names[turn["id"]] = secrets.token_hex(8)
        parent = turn["parent"]
        entries.append(Entry(names[turn["id"]], None if parent is None else names[parent], read_turn(turn)))
    title = " ".join(str(body.get("title", "")).split()) or untitled()
    shown = body.get("shown")
    options = read_options(body.get("options") or {}) if isinstance(body.get("options") or {}, dict) else Options()
    leaf = names.get(shown) if isinstance(shown, str) else None
    return Conversation.of(Summary(secrets.token_hex(8), title, now), options, leaf, entries)


def _time(seconds: float, zone: tzinfo | None) -> str:
    return datetime.fromtimestamp(seconds, zone).strftime("%Y-%m-%d %H:%M")


def _not_ours(message: Sentence) -> UserError:
    hint = say("Choose a file that was made by Export, JSON.")
    return UserError(say("Not imported"), message, hint, "not_a_conversation")
