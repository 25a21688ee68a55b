"""Published table to view, view to chart, view to report."""
