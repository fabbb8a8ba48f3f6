"""The Regulations as data and predicates, each with its citation and the dates between which it holds.

SI 2013/349 is the National Health Service (Pharmaceutical and Local Pharmaceutical Services) Regulations 2013. Citations
without more are to it. What each verdict means stands in ``app.law.rule``.
"""

from app.law.bodies import Bodies, Body, bodies
from app.law.case import TOGETHER, AnyApplication, Case, Judgement, LawError
from app.law.judge import check, judge
from app.law.limbs import LimbWords, limbs
from app.law.open_questions import OPEN_QUESTIONS
from app.law.refusals import grounds_of_refusal
from app.law.register import register
from app.law.regulation_6 import first_due, revision_due
from app.law.regulation_31 import ADJACENT_METRES
from app.law.reorganisations import FIRST_BOARDS, new_board
from app.law.rule import Rule
from app.law.schedule_2 import duty_of, notifiable
from app.law.screen import DEFAULT_SCREEN, printed, screen
from app.law.searched import CHECKED_TO, SEARCHES, Search, overdue_search
from app.law.sign_off import formed_by_warning, sign_off_warning
from app.law.sites import changes_hands, is_taken_over
from app.law.sources import Source
from app.law.statement import OPEN_OPINION, with_opinion
from app.law.version import law_version

__all__ = [
    "ADJACENT_METRES",
    "CHECKED_TO",
    "DEFAULT_SCREEN",
    "FIRST_BOARDS",
    "OPEN_OPINION",
    "OPEN_QUESTIONS",
    "SEARCHES",
    "TOGETHER",
    "AnyApplication",
    "Bodies",
    "Body",
    "Case",
    "Judgement",
    "LawError",
    "LimbWords",
    "Rule",
    "Search",
    "Source",
    "bodies",
    "changes_hands",
    "check",
    "duty_of",
    "first_due",
    "formed_by_warning",
    "grounds_of_refusal",
    "is_taken_over",
    "judge",
    "law_version",
    "limbs",
    "new_board",
    "notifiable",
    "overdue_search",
    "printed",
    "register",
    "revision_due",
    "screen",
    "sign_off_warning",
    "with_opinion",
]
