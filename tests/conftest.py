"""Settings for every test: Hypothesis draws the same examples each time, so that a red run can be run again."""

import gc
import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from hypothesis import HealthCheck, settings

from geodata.demo.papers import write_papers
from geodata.demo.town import build_town
from tests.made_up.postgres import (
    behind,
    database,
    database_url,
    empty_database_url,
    postgres_server,
    postgres_url,
    postgres_with_tables,
    sqlite_with_tables,
)

__all__ = [
    "behind",
    "database",
    "database_url",
    "empty_database_url",
    "postgres_server",
    "postgres_url",
    "postgres_with_tables",
    "sqlite_with_tables",
]

# The mail server of the tests logs, with tracebacks, the faults that tests provoke.
logging.getLogger("mail.log").setLevel(logging.CRITICAL)

settings.register_profile(
    "steady", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=60
)
settings.load_profile("steady")


def pytest_collection_finish() -> None:
    """Leave what is imported and collected out of the collector's rounds: it stays until the end, and is much to go over."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def process_as_it_was_found() -> Iterator[None]:
    """What a command does to its own process (settings in the environment, logs to its error stream) ends with the test.

    Otherwise the next test of the same worker would log to a stream that is closed by then, or run with settings that
    nobody gave it: which test fails would depend on how the files were dealt out to the workers.
    """
    environment, root = dict(os.environ), logging.getLogger()
    # The settings of whoever runs the tests are not those of the services that the tests start.
    for name in environment:
        if name.startswith("PHARMACY_") and name != "PHARMACY_GOLDEN":
            del os.environ[name]
    handlers, level = list(root.handlers), root.level
    yield
    for handler in [each for each in root.handlers if each not in handlers]:
        root.removeHandler(handler)
    root.setLevel(level)
    structlog.contextvars.clear_contextvars()
    # pytest keeps the name of the test and its phase here, and takes them away itself.
    own = {name: value for name, value in os.environ.items() if name == "PYTEST_CURRENT_TEST"}
    changed = {**environment, **own}
    if dict(os.environ) != changed:
        os.environ.clear()
        os.environ.update(changed)


@pytest.fixture(scope="session")
def demo_town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The made-up town, built once: a folder with snapshots/, baselines/ and applications/. Tests that write copy it."""
    folder = tmp_path_factory.mktemp("demo")
    write_papers(folder, build_town(folder))
    return folder
