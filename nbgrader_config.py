"""nbgrader run at the root would take source/ for its own and list the package as an assignment: show it the
course that Fieldmark built instead."""

from pathlib import Path

c = get_config()  # noqa: F821  (nbgrader provides it)
built = sorted(Path(__file__).parent.glob(".fieldmark/nbgrader/*/"))
if built:
    c.CourseDirectory.root = str(built[0])
    c.CourseDirectory.course_id = built[0].name
else:
    c.CourseDirectory.source_directory = ".fieldmark/nbgrader/none/source"
