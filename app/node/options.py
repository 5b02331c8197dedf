"""What a node is started with: settings already merged, folders, and what came by command line or environment."""

import unicodedata
from dataclasses import dataclass
from pathlib import Path

from app.domain.errors import UserError
from app.domain.sentence import say
from app.node.link_keeper import LinkPlace
from app.system.paths import Paths
from app.system.settings import Settings

LONGEST_NAME = 60
DEMO_MODEL = Path(__file__).resolve().parents[2] / "resources" / "demo" / "demo.gguf"


@dataclass(frozen=True, slots=True)
class NodeOptions:
    """How to start a node.

    Attributes:
        settings: Merged from file, environment and command line.
        settings_path: Where changes made while running are kept.
        paths: Folders of this node.
        model_files: Single GGUF files named by the user.
        token: A token from the environment, for machines without a keyring; None to use the kept one.
        demo_model: The model that ships with Hearth.
        has_models: Whether this node serves models of its own: files on its disk, the demo.
    """

    settings: Settings
    settings_path: Path
    paths: Paths
    model_files: tuple[Path, ...] = ()
    token: str | None = None
    demo_model: Path = DEMO_MODEL
    has_models: bool = True

    @property
    def peer_api_endpoint(self) -> str:
        """Where this node answers requests of peers, reached by its link only."""
        return f"unix:{self.paths.runtime / 'peer.sock'}"

    @property
    def models_directory(self) -> Path:
        """Where models are kept that are downloaded or copied."""
        return models_directory(self.settings, self.paths)

    @property
    def addresses_file(self) -> Path:
        """Where the addresses of members are kept."""
        return self.paths.data / "addresses.json"

    @property
    def ledger_file(self) -> Path:
        """Where the records of members are kept."""
        return self.paths.data / "ledger.json"


def models_directory(settings: Settings, paths: Paths) -> Path:
    """Where models are kept that are downloaded or copied."""
    return Path(settings.models_folder) if settings.models_folder else paths.data / "models"


def place_of(options: NodeOptions) -> LinkPlace:
    """Where the node's link and libp2p listen."""
    settings = options.settings
    return LinkPlace(
        listen_port=settings.listen_port,
        runtime_directory=options.paths.runtime,
        peer_api_endpoint=options.peer_api_endpoint,
        addresses_file=options.addresses_file,
        # Without kept secrets this is another device at each start, and the one before would be shown as away.
        ledger_file=None if settings.secrets == "memory" else options.ledger_file,
        listen_addresses=settings.listen_addresses,
        announce_addresses=settings.announce_addresses,
        bootstrap_addresses=settings.bootstrap_addresses,
        dht=settings.dht,
        relay=settings.relay,
        limits=settings.limits,
    )


def checked_name(name: str) -> str:
    """What a device can be called, in one line.

    Raises:
        UserError: It is empty, too long, or has characters that cannot be written.
    """
    name = " ".join(name.split())
    if not 1 <= len(name) <= LONGEST_NAME:
        words = say("A name has 1 to {most} characters.", most=LONGEST_NAME)
        raise UserError(say("Name not usable"), words, code="bad_name")
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in name):
        words = say("This name has characters that cannot be shown.")
        raise UserError(say("Name not usable"), words, code="bad_name")
    return name
