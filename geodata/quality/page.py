"""The report of the checks as a page that stands alone."""

from html import escape

from geodata.quality.report import Level, Report, limit_words

_ORDER = (Level.STOP, Level.WARN, Level.NOT_CHECKED, Level.GOOD)
_WORDS = {Level.STOP: "Stops", Level.WARN: "Look at", Level.NOT_CHECKED: "Not checked", Level.GOOD: "Good"}


def report_html(report: Report) -> str:
    """A page of HTML with a row for each check, what stops first. It needs no other file."""
    title = f"Checks of {report.name} as at {report.as_at}"
    compared = f"<p>Compared with {escape(report.compared_with)}.</p>" if report.compared_with else ""
    rows = "\n".join(
        f'<tr><td>{_WORDS[check.level]}</td><th scope="row">{escape(check.title)}</th><td>{escape(check.found)}'
        f"{_items(check.items)}</td><td>{escape(limit_words(check))}</td></tr>"
        for level in _ORDER
        for check in report.checks
        if check.level is level
    )
    return f"""<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title>
<style>
body {{ font-family: Arial, sans-serif; max-width: 70em; margin: 2em auto; padding: 0 1em; color: #0b0c0c; }}
table {{ border-collapse: collapse; width: 100%; }}
th, td {{ text-align: left; vertical-align: top; padding: 0.5em; border-bottom: 1px solid #b1b4b6; font-weight: normal; }}
thead th, td:first-child {{ font-weight: bold; }}
</style>
</head>
<body>
<h1>{escape(title)}</h1>
<p>{len(report.stops)} stop, {len(report.warns)} to look at, {len(report.checks)} checks in all.
Snapshot: {escape(report.snapshot or "none was made")}.</p>
{compared}
<table>
<thead><tr><th scope="col">Result</th><th scope="col">Check</th><th scope="col">Found</th>
<th scope="col">Limit and why</th></tr></thead>
<tbody>
{rows}
</tbody>
</table>
</body>
</html>
"""


def _items(items: tuple[str, ...]) -> str:
    if not items:
        return ""
    return "<ul>" + "".join(f"<li>{escape(item)}</li>" for item in items) + "</ul>"
