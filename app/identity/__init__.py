"""Tokens, derived keys, certificates, the keyring."""
