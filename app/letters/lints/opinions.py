"""Opinions that nobody gave, and minutes without a speed."""

import re
from collections.abc import Iterator

from app.domain.officer import LIMBS
from app.law import formed_by_warning
from app.letters.lints.lint import Lint, Subject
from app.letters.lints.tokens import tokens
from app.letters.model import Kind

OPINION = "opinion-nobody-gave"
SPEED = "minutes-without-speed"
FORMED = "opinion-formed-by-officer"
_GAP = re.compile(r"\bgap\b", re.IGNORECASE)
_VIEW = re.compile(
    r"\b(?:our|the Board['’]s) (?:view|opinion|belief)\b|\bin our (?:view|opinion)\b|\bin the opinion of\b"
    r"|\b(?:we|the Board) (?:consider|believe|feel|think|conclude)s?\b|\bis of the (?:view|opinion) that\b"
    r"|\bdoes not appear (?:that|to)\b|\bappears? to be\b",
    re.IGNORECASE,
)
_JUDGED = re.compile(
    r"\b(?:no|not (?:be |a |have a )?(?:any )?)\s?significant(?:ly)?\b|\b(?:is|are) (?:more than )?adequate\b"
    r"|\bunlikely to (?:have|affect|create)\b|\bacceptable\b|\breasonable (?:distance|walk)\b",
    re.IGNORECASE,
)
_SPEED = re.compile(
    r"\bmiles? an hour\b|\bkm/h\b|\bmph\b|\bkilometres an hour\b|\bmetres a second\b", re.IGNORECASE
)
_ABOUT = re.compile(r"\bminutes?\b|\bmins?\b", re.IGNORECASE)


def opinion_nobody_gave(subject: Subject) -> Iterator[Lint]:
    """Sentences that give a view or a judgement which is not in the officer's part, the papers or the needs assessment."""
    given = subject.officer.opinion
    said = _said(subject)
    for passage in subject.manuscript.passages:
        if passage.kind in (Kind.LAW, Kind.METHOD):
            continue
        for sentence in passage.sentences:
            found = _VIEW.search(sentence) or _JUDGED.search(sentence)
            if found is None or _bare(sentence).strip(" .") in said or _quoted(found[0], sentence, said):
                continue
            if given is not None and _GAP.search(sentence) and _agrees(sentence, given.choice.value):
                continue
            if given is not None and passage.id == "summary":
                continue
            # The position that the Board gave, in the words that the paper has for it.
            if subject.officer.position is not None and passage.id in ("position", "position-limbs"):
                continue
            if "[" in sentence and "not yet given" in sentence:
                continue
            yield Lint(OPINION, passage.id or "a paragraph", sentence, _message(subject, found[0], sentence))


def minutes_without_speed(subject: Subject) -> Iterator[Lint]:
    """A paper that gives a time and nowhere says at what speed."""
    texts = (
        subject.manuscript.text,
        *(cell for grid in subject.manuscript.grids for row in grid.rows for cell in row),
    )
    if any(_SPEED.search(text) for text in texts):
        return
    for passage in subject.manuscript.passages:
        for sentence in passage.sentences:
            if any(token.unit == "minutes" for token in tokens(sentence)) and _ABOUT.search(sentence):
                yield Lint(
                    SPEED,
                    passage.id or "a paragraph",
                    sentence,
                    "Nowhere does the paper say at what speed, and how measured.",
                )
                return


def formed_by_an_officer(subject: Subject) -> Iterator[Lint]:
    """Sentences that say who formed the Board's opinion where that is a post and no body: it may not have been for them."""
    officer = subject.officer
    given = (officer.opinion, officer.position, officer.appeal)
    names = dict.fromkeys(each.given_by for each in given if each is not None and each.given_by)
    if officer.grant is not None and officer.grant.opinion_by:
        names[officer.grant.opinion_by] = None
    for name in names:
        warning = formed_by_warning(name)
        if warning is None:
            continue
        for passage in subject.manuscript.passages:
            for sentence in passage.sentences:
                if _bare(name) in _bare(sentence) and re.search(r"\bformed\b|\bdecided by\b", sentence):
                    yield Lint(FORMED, passage.id or "a paragraph", sentence, warning)


def _message(subject: Subject, words: str, sentence: str) -> str:
    given = subject.officer.opinion
    if _GAP.search(sentence) and given is not None:
        said = f"The opinion recorded is “{given.choice.value}”, given by {given.given_by}"
        return f"{said}; this sentence does not say the same."
    if _GAP.search(sentence) and subject.assessment.statement is not None:
        return "Nobody has given the Board’s opinion yet, and this sentence states one. Record who gave it and when."
    return f"“{words}” is a judgement, and nobody is recorded as having made it. Name who did, or give the figures alone."


def _agrees(sentence: str, choice: str) -> bool:
    """Whether a sentence on a gap is on the side that was given."""
    denies = re.search(r"\bnot\b|\bno (?:current )?gaps?\b", sentence, re.IGNORECASE) is not None
    return denies == (choice == "would not")


def _said(subject: Subject) -> str:
    """What papers, needs assessment and officer say, in one text."""
    officer, opinion = subject.officer, subject.officer.opinion
    texts: list[str | None] = [found.statement for found in subject.baseline.localities]
    texts += [found.housing_said for found in subject.baseline.localities]
    texts += [standard.assumed for standard in subject.baseline.standards]
    texts += [*officer.local_knowledge, *officer.assurances, officer.no_response_reason, officer.heard_on]
    texts += [opinion.reasons if opinion else None]
    position, appeal = officer.position, officer.appeal
    if position is not None:
        texts += [position.reasons, *(each.reasons for name in LIMBS if (each := getattr(position, name)))]
    texts += [*appeal.matters, appeal.heard_on] if appeal else []
    texts += [str(item.value) for item in subject.assessment.evidence if item.id.startswith("pna.")]
    return _bare(" | ".join(text for text in texts if text))


def _quoted(words: str, sentence: str, said: str) -> bool:
    """Whether the words stand in the sentence as part of something that is said elsewhere: five words round them, say."""
    bare = _bare(sentence).split()
    target = _bare(words).split()
    for at in range(len(bare)):
        if bare[at : at + len(target)] == target:
            around = " ".join(bare[max(0, at - 2) : at + len(target) + 2]).strip(" .,;:”“\"'")
            if around in said:
                return True
    return False


def _bare(text: str) -> str:
    return " ".join(text.replace("’", "'").casefold().split())
