"""The exam: a pure state machine, the web service over it, the question front ends, the engineer's own page."""

from fieldmark.sitting.record import record

__all__ = ["record"]
