"""The notebook lane: assignments written by hand with nbgrader, whose submissions are programs and run in a jail."""
