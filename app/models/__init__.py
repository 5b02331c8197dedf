"""The models this node has on disk."""
