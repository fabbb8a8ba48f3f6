"""Write docs/law.md from the rules themselves and from the tests that cite them. Run from the root of the checkout:

.venv/bin/python scripts/write_law_register.py
"""

import ast
import re
from pathlib import Path

from app.domain.services import SERVICES, Service
from app.law import CHECKED_TO, SEARCHES
from app.law.bodies import ADDRESSEES, APPEALS, COMMITTEES, DECISION_MAKERS, HEALTHWATCH, IN_THE_TEXT
from app.law.figures import day
from app.law.open_questions import OPEN_QUESTIONS
from app.law.register import CHAPTERS
from app.law.rule import Rule
from app.law.screen import DEFAULT_SCREEN, printed

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "law.md"
SPEC = ROOT / "tests" / "spec"

INTRODUCTION = f"""# The law, rule by rule

This page is written from `app/law` by `scripts/write_law_register.py`; a test holds it to the code. It restates the law in
the project's own words. It is not legal advice, and the Regulations themselves are at legislation.gov.uk.

"The Regulations" are the National Health Service (Pharmaceutical and Local Pharmaceutical Services) Regulations 2013 (SI
2013/349); citations without more are to them. Each rule says in which text it was read and how far: "the text of 2019" is
a public copy of legislation.gov.uk of that year, which lacks the provisions that SI 2016/1077 put in anew; instruments were
read as made. [What stays open](#what-stays-open) is listed at the end. Changes were looked for up to
{day(CHECKED_TO)} ([who looked, and where](#searches-for-changes)): an assessment as at a later day says so.

## How to read a finding

| verdict | means |
|---|---|
| met | the test that lets the application pass is satisfied |
| not met | facts and text settle it against the application |
| needs judgement | left to people, with the points for and against |
| papers silent | the papers do not say what it turns on, as a person who read them has confirmed; nor do the lists |
| not entered | nobody has entered what the papers say of it: the test is open, and no letter says anything of it |
| not known | it is not for the papers to say, and no list and no map at hand says it |
| does not apply | the rule begins with an "if" that does not hold here |

Every rule is worded so that *met* is good for the application. A ground on which an application must be refused is asked
the other way round: "Neither site is distance-selling premises". Two tests are never concluded by the service:
whether a place is significantly less accessible (24(1)(a), 24(2)(b)) and whether there would be a gap (26A(5)(a)).

## Which date governs

The law is read as at one day, the assessment's `as_at`: the rules, the names of bodies and the services are those of that
day. A text that looks at another day is followed: the 45 days of Schedule 2, paragraph 19(4) run from the day on which
notice was given to the board, the twelve months of regulation 24(3)(c) to the application, the saving of regulation 25A
turns on the day of the application. Whether an application made before a change is still decided by the old words is not
assumed where no saving was read.

## Whose duty

The duty shown is that of the relevant board, the board of the area in which the premises are: it *must* state its opinion
on a consolidation of which it is told (Schedule 2, paragraph 19(5)) and *may* write on other notifiable applications. A
notice sent elsewhere does not move the duty; it is flagged. A neighbour within 2 km is told and may write.
"""


def citing_tests(folder: Path = SPEC) -> dict[str, list[str]]:
    """Names of the tests that cite each rule: docstrings that begin with "[rule, rule]"."""
    cited: dict[str, list[str]] = {}
    for path in sorted(folder.glob("test_*.py")):
        for function in _functions(path):
            for rule in cited_rules(function):
                cited.setdefault(rule, []).append(f"{path.stem}::{function.name}")
    return cited


def cited_rules(function: ast.FunctionDef) -> list[str]:
    """Rule ids in the brackets at the start of a test's docstring."""
    match = re.match(r"\[([^\]]+)\]", ast.get_docstring(function) or "")
    return [rule.strip() for rule in match.group(1).split(",")] if match else []


def _functions(path: Path) -> list[ast.FunctionDef]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")]


def page() -> str:
    """The whole page as Markdown."""
    cited = citing_tests()
    parts = [INTRODUCTION]
    for title, rules in CHAPTERS:
        parts.append(f"\n## {title}\n")
        parts += [_entry(rule) for rule in rules]
    parts += [_tests(cited), _screen(), _bodies(), _services(), _searches(), _open()]
    return "\n".join(parts).rstrip() + "\n"


def _entry(rule: Rule) -> str:
    lines = [
        f"### {rule.citation}\n",
        f"{rule.asks}\n",
        f"- id: `{rule.id}`; in force {_span(rule)}",
        f"- judged by: {rule.judge.value}",
        f"- where it stands: {_links(rule)}",
        f"- wording: {rule.source.words}.{_verified(rule)}",
    ]
    if rule.kinds:
        lines.append(f"- a test for: {', '.join(rule.kinds)}")
    if rule.reads:
        lines.append(f"- reads: {', '.join(f'`{name}`' for name in rule.reads)}")
    return "\n".join(lines) + "\n"


def _verified(rule: Rule) -> str:
    return "" if rule.source.read else " **Unverified.**"


def _links(rule: Rule) -> str:
    """The provisions first, then the texts in which they were read, each with its address."""
    here = [f"[{_place(link)}]({link})" for link in rule.links]
    read = [f"[{text.name}]({text.link})" for text in rule.source.texts]
    return f"{', '.join(here)}{'; read in ' if read else ''}{', '.join(read)}"


def _place(link: str) -> str:
    """What an address leads to, in words: "regulation 24", "Schedule 2, paragraph 19"."""
    _, _, place = link.partition("/uksi/")
    kind, *rest = place.split("/")[2:]
    return f"regulation {rest[0]}" if kind == "regulation" else f"Schedule {rest[0]}, paragraph {rest[2]}"


def _open() -> str:
    parts = [
        "\n## What stays open\n",
        "No source read here settles these; papers do not say that they are settled.\n",
    ]
    for question in OPEN_QUESTIONS:
        parts.append(f"### {question.what}\n")
        parts.append(f"{question.known}\n")
        parts.append(f"- would be settled by: {question.settled_by}")
        if question.rules:
            parts.append(f"- bears on: {', '.join(f'`{name}`' for name in question.rules)}")
        parts.append("")
    return "\n".join(parts)


def _tests(cited: dict[str, list[str]]) -> str:
    rows = [
        "\n## Every rule with its tests\n",
        "Tests stand in `tests/spec`, named by what they hold a rule to. Rules that bind others are stated and not applied:",
        "they have no test of their own.\n",
        "| rule | in force | wording | tests |",
        "|---|---|---|---|",
    ]
    for _, rules in CHAPTERS:
        for rule in rules:
            tests = (
                "<br>".join(f"`{name}`" for name in dict.fromkeys(cited.get(rule.id, []))) or "stated only"
            )
            wording = "read" if rule.source.read else "**unverified**"
            rows.append(f"| {rule.citation} | {_span(rule)} | {wording} | {tests} |")
    return "\n".join(rows)


def _span(rule: Rule) -> str:
    return f"from {day(rule.since)}" + (f" to {day(rule.until)}" if rule.until else "")


def _screen() -> str:
    return (
        "\n## The board's own screen for relocations\n\n"
        "This is no law: a board sets it and prints it. As it stands unless a board changes it:\n\n"
        f"> {printed(DEFAULT_SCREEN)}"
    )


def _bodies() -> str:
    rows = [
        "\n## Bodies by date\n",
        "| role | name | from | to | source | note |",
        "|---|---|---|---|---|---|",
    ]
    for body in (*DECISION_MAKERS, *IN_THE_TEXT, *ADDRESSEES, *APPEALS, *HEALTHWATCH, *COMMITTEES):
        until = day(body.until) if body.until else ""
        source = body.source.words + ("" if body.source.read else " (unverified)")
        note = " ".join(part for part in (body.note, body.address or "") if part)
        rows.append(f"| {body.role} | {body.name} | {day(body.since)} | {until} | {source} | {note} |")
    return "\n".join(rows)


def _services() -> str:
    rows = [
        "\n## Services by date\n",
        "Names in a paper must be right on its date. Services that councils commission are no enhanced services in the",
        "meaning of the Regulations. A date marked * is unverified.\n",
        "| service | tier | from | to | also called | source |",
        "|---|---|---|---|---|---|",
    ]
    rows += [_service(service) for service in SERVICES]
    return "\n".join(rows)


def _searches() -> str:
    rows = [
        "\n## Searches for changes\n",
        "Up to which day changes to the law were looked for. From six months after the last of these days the service asks",
        "for another search: `/health/ready` and the list of cases say so.\n",
        "| up to | looked on | by | where | found |",
        "|---|---|---|---|---|",
    ]
    for search in SEARCHES:
        made = day(search.made) if search.made else "not kept"
        where = "<br>".join(search.where)
        rows.append(f"| {day(search.up_to)} | {made} | {search.by} | {where} | {search.found} |")
    return "\n".join(rows)


def _service(service: Service) -> str:
    mark = "" if service.verified else "*"
    since = day(service.since) + mark if service.since else ""
    until = day(service.until) + mark if service.until else ""
    source = " ".join(part for part in (f"{service.source}.", service.note) if part)
    return f"| {service.name} | {service.tier.value} | {since} | {until} | {', '.join(service.aliases)} | {source} |"


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")
    print(f"wrote {PAGE.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
