"""The nouns, immutable, without input or output."""
