"""The chat window: turns, their rendering in one document, and streaming from the local API."""
