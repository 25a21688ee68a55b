"""Marks to item statistics and skill mastery."""
