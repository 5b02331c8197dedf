class TokenType:
    def __contains__(self, other: object) -> bool: ...
    def __getattr__(self, name: str) -> TokenType: ...

Comment: TokenType
Keyword: TokenType
Name: TokenType
Number: TokenType
Operator: TokenType
String: TokenType
