"""The exam over HTTP: one handler a thing, listed with its description in `table`."""
