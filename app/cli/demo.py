"""``pharmacy-assessor demo``: the made-up town, two applications over real HTTP, and where to read the letters."""

import json
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from time import sleep
from typing import Annotated, Any

import typer
from rich.console import Console

from app.cli.failing import fail
from app.cli.loopback import Loopback, LoopbackError, bound_socket, running
from app.cli.summary import summary
from app.clock import Clock, system_clock
from app.domain.dates import LONDON
from app.main import create_app
from app.settings import Settings
from app.store.library import open_verified
from geodata.demo.papers import TODAY, Papers, write_papers
from geodata.demo.town import build_town
from geodata.snapshot import SnapshotError

PAPERS = (
    ("Letter to read", "letter_html"),
    ("Letter for Word", "letter_docx"),
    ("Record of no response to read", "no_response_html"),
    ("Record of no response for Word", "no_response_docx"),
)
"""Papers by what they are called here and by their name among an application's links."""


def demo(
    once: Annotated[
        bool, typer.Option("--once", help="Write letters and assessments to a folder and stop.")
    ] = False,
    port: Annotated[
        int, typer.Option(help="Port to listen on; a free one is taken where it is in use.")
    ] = 8000,
    folder: Annotated[Path, typer.Option(help="Folder for the town, the database and the letters.")] = Path(
        ".demo"
    ),
) -> None:
    """Show the whole line on a made-up town: two applications in, figures and draft letters out."""
    console = Console()
    settings = Settings(demo=True, data=folder, database=f"sqlite:///{(folder / 'demo.sqlite3').resolve()}")
    try:
        papers = make_town(console, folder)
        listening, taken = bound_socket(port)
        with running(create_app(settings, clock=town_clock()), listening) as server:
            if taken:
                console.print(
                    f"Port {port} is in use; the demo listens on {server.port} instead.", soft_wrap=True
                )
            for file in (papers.relocation, papers.consolidation):
                made = assess_paper(
                    console, server, json.loads(file.read_bytes()), folder / "letters" if once else None
                )
            console.print(f"In the town it is {TODAY:%-d %B %Y}, so that there is time left for a reply.")
            if once:
                console.print(f"Letters and assessments are in {folder / 'letters'}.", soft_wrap=True)
            else:
                say_where(console, server, ask_everybody(server, made))
                _wait()
    except (LoopbackError, SnapshotError) as error:
        fail(str(error))


def town_clock() -> Clock:
    """A clock that begins on the morning of the day for which the town's papers are made, and then goes as any other."""
    begun, morning = system_clock(), datetime.combine(TODAY, time(9, 30), LONDON)
    return lambda: (morning + (system_clock() - begun)).astimezone(UTC)


def ask_everybody(server: Loopback, links: dict[str, str]) -> str:
    """Open a consultation on an application to everybody, and give the address of its form."""
    here = f"{links['self']}/consultation"
    dates = {"opens": TODAY.isoformat(), "closes": (TODAY + timedelta(days=20)).isoformat()}
    contact = "The public health team of the made-up council"
    server.put(here, dates | {"contact": contact, "public": True})
    return str(server.post(f"{here}/links", {})["url"])


def say_where(console: Console, server: Loopback, form: str) -> None:
    """Where to go on from here in a browser."""
    for what, where in (
        ("The desk", f"{server.address}/cases"),
        ("The form of a consultee", form if "://" in form else f"{server.address}{form}"),
        ("API page", f"{server.address}/docs"),
    ):
        console.print(f"{what}: {where}", soft_wrap=True, highlight=False, markup=False)
    console.print(f"The server runs at {server.address}. Ctrl-C stops it.")


def make_town(console: Console, folder: Path) -> Papers:
    """The made-up town in a folder, built unless one stands there already, and its papers. Raises SnapshotError."""
    with console.status("Building the made-up town ..."):
        standing = sorted((folder / "snapshots").glob("[!.]*"))
        snapshot = open_verified(standing[-1] if standing else build_town(folder))
        papers = write_papers(folder, snapshot.path)
    people = snapshot.manifest.counts["people"]
    where = f"The made-up town of {people:,} people is in {snapshot.path}."
    console.print(f"{where} Every name in it is invented.", soft_wrap=True)
    return papers


def assess_paper(console: Console, server: Loopback, paper: Any, out: Path | None) -> dict[str, str]:
    """Submit one application, run its assessment, print the summary and where the papers are, or write them to a folder.

    Gives the application's links.
    """
    links = server.post("/v1/applications", paper)["links"]
    assessment = server.post(links["assessments"], {"as_at": TODAY.isoformat()})
    console.print(summary(assessment))
    papers = [(name, links[link], links[link].rpartition("/")[2]) for name, link in PAPERS if links[link]]
    for name, address, file in [*papers, ("Assessment", f"{links['assessments']}/1", "assessment.json")]:
        where = f"{server.address}{address}"
        if out is not None:
            out.mkdir(parents=True, exist_ok=True)
            written = out / f"{paper['kind']}-{file}"
            written.write_bytes(server.get(address))
            where = str(written)
        console.print(f"  {name}: {where}", soft_wrap=True, highlight=False, markup=False)
    return dict(links)


def _wait() -> None:
    try:
        while True:
            sleep(3600)
    except KeyboardInterrupt:
        typer.echo("\nStopped.")
