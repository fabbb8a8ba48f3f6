"""What is running, for people who have to reproduce a figure."""

import platform
from importlib.metadata import version

from app import METHOD_VERSION
from app.law import law_version

LIBRARIES = ("fastapi", "numpy", "pydantic", "python-docx", "scipy", "shapely", "sqlalchemy", "typst")


def versions() -> dict[str, object]:
    """Versions of the service, of its method and law, of Python and of the libraries that compute and draft."""
    return {
        "service": version("pharmacy-assessor"),
        "method": METHOD_VERSION,
        "law": law_version(),
        "python": platform.python_version(),
        "libraries": {name: version(name) for name in LIBRARIES},
    }
