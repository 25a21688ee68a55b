"""Run by the tests in a process of its own (nbgrader changes the working directory, and warns):

    python nbgrader_stock.py STOCK OURS

marks the course folder STOCK with `nbgrader autograde` as it is, then prints as JSON what nbgrader's own API says of
both courses, as formgrader asks it.
"""

import csv
import json
import logging
import os
import sys
from pathlib import Path

os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"


def autograde(course, config):
    from nbgrader.converters import Autograde
    from nbgrader.coursedir import CourseDirectory

    for assignment in sorted({p.name for p in course.glob("submitted/*/*")}):
        Autograde(coursedir=CourseDirectory(config=config, assignment_id=assignment), config=config).start()


def asked(course, config):
    """What formgrader's pages ask for."""
    from nbgrader.api import Gradebook
    from nbgrader.apps.api import NbGraderAPI
    from nbgrader.coursedir import CourseDirectory

    api = NbGraderAPI(CourseDirectory(config=config), config=config)
    name = sorted(p.name for p in (course / "release").iterdir())[0]
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        wanted = sorted({p.name for p in course.glob("submitted/*/*")})[0]
        submissions = [s.to_dict() for s in book.assignment_submissions(wanted)]
        notebooks = [n.to_dict() for n in book.notebook_submissions(wanted, wanted)]
        dicts = book.submission_dicts(wanted)
    return {
        "assignments": [(a["name"], a["status"], a["num_submissions"], a["max_score"]) for a in api.get_assignments()],
        "submissions": sorted(submissions, key=lambda s: s["student"]),
        "notebooks": sorted(notebooks, key=lambda s: s["student"]),
        "submission_dicts": sorted(dicts, key=lambda s: s["student"]),
        "manage": sorted(api.get_submissions(wanted), key=lambda s: s["student"]),
        "to_grade": sorted(api.get_notebook_submissions(wanted, wanted), key=lambda s: s["student"]),
        "first": name,
    }


def exported(course, config):
    """`nbgrader export`, as rows."""
    from nbgrader.api import Gradebook
    from nbgrader.plugins import CsvExportPlugin

    plugin = CsvExportPlugin(config=config)
    plugin.to = str(course / "grades.csv")
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        plugin.export(book)
    with Path(plugin.to).open(newline="") as file:
        return sorted(map(list, csv.reader(file)))


def feedback(course, config, student):
    """`nbgrader generate_feedback` of one student: the page."""
    from nbgrader.converters import GenerateFeedback
    from nbgrader.coursedir import CourseDirectory

    assignment = sorted(p.name for p in (course / "autograded" / student).iterdir())[0]
    directory = CourseDirectory(config=config, assignment_id=assignment, student_id=student)
    GenerateFeedback(coursedir=directory, config=config).start()
    return (course / "feedback" / student / assignment / f"{assignment}.html").read_text(encoding="utf-8")


def main(stock, ours):
    from traitlets.config import PyFileConfigLoader

    logging.disable(logging.WARNING)
    said = {}
    for name, course in (("stock", stock), ("ours", ours)):
        config = PyFileConfigLoader("nbgrader_config.py", path=str(course)).load_config()
        if name == "stock":
            autograde(course, config)
        else:
            said["feedback"] = feedback(course, config, "e001")
        said[name] = {**asked(course, config), "export": exported(course, config)}
    sys.stdout.write("\n" + json.dumps(said, default=str) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
