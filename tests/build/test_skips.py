"""In CI a skipped test is a failure, wherever it is skipped; at a person's desk it is only said."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

_TESTS = """
import pytest

@pytest.mark.skip(reason="needs a screen")
def test_marked(): ...

def test_inside():
    pytest.skip("needs a keyring")

@pytest.mark.xfail(reason="known", strict=True)
def test_expected_to_fail():
    assert False
"""


@pytest.mark.parametrize(("in_ci", "counts"), [("true", "1 failed, 1 xfailed, 2 errors"), ("", "3 skipped, 1 xfailed")])
def test_skips(tmp_path: Path, in_ci: str, counts: str) -> None:
    shutil.copy(Path(__file__).parents[1] / "conftest.py", tmp_path)
    (tmp_path / "test_some.py").write_text(_TESTS)
    (tmp_path / "test_module.py").write_text("import pytest\npytest.importorskip('no_such_module')\n")
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    answer = subprocess.run(
        [sys.executable, "-m", "pytest", "-ra", "--continue-on-collection-errors", "-p", "no:cacheprovider"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "CI": in_ci},
    )
    last = answer.stdout.splitlines()[-1]
    assert re.sub(r"=+ ?| in .*", "", last) == counts
    assert (answer.returncode != 0) is bool(in_ci)
    for reason in ("needs a screen", "needs a keyring", "no_such_module"):
        assert reason in answer.stdout
