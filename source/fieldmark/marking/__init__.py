"""Answers to marks, in nbgrader's own gradebook."""
