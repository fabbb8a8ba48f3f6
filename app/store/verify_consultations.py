"""What is stored of consultations, to be held against the audit chain."""

import hashlib
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.store.answers import answer_facts
from app.store.consultation_links import LinkKind, link_facts
from app.store.consultation_tables import (
    AnswerOriginalRow,
    AnswerRow,
    ConsultationLinkRow,
    ConsultationRow,
    ConsulteeRow,
    RedactionRow,
)
from app.store.consultations import consultee_facts
from app.store.tables import ApplicationRow


def consultation_documents(session: Session) -> Iterator[tuple[str, str, str, bool]]:
    """Every document: of what, its name, its hash, and whether its content has that hash."""
    versions = _of(ConsultationRow, ConsultationRow.version, ConsultationRow.sha256, ConsultationRow.content)
    for id_, version, sha256, content in _read(session, versions):
        yield id_, f"consultation {version}", sha256, _hash(content) == sha256
    asked = _of(ConsulteeRow, ConsulteeRow.id, ConsulteeRow.sha256, ConsulteeRow.content)
    for id_, consultee, sha256, content in _read(session, asked):
        yield id_, f"consultee {consultee}", sha256, _hash(content) == sha256
    links = _of(ConsultationLinkRow, ConsultationLinkRow.id, ConsultationLinkRow.sha256)
    for id_, link, sha256 in _read(session, links.where(ConsultationLinkRow.kind != LinkKind.STARTED.value)):
        yield id_, f"link {link}", sha256, True
    answers = _of(AnswerRow, AnswerRow.number, AnswerRow.sha256, AnswerOriginalRow.content).outerjoin(
        AnswerOriginalRow, AnswerOriginalRow.answer == AnswerRow.position
    )
    for id_, number, sha256, content in _read(session, answers):
        if content is not None:
            yield id_, f"answer {number}", sha256, _hash(content) == sha256
    redactions = select(
        ApplicationRow.id, AnswerRow.number, RedactionRow.number, RedactionRow.sha256, RedactionRow.content
    ).join_from(RedactionRow, AnswerRow).join(
        ApplicationRow, ApplicationRow.position == AnswerRow.application
    )  # fmt: skip
    for id_, answer, number, sha256, content in _read(session, redactions):
        yield id_, f"redaction {number} of answer {answer}", sha256, _hash(content) == sha256


def consultation_rows(session: Session) -> dict[tuple[str, str], dict[str, Any]]:
    """How consultees, links and answers stand, by application and name."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for id_, asked in _read(session, _of(ConsulteeRow, ConsulteeRow)):
        found[id_, f"consultee {asked.id}"] = consultee_facts(asked)
    for id_, link in _read(session, _of(ConsultationLinkRow, ConsultationLinkRow)):
        found[id_, f"link {link.id}"] = link_facts(link)
    for id_, answer in _read(session, _of(AnswerRow, AnswerRow)):
        found[id_, f"answer {answer.number}"] = answer_facts(answer)
    return found


def _of(table: Any, *columns: Any) -> Any:
    of = ApplicationRow.position == table.application
    return select(ApplicationRow.id, *columns).select_from(table).join(ApplicationRow, of)


def _read(session: Session, query: Any) -> Iterator[Any]:
    return iter(session.execute(query.execution_options(yield_per=50)))


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
