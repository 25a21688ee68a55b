"""What the views say, in both languages: one module a view, so that words are found and mended in one place."""
