"""The exam: a pure state machine, the web service over it, the question front ends."""
