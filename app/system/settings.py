"""What the user may choose: one frozen value, read from `settings.toml`, the environment and the command line.

The later wins, in this order: file, `HEARTH_…` environment variable, command line. A wrong value is an error with
the place and what is allowed. The file is `settings_file.py`'s; state and secrets are kept elsewhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, Literal

from app.domain.errors import UserError
from app.domain.sentence import say
from app.domain.willing import Hours, OnBattery, Wishes
from app.system.address_kinds import HostPorts, Label, Multiaddrs
from app.system.amount_kinds import DayHours, Duration, Size, WholeNumber
from app.system.computer import MAX_NAME_CHARACTERS, computer_name
from app.system.setting_kinds import Choice, Folder, Folders, Kind, Name, OwnAddress, Switch

DEFAULT_API_PORT = 4327
LEVELS = ("debug", "info", "warning", "error", "critical")


def _is(kind: Kind, description: str, option: str = "", *, is_flag: bool = False) -> dict[str, Any]:
    """What belongs to a setting beside its value: its kind, its text in --help, its option if named otherwise, and
    whether that alone means "true"."""
    return {"kind": kind, "help": description, "option": option, "is_flag": is_flag}


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user may choose. The `help` of each field is what the settings dialog and `--help` show."""

    node_name: str = field(
        default_factory=computer_name,
        metadata=_is(Name(MAX_NAME_CHARACTERS), say("What this device is called in the swarm."), "name"),
    )
    api_port: int = field(
        default=DEFAULT_API_PORT,
        metadata=_is(WholeNumber(0, 65535), say("Port of the local OpenAI API on 127.0.0.1; 0 takes any free one.")),
    )
    offer: int | None = field(default=None, metadata=_is(Size(), say("Memory that this device lends to the swarm.")))
    models_directories: tuple[str, ...] = field(
        default=(),
        metadata=_is(Folders(), say("More folders with GGUF files; they are only read."), "models-directory"),
    )
    context_length: int = field(
        default=4096, metadata=_is(WholeNumber(256, 1 << 20), say("Tokens of one conversation that a model remembers."))
    )
    slots: int = field(
        default=2, metadata=_is(WholeNumber(1, 16), say("Conversations that one model answers at the same time."))
    )
    threads: int | None = field(
        default=None, metadata=_is(WholeNumber(1, 1024, automatic=True), say("Processor threads for computing."))
    )
    secrets: Literal["keyring", "file", "memory"] = field(
        default="keyring",
        metadata=_is(
            Choice(("keyring", "file", "memory")),
            say("Where identity and token are kept: the system's keyring, a file that is not encrypted, or nowhere."),
        ),
    )
    listen_port: int = field(
        default=0, metadata=_is(WholeNumber(0, 65535), say("Port for links from other devices; 0 takes any free one."))
    )
    target_node: str = field(
        default="",
        metadata=_is(
            Label(MAX_NAME_CHARACTERS), say("The one device that answers requests made here; any without it.")
        ),
    )
    random: bool = field(
        default=False,
        metadata=_is(
            Switch(), say("Whether the device that answers is chosen by chance, not by its load."), is_flag=True
        ),
    )
    only_here: bool = field(
        default=False,
        metadata=_is(Switch(), say("Whether only this computer answers requests made here."), is_flag=True),
    )
    queue_limit: int = field(
        default=100,
        metadata=_is(WholeNumber(0, 10_000), say("Requests that may wait for one model; more are refused.")),
    )
    sharing: bool = field(default=True, metadata=_is(Switch(), say("Whether this device lends memory to the swarm.")))
    share_models: bool = field(
        default=True,
        metadata=_is(Switch(), say("Whether other devices of the swarm may copy the models of this one.")),
    )
    theme: Literal["system", "light", "dark"] = field(
        default="system", metadata=_is(Choice(("system", "light", "dark")), say("Colours of the windows."))
    )
    peers: tuple[str, ...] = field(
        default=(),
        metadata=_is(HostPorts(), say("Addresses of other devices' links, where they are not found by themselves.")),
    )
    listen_addresses: tuple[str, ...] = field(
        default=(),
        metadata=_is(Multiaddrs(), say("Where libp2p listens; without any it chooses addresses of this network.")),
    )
    announce_addresses: tuple[str, ...] = field(
        default=(),
        metadata=_is(Multiaddrs(), say("Addresses that this device is reached at from outside, to tell others.")),
    )
    bootstrap_addresses: tuple[str, ...] = field(
        default=(),
        metadata=_is(
            Multiaddrs(names_peer=True), say("Members that are asked first for others outside the local network.")
        ),
    )
    dht: bool = field(
        default=False,
        metadata=_is(Switch(), say("Whether members beyond the local network are looked up in the swarm's DHT.")),
    )
    relay: bool = field(
        default=True,
        metadata=_is(Switch(), say("Whether this device passes on what members cannot send each other directly.")),
    )
    limits: bool = field(
        default=False, metadata=_is(Switch(), say("Whether libp2p's connections and memory are limited."))
    )
    network_id: str = field(
        default="", metadata=_is(Label(64), say("Separates swarms that have one token; the same on all their devices."))
    )
    log_level: Literal["debug", "info", "warning", "error", "critical"] = field(
        default="info", metadata=_is(Choice(LEVELS), say("The least important messages of Hearth that its log keeps."))
    )
    library_log_level: Literal["debug", "info", "warning", "error", "critical"] = field(
        default="critical", metadata=_is(Choice(LEVELS), say("The same for messages of the network libraries."))
    )
    weight_cache: int | None = field(
        default=None,
        metadata=_is(Size(), say("Disk space for weights that others sent, kept for the next time; 0 for none.")),
    )
    idle_unload: int = field(
        default=1800,
        metadata=_is(Duration(30 * 86_400), say("After so long without a request a model is unloaded.")),
    )
    workers: tuple[str, ...] = field(
        default=(),
        metadata=_is(HostPorts(), say("llama.cpp RPC servers that this device uses; their protocol is not encrypted.")),
    )
    download_limit: int = field(
        default=0,
        metadata=_is(
            Size(automatic=False), say("Bytes per second that downloads of models take at most; 0 for no limit.")
        ),
    )
    read_hugging_face: bool = field(
        default=True, metadata=_is(Switch(), say("Whether models in Hugging Face's cache folder are used."))
    )
    read_lm_studio: bool = field(
        default=True, metadata=_is(Switch(), say("Whether models that LM Studio has downloaded are used."))
    )
    on_battery: OnBattery = field(
        default="share",
        metadata=_is(
            Choice(("share", "answer", "nothing")),
            say(
                "What this device does for others on battery: share as always, answer without lending memory, or "
                "nothing."
            ),
        ),
    )
    idle_only: bool = field(
        default=False,
        metadata=_is(
            Switch(), say("Whether memory is lent only after nobody has touched this computer for five minutes.")
        ),
    )
    sharing_hours: Hours | None = field(
        default=None, metadata=_is(DayHours(), say("Hours of the day in which memory is lent; outside them it is not."))
    )
    keep_awake: bool = field(
        default=True,
        metadata=_is(Switch(), say("Whether this computer stays awake while it loads a model or works on an answer.")),
    )
    models_folder: str | None = field(
        default=None, metadata=_is(Folder(), say("Folder where models are kept that are downloaded or copied."))
    )
    lan_access: Literal["off", "https", "http"] = field(
        default="off",
        metadata=_is(
            Choice(("off", "https", "http")),
            say("Whether other machines of the network may use the API, with a key: encrypted (https) or not (http)."),
        ),
    )
    lan_address: str | None = field(
        default=None,
        metadata=_is(
            OwnAddress(), say("Address at which other machines reach the API; by itself all of this network.")
        ),
    )
    notifications: bool = field(
        default=True, metadata=_is(Switch(), say("Whether Hearth notifies of devices that come, go, or ask to join."))
    )
    language: Literal["system", "en", "de"] = field(
        default="system",
        metadata=_is(Choice(("system", "en", "de")), say("Language of the windows and the tray menu.")),
    )

    @property
    def wishes(self) -> Wishes:
        """When this device takes part."""
        return Wishes(self.on_battery, self.idle_only, self.sharing_hours)


@dataclass(frozen=True, slots=True)
class SettingHelp:
    """One setting as `--help` and the settings dialog show it.

    Attributes:
        name: The field of `Settings`, and the key in the file.
        option: Its option on the command line: `--api-port`.
        variable: Its environment variable: `HEARTH_API_PORT`.
        text: What it is for, a sentence.
        form: What is allowed, as the end of "it must be …".
        is_flag: The option has no value, and means "true".
    """

    name: str
    option: str
    variable: str
    text: str
    form: str
    is_flag: bool = False


def describe_settings() -> tuple[SettingHelp, ...]:
    """All settings, in the order of `Settings`."""
    return tuple(_describe(item.name, item.metadata) for item in fields(Settings))


def from_environment(environment: Mapping[str, str], base: Settings | None = None) -> Settings:
    """Settings with the `HEARTH_…` variables that are set and not empty put over `base` (the defaults).

    Raises:
        UserError: `setting_wrong`, naming the variable.
    """
    texts = {item.name: environment[item.variable] for item in describe_settings() if environment.get(item.variable)}
    return _overlay(base or Settings(), texts, {item.name: item.variable for item in describe_settings()})


def from_options(options: Mapping[str, str], base: Settings) -> Settings:
    """Settings with what was given on the command line put over `base`.

    Args:
        options: Texts by field name, only those that were given.
        base: File and environment, merged.

    Raises:
        UserError: `setting_wrong`, naming the option.
    """
    return _overlay(base, options, {item.name: item.option for item in describe_settings()})


def _describe(name: str, metadata: Mapping[str, Any]) -> SettingHelp:
    option = metadata["option"] or name.replace("_", "-")
    variable = f"HEARTH_{option.replace('-', '_').upper()}"
    return SettingHelp(name, f"--{option}", variable, metadata["help"], metadata["kind"].form, metadata["is_flag"])


def setting_kinds() -> dict[str, Kind]:
    """The kind of each setting, by field."""
    return {item.name: item.metadata["kind"] for item in fields(Settings)}


def _overlay(base: Settings, texts: Mapping[str, str], sources: Mapping[str, str]) -> Settings:
    kinds = setting_kinds()
    values: dict[str, Any] = {}
    for name, text in texts.items():
        try:
            values[name] = kinds[name].from_text(text.strip())
        except ValueError as error:
            raise UserError(
                say("Wrong setting"),
                say(
                    '{name} is "{text}"; it must be {form}.',
                    name=sources[name],
                    text=text[:60],
                    form=kinds[name].form,
                ),
                say("Correct it or leave it out."),
                "setting_wrong",
            ) from error
    return replace(base, **values)
