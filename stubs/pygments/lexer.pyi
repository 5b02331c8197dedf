from collections.abc import Iterator

from pygments.token import TokenType

class Lexer:
    def get_tokens(self, text: str) -> Iterator[tuple[TokenType, str]]: ...
