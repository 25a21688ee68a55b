"""Run by the tests in a process of its own: `nbgrader autograde` as it is, over a course folder."""

import logging
import sys
from pathlib import Path

from nbgrader_stock import autograde
from traitlets.config import PyFileConfigLoader

logging.disable(logging.WARNING)
autograde(Path(sys.argv[1]), PyFileConfigLoader("nbgrader_config.py", path=sys.argv[1]).load_config())
