"""`python -m fieldmark.cli`."""

from fieldmark.cli import main

main()
