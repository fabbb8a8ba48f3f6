"""The moves of a case as people read them: what each means, what it asks for, why it cannot be made yet."""

from dataclasses import dataclass

from app.domain.cases import Need, State


@dataclass(frozen=True)
class MoveWords:
    """One move. ``title`` heads its page, ``button`` makes it; ``reason`` is what is asked where a reason is needed."""

    title: str
    text: str
    button: str
    reason: str = ""


MOVE_WORDS = {
    State.ASSESSED: MoveWords(
        "Send the draft back",
        "The draft can be worked on again. An approval that was given falls away.",
        "Send the draft back",
        "Why is it sent back?",
    ),
    State.DRAFTED: MoveWords(
        "Say that the draft is ready",
        "Another person can then read the draft and approve it. Whoever says that it is ready cannot approve it.",
        "The draft is ready",
    ),
    State.CONSULTED: MoveWords(
        "Record that the consultation is done",
        "The answers are in, and the draft takes account of them.",
        "The consultation is done",
    ),
    State.APPROVED: MoveWords(
        "Approve the draft",
        "Read the letter first. What is approved stays as it is: it is not changed unless somebody sends it back.",
        "Approve the draft",
    ),
    State.SENT: MoveWords(
        "Record that the letter was sent",
        "The service sends nothing itself. Send the letter in the way that the notice says, then record it here.",
        "The letter was sent",
    ),
    State.NO_RESPONSE: MoveWords(
        "Decide that no representation is made",
        "The record of this decision gives the reasons from the officer’s part.",
        "No representation is made",
    ),
    State.DECIDED: MoveWords(
        "Record the decision on the application",
        "This is what NHS England or the integrated care board decided.",
        "Record the decision",
    ),
    State.STATEMENT_PUBLISHED: MoveWords(
        "Record that the supplementary statement was published",
        "It follows a granted consolidation (regulation 6(4)). Publish it first, then record it here.",
        "The statement was published",
    ),
    State.WITHDRAWN: MoveWords(
        "Record that the application was withdrawn",
        "The case ends. It cannot be opened again.",
        "The application was withdrawn",
        "How do you know that it was withdrawn?",
    ),
}

_NEEDS = {
    Need.ASSESSMENT: "There is no assessment yet. Run one first.",
    Need.OPINION: "The board’s opinion is not given yet, and a consolidation needs it. Give it in the officer’s part.",
    Need.NO_DUTY: "The board must make a statement on this application, so it cannot be left without a reply.",
    Need.NO_RESPONSE_REASON: "No reason for making no representation is given. Give it in the officer’s part.",
    Need.ANOTHER_PERSON: "You have worked on this draft. A second person has to do this, so that two people have seen it.",
    Need.GRANTED_CONSOLIDATION: "A supplementary statement follows a granted consolidation only (regulation 6(4)).",
    Need.REASON: "Give the reason.",
    Need.OUTCOME: "Choose whether the application was granted or refused.",
}


def need_words(need: Need) -> str:
    """What is missing, in words."""
    return _NEEDS[need]


def slug_of(state: State) -> str:
    """A state in an address."""
    return state.value.replace(" ", "-")


def state_of(slug: str) -> State | None:
    """The state that an address names, None where it names none."""
    return next((state for state in State if slug_of(state) == slug), None)
