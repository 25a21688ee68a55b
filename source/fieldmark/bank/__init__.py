"""Text to items and back, with every problem at its place."""

from fieldmark.bank.reader import read

__all__ = ["read"]
