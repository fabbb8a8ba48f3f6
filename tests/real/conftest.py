"""Where the real data is. It stands beside the checkout, or where PHARMACY_REAL_DATA says; it is never in the project."""

import os
from pathlib import Path

import pytest

BESIDE_THE_CHECKOUT = Path(__file__).resolve().parents[3] / "shared" / "data"


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real data. Without it the test is skipped, but on CI (CI=true) it fails: there it must run."""
    folder = Path(os.environ.get("PHARMACY_REAL_DATA") or BESIDE_THE_CHECKOUT)
    if folder.is_dir():
        return folder
    reason = f"real data is not at {folder}; set PHARMACY_REAL_DATA to its folder"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)
