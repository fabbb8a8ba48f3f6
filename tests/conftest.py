"""Settings for every test: Hypothesis draws the same examples each time, so that a red run can be run again."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from geodata.demo.papers import write_papers
from geodata.demo.town import build_town
from tests.made_up.postgres import behind, database_url, postgres_server, postgres_url

__all__ = ["behind", "database_url", "postgres_server", "postgres_url"]

settings.register_profile(
    "steady", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=60
)
settings.load_profile("steady")


@pytest.fixture(scope="session")
def demo_town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The made-up town, built once: a folder with snapshots/, baselines/ and applications/. Tests that write copy it."""
    folder = tmp_path_factory.mktemp("demo")
    write_papers(folder, build_town(folder))
    return folder
