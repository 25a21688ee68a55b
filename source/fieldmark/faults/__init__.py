"""Fault scenarios and dialogues as pure functions: readings, effects, best policy, score of a session."""
