"""What was typed of an application so far, kept on the server under the account of whoever types it."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from app.api.problems import Problem
from app.api.services import Services
from app.domain.accounts import Account
from app.store.application_drafts import Draft, DraftTooLongError
from app.store.repository import Repository
from app.web.apply.reading import Answers

HERE = "/applications/new"
NOTICE_TEXT = "notice-text"
"""Where the pasted text of a notice stands among the answers."""


@dataclass(frozen=True)
class Open:
    """A draft with its answers."""

    draft: Draft
    answers: Answers

    @property
    def address(self) -> str:
        """Where its task list is."""
        return f"{HERE}/{self.draft.id}"

    def page(self, slug: str) -> str:
        """Where one of its questions is."""
        return f"{self.address}/questions/{slug}"


def draft_id(holder: str, once: str) -> str:
    """The id of the draft that a form begins: the same one however often it is sent."""
    return hashlib.sha256(json.dumps([holder, once]).encode("utf-8", "surrogatepass")).hexdigest()[:20]


def read_draft(records: Repository, wanted: str, account: Account) -> Open:
    """A draft of one's own. Raises NotStoredError."""
    draft = records.application_drafts.read(wanted, account.holder)
    return Open(draft, json.loads(draft.content))


@contextmanager
def changing(services: Services, wanted: str, account: Account) -> Iterator[tuple[Repository, Open]]:
    """A draft that nobody else can change until the block ends; keep it with ``save``. Raises NotStoredError."""
    with services.database.writing() as records:
        yield records, read_draft(records, wanted, account)


def save(records: Repository, opened: Open, answers: Answers, services: Services, account: Account) -> None:
    """Keep the answers of a draft. Raises Problem where they are too long."""
    content = json.dumps(answers, ensure_ascii=False)
    try:
        records.application_drafts.save(opened.draft.id, account.holder, content, services.clock())
    except DraftTooLongError:
        raise Problem("too-large", "This is more text than a draft can hold. Shorten it.") from None


def seen(answers: Answers, slug: str) -> str:
    """A mark of the answers to one page, to see whether they were changed in another tab."""
    text = json.dumps(answers.get(slug, {}), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
