"""Published tables to views, charts and reports."""
