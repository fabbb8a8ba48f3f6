"""The only way by which wording gets at a case: every look-up is recorded, so that a paragraph's evidence is exactly
what its text rests on. Asking for what is not known is an error, unless the wording asked first whether it is known.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from itertools import takewhile

from app.domain.applications import Relocation
from app.domain.assessments import OpenStatement
from app.domain.baselines import METRES_A_MILE, THREE_MPH, AccessStandard, Mode
from app.domain.deadlines import (
    APPEAL_CITATION,
    APPEAL_REPRESENTATION_DAYS,
    CITATION,
    REPRESENTATION_DAYS,
    appeal_last_day,
)
from app.domain.entered import Entered, entered
from app.domain.evidence import Evidence, Row
from app.domain.receipt import assess_again
from app.domain.rounding import listed
from app.domain.services import in_force, recognise, to_ask
from app.law import Body, changes_hands, formed_by_warning, grounds_of_refusal, is_taken_over, limbs
from app.letters.characters import OPEN_END, OPEN_START, one_line
from app.letters.facts import NOT_MEASURED, NOWHERE, Case, Fact, FactError, Places
from app.letters.origin import fingerprint
from app.letters.pictures import Mark, marks
from app.letters.wording import word_lists
from geodata.model.postcode import squeezed

STANDARD_SLOT = "<std>"
ALIKE = (
    "coverage.<std>.before_share", "coverage.<std>.after_share", "coverage.<std>.lost", "coverage.<std>.gained",
    "coverage.<std>.not_measured", "coverage.<std>.may_lose", "affected.<std>.people", "affected.<std>.change_worst",
)  # fmt: skip
"""What papers say of a standard beyond the first; two standards that agree in all of it are said together."""
LIST_INPUT = "list:"
REGULATIONS = "National Health Service (Pharmaceutical and Local Pharmaceutical Services) Regulations 2013"
MODES = {Mode.WALK: "on foot", Mode.STRAIGHT_LINE: "in a straight line", Mode.DRIVE: "by car"}
_PERIODS = {
    "representations": (REPRESENTATION_DAYS, CITATION),
    "appeal": (APPEAL_REPRESENTATION_DAYS, APPEAL_CITATION),
}
_BOARD = "Health and Wellbeing Board"


@dataclass
class Reading:
    """One paragraph's reading of a case. ``standard`` is the access standard that the paragraph speaks of, if one."""

    case: Case
    places: Places = NOWHERE
    standard: AccessStandard | None = None
    _evidence: dict[str, None] = field(default_factory=dict)
    _inputs: dict[str, None] = field(default_factory=dict)

    @property
    def evidence(self) -> tuple[str, ...]:
        """Ids of the ledger that were read, in the order in which they were first read."""
        return tuple(self._evidence)

    @property
    def inputs(self) -> tuple[str, ...]:
        """What else was read: "application:applicant", "law:Schedule 2, paragraph 25"."""
        return tuple(self._inputs)

    # The ledger

    def known(self, evidence_id: str) -> bool:
        """Whether a fact is known. A text that says that it is not rests on the item too."""
        item = self._find(evidence_id)
        if item is not None:
            self._evidence[item.id] = None
        return item is not None and item.known

    def fact(self, evidence_id: str) -> Fact:
        """A fact that is known. Raises FactError where it is not."""
        item = self._known(evidence_id)
        value = one_line(item.value) if isinstance(item.value, str) else item.value
        return Fact(item.id, value, item.unit)

    def number(self, evidence_id: str) -> float:
        """A figure to compare with. Raises FactError where it is not known, TypeError where it is no figure."""
        value = self._known(evidence_id).value
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise TypeError(f"evidence {evidence_id!r} is {value!r}, which is no number")
        return value

    def rows(self, evidence_id: str) -> tuple[Row, ...]:
        """The table of a fact that is known. Raises FactError where it is not."""
        return tuple(
            {key: one_line(value) if isinstance(value, str) else value for key, value in row.items()}
            for row in self._known(evidence_id).rows
        )

    def beyond(self, evidence_id: str) -> bool:
        """Whether a grouping that is known lists people who gain or lose a standard and whose group is not known."""
        changed = [row for row in self.rows(evidence_id) if row["gained"] or row["lost"]]
        return len(changed) > self.number(evidence_id)

    def source(self, *roles: str) -> Row | None:
        """The first of the publishers' files that has one of some roles, tried in turn; None where none is recorded."""
        rows = self.rows("sources") if self.known("sources") else ()
        return next((row for role in roles for row in rows if row.get("role") == role), None)

    def attribution(self) -> tuple[str, ...]:
        """What publishers ask to be printed, each sentence once."""
        rows = self.rows("sources") if self.known("sources") else ()
        said = (part for row in rows for part in str(row.get("attribution") or "").split(". "))
        return tuple(dict.fromkeys(f"{part.strip().rstrip('.')}." for part in said if part.strip(" .")))

    def note(self, evidence_id: str) -> str:
        """Why a fact is not known, or what has to be said with it; empty where nothing is, or nothing was measured."""
        item = self._find(evidence_id)
        if item is None or item.method.startswith(NOT_MEASURED):
            return ""
        self._evidence[item.id] = None
        return one_line(item.note)

    def from_list(self, evidence_id: str) -> bool:
        """Whether a known fact, or part of it, was taken from a publisher's list because the papers are silent."""
        return self.known(evidence_id) and any(
            source.startswith(LIST_INPUT) for source in self._known(evidence_id).inputs
        )

    def flagged(self, flag_id: str) -> bool:
        """Whether the assessment raised a flag; the evidence of a flag that it raised counts as read."""
        flag = self.case.assessment.flag(flag_id)
        if flag is not None:
            self._evidence.update(dict.fromkeys(flag.evidence))
        return flag is not None

    def kinds(self, evidence_id: str) -> tuple[Mapping[str, object], ...]:
        """What lies on the way, by kind: ``what``, and the ``streets`` that are named, each once. Raises FactError."""
        found: dict[str, dict[str, None]] = {}
        for row in self.rows(evidence_id):
            streets = found.setdefault(str(row["what"]), {})
            if row["street"]:
                streets[str(row["street"])] = None
        return tuple({"what": what, "streets": tuple(streets)} for what, streets in found.items())

    def not_all_measured(self) -> bool:
        """Whether residents are not measured on the standard, or live nearer to the streets' end than to the old site."""
        names = "coverage.<std>.not_measured", "affected.<std>.not_measured"
        return any(self.known(each) and self.number(each) > 0 for each in names)

    def crosses(self) -> bool:
        """Whether a move is known to cross into another board's area."""
        leaving, staying = (
            self.fact(f"hwb.{role}").value if self.known(f"hwb.{role}") else None
            for role in ("leaving", "staying")
        )
        return leaving is not None and staying is not None and leaving != staying

    def changes_hands(self) -> bool:
        """Whether the business changes hands with a move, as the papers say or their names show: regulation 26(2)."""
        application = self.case.assessment.application
        if not isinstance(application, Relocation):
            return False
        for field_name in ("changes_hands", "applicant", "existing.contractor"):
            self._inputs[f"application:{field_name}"] = None
        return changes_hands(application) is True

    def taken_over(self) -> bool:
        """Whether the application is one under regulation 26(2), as said: the business changes hands with the move."""
        self._inputs["application:changes_hands"] = None
        return is_taken_over(self.case.assessment.application)

    def measured_area(self) -> str:
        """Whose residents coverage is counted over: "the Board’s area", or the areas by name where it is more than that."""
        rows = self.rows("data.areas") if self.known("data.areas") else ()
        code = self.case.assessment.relevant_hwb
        others = [str(row["name"]) for row in rows if row["code"] != code]
        if self.crosses() or not others:
            return "the Board’s area"
        return f"the {'area' if len(rows) == 1 else 'areas'} of {listed([str(row['name']) for row in rows])}"

    def place_limb(self) -> str:
        """The limb of regulation 24 that compares the two places: that of paragraph (2) where the move crosses a border."""
        return "regulation 24(2)(b)" if self.crosses() else "regulation 24(1)(a)"

    def reads(self, evidence_ids: tuple[str, ...]) -> None:
        """Enter ids that a finding rests on."""
        ledger = self.case.assessment.ledger
        self._evidence.update(dict.fromkeys(each for each in evidence_ids if each in ledger))

    # The application's papers

    def stated(self, path: str) -> bool:
        """Whether the papers state a field: "claims.walk_minutes", "leaving.contractor"."""
        return self._papers(path) not in (None, "")

    def silent(self, path: str) -> bool:
        """Whether the papers leave a field out, as a person has confirmed. What nobody entered is not silence."""
        return entered(self.case.assessment.application, self._of_papers(path)) is Entered.SILENT

    def papers(self, path: str) -> object:
        """What the papers state. Raises FactError where they are silent."""
        value = self._papers(path)
        if value is None:
            raise FactError(f"the papers do not state {path!r}; ask stated({path!r}) first")
        return one_line(value) if isinstance(value, str) else value

    def site(self, role: str) -> str:
        """A site in a line: name, address and postcode. ``role`` is "leaving" or "staying"."""
        name, address = (str(self.papers(f"{role}.{each}")) for each in ("name", "address"))
        postcode = str(self.papers(f"{role}.postcode")) if self.stated(f"{role}.postcode") else ""
        parts = [name, address]
        if squeezed(postcode) not in squeezed(address):
            parts.append(postcode)
        return ", ".join(part.rstrip(" ,") for part in parts if part)

    # What people gave

    def given(self, path: str) -> bool:
        """Whether the officer gave a field: "opinion", "heard_on"."""
        return self._officer(path) not in (None, (), "")

    def officer(self, path: str) -> object:
        """What the officer gave. Raises FactError where nothing was."""
        value = self._officer(path)
        if value is None:
            raise FactError(f"the officer has not given {path!r}; ask given({path!r}) first")
        return one_line(value) if isinstance(value, str) else value

    @staticmethod
    def open(text: str) -> str:
        """A place that a person has still to fill: in brackets, and marked so that a renderer can show it."""
        return f"{OPEN_START}[{text}]{OPEN_END}"

    # The baseline, the law and the bodies

    def measure(self, name: str) -> object:
        """A field of the standard that the paragraph speaks of: "minutes", "mode", "speed.name"."""
        if self.standard is None:
            raise FactError(f"{name!r} was asked of a standard in a paragraph that speaks of none")
        self._inputs[f"baseline:standards.{self.standard.id}.{name}"] = None
        return _plain_value(_walk(self.standard, name))

    def first(self) -> bool:
        """Whether the standard of the paragraph is the baseline's first, which papers give in full."""
        return self.standard is not None and self.standard.id == self.case.baseline.standards[0].id

    def own_way(self) -> bool:
        """Whether no standard before this one goes the same way: a trip between two places is said once for each way."""
        if self.standard is None:
            raise FactError("a standard was asked for in a paragraph that speaks of none")
        mine = self.standard.mode, self.standard.road_speeds
        before = takewhile(lambda each: each is not self.standard, self.case.baseline.standards)
        return all((each.mode, each.road_speeds) != mine for each in before)

    def said_before(self) -> bool:
        """Whether a standard before this one, the first apart, has the same figures, so that both are said together."""
        others = self.case.baseline.standards[1:]
        mine = self._figures(self.standard)
        return any(
            self._figures(each) == mine for each in takewhile(lambda each: each is not self.standard, others)
        )

    def those_alike(self) -> str:
        """The standard of the paragraph, and those after the first with the same figures, in words."""
        mine, found = self._figures(self.standard), []
        for each in self.case.baseline.standards[1:]:
            if self._figures(each) == mine:
                one = Reading(self.case, self.places, each)
                at = f" at {one.measure('speed.name')}" if one.measure("speed") else ""
                minutes_ = one.measure("minutes")
                found.append(f"{minutes_:g} minutes {one.mode()}{at}")
                self._inputs.update(one._inputs)
        return f"the {'standard' if len(found) == 1 else 'standards'} of {listed(found)}"

    def _figures(self, standard: AccessStandard | None) -> tuple[object, ...]:
        """What is said of a standard beyond the first, to compare with what is said of another."""
        if standard is None:
            raise FactError("a standard was asked for in a paragraph that speaks of none")
        found = []
        for each in ALIKE:
            item = self.case.assessment.ledger.get(each.replace(STANDARD_SLOT, standard.id))
            if item is not None:
                self._evidence[item.id] = None
            found.append(None if item is None else item.value)
        return tuple(found)

    def mode(self) -> str:
        """How the standard of the paragraph is measured, in words: "on foot"."""
        return MODES[Mode(str(self.measure("mode")))]

    def pace(self) -> str:
        """The pace at which the walk between the sites is timed: that of the first standard on foot, else 3 mph."""
        for standard in self.case.baseline.standards:
            if standard.mode is Mode.WALK and standard.speed:
                self._inputs[f"baseline:standards.{standard.id}.speed.name"] = None
                return one_line(standard.speed.name)
        self._inputs["method:pace"] = None
        return THREE_MPH.name

    def board(self) -> str:
        """The relevant board's name, from the PNA where it is that board's, else from its area; open where unknown."""
        self.known("hwb.relevant")
        code = self.case.assessment.relevant_hwb
        return self._board_called(code, "hwb.relevant.name") or self.open("name of the Board, not known")

    def left_board(self) -> str:
        """The board out of whose area premises move; empty where its name is not known."""
        leaving = self.fact("hwb.leaving").value if self.known("hwb.leaving") else None
        return self._board_called(None if leaving is None else str(leaving), "hwb.leaving.name")

    def notified_board(self) -> str:
        """The board to which the notice was sent; empty where its name is not known."""
        code = self.case.assessment.application.notice.sent_to_hwb
        self._inputs["application:notice.sent_to_hwb"] = None
        return self._board_called(code, "hwb.notice.name")

    def board_field(self, name: str) -> str | None:
        """A field of the relevant board in the baseline: "contact", "sign_off_body"; None where it has none."""
        code = self.case.assessment.relevant_hwb
        board = None if code is None else self.case.baseline.board(code)
        value = None if board is None else getattr(board, name)
        if value is None:
            return None
        self._inputs[f"baseline:boards.{code}.{name}"] = None
        return one_line(str(value))

    def law(self, citation: str) -> str:
        """A citation, recorded."""
        self._inputs[f"law:{citation}"] = None
        return citation

    def marks(self) -> tuple[Mark, ...]:
        """The places of the map with their marks."""
        self._inputs["assessment:places"] = None
        for evidence_id in ("distance.straight", "alternatives.straight"):
            self.known(evidence_id)
        return marks(self.case.assessment.places)

    def words_of(self, role: str) -> str:
        """What a site is called: "the closing site"."""
        return word_lists()[self.case.assessment.application.kind][role]

    def fingerprint(self) -> str:
        """The SHA-256 of the assessment, with the name of that hash before it."""
        self._inputs["assessment:sha256"] = None
        return f"SHA-256 {fingerprint(self.case.assessment)}"

    def responses(self) -> int:
        """How many responses were recorded."""
        self._inputs["responses"] = None
        return len(self.case.responses)

    def consulted(self, name: str) -> object:
        """A field of what the consultation came to: "asked", "closes"; None where the board made no consultation."""
        self._inputs["consultation"] = None
        return None if self.case.consulted is None else getattr(self.case.consulted, name)

    def body(self, name: str) -> str:
        """A body by the name that it had on the date of the assessment: "decision_maker", "addressee"."""
        body = getattr(self.case.bodies, name)
        if not isinstance(body, Body):
            raise FactError(f"there is no body {name!r}")
        self._inputs[f"law:bodies.{name}"] = None
        return body.name

    def settled(self, name: str) -> bool:
        """Whether it is known which body it was, and not only in what role."""
        body = getattr(self.case.bodies, name)
        self._inputs[f"law:bodies.{name}"] = None
        return isinstance(body, Body) and not body.unsettled

    def unsettled(self, name: str) -> str:
        """What is not known here of a body, as an open place."""
        return self.open(getattr(self.case.bodies, name).unsettled)

    def refusals(self) -> list[dict[str, object]]:
        """The grounds on which the text has the application refused: citation and reasons of each."""
        found = grounds_of_refusal(self.case.assessment.findings)
        for finding in found:
            self.reads(finding.evidence)
            self.law(finding.citation)
        return [
            {"citation": one_line(each.citation), "reasons": [one_line(reason) for reason in each.reasons]}
            for each in found
        ]

    def limbs(self) -> list[dict[str, str]]:
        """The limbs on which the board has a position: citation, what it asks, the view and the reasons."""
        position = self.case.officer.position
        self._inputs["officer:position"] = None
        found = []
        for limb in limbs(
            across=self.crosses(), as_at=self.case.assessment.as_at, taken_over=self.taken_over()
        ):
            said = getattr(position, limb.name) if position else None
            if said is not None:
                self.law(limb.citation)
                found.append(
                    {
                        "citation": limb.citation,
                        "asks": limb.asks,
                        "view": said.view.value,
                        "reasons": one_line(said.reasons or ""),
                    }
                )
        return found

    def services_at_the_time(self, *names: str) -> tuple[str, ...]:
        """Those of some services that existed on the date of the assessment. Raises FactError for a name of none."""
        found = []
        for name in names:
            service = recognise(name)
            if service is None:
                raise FactError(f"{name!r} is no service that is known here")
            self._inputs[f"law:services.{service.name}"] = None
            if in_force(service, self.case.assessment.as_at):
                found.append(service.name)
        return tuple(found)

    def services_to_ask(self) -> tuple[Mapping[str, str], ...]:
        """Services named in the papers or on a list of which it has to be asked whose they are, each with what ``asks``."""
        application = self.case.assessment.application
        sites = (self._services_of(role) for role in ("leaving", "staying"))
        named = [*(name for site in sites for name in site), *getattr(application, "services_added", ())]
        if self.known("services.compared"):
            named += [str(row["service"]) for row in self.rows("services.compared")]
        self._inputs["application:services"] = None
        found = {service.name: service for name in named if (service := recognise(name))}
        return tuple(
            {"service": name, "asks": ask}
            for name, service in sorted(found.items())
            if (ask := to_ask(service, self.case.assessment.as_at))
        )

    def _services_of(self, role: str) -> tuple[str, ...]:
        """The services that the papers state of a site."""
        return tuple(getattr(getattr(self.case.assessment.application, role, None), "services", None) or ())

    def statement_citation(self) -> str:
        """The provision under which the statutory statement is made. Raises FactError where none is due."""
        return self.law(self._statement().citation)

    def statement(self) -> str:
        """The statutory sentence whole, with the choice open or as it was given. Raises FactError where none is due."""
        statement = self._statement()
        self.law(statement.citation)
        self.given("opinion")
        opinion = self.case.officer.opinion
        slot = " / ".join(statement.choices)
        choice = (
            opinion.choice.value if opinion else self.open(f"{slot}: the Board has not yet given its opinion")
        )
        # The last slot is the sentence's own: whatever stands before it came from the papers.
        before, found, after = one_line(statement.text).rpartition(f"[{slot}]")
        if not found:
            raise ValueError(f"the statutory statement must hold [{slot}]: {statement.text!r}")
        return f"{before}{choice}{after}"

    def regulations(self) -> str:
        """The title of the Regulations, with their number."""
        return f"{REGULATIONS} ({self.law('SI 2013/349')}), as amended"

    def period(self, name: str) -> str:
        """A period of the Regulations in words: "representations" or "appeal". Raises FactError for another."""
        days, citation = _PERIODS.get(name, (0, ""))
        if not days:
            raise FactError(f"there is no period {name!r}; ask for one of: {', '.join(_PERIODS)}")
        self.law(citation)
        return f"{days} days"

    def appeal_last_day(self) -> date:
        """The last day to write on the appeal. Raises FactError where the day of its notice is not given."""
        return appeal_last_day(_as_date(self.officer("appeal.sent_on")))

    def day_after(self, first: object, second: object) -> bool:
        """Whether a day comes after another; each is a date, a fact that holds one, or its ISO text."""
        return _as_date(first) > _as_date(second)

    def formed_by_officer(self, path: str) -> bool:
        """Whether somebody is given who formed an opinion and may not, as far as was read: a post and no body."""
        return self.given(path) and formed_by_warning(str(self.officer(path))) is not None

    def assess_again(self) -> str:
        """Why the assessment counts another time than is recorded now; empty where both count the same."""
        assessment = self.case.assessment
        self._inputs["officer:received"] = None
        return assess_again(assessment.application, self.case.officer, assessment.relevant_hwb) or ""

    def invented(self) -> bool:
        """Whether the data or the PNA is made up, for a demonstration."""
        if self.case.baseline.invented:
            self._inputs["baseline:invented"] = None
        return self.flagged("invented-data") or self.case.baseline.invented

    def versions(self) -> Mapping[str, str]:
        """Method, law and data versions."""
        self._inputs["assessment:versions"] = None
        return {one_line(key): one_line(value) for key, value in self.case.assessment.versions}

    def as_at(self) -> date:
        """The date of the assessment."""
        self._inputs["assessment:as_at"] = None
        return self.case.assessment.as_at

    def mile(self) -> str:
        """The length of a mile in metres, as the assessment counts it."""
        self._inputs["method:mile"] = None
        return f"{METRES_A_MILE:,}"

    # Where things stand in the paper

    def table(self, table_id: str) -> str:
        """ "Table 2". Raises FactError where the paper has no such table."""
        if table_id not in self.places.tables:
            raise FactError(f"this paper has no table {table_id!r}; ask has_table({table_id!r}) first")
        return f"Table {self.places.tables[table_id]}"

    def has_table(self, table_id: str) -> bool:
        """Whether the paper has a table."""
        return table_id in self.places.tables

    def see(self, paragraph_id: str) -> str:
        """ "paragraph 3". Raises FactError where the paper does not number such a paragraph."""
        if paragraph_id not in self.places.paragraphs:
            raise FactError(f"this paper has no numbered paragraph {paragraph_id!r}")
        return f"paragraph {self.places.paragraphs[paragraph_id]}"

    def _find(self, evidence_id: str) -> Evidence | None:
        if STANDARD_SLOT in evidence_id:
            if self.standard is None:
                raise FactError(
                    f"evidence {evidence_id!r} was asked for in a paragraph that speaks of no standard"
                )
            evidence_id = evidence_id.replace(STANDARD_SLOT, self.standard.id)
        return self.case.assessment.ledger.get(evidence_id)

    def _known(self, evidence_id: str) -> Evidence:
        item = self._find(evidence_id)
        if item is None or not item.known:
            state = "not in the ledger" if item is None else "not known"
            raise FactError(f"evidence {evidence_id!r} is {state}; ask known({evidence_id!r}) first")
        self._evidence[item.id] = None
        return item

    def _papers(self, path: str) -> object:
        path = self._of_papers(path)
        return _plain_value(_walk(self.case.assessment.application, path))

    def _of_papers(self, path: str) -> str:
        """The field of the application that a path of the wording means, recorded as read."""
        path = self.case.field(path)
        self._inputs[f"application:{path}"] = None
        return path

    def _officer(self, path: str) -> object:
        self._inputs[f"officer:{path}"] = None
        return _plain_value(_walk(self.case.officer, path))

    def _statement(self) -> OpenStatement:
        if self.case.assessment.statement is None:
            raise FactError("no statutory statement is due on this application")
        return self.case.assessment.statement

    def _board_called(self, code: str | None, evidence_id: str) -> str:
        board = None if code is None else self.case.baseline.board(code)
        if board is not None:
            self._inputs[f"baseline:boards.{code}.name"] = None
            return f"the {board_name(one_line(board.name))}"
        return f"the {board_name(self.fact(evidence_id))}" if self.known(evidence_id) else ""


def board_name(value: object) -> str:
    """A board's name in full, "Health and Wellbeing Board" said once and no "the" before it."""
    name = str(value).removeprefix("the ").removeprefix("The ")
    return name if _BOARD.lower() in name.lower() else f"{name} {_BOARD}"


LOOKUPS = (
    "known", "fact", "number", "rows", "note", "beyond", "kinds", "crosses", "place_limb", "own_way", "measured_area",
    "not_all_measured", "changes_hands", "taken_over",
    "source", "attribution", "from_list", "flagged", "invented",
    "stated", "silent", "papers", "site", "given", "officer", "open",
    "first", "said_before", "those_alike", "measure", "mode", "pace", "mile", "as_at", "versions",
    "board", "left_board", "notified_board", "board_field", "body", "settled", "unsettled", "services_at_the_time",
    "refusals", "limbs", "day_after", "appeal_last_day", "period", "formed_by_officer",
    "assess_again", "services_to_ask",
    "responses", "consulted", "fingerprint", "law", "regulations", "statement", "statement_citation",
    "table", "has_table", "see",
)  # fmt: skip
"""What wording may call."""


def _as_date(value: object) -> date:
    raw = value.value if isinstance(value, Fact) else value
    return raw if isinstance(raw, date) else date.fromisoformat(str(raw))


def _walk(value: object, path: str) -> object:
    for name in path.split("."):
        if value is None:
            return None
        value = getattr(value, name)
    return value


def _plain_value(value: object) -> object:
    return value.value if isinstance(value, Enum) else value
