"""Every page of questions, by kind of application, in the order in which they are asked."""

from app.web.apply.by_kind import EMPTY, pages_after_sites
from app.web.apply.fields import Field, How, Question
from app.web.apply.sites import site_pages
from app.web.case_words import KINDS

SITES = {
    "relocation": ("existing", "proposed"),
    "consolidation": ("continuing", "closing"),
}
"""The sites of each kind by their field; every other kind has one."""

NOTICE = "The notice"


KIND = Question(
    "kind",
    NOTICE,
    "What kind of application is it?",
    (
        Field(
            "kind",
            How.CHOICE,
            "What kind of application is it?",
            "Kind of application",
            "Papers are drafted for relocations and consolidations. Other kinds get their duty, last day and flags.",
            required=True,
            options=tuple(KINDS.items()),
            silent=False,
        ),
    ),
)

_COMMON = (
    Question(
        "notice",
        NOTICE,
        "What does the notice say?",
        (
            Field(
                "notice.reference", How.LINE, "Reference on the notice", "Reference on the notice",
                "If it bears none, say so here.", required=True,
            ),
            Field(
                "notice.dated", How.DATE, "Date of the notice", "Date of the notice",
                "The day that it bears.", required=True,
            ),
            Field(
                "notice.reply_by", How.DATE, "Last day for a reply, if the notice states one", "Reply by",
                "It is planned to where it is the earlier. It does not move the 45 days.",
            ),
            Field(
                "notice.reply_to", How.TEXT, "Address for replies, if the notice gives one", "Reply to",
                "As the notice gives it. The letter is addressed to it.",
            ),
        ),
    ),
    Question(
        "sent-to",
        NOTICE,
        "To whom was the notice sent?",
        (
            Field("notice.sent_to_hwb", How.BOARD, "Which board was it sent to?", "Sent to"),
            Field(
                "notice.notified", How.LINES, "Who else does it say was told?", "Also told",
                "One body on a line.",
            ),
        ),
    ),
    Question(
        "received",
        NOTICE,
        "When was notice given to your board?",
        (
            Field(
                "notice.received.on", How.DATE, "Day on which your board was given notice", "Given to the board",
                "The 45 days run from it. Leave empty where it is not known: it can be added to the case later.",
            ),
            Field(
                "notice.received.by", How.LINE, "Who gave it", "Given by",
                "Such as Primary Care Support England, or another board that passed it on.",
            ),
            Field("notice.received.how", How.LINE, "How it came", "How it came", "Such as e-mail, portal or post."),
        ),
    ),
    Question(
        "applicant",
        NOTICE,
        "Who applies?",
        (
            Field("applicant", How.LINE, "Name of the applicant", "Applicant", required=True),
            Field(
                "reference", How.LINE, "What your board calls this application", "Reference of the case",
                "The case is listed under this. You can use the reference on the notice.", required=True,
            ),
            Field("applied", How.DATE, "Date of the application", "Date of the application", EMPTY),
        ),
    ),
)  # fmt: skip


def sites_asked(kind: str) -> tuple[str, ...]:
    """The fields of the sites of a kind."""
    return SITES.get(kind, ("premises",))


def questions(kind: str | None) -> tuple[Question, ...]:
    """The pages of a kind of application, in order; the first one alone where the kind is not known yet."""
    if kind not in KINDS:
        return (KIND,)
    sites = tuple(page for site in sites_asked(kind) for page in site_pages(site))
    return (KIND, *_COMMON, *sites, *pages_after_sites(kind))


def sections(kind: str | None) -> dict[str, list[Question]]:
    """The pages by the part of the task list that they stand in."""
    found: dict[str, list[Question]] = {}
    for question in questions(kind):
        found.setdefault(question.section, []).append(question)
    return found
