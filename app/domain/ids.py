"""Names of things, as types, so that a peer id is never passed where a model id is meant."""

from typing import NewType

PeerId = NewType("PeerId", str)
"""A libp2p peer id in base58 (`12D3KooW…`): the public identity key of one machine."""

ModelId = NewType("ModelId", str)
"""The fingerprint of a GGUF file, 32 hexadecimal digits: the same file has the same id on every node."""

LeaseId = NewType("LeaseId", str)
"""A random name for one lease, made by the node that asks for it."""
