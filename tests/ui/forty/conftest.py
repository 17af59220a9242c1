"""What the forty checks start from: a walk through every place, and the scenes of the tests run again."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.test_canary import garden
from tests.ui.test_app import make_program
from tests.ui.test_live_entry import coming
from tests.ui.test_page_minutes import step
from tests.ui.test_roll_of_twenty import opened
from tests.ui.visits import Visit

__all__ = ["coming", "garden", "make_program", "opened", "step"]


@pytest.fixture
def visit(qapp: QApplication, tmp_path: Path) -> Iterator[Visit]:
    made = Visit(tmp_path)
    yield made
    made.close()
