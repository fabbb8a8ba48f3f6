"""Who applies, in the text of a notice: only where the words before or after a name say so."""

import re
from collections.abc import Iterator

from app.domain.notice.finds import Suggestion, words_around

_COMPANY = r"(?:Ltd|Limited|plc|LLP|Inc|LTD|LIMITED|PLC)"
_STOPS = (
    r"for|to|at|of|in|under|has|have|had|which|who|whose|dated|on|by|from|trading|t/a|is|was|wishes|located|situated|"
    r"regarding|concerning|relating|currently"
)
_NAME = rf"([A-Z][^\n,:;]{{1,80}}?)(?=\s+(?i:{_STOPS})\b|\s+[–—-]|[,:;]|\.(?:\s|$)|\s*(?:\n|$))"
_DONE = r"(?:\s+(?i:form|was|is|has|had|been|received|submitted|made|lodged|sent))*"
_CHANGE = (
    r"(?i:\s+for\s+(?:an?\s+|the\s+)?(?:no[ -]significant[ -]change\s+)?(?:relocation|consolidation|NSCR))?"
)

_SAID = (
    # Applicant: Highline Ltd. Name of applicant: Highline Ltd. Applicant's name | Highline Ltd
    re.compile(r"\b(?i:applicant(?:[’']?s)?(?: name)?)\s*[:|\t]\s*([^\s|][^\n|\t]{1,119})"),
    # A heading on a line of its own, and the name on the next.
    re.compile(r"(?:^|\n)[ \t]*(?i:(?:name of (?:the )?)?applicant(?:[’']?s)?(?: name)?)[ \t]*\n\s*" + _NAME),
    re.compile(r"\b(?i:the applicant)(?:,| is)\s+" + _NAME),
    # Application by Highline Ltd for; the application (CAS-1) was submitted by Highline Ltd
    re.compile(rf"\b(?i:application)(?:\s*\([^)\n]{{1,40}}\))?{_DONE}\s+(?i:by|from)\s+{_NAME}"),
    # Application for a relocation by Highline
    re.compile(rf"\b(?i:application){_CHANGE}{_DONE}\s+(?i:by)\s+{_NAME}"),
    # Application for a relocation from one address to another by Highline Ltd
    re.compile(
        rf"\b(?i:application)\s+(?i:for)\b[^\n.]{{1,250}}?\s(?i:by)\s+([A-Z][^\n,:;]{{1,70}}?\b{_COMPANY})\b"
        r"(?!\s+(?i:on behalf))"
    ),
    # Highline Ltd has applied; Highline Ltd – application for
    re.compile(
        r"(?:^|\n\s*|(?<=[a-z0-9)]\.)\s+)((?:[A-Z]\. ?){0,3}[A-Z][^\n,:;.]{1,80}?) (?:has|have) applied\b|"
        r"(?:^|\n\s*|(?<=[a-z0-9)]\.)\s+)((?:[A-Z]\. ?){0,3}[A-Z][^\n,:;.]{1,80}?) (?:applies|is applying)\b"
    ),
    re.compile(rf"(?:^|\n)\s*([A-Z][^\n,:;]{{1,70}}?\b{_COMPANY})\s*[–—:-]\s*(?i:application)\b"),
)  # fmt: skip
_FOR_ANOTHER = re.compile(rf",?\s+(?i:on behalf of|acting for)\s+{_NAME}")
_NO_APPLICANT = re.compile(
    r"^(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|September|October|"
    r"November|December|E-?mail|Post|Unit|Shop|Floor)\b|Primary Care Support|\bPCSE\b|\bNHS\b|\bBoard\b|\bCouncil\b|"
    r"^(?:The|This|That|An?|It|We|You|They|Nobody|None|Not|Who|Which)$|"
    r"^(?:The|An?) (?:pharmacy|pharmacist|contractor|applicant|owner|company|same)",
    re.IGNORECASE,
)  # fmt: skip
"""What stands after "application by" and is a day, a way, or a body that passes applications on."""


def find_applicants(text: str) -> Iterator[Suggestion]:
    """Each name that the text says applies. Of somebody who writes for another it is the other."""
    for pattern in _SAID:
        for match in pattern.finditer(text):
            at = next(number for number in range(1, pattern.groups + 1) if match[number])
            start, end = match.span(at)
            other = _FOR_ANOTHER.match(text, end)
            if other:
                start, end = other.span(1)
            name = re.sub(r"\s*\([^()]*\d[^()]*\)$", "", " ".join(text[start:end].split())).rstrip(" .")
            if len(name) > 1 and not _NO_APPLICANT.search(name):
                yield Suggestion("applicant", (("applicant", name),), words_around(text, start, end, 40))
