"""The commands: thin, and light to start; each loads what it needs when it is called."""

from __future__ import annotations

import click

from fieldmark import __version__


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="fieldmark")
def main() -> None:
    """Fieldmark: marks from the exam, marks from the field."""
