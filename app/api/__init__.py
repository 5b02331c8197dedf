"""The HTTP face: OpenAI endpoints and Hearth's own, on aiohttp."""
