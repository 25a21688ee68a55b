"""What tests of every room share."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository, which is itself a workspace."""
    return ROOT


@pytest.fixture(scope="session")
def real_data():
    """Path of a real data file; the test is skipped, visibly, where it is not on this machine."""
    folder = Path(os.environ.get("FIELDMARK_DATA", ROOT.parent / "shared" / "data"))

    def find(name: str) -> Path:
        path = folder / name
        if not path.exists():
            pytest.skip(f"real data {name} is not here (set FIELDMARK_DATA)")
        return path

    return find
