"""Which build of llama.cpp belongs to which machine."""

import sys
from pathlib import Path

import pytest

from installers.source import cache, llama
from installers.source.console import SetupError

_LAPTOP = """processor\t: 0
vendor_id\t: GenuineIntel
cpu family\t: 6
model\t\t: 154
model name\t: A laptop
cpu MHz\t\t: 1200.000
flags\t\t: fpu sse2 avx avx2 fma ibrs rep_good
"""
_BOARD = """processor\t: 0
BogoMIPS\t: 108.00
Features\t: fp asimd crc32
CPU implementer\t: 0x41
CPU part\t: 0xd08
"""


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (_LAPTOP, True),
        (_LAPTOP + "\n" + _LAPTOP.replace("processor\t: 0", "processor\t: 1"), True),
        (_LAPTOP.replace("1200.000", "3400.000"), True),
        (_LAPTOP.replace("ibrs rep_good", "rep_good user_shstk ibrs"), True),
        (_LAPTOP.replace("avx2", "avx2 avx512f"), False),
        (_LAPTOP.replace("fma ", ""), False),
        (_LAPTOP.replace("154", "142"), False),
    ],
    ids=["itself", "more cores", "another clock", "a newer kernel", "AVX-512", "no FMA", "another model"],
)
def test_a_build_is_reused_on_the_same_processor_only(other: str, same: bool) -> None:
    assert (llama.processor(_LAPTOP) == llama.processor(other)) is same


def test_an_arm_processor_is_known_by_its_features() -> None:
    assert llama.processor(_BOARD) != llama.processor(_BOARD.replace("crc32", "crc32 sve"))
    assert "asimd" in llama.processor(_BOARD)


def test_this_processor_is_known() -> None:
    assert llama.this_processor()


def test_another_version_or_other_tools_are_another_build() -> None:
    locks = ((b"1", b"1"), (b"2", b"1"), (b"1", b"2"))
    for build in (llama.native_build, llama.release_build):
        assert len({build(*pair).key for pair in locks}) == 3


def test_the_build_for_every_processor_is_another_one_and_the_same_on_each(monkeypatch: pytest.MonkeyPatch) -> None:
    native, release = llama.native_build(b"1", b"1"), llama.release_build(b"1", b"1")
    monkeypatch.setattr(llama, "this_processor", lambda: "another")
    assert native.key != release.key
    assert llama.native_build(b"1", b"1").key != native.key
    assert llama.release_build(b"1", b"1") == release
    assert native.cmake_args in release.cmake_args


def test_a_build_that_was_kept_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert llama.cached_wheel("key") is None
    wheel = cache.folder() / "wheels" / "key" / "llama_cpp_python-1.0-py3-none-any.whl"
    wheel.parent.mkdir(parents=True)
    wheel.touch()
    assert llama.cached_wheel("key") == wheel


def test_the_build_tells_how_far_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    kept: list[bytes] = []
    lines = [b"Collecting\n", b"[4/5] A part\n", *(b"  [%d/40] Building C object\n" % step for step in range(1, 41))]
    llama.follow(lines, kept.append)
    assert kept == lines
    told = [line.split(" after ")[0] for line in capsys.readouterr().out.splitlines()]
    assert told == [f"  llama.cpp: {tenth}0 %" for tenth in range(1, 11)]


@pytest.mark.parametrize(
    ("module", "reason"),
    [
        ("def llama_supports_rpc(): return False", "has no RPC"),
        ("raise OSError('libllama.so: not found')", "libllama.so: not found"),
    ],
)
def test_a_build_that_cannot_be_used_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str, reason: str
) -> None:
    (tmp_path / "llama_cpp.py").write_text(module)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(SetupError, match=reason):
        llama.check(Path(sys.executable))
