"""One small company for all tests of the board, made once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from unit.board import company

from fieldmark.board.publish import publish
from fieldmark.board.published import Published, open_published
from fieldmark.store.workspace import Workspace


@pytest.fixture(scope="session")
def place(tmp_path_factory: Any) -> Workspace:
    """A workspace whose tables are published; not to be changed."""
    made = company.workspace(Path(tmp_path_factory.mktemp("company")) / "w")
    publish(made)
    return made


@pytest.fixture(scope="session")
def published(place: Workspace) -> Published:
    return open_published(place)
