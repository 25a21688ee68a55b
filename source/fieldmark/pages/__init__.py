"""Voila pages that put rooms together for a person."""
