"""What holds for every test: nothing of the person who runs them is read or changed, and CI skips nothing."""

import os
import signal
from collections.abc import Generator

import pytest

# Read when the application is made. Tests that want a real screen start one, and a process in it.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# A fixed look: another desktop's theme would have Qt ignore the colour scheme that a test sets.
os.environ["QT_QPA_PLATFORMTHEME"] = "gnome"
# The tests of the real keyring start one of their own; nothing else may reach the person's.
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
for _name in [name for name in os.environ if name.startswith("HEARTH_")]:
    del os.environ[_name]

# Who starts the tests in the background of a script has them ignore Ctrl+C, and all that they start with them.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

_IN_CI = bool(os.environ.get("CI"))


@pytest.fixture(scope="session", autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory) -> Generator[None]:
    """Settings, data and state go to temporary folders, also in child processes that are not told where."""
    folder = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("CONFIG", "DATA", "STATE"):
            patch.setenv(f"XDG_{name}_HOME", str(folder / name.lower()))
        patch.setenv("HF_HOME", str(folder / "huggingface"))
        patch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")  # nothing asks the real hub
        yield


def _fail_instead(report: pytest.TestReport | pytest.CollectReport) -> None:
    """In CI a skipped test is a failure: there everything is installed that any test needs."""
    # An expected failure is reported as skipped too, but was run.
    if not (_IN_CI and report.skipped) or hasattr(report, "wasxfail"):
        return
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    report.outcome = "failed"
    report.longrepr = f"Skipped, which CI counts as a failure: {reason.removeprefix('Skipped: ')}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    _fail_instead(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    _fail_instead(report)
    return report
