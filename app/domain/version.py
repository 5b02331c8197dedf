"""The version of llama.cpp's RPC protocol: what must agree before two nodes share a model."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class RpcVersion:
    """Major, minor and patch of the RPC protocol (7.0.0 in llama-cpp-python 0.3.36)."""

    major: int
    minor: int
    patch: int

    def accepts_client(self, client: "RpcVersion") -> bool:
        """Whether a worker of this version serves such a client: same major, client's minor not newer."""
        return self.major == client.major and client.minor <= self.minor

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}"

    @classmethod
    def parse(cls, text: str) -> "RpcVersion":
        """Read `7.0.0`.

        Raises:
            ValueError: The text is not three numbers.
        """
        major, minor, patch = (int(part) for part in text.split("."))
        return cls(major, minor, patch)
