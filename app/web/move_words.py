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
    State.APPEAL_NOTIFIED: MoveWords(
        "Record the notice of an appeal",
        "A board that wrote on the application is sent any notice of appeal, and may write on it within 30 days. Who "
        "appeals, and when the notice was sent, stands in the officer’s part.",
        "An appeal was notified",
    ),
    State.APPEAL_DRAFTED: MoveWords(
        "Say that the draft on the appeal is ready",
        "Another person can then read the draft and approve it. Whoever says that it is ready cannot approve it.",
        "The draft is ready",
    ),
    State.APPEAL_APPROVED: MoveWords(
        "Approve the draft on the appeal",
        "Read the letter first. What is approved stays as it is: it is not changed unless somebody sends it back.",
        "Approve the draft",
    ),
    State.APPEAL_SENT: MoveWords(
        "Record that the representation on the appeal was sent",
        "The service sends nothing itself. Send the letter to the address that the notice of appeal gives, then record it "
        "here.",
        "The letter was sent",
    ),
    State.APPEAL_NO_RESPONSE: MoveWords(
        "Decide that nothing is written on the appeal",
        "The board then cannot speak at a hearing of the appeal, and is told the outcome only where a consolidation is "
        "granted.",
        "Nothing is written",
        "Why is nothing written?",
    ),
    State.APPEAL_DECIDED: MoveWords(
        "Record the outcome of an appeal",
        "This is what was decided on appeal. Where it was sent back to be decided again, notice of it comes anew: take that "
        "in as an application of its own.",
        "Record the outcome",
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

_BACK_ON_APPEAL = MoveWords(
    "Send the draft on the appeal back",
    "The draft can be worked on again. An approval that was given falls away.",
    "Send the draft back",
    "Why is it sent back?",
)


def words_of(state: State, to: State) -> MoveWords:
    """The words of the move from one state to another."""
    back = to is State.APPEAL_NOTIFIED and state is not State.DECIDED
    return _BACK_ON_APPEAL if back else MOVE_WORDS[to]


_NEEDS = {
    Need.ASSESSMENT: "There is no assessment yet. Run one first.",
    Need.OPINION: "The board’s opinion is not given yet, and a consolidation needs it. Give it in the officer’s part.",
    Need.NO_DUTY: "The board must make a statement on this application, so it cannot be left without a reply.",
    Need.NO_RESPONSE_REASON: "No reason for making no representation is given. Give it in the officer’s part.",
    Need.ANOTHER_PERSON: "You have worked on this draft. A second person has to do this, so that two people have seen it.",
    Need.GRANTED_CONSOLIDATION: "A supplementary statement follows a granted consolidation only (regulation 6(4)).",
    Need.WROTE: "The board made no representation on this application, so it is not sent the notice of an appeal.",
    Need.APPEAL: "Who appeals, and when the notice was sent, is not given yet. Give it in the officer’s part.",
    Need.APPEAL_OUTCOME: "Choose what was decided on the appeal.",
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
