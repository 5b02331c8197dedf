"""The built-in catalogue is in order and names what can be got."""

from app.domain.hub_source import parse_source
from app.models.catalogue import read_catalogue


def test_every_entry_can_be_got() -> None:
    entries = read_catalogue()
    assert len(entries) >= 8
    assert [e.size_bytes for e in entries] == sorted(e.size_bytes for e in entries)
    assert len({e.source for e in entries}) == len(entries)
    for entry in entries:
        assert parse_source(entry.source).repository.lower().endswith("-gguf")
        assert entry.title
        assert entry.description.endswith(".")
        assert 100_000_000 < entry.size_bytes < 100_000_000_000
