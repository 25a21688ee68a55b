"""Fieldmark: marks from the exam, marks from the field."""

__version__ = "0.1.0"
