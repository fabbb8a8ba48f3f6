"""The consultee's form as values: which question follows which, what may be kept, and the answer that they come to."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.consultations import WORDS, Answer, Consultation, ConsultationError, Group, Question
from app.store.responding import WRITTEN_IN

Words = Mapping[str, str]
"""A draft: what was typed by the question's id, the name of a group for ``who``."""

WITH_A_BODY = frozenset({Group.PATIENTS, Group.PROFESSIONS, Group.BOARDS, Group.OTHERS})
"""Groups that are asked which organisation they answer for."""


@dataclass(frozen=True)
class Typed:
    """What came in one form. ``form`` names the showing of it; ``seen`` is the mark of what was kept when it was drawn."""

    question: Question
    text: str
    form: str
    seen: str


def steps(consultation: Consultation, words: Words) -> tuple[Question, ...]:
    """The questions in order, as far as they are for whoever answers: nobody answers for a body without saying so."""
    group = group_of(words)
    return tuple(
        question
        for question in consultation.asked
        if question.id != "on_behalf_of" or group is None or group in WITH_A_BODY
    )


def group_of(words: Words) -> Group | None:
    """The group that was chosen, None where none was."""
    return Group.__members__.get(words.get("who", ""))


def following(consultation: Consultation, words: Words, question_id: str) -> str:
    """The id of the next question; "check" after the last."""
    ids = [question.id for question in steps(consultation, words)]
    at = ids.index(question_id) + 1 if question_id in ids else 0
    return ids[at] if at < len(ids) else "check"


def before(consultation: Consultation, words: Words, question_id: str) -> str | None:
    """The id of the question before, None before the first."""
    ids = [question.id for question in steps(consultation, words)]
    at = ids.index(question_id) if question_id in ids else len(ids)
    return ids[at - 1] if at else None


def first_open(consultation: Consultation, words: Words) -> str:
    """Where to go on: the first question that was not shown yet; "check" where all were."""
    asked = steps(consultation, words)
    return next((question.id for question in asked if question.id not in words), "check")


def fault_of(question: Question, text: str) -> str | None:
    """What is wrong with what was typed for one question, None where nothing is."""
    if question.id == "who":
        return None if text in Group.__members__ else "Choose the answer that fits you best"
    if len(text) > question.limit:
        over = len(text) - question.limit
        return f"Shorten your answer by {over:,} characters, to {question.limit:,}"
    try:
        # Words are looked at in an answer that has some besides: blank is no fault of one question.
        Answer(Group.OTHERS, **{"uses": "-", "meaning": "-", question.id: text.strip() or None})
    except ConsultationError:
        return "Your answer holds a sign that cannot be printed. Type it again, without pasting"
    return None


def written_elsewhere(typed: Typed, kept: Words) -> str | None:
    """What was kept from another window since this form was drawn, where it differs; else None."""
    now = kept.get(typed.question.id)
    same_form = kept.get(typed.question.id + WRITTEN_IN) == typed.form
    return None if now is None or same_form or now == typed.text or mark_of(now) == typed.seen else now


def mark_of(text: str | None) -> str:
    """A mark by which to tell whether words are still those that were there; empty for none."""
    return "" if text is None else hashlib.sha256(text.encode()).hexdigest()[:16]


def with_words(kept: Words, typed: Typed) -> dict[str, str]:
    """The draft with what was typed."""
    field = typed.question.id
    return {**kept, field: typed.text, field + WRITTEN_IN: typed.form}


def answer_of(consultation: Consultation, words: Words) -> Answer:
    """The answer that a draft comes to. Raises ConsultationError naming the question at fault."""
    group = group_of(words)
    if group is None:
        raise ConsultationError("who", "Say who you are")
    asked = {question.id for question in steps(consultation, words)}
    said = {name: words.get(name, "").strip() or None for name in WORDS if name in asked}
    if not any(said.get(name) for name in WORDS[1:]):
        first = next(name for name in WORDS[1:] if name in asked)
        raise ConsultationError(first, "Answer at least one of the questions")
    for question in steps(consultation, words):
        fault = question.limit and fault_of(question, words.get(question.id, ""))
        if fault:
            raise ConsultationError(question.id, fault)
    return Answer(group, **said)
