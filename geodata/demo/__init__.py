"""A made-up borough, from a fixed seed, in publishers' formats: everything runs on it with no download.

``write_town`` writes the files, ``build_town`` builds the snapshot from them as anybody would, ``write_papers`` writes
the needs assessment and two applications. docs/demo-town.md says what is invented and why.
"""

from geodata.demo.papers import Papers, write_papers
from geodata.demo.town import DemoTown, build_town, write_town

__all__ = ["DemoTown", "Papers", "build_town", "write_papers", "write_town"]
