"""What an examiner may do to a sitting, by name, as the desk and the API know it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from fieldmark.model.problem import Refused
from fieldmark.model.sitting import Sitting
from fieldmark.sitting import admission, problems, state
from fieldmark.sitting.receipt import checksum

Decide = Callable[[Sitting, datetime], state.Decision]
LONGEST = 1000  # characters of a reason or a message


def act(name: str, actor: str, sent: Mapping[str, Any]) -> Decide:
    """The decision `name` with what was sent for it; Refused (E015, E018) where that cannot be read."""
    make = _ACTS[name]
    return make(actor, sent)


def _pause(actor: str, sent: Mapping[str, Any]) -> Decide:
    reason = _text(sent, "reason")
    return lambda s, now: state.pause(s, now, actor, reason)


def _resume(actor: str, sent: Mapping[str, Any]) -> Decide:
    return lambda s, now: state.resume(s, now, actor)


def _extend(actor: str, sent: Mapping[str, Any]) -> Decide:
    minutes = _whole(sent, "minutes")
    return lambda s, now: state.extend(s, now, actor, minutes)


def _void(actor: str, sent: Mapping[str, Any]) -> Decide:
    reason = _text(sent, "reason")
    return lambda s, now: state.void(s, now, actor, reason)


def _submit(actor: str, sent: Mapping[str, Any]) -> Decide:
    return lambda s, now: state.submit(s, now, checksum(s), actor)


def _accept(actor: str, sent: Mapping[str, Any]) -> Decide:
    kept = _whole(sent, "kept")
    return lambda s, now: state.accept(s, now, actor, kept)


def _admit(actor: str, sent: Mapping[str, Any]) -> Decide:
    return lambda s, now: admission.admit(s, now, actor)


def _note(actor: str, sent: Mapping[str, Any]) -> Decide:
    text = _text(sent, "text")
    return lambda s, now: state.note(s, now, actor, text)


def _tell(actor: str, sent: Mapping[str, Any]) -> Decide:
    text = _text(sent, "text")
    return lambda s, now: state.note(s, now, actor, text, "told")


_ACTS: dict[str, Callable[[str, Mapping[str, Any]], Decide]] = {
    "pause": _pause,
    "resume": _resume,
    "extend": _extend,
    "void": _void,
    "submit": _submit,
    "accept": _accept,
    "admit": _admit,
    "note": _note,
    "tell": _tell,
}
FOR_ALL = {  # what may be done to all of a paper at once, and to those who stand how
    "admit": ("invited",),
    "pause": ("running",),
    "resume": ("paused",),
    "extend": ("running", "paused"),
    "tell": ("invited", "opened", "running", "paused"),
}


def _text(sent: Mapping[str, Any], name: str) -> str:
    value = sent.get(name, "")
    if not isinstance(value, str) or len(value) > LONGEST:
        raise Refused(problems.UNREADABLE.at(why=f"{name}: text of at most {LONGEST} characters"))
    return value


def _whole(sent: Mapping[str, Any], name: str) -> int:
    value = sent.get(name)
    if not isinstance(value, int) or isinstance(value, bool):
        raise Refused(problems.UNREADABLE.at(why=f"{name}: a whole number"))
    return value
