"""Practicals as text: fault scenarios, dialogues and observations, one file each, and back."""
