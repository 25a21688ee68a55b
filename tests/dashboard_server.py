"""The dashboard's Voila without a hub, for journeys and pictures: `python tests/dashboard_server.py WORKSPACE PORT`.

Who reads stands in this process's own environment (FIELDMARK_UNITS …), as the site sets it for each kernel.
"""

from __future__ import annotations

import os
import sys

from traitlets.config import Config
from voila.app import Voila

from fieldmark.pages import hosting


class Page(Voila):
    """As the site hosts it: one notebook, the pages' own template and static files."""

    def setup_template_dirs(self) -> None:
        super().setup_template_dirs()
        self.static_paths.extend(hosting.static_folders())


def main() -> None:
    place, port = sys.argv[1:3]
    os.environ.update(hosting.environment(), FIELDMARK_WORKSPACE=place)
    settings = Config(hosting.settings())
    settings.Voila.ip, settings.Voila.port = "127.0.0.1", int(port)
    Page.launch_instance([str(hosting.NOTEBOOK)], config=settings)


if __name__ == "__main__":
    main()
