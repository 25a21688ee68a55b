import pytest

from fieldmark.bank import read
from fieldmark.store.workspace import Workspace


@pytest.fixture(scope="session")
def sample(root):
    """The sample content as the bank reads it."""
    return read(Workspace(root))


@pytest.fixture(scope="session")
def numeric_items(sample):
    return {i.id: i for i in sample.items_of("vfd") if i.kind == "numeric"}
