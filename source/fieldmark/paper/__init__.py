"""Blueprint and seed to paper; paper to nbgrader notebook; the sealed key."""
