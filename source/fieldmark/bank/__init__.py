"""Text to items and back, with every problem at its place."""
