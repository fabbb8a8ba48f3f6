"""What was measured, as tables for a terminal."""

from dataclasses import dataclass

from rich.table import Table

from bench.measure import Found


@dataclass(frozen=True)
class Figure:
    """One figure and the most that it may be: ours divided by theirs, or ours alone where there is no theirs."""

    name: str
    ours: float
    theirs: float | None
    target: float

    @property
    def value(self) -> float:
        """The figure."""
        return self.ours if self.theirs is None else self.ours / self.theirs

    @property
    def met(self) -> bool:
        """Whether the target is met."""
        return self.value <= self.target


def figures_table(
    figures: list[Figure], title: str = "Access engine: ours divided by theirs, in one run"
) -> Table:
    """Every named figure with its target, and what it was divided from."""
    table = Table(title=title, title_justify="left")
    table.add_column("figure", no_wrap=True)
    for heading in ("is", "at most", "ours", "theirs"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("")
    for figure in figures:
        verdict = "[green]met[/green]" if figure.met else "[red]missed[/red]"
        is_ratio = figure.theirs is not None
        written = [_ratio(value) if is_ratio else f"{value:.3g}" for value in (figure.value, figure.target)]
        parts = [
            "" if part is None or not is_ratio else f"{part:.3g}" for part in (figure.ours, figure.theirs)
        ]
        table.add_row(figure.name, *written, *parts, verdict)
    return table


def engines_table(prepared: Found, others: dict[str, Found], differences: dict[str, float]) -> Table:
    """The other engines beside ours: the nearest pharmacy of every home."""
    table = Table(title="The nearest pharmacy of every home", title_justify="left")
    for heading in ("engine", "set-up s", "one pass s", "peak MB", "differs m"):
        table.add_column(heading, justify="left" if heading == "engine" else "right", no_wrap=True)
    table.add_row("nearest two, here", "-", f"{prepared['prepare_s']:.3f}", f"{prepared['peak_mb']:.0f}", "")
    for name, found in others.items():
        if found.get("not_installed"):
            table.add_row(name, "not installed", "", "", "")
            continue
        numbers = f"{found['setup_s']:.2f}", f"{found['pass_s']:.3f}", f"{found['peak_mb']:.0f}"
        table.add_row(name, *numbers, f"{differences[name]:.6f}")
    return table


def _ratio(value: float) -> str:
    """A ratio under a third as a fraction, anything else as a number."""
    return f"1/{1 / value:.4g}" if 0 < value < 1 / 3 else f"{value:.3g}"
