"""A letter as one HTML page that stands alone: no script, no other file, readable by any reader and on paper.

The page carries its own Content-Security-Policy, which allows its one style sheet by hash and nothing else. A server
that sends a policy of its own has to allow the same: ``content_security_policy()``.
"""

import base64
import hashlib
from functools import cache
from importlib import resources

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from app.letters.characters import printable
from app.letters.model import Letter

PAGES = "pages"


def render(letter: Letter) -> str:
    """The page, lang as the letter's. Every paragraph carries its kind, its evidence ids and what else it rests on."""
    return _template().render(letter=letter, style=Markup(_style()), policy=content_security_policy())  # noqa: S704


@cache
def content_security_policy() -> str:
    """A policy under which the page shows as it should and can load or send nothing."""
    digest = base64.b64encode(hashlib.sha256(_style().encode()).digest()).decode()
    return (
        f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )


@cache
def _style() -> str:
    return _read("letter.css")


@cache
def _template() -> Template:
    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        finalize=lambda value: printable(value) if type(value) is str else value,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["encoded"] = lambda picture: base64.b64encode(picture.svg.encode()).decode()
    return environment.from_string(_read("letter.html"))


def _read(name: str) -> str:
    return resources.files("app.letters").joinpath(PAGES, name).read_text("utf-8")
