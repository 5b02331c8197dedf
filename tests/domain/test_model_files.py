"""Names of model files: readable where they can be, and never a way out of the folder."""

import pytest

from app.domain.model_files import LONGEST_STEM_BYTES, part_names, safe_stem


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("Qwen3-8B-Q4_K_M", "Qwen3-8B-Q4_K_M"),
        ("Qwen3 8B.gguf", "Qwen3 8B"),
        ("../../etc/passwd", "etc-passwd"),
        ("..\\..\\windows\\system32", "windows-system32"),
        ("/root/.ssh/id", "root-.ssh-id"),
        (".hidden", "hidden"),
        ("c:\\x", "c--x"),
        ("a\0b\nc", "a-b-c"),
        ("line\u2028break\u202edesrever", "line-break-desrever"),
        ("big-00002-of-00003", "big"),
        ("CON", "model-CON"),
        ("com1.x", "model-com1.x"),
        ("Größe 大模型", "Größe 大模型"),
        ("\ud800broken", "broken"),
        ("", "model"),
        ("...", "model"),
        ("-00001-of-00002", "00001-of-00002"),
    ],
)
def test_a_name_becomes_a_file_name(name: str, stem: str) -> None:
    assert safe_stem(name) == stem
    assert safe_stem(stem) == stem


def test_a_long_name_is_cut_between_characters() -> None:
    stem = safe_stem("大" * 500)
    assert stem == "大" * (LONGEST_STEM_BYTES // 3)


def test_parts_are_numbered_as_llama_cpp_does() -> None:
    assert part_names("big", 1) == ("big.gguf",)
    assert part_names("big", 2) == ("big-00001-of-00002.gguf", "big-00002-of-00002.gguf")
