"""Files that go along with a question: encodings, what is refused, and why."""

from pathlib import Path

import pytest

from app.domain.errors import UserError
from app.ui.chat.attachments import MAX_BYTES, MAX_FILES, check_room, read_attachment
from app.ui.chat.turns import Attachment

TEXT = "Größe: 5 €\nSecond line"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_common_encodings(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes(TEXT.encode(encoding))
    assert read_attachment(path) == Attachment("notes.txt", TEXT, len(TEXT.encode(encoding)))


def test_big_endian_and_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes(b"\xfe\xff" + "a\r\nb\rc".encode("utf-16-be"))
    assert read_attachment(path).text == "a\nb\nc"


def test_latin_1_has_no_forbidden_bytes(tmp_path: Path) -> None:
    path = tmp_path / "old.txt"
    path.write_bytes(b"caf\xe9 and a byte that no Windows page has: \x81")
    assert read_attachment(path).text.startswith("café")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.7 ...", "This is a PDF; only text files can be added."),
        (b"\x89PNG\r\n\x1a\n", "This is a picture; only text files can be added."),
        (b"PK\x03\x04....", "This is an archive or an office document; only text files can be added."),
        (b"\x7fELF....", "This is a program; only text files can be added."),
        (b"text\0with zeros", "This is not a text file."),
        (b"\x01\x02\x03\x04\x05 x", "This is not a text file."),
        (b"\xff\xfea", "Its characters cannot be read."),
        (b"", "There is nothing in it."),
        (b" \n\t\n", "There is nothing in it."),
        (b"x" * (MAX_BYTES + 1), "at most 1.0 MB go into a question"),
    ],
)
def test_what_is_refused_says_why(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "file.bin"
    path.write_bytes(content)
    with pytest.raises(UserError) as caught:
        read_attachment(path)
    assert caught.value.problem.title == "file.bin was not added"
    assert words in caught.value.problem.message


@pytest.mark.parametrize("name", ["missing.txt", "."])
def test_what_is_no_file(tmp_path: Path, name: str) -> None:
    with pytest.raises(UserError, match="It is not a file"):
        read_attachment(tmp_path / name)


def test_room() -> None:
    small, large = Attachment("a.txt", "x" * 400, 400), Attachment("b.txt", "x" * 8000, 8000)
    check_room((small,) * MAX_FILES, 2048, "Demo")
    check_room((large,), 0, "")
    with pytest.raises(UserError, match=r"about 2,100 tokens; Demo holds 2,048") as caught:
        check_room((small, large), 2048, "Demo")
    assert caught.value.problem.title == "b.txt was not added"
    with pytest.raises(UserError, match="At most 10 files"):
        check_room((small,) * (MAX_FILES + 1), 0, "")
