"""Safe Exam Browser: the configuration of one sitting, its Config Key, and the check of a request. Pure.

A browser that runs our configuration sends with each request the SHA-256 of the request's address followed by the
Config Key; a Browser Exam Key (which names a version of the program) is sent in the same way. Source: the developer
documentation of Safe Exam Browser, "Config Key", "File Format" and "Browser Exam Key"."""

from __future__ import annotations

import gzip
import hmac
import plistlib
import re
from base64 import b64encode
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

CONFIG_HEADER = "X-SafeExamBrowser-ConfigKeyHash"
BROWSER_HEADER = "X-SafeExamBrowser-RequestHash"
_HOST = re.compile(r"(?:[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252})|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{1,5})?")
_RULES: Mapping[str, Any] = {
    "sebConfigPurpose": 0,  # starts an exam; leaves the program's own settings alone
    "sendBrowserExamKey": True,  # without it no header is sent
    "examSessionClearCookiesOnStart": True,
    "examSessionClearCookiesOnEnd": True,
    "allowPreferencesWindow": False,
    "allowQuit": True,
    "allowSpellCheck": False,
    "allowDictation": False,
    "allowScreenSharing": False,
    "allowVirtualMachine": False,
    "allowUserSwitching": False,
    "enablePrivateClipboard": True,
    "browserWindowAllowReload": True,
    "enableZoomPage": True,
    "enableZoomText": True,
    "showReloadButton": True,
    "showTime": True,
    "newBrowserWindowByLinkPolicy": 1,  # links open in the same window
}


def settings(start: str, secret: str, engineer: str, paper: str, attempt: int) -> dict[str, Any]:
    """The settings of one sitting; `start` is the address that the browser opens. A salt that only the paper's
    `secret` gives makes the Config Key another one for each engineer and attempt."""
    of = f"seb\n{paper}\n{engineer}\n{attempt}"
    salt = hmac.digest(secret.encode(), of.encode(), "sha256")
    return {**_RULES, "startURL": start, "examKeySalt": salt, "configKeySalt": salt}


def file(made: Mapping[str, Any]) -> bytes:
    """A .seb file, not encrypted: gzip of "plnd" and the gzipped property list. The same settings, the same bytes."""
    inner = gzip.compress(plistlib.dumps(dict(made), sort_keys=True), mtime=0)
    return gzip.compress(b"plnd" + inner, mtime=0)


def config_key(made: Mapping[str, Any]) -> str:
    """SHA-256 (64 lower-case hex digits) of the settings as SEB-JSON; `originatorVersion` does not count."""
    counted = {name: value for name, value in made.items() if name != "originatorVersion"}
    return sha256(seb_json(counted).encode()).hexdigest()


def seb_json(value: Any) -> str:
    """Settings as SEB-JSON: no white space, nothing escaped, keys in case-insensitive order, empty dictionaries left
    out, data as Base64, times in ISO 8601."""
    if isinstance(value, Mapping):
        kept = {k: v for k, v in value.items() if not (isinstance(v, Mapping) and not v)}
        parts = (f'"{k}":{seb_json(kept[k])}' for k in sorted(kept, key=lambda k: (k.casefold(), k.swapcase())))
        return "{" + ",".join(parts) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(seb_json(v) for v in value if not (isinstance(v, Mapping) and not v)) + "]"
    return _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, bytes):
        return f'"{b64encode(value).decode()}"'
    if isinstance(value, datetime):
        at = value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)  # plists hold UTC without saying so
        return f'"{at.isoformat(timespec="seconds").replace("+00:00", "Z")}"'
    return f'"{value}"'


def hashed(url: str, key: str) -> str:
    """What a browser with this key sends for the address; a fragment does not count."""
    return sha256((url.partition("#")[0] + key).encode()).hexdigest()


def address(scheme: str, host: str, path: str) -> str:
    """The address as the browser knows it; "" where `host` is none: a forged header must not shift the border
    between host and path, or a hash seen for one address would fit another."""
    if scheme not in {"http", "https"} or not _HOST.fullmatch(host) or not path.startswith("/"):
        return ""
    return f"{scheme}://{host}{path}"


def admitted(url: str, key: str, headers: Mapping[str, str], browser_keys: Iterable[str] = ()) -> bool:
    """Whether the request came from a browser that runs the sitting's configuration and, where the paper names any,
    from one of its versions. Compared in constant time; every key is tried."""
    if not url:
        return False
    own = _same(headers.get(CONFIG_HEADER, ""), hashed(url, key))
    sent = headers.get(BROWSER_HEADER, "")
    versions = [_same(sent, hashed(url, one.lower())) for one in browser_keys]
    return own and (not versions or any(versions))


def _same(sent: str, wanted: str) -> bool:
    return hmac.compare_digest(sent.strip().lower().encode("utf-8", "replace"), wanted.encode())
