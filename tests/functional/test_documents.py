"""The examples in the documents are run, and print what the documents say. See scripts/run_document.py."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli import commands
from app.cli.loopback import Loopback, bound_socket, running
from app.main import create_app
from app.settings import Settings
from scripts.run_document import DocumentError, examples, pattern, run

ROOT = Path(__file__).parents[2]
RUN = ("README.md", "docs/guide-user.md", "docs/guide-administrator.md", "docs/guide-data.md")
"""Documents with examples that are run; a test holds the list to what is marked."""


@pytest.fixture(scope="module")
def demo_as_built(demo_town: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `make demo ARGS=--once` leaves in .demo, made once."""
    folder = Path(shutil.copytree(demo_town, tmp_path_factory.mktemp("documents") / ".demo"))
    done = CliRunner().invoke(commands, ["demo", "--once", "--port", "0", "--folder", str(folder)])
    assert done.exit_code == 0, done.output
    return folder


@pytest.fixture
def checkout(demo_as_built: Path, tmp_path: Path) -> Path:
    """A folder that looks like a checkout after `make demo ARGS=--once`, to write in."""
    shutil.copytree(demo_as_built, tmp_path / ".demo")
    for name in ("docs", "examples", "README.md"):
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / ".venv").symlink_to(ROOT / ".venv")
    return tmp_path


@pytest.fixture
def service(checkout: Path) -> Iterator[Loopback]:
    """The service of the guides: keys are asked for, as at a council."""
    listening, _ = bound_socket(0)
    with running(create_app(Settings(data=checkout / ".demo")), listening) as server:
        yield server


@pytest.mark.parametrize("name", RUN)
def test_the_examples_do_what_the_document_says(
    name: str, checkout: Path, service: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    missing = [program for program in ("bash", "curl") if shutil.which(program) is None]
    if missing and not os.environ.get("CI"):
        pytest.skip(f"the examples need {' and '.join(missing)}, which is not on this machine")
    if not (ROOT / ".venv" / "bin").exists() and not os.environ.get("CI"):
        pytest.skip("the examples use .venv, as `make setup` makes it")
    # The copy under test comes first for the commands of the environment, wherever they were installed from.
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    assert run(ROOT / name, checkout, service.address, setup=False) > 0


def test_every_document_with_marked_examples_is_run() -> None:
    marked = {
        path.relative_to(ROOT).as_posix()
        for path in [ROOT / "README.md", *ROOT.glob("docs/**/*.md"), *ROOT.glob("examples/*.md")]
        if list(examples(path.read_text(encoding="utf-8")))
    }
    assert marked == set(RUN)


DOCUMENT = """# One
```sh run setup
echo set up > here
```
```sh run
cat here; echo http://127.0.0.1:8000
```

```text output
set up
http://...:99
```
````md
```sh run
exit 1
```
````
```sh run
kept=$(cat here)
```
```sh run
echo "$kept"; seq 5
```
```text output
...
5
```
"""


@pytest.fixture
def one(tmp_path: Path) -> Path:
    (tmp_path / "one.md").write_text(DOCUMENT, encoding="utf-8")
    return tmp_path / "one.md"


def test_examples_are_run_in_order_in_one_shell(one: Path) -> None:
    assert run(one, one.parent, "http://127.0.0.1:99") == 4


def test_what_was_set_up_already_is_left_out(one: Path) -> None:
    (one.parent / "here").write_text("set up\n", encoding="utf-8")
    assert run(one, one.parent, "http://127.0.0.1:99", setup=False) == 3


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("set up > here", "other > here", "one.md, line 5: the document says"),
        ("seq 5", "false", "one.md, line 21: ended with 1"),
        ("```sh run\nkept", "```text output\nkept", "line 18: this output follows no example"),
        ("```sh run\nkept", "```python run\nkept", "line 18: only blocks of sh are run"),
    ],
)
def test_an_example_that_does_something_else_is_named_by_its_line(
    one: Path, before: str, after: str, said: str
) -> None:
    assert before in DOCUMENT
    one.write_text(DOCUMENT.replace(before, after), encoding="utf-8")
    with pytest.raises(DocumentError, match=said):
        run(one, one.parent, "http://127.0.0.1:99")


def test_a_document_without_examples_is_refused(tmp_path: Path) -> None:
    (tmp_path / "none.md").write_text("```sh\nexit 1\n```\n", encoding="utf-8")
    with pytest.raises(DocumentError, match=r"none\.md has no example to run"):
        run(tmp_path / "none.md", tmp_path, "http://127.0.0.1:99")


@pytest.mark.parametrize(
    ("says", "prints", "same"),
    [
        ("a ... c", "a b c", True),
        ("a ... c", "a\nc", False),
        ("a\n...\nd", "a\nb\nc\nd", True),
        ("a\n...\nd", "a\nd", True),
        ("a\n...\nd", "a\nb", False),
        ("a+", "aa", False),
        ("1", "12", False),
    ],
)
def test_what_an_output_matches(says: str, prints: str, same: bool) -> None:
    assert bool(pattern(says).fullmatch(prints + "\n")) is same
