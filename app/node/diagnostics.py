"""`node.diagnostics`: what helps somebody who helps, as a text that can be sent to anybody.

Versions, platform, the settings that are not the usual ones, the state, and the last lines of the log, with secrets and
what is private taken out by `app/domain/redaction.py`. It may be called from any thread, also of a node that did not
start.
"""

import contextlib
import getpass
import importlib.metadata
import locale
import os
import platform
import sys
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import fields
from pathlib import Path

from app import __version__
from app.domain.redaction import redact
from app.domain.state import AppState, Failed, ModelState
from app.domain.words import format_bytes
from app.system.setting_kinds import Kind
from app.system.settings import Settings, setting_kinds

LOG_LINES = 200
_LOG_NAME = "hearth.log"
_PACKAGES = ("PySide6-Essentials", "aiohttp", "libp2p", "llama-cpp-python", "cryptography", "keyring", "zeroconf")
_PRIVATE_SETTINGS = frozenset({"network_id"})


class Diagnostics:
    """Gathers what is known of this node.

    Args:
        snapshot: The state now.
        settings: The settings now.
        secrets: Secrets of this node, which must not be in the text.
        log_folder: Where the log is.
    """

    def __init__(
        self,
        snapshot: Callable[[], AppState],
        settings: Callable[[], Settings],
        secrets: Callable[[], Iterable[str]],
        log_folder: Path,
    ) -> None:
        self._snapshot, self._settings, self._secrets = snapshot, settings, secrets
        self.log_folder = log_folder

    def text(self) -> str:
        """The whole text. Reads the log: it may take a moment."""
        state = self._snapshot()
        parts = (
            ("Hearth", _versions()),
            ("Settings that are not the usual ones", _changed_settings(self._settings())),
            ("State", _state(state)),
            (f"Last {LOG_LINES} lines of the log", _last_lines(self.log_folder / _LOG_NAME)),
        )
        text = "\n\n".join(f"{title}\n{'-' * len(title)}\n{body or 'none'}" for title, body in parts)
        secrets = (*self._secrets(), *(invite.code for invite in state.invites))
        return redact(text, secrets=secrets, home=str(Path.home()), user_names=_user_names()) + "\n"


def _versions() -> str:
    lines = [
        f"Hearth {__version__}{', installed' if getattr(sys, 'frozen', False) else ''}",
        f"Python {platform.python_version()}, {platform.platform()}, {platform.machine()}",
        f"{os.cpu_count()} processors, language {'.'.join(part for part in locale.getlocale() if part) or 'none'}",
    ]
    for name in _PACKAGES:
        try:
            lines.append(f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            continue
    desktop = [
        f"{name}={os.environ[name]}" for name in ("XDG_CURRENT_DESKTOP", "XDG_SESSION_TYPE") if name in os.environ
    ]
    return "\n".join([*lines, *desktop])


def _changed_settings(settings: Settings) -> str:
    usual, kinds = Settings(), setting_kinds()
    changed = [item.name for item in fields(Settings) if getattr(settings, item.name) != getattr(usual, item.name)]
    return "\n".join(f"{name} = {_shown(name, kinds[name], getattr(settings, name))}" for name in changed)


def _shown(name: str, kind: Kind, value: object) -> object:
    if name in _PRIVATE_SETTINGS:
        return "(set)"
    return "automatic" if value is None else kind.to_file(value)


def _state(state: AppState) -> str:
    lines = [f"swarm: {type(state.swarm).__name__}", f"sharing: {state.sharing}", f"API: {state.api_url or 'not yet'}"]
    lines += [f"network: {url}" for url in state.lan.urls]
    for peer in state.peers:
        devices = ", ".join(
            f"{device.device_id} {format_bytes(device.used_bytes)} of {format_bytes(device.offered_bytes)}"
            for device in peer.devices
        )
        where = "this device" if peer.is_self else f"{type(peer.status).__name__} {peer.address}".strip()
        lines.append(f"device {peer.name}: {where}, {peer.platform}, Hearth {peer.app_version}, {devices}")
        lines += [f"  {words}" for words in (peer.doing, peer.note) if words]
    lines += [_model(model) for model in state.models]
    lines += [f"problem {problem.code}: {problem.title}. {problem}" for problem in state.problems]
    return "\n".join(lines)


def _model(model: ModelState) -> str:
    status = model.status
    words = f"failed ({status.problem.code}: {status.problem})" if isinstance(status, Failed) else type(status).__name__
    return f"model {model.name}: {format_bytes(model.file_bytes)}, {words}"


def _last_lines(path: Path) -> str:
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            return "".join(deque(file, LOG_LINES)).rstrip()
    except OSError as error:
        return f"not readable: {error.strerror or error}"


def _user_names() -> tuple[str, ...]:
    names = [os.environ.get(name, "") for name in ("USER", "LOGNAME", "USERNAME")]
    with contextlib.suppress(OSError, KeyError):  # a user without an entry
        names.append(getpass.getuser())
    if sys.platform != "win32":
        import pwd

        try:
            entry = pwd.getpwuid(os.getuid())
        except KeyError:
            return tuple(names)
        full_name = entry.pw_gecos.partition(",")[0]
        names += [entry.pw_name, full_name, *full_name.split()]
    return tuple(names)
