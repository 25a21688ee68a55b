"""The order of the work, as data."""
