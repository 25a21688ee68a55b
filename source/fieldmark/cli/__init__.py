"""The commands: thin, and light to start; each loads what it needs when it is called."""

from __future__ import annotations

import click

from fieldmark import __version__
from fieldmark.cli import audit, faults, marking, people, sample, site, steps
from fieldmark.cli.failing import Commands

COMMANDS: tuple[click.Command, ...] = (
    sample.init,
    sample.demo,
    steps.check,
    steps.build,
    site.serve,
    site.doctor,
    people.people,
    marking.mark,
    marking.desk,
    marking.release,
    marking.regrade,
    steps.measure,
    steps.load,
    steps.kpis,
    steps.outcome,
    steps.publish,
    steps.run,
    faults.faults,
    faults.dialogue,
    faults.case,
    audit.audit,
    audit.erase,
)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="fieldmark")
def main() -> None:
    """Fieldmark: marks from the exam, marks from the field.

    Trainers write courses/ and assignments/, managers grading/. `fieldmark run` does whatever is out of date.
    """


for _command in COMMANDS:
    main.add_command(_command)
