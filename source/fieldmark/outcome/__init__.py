"""Who is compared with whom, and what the training changed."""
