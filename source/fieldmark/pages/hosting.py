"""What a Voila server needs to host these pages; `fieldmark.site` adds who may see them."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Any

NOTEBOOK = Path(str(files("fieldmark.pages") / "dashboard.ipynb"))
TEMPLATE = "fieldmark"
EXTENSIONS = ("@voila-dashboards/widgets-manager8", "anywidget")
"""The only front-end bundles that the pages use: half of the page's weight stays unsent."""


def environment() -> dict[str, str]:
    """What the server's own environment needs, so that Voila finds the template and its styles."""
    return {"JUPYTER_PATH": str(files("fieldmark.look"))}


def settings() -> dict[str, dict[str, Any]]:
    """Settings by class, for a Voila configuration: one template, no overrides, no files, few extensions."""
    return {
        "Voila": {"port_retries": 0, "open_browser": False},
        "VoilaConfiguration": {
            "template": TEMPLATE,
            "theme": "light",
            "allow_template_override": "NO",
            "allow_theme_override": "NO",
            "file_allowlist": [],
            "extension_allowlist": list(EXTENSIONS),
            "resources": {"plotly_version": plotly_version()},
            "show_tracebacks": False,
            "strip_sources": True,
        },
    }


def static_folders() -> list[str]:
    """Folders to add to `Voila.static_paths` after it has set its own: Plotly's bundle, which a browser then keeps.

    Where they are not added, the page takes the bundle from its kernel, each time anew.
    """
    return [str(files("plotly") / "package_data")]


def plotly_version() -> str:
    from importlib.metadata import version

    return version("plotly")
