"""`node.preferences`: the owner's settings while Hearth runs: what each is, and changing one.

A change is checked, kept in the settings file, and takes effect at once where it can; else it is said that it waits
for a restart. What a setting means is for those who read it; the file is `app/system/settings_file.py`'s.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Protocol

from app.domain.errors import UserError
from app.domain.preference import FileValue, Preference
from app.domain.sentence import say
from app.node.phrases import told
from app.system.setting_kinds import Kind, Switch
from app.system.settings import Settings, describe_settings, setting_kinds

START_AT_LOGIN = "start_at_login"
"""No setting of the file: the system's own list of what starts at login says whether it is so."""

_START_AT_LOGIN_TEXT = say("Whether Hearth starts, without a window, when you log in to this computer.")

READ_WHEN_USED = frozenset({"theme", "notifications", "keep_awake"})
"""Settings that are read anew each time, so that a change needs nothing else."""


class AutostartFace(Protocol):
    """Whether this node starts at login; `Autostart` satisfies it."""

    @property
    def is_on(self) -> bool:
        """Whether it does."""

    def set(self, is_on: bool) -> None:
        """Switch it on or off. Raises UserError."""


type Keep = Callable[..., Awaitable[None]]
type Effect = Callable[[], Awaitable[None]]


class Preferences:
    """The settings of a running node.

    Args:
        settings: As they are now.
        keep: Puts new values in force and into the file: `await keep(name=value)`.
        effects: What is to be done after a change, by name of the setting.
        autostart: Whether this node starts at login.
    """

    def __init__(
        self,
        settings: Callable[[], Settings],
        keep: Keep,
        effects: Mapping[str, Effect],
        autostart: AutostartFace,
    ) -> None:
        self._settings, self._keep = settings, keep
        self._effects = dict(effects)
        self._autostart = autostart
        self._at_start = settings()
        self._changing = asyncio.Lock()

    def take_effect(self, name: str, effect: Effect) -> None:
        """What is to be done after a change of a setting; who is above the node adds its own."""
        self._effects[name] = effect

    async def all(self) -> tuple[Preference, ...]:
        """Every setting, in the order of `Settings`; at last whether Hearth starts at login."""
        kinds, settings = setting_kinds(), self._settings()
        found = tuple(
            Preference(
                name=item.name,
                value=_as_in_file(kinds[item.name], getattr(settings, item.name)),
                text=item.text,
                form=item.form,
                is_live=self._is_live(item.name),
                waits=not self._is_live(item.name)
                and getattr(settings, item.name) != getattr(self._at_start, item.name),
            )
            for item in describe_settings()
        )
        is_on = await asyncio.to_thread(lambda: self._autostart.is_on)
        return (*found, Preference(START_AT_LOGIN, is_on, _START_AT_LOGIN_TEXT, Switch().form, is_live=True))

    async def change(self, name: str, value: object) -> Preference:
        """Change one setting, keep it, and have it take effect.

        Args:
            name: The setting.
            value: As the file has it, or as a text.

        Returns:
            The setting as it is afterwards.

        Raises:
            UserError: There is no such setting, the value is not allowed, or it cannot be kept.
        """
        async with self._changing:
            if name == START_AT_LOGIN:
                is_on = bool(_parsed(name, Switch(), value))
                await asyncio.to_thread(self._autostart.set, is_on)
            else:
                kinds = setting_kinds()
                if name not in kinds:
                    message = say("There is no setting {name}.", name=name[:60])
                    raise UserError(say("Unknown setting"), message, code="setting_unknown")
                await self._keep(**{name: _parsed(name, kinds[name], value)})
                if (effect := self._effects.get(name)) is not None:
                    await effect()
        return next(item for item in await self.all() if item.name == name)

    def _is_live(self, name: str) -> bool:
        return name in READ_WHEN_USED or name in self._effects


def _parsed(name: str, kind: Kind, value: object) -> Any:
    try:
        return kind.from_text(value.strip()) if isinstance(value, str) else kind.from_file(value)
    except ValueError as error:
        raise UserError(
            say("Wrong setting"),
            say(
                "{name} cannot be {value}; it must be {form}.",
                name=name,
                value=repr(str(value)[:60]),
                form=told(kind.form),
            ),
            say("The setting is as it was."),
            "setting_wrong",
        ) from error


def _as_in_file(kind: Kind, value: Any) -> FileValue:
    found: FileValue = None if value is None else kind.to_file(value)
    return found
