"""What a question does, as pure functions: draw a variant, show its public part, score an answer."""
