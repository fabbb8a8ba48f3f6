"""``python -m app.cli`` is ``pharmacy-assessor``."""

from app.cli import main

main()
