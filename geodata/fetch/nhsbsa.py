"""The newest quarter of the NHSBSA's Consolidated Pharmaceutical List, as its open data portal (CKAN) lists them."""

from dataclasses import dataclass

from geodata.fetch.errors import FetchError, do_file
from geodata.fetch.kinds import Kind
from geodata.fetch.quarters import Quarter, newest, unread
from geodata.fetch.store import Answer
from geodata.fetch.web import Web
from geodata.sources.nhsbsa import CITATION
from geodata.sources.tables import some

OPTION = "--hours"


@dataclass(frozen=True)
class PharmaceuticalList:
    """The list of one quarter, and the download."""

    quarter: Quarter
    answer: Answer


def fetch_list(web: Web, package: str) -> PharmaceuticalList:
    """Download the list of the newest quarter. Raises FetchError where the portal lists none, or one that may be
    newer and cannot be told."""
    told = web.ask(CITATION.title, package)
    try:
        resources = told["result"]["resources"]
        addresses = {str(entry["name"]): str(entry["url"]) for entry in resources if entry.get("url")}
    except (KeyError, TypeError, AttributeError):
        raise FetchError(
            CITATION.title,
            package,
            "its answer has no result.resources with names and addresses.",
            do_file(OPTION),
        ) from None
    if strange := unread(addresses):
        raise FetchError(
            CITATION.title,
            package,
            f"it lists {some(map(repr, strange))}, and no quarter can be told from that name. It may be the newest: an "
            "older one is not taken in its place.",
            do_file(OPTION),
        )
    found = newest(addresses)
    if found is None:
        raise FetchError(
            CITATION.title,
            package,
            f"none of its {len(addresses)} entries is named like CONSOL_PHARMACY_LIST_202606Q1 or "
            "CONSOL_PHARMACY_LIST_202526Q3FINAL.",
            do_file(OPTION),
        )
    name, quarter = found
    return PharmaceuticalList(quarter, web.download(CITATION.title, addresses[name], Kind.CSV, OPTION))
