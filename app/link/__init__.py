"""The data plane: mutually authenticated TLS 1.3 connections in a process of their own."""
