"""Released notebooks and gradebook rows, made by nbgrader itself. Run as a process of its own:

    python -m fieldmark.paper.generate FOLDER

since nbgrader's converters change the working directory and importing them takes 5 s. FOLDER holds
nbgrader_config.py and source/; release/ and gradebook.db are added. All assignments in one process.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from pathlib import Path

CONFIG = '''"""Made by Fieldmark: this course for nbgrader, formgrader and `nbgrader autograde`."""

from pathlib import Path

c = get_config()  # noqa: F821  (nbgrader provides it)
here = Path(__file__).resolve().parent
c.CourseDirectory.root = str(here)
c.CourseDirectory.course_id = "{course}"
c.Exchange.root = str(here.parents[1] / "exchange")
c.ClearSolutions.code_stub = {{"python": "ANSWER = {{}}"}}
'''


def generate(folder: Path) -> str:
    """Run nbgrader on FOLDER in a process of its own; "" or the end of what it said on failing."""
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))  # nbgrader calls alembic
    done = subprocess.run(
        [sys.executable, "-m", "fieldmark.paper.generate", str(folder)],
        capture_output=True,
        text=True,
        env={**os.environ, "PATH": path},
        cwd=folder,
        check=False,
    )
    return "" if done.returncode == 0 else (done.stderr or done.stdout).strip()[-600:] or f"exit {done.returncode}"


def main(folder: Path) -> None:
    from nbgrader.converters import GenerateAssignment
    from nbgrader.coursedir import CourseDirectory
    from traitlets.config import PyFileConfigLoader

    logging.getLogger("traitlets").setLevel(logging.ERROR)
    config = PyFileConfigLoader("nbgrader_config.py", path=str(folder)).load_config()
    for source in sorted((folder / "source").iterdir()):
        course = CourseDirectory(config=config, assignment_id=source.name)
        GenerateAssignment(coursedir=course, config=config).start()


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
