"""Passwords against their argon2 hashes; a name that nobody has takes as long as a wrong password."""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from argon2 import PasswordHasher, extract_parameters
from argon2.exceptions import InvalidHashError, VerificationError

LONGEST = 1024  # characters; more is not a password but a burden


def hash_password(password: str) -> str:
    """A salted argon2id hash, as `Person.password` holds it."""
    return str(PasswordHasher().hash(password))


def verify(password_hash: str, password: str) -> bool:
    """Whether the password is right; False too for a damaged hash or an overlong password."""
    if len(password) > LONGEST:
        return False
    try:
        return bool(PasswordHasher().verify(password_hash, password))
    except (VerificationError, InvalidHashError):
        return False


def decoy(hashes: Iterable[str]) -> str:
    """A hash that no password fits, as costly as those in use."""
    for known in hashes:
        try:
            return str(PasswordHasher.from_parameters(extract_parameters(known)).hash(secrets.token_hex(32)))
        except InvalidHashError:
            continue
    return hash_password(secrets.token_hex(32))
