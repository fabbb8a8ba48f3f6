"""The statutory statement of Schedule 2, paragraph 19(5): whole, with its qualifier, both heads and the opinion given."""

import re
from collections.abc import Iterator

from app.letters.lints.lint import Lint, Subject
from app.letters.model import Kind

RULE = "statutory-statement"
SHORTENED = re.compile(
    r"(?<!would or )\b(?:do(?:es)?|would|will|did)(?: not)? (?:appear to )?create (?:a|any) gap\b(?! of the kind)"
    r"|\bcreates? no gap\b|\bno gap (?:is|would be) created\b",
    re.IGNORECASE,
)
QUALIFIER = "routine application"


def statutory_statement(subject: Subject) -> Iterator[Lint]:
    """Missing or shortened it blocks, as long as the choice is open too; elsewhere a shorter form of it is named."""
    statement = subject.assessment.statement
    drafted = (each for paper in subject.draft.papers for each in paper.paragraphs)
    if statement is None or not any(each.kind is Kind.STATUTORY for each in drafted):
        return
    slot = f"[{' / '.join(statement.choices)}]"
    before, _, after = (_bare(part) for part in statement.text.rpartition(slot))
    whole = None
    for passage in subject.manuscript.passages:
        text = _bare(passage.text)
        end = text.find(after)
        if end >= 0 and QUALIFIER in text:
            whole = (passage, text[:end].rstrip())
            break
    if whole is None:
        yield _missing(subject, after)
    else:
        passage, head = whole
        is_open = _bare(slot).strip("[]") in head or "[" in head
        choices = sorted(statement.choices, key=len, reverse=True)
        choice = None if is_open else next((each for each in choices if head.endswith(_bare(each))), None)
        where = passage.id or "the statement"
        if choice is None:
            yield Lint(
                RULE,
                where,
                passage.text,
                "Would or would not: the Board’s opinion is still open.",
                blocks=True,
            )
        elif before not in head:
            message = f"The start of the statement is not that of {statement.citation}: “{_start(statement.text, slot)}”."
            yield Lint(RULE, where, passage.text, message)
    yield from _shortened(subject, blocks=False)


def _missing(subject: Subject, after: str) -> Lint:
    statement = subject.assessment.statement
    assert statement is not None  # noqa: S101 - asked by the caller
    short = next(_shortened(subject, blocks=True), None)
    near = next((p for p in subject.manuscript.passages if p.id == "statement"), None)
    if near is not None:
        gone = [part for part in _parts(after) if part not in _bare(near.text)]
        message = (
            f"The statement of {statement.citation} is not whole; missing: “{'”, “'.join(gone) or after}”."
        )
        return Lint(RULE, "statement", near.text, message, blocks=True)
    if short is not None:
        return short
    message = f"The statement that {statement.citation} requires is missing: “{statement.text}”"
    return Lint(RULE, "the paper", "", message, blocks=True)


def _shortened(subject: Subject, *, blocks: bool) -> Iterator[Lint]:
    for passage in subject.manuscript.passages:
        for sentence in passage.sentences:
            if SHORTENED.search(sentence) and QUALIFIER not in sentence.lower():
                yield Lint(
                    RULE,
                    passage.id or "a paragraph",
                    sentence,
                    "The statement is shortened: it has to say “that could be met by a routine application (a) to meet a "
                    "current or future need for pharmaceutical services, or (b) to secure improvements, or better access, "
                    "to pharmaceutical services”, or refer to where it stands in full.",
                    blocks,
                )


def _parts(after: str) -> tuple[str, ...]:
    return tuple(part.strip(" ,.") for part in re.split(r"(?=\(a\))|(?=\(b\))", after) if part.strip(" ,."))


def _start(text: str, slot: str) -> str:
    return text.partition(slot)[0].strip()


def _bare(text: str) -> str:
    return " ".join(text.replace("’", "'").replace("‘", "'").casefold().split())
