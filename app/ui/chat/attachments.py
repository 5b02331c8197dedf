"""Text files that go along with a question: read in any common encoding, refused in words. Without Qt."""

import codecs
from pathlib import Path

from app.domain.errors import UserError
from app.domain.sentence import Sentence, say
from app.domain.words import format_bytes
from app.ui.chat.turns import Attachment

MAX_BYTES = 1_000_000
MAX_FILES = 10
_CHARACTERS_PER_TOKEN = 4
"""Of English; others have fewer, so that what is refused here would not fit anyway."""

# The longer mark first: that of UTF-32 begins like that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_KINDS = (
    (b"%PDF", say("a PDF")),
    (b"\x89PNG", say("a picture")),
    (b"\xff\xd8\xff", say("a picture")),
    (b"GIF8", say("a picture")),
    (b"PK\x03\x04", say("an archive or an office document")),
    (b"\x1f\x8b", say("a compressed file")),
    (b"\x7fELF", say("a program")),
    (b"MZ", say("a program")),
    (b"GGUF", say("a model")),
)
_TEXT_CONTROLS = "\t\n\r\f\v\x1b"


def read_attachment(path: Path) -> Attachment:
    """Read a file; blocks for as long as the disk does.

    Raises:
        UserError: It is not a text, too large, or cannot be read.
    """
    try:
        if not path.is_file():
            raise _refused(path, say("It is not a file."), say("A folder's files can be chosen one by one."))
        size_bytes = path.stat().st_size
        if size_bytes > MAX_BYTES:
            raise _refused(
                path,
                say(
                    "It has {size}; at most {most} go into a question.",
                    size=format_bytes(size_bytes),
                    most=format_bytes(MAX_BYTES),
                ),
                say("Copy the part that matters into the question."),
            )
        raw = path.read_bytes()
    except OSError as error:
        raise _refused(path, say("It cannot be read: {reason}.", reason=error.strerror or str(error))) from error
    text = _decode(path, raw).replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise _refused(path, say("There is nothing in it."))
    return Attachment(path.name, text, len(raw))


def check_room(attachments: tuple[Attachment, ...], context_length: int, model: str) -> None:
    """Refuse files that a model cannot hold.

    Args:
        attachments: All files of one question.
        context_length: Tokens that the model can hold; 0 when that is not known.
        model: What people call it.

    Raises:
        UserError: They are too many, or too long.
    """
    newest = attachments[-1].name
    if len(attachments) > MAX_FILES:
        raise UserError(
            say("{name} was not added", name=newest),
            say("At most {count} files go into one question.", count=MAX_FILES),
            code="too_many_files",
        )
    tokens = sum(len(attachment.text) for attachment in attachments) // _CHARACTERS_PER_TOKEN
    if context_length and tokens > context_length:
        raise UserError(
            say("{name} was not added", name=newest),
            say(
                "The files have about {tokens} tokens; {model} holds {most} in one conversation.",
                tokens=tokens,
                model=model,
                most=context_length,
            ),
            say("Choose a model that holds more, or copy the part that matters into the question."),
            "file_too_long",
        )


def _decode(path: Path, raw: bytes) -> str:
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            try:
                return raw.decode(encoding)
            except UnicodeDecodeError as error:
                raise _refused(path, say("Its characters cannot be read."), say("Save it as UTF-8 text.")) from error
    for start, kind in _KINDS:
        if raw.startswith(start):
            raise _refused(
                path,
                say("This is {kind}; only text files can be added.", kind=kind),
                say("Save its text as a file, or copy it into the question."),
            )
    if b"\0" in raw:
        raise _no_text(path)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        # What older Windows programs write; every byte has a meaning in it, or in Latin-1.
        text = raw.decode("cp1252") if _is_cp1252(raw) else raw.decode("latin-1")
    controls = sum(character < " " and character not in _TEXT_CONTROLS for character in text)
    if controls > len(text) // 100:
        raise _no_text(path)
    return text


def _is_cp1252(raw: bytes) -> bool:
    try:
        raw.decode("cp1252")
    except UnicodeDecodeError:
        return False
    return True


def _no_text(path: Path) -> UserError:
    return _refused(path, say("This is not a text file."), say("Text files of any kind can be added."))


def _refused(path: Path, message: Sentence, hint: str = "") -> UserError:
    return UserError(say("{name} was not added", name=path.name), message, hint, "file_not_added")
