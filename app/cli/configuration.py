"""File, environment and command line put together: which folders and settings a command means."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from app.cli.arguments import Options
from app.system.paths import Paths, resolve_paths
from app.system.settings import Settings, from_environment, from_options
from app.system.settings_file import load_settings

SETTINGS_FILE = "settings.toml"


@dataclass(frozen=True, slots=True)
class Configuration:
    """What a node is started with.

    Attributes:
        paths: Its folders.
        settings_path: The file that the settings came from.
        settings: Merged; the later wins: file, environment, command line.
    """

    paths: Paths
    settings_path: Path
    settings: Settings


def merge_settings(options: Options, environment: Mapping[str, str]) -> Configuration:
    """Read the settings that hold for these options.

    Raises:
        UserError: A setting is wrong, or a folder cannot be used.
    """
    paths = resolve_paths(options.data_directory)
    settings_path = paths.data / SETTINGS_FILE
    settings = from_options(options.settings, from_environment(environment, load_settings(settings_path)))
    return Configuration(paths, settings_path, settings)
