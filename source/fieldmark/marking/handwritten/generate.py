"""Hand-written assignments through `nbgrader generate_assignment`. Run as a process of its own:

    python -m fieldmark.marking.handwritten.generate FOLDER COURSE

FOLDER holds source/; release/ and gradebook.db are added. Prints, as its last line, JSON: assignment to why it failed.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from pathlib import Path


def generate(folder: Path, course: str) -> dict[str, str]:
    """Run nbgrader on FOLDER in a process of its own; assignment to the end of what it said on failing."""
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))  # nbgrader calls alembic
    done = subprocess.run(
        [sys.executable, "-m", __name__, str(folder), course],
        capture_output=True, text=True, env={**os.environ, "PATH": path}, cwd=folder, check=False,
    )  # fmt: skip
    if done.returncode != 0:
        why = (done.stderr or done.stdout).strip()[-300:] or f"exit {done.returncode}"
        return {source.name: why for source in (folder / "source").iterdir()}
    said: dict[str, str] = json.loads(done.stdout.strip().splitlines()[-1])
    return said


def main(folder: Path, course_id: str) -> None:
    from nbgrader.converters import GenerateAssignment
    from nbgrader.converters.base import NbGraderException
    from nbgrader.coursedir import CourseDirectory
    from traitlets.config import Config

    config = Config()
    config.CourseDirectory.root = str(folder)
    config.CourseDirectory.course_id = course_id
    failed = {}
    for source in sorted((folder / "source").iterdir()):
        heard: list[str] = []
        course = CourseDirectory(config=config, assignment_id=source.name)
        logger = logging.getLogger(source.name)
        handler = logging.Handler()
        handler.emit = lambda record, heard=heard: heard.append(record.getMessage())  # type: ignore[method-assign,misc]
        logger.handlers, logger.propagate = [handler], False
        logger.setLevel(logging.ERROR)
        try:
            GenerateAssignment(coursedir=course, config=config, log=logger).start()
        except (NbGraderException, SystemExit) as error:
            traces = [line.strip().splitlines()[-1] for line in heard if "Traceback" in line]
            failed[source.name] = (traces or [str(error)])[-1]
    sys.stdout.write("\n" + json.dumps(failed) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), sys.argv[2])
