"""The one door to publishers' servers: it says who asks, waits when told to, resumes, and asks for nothing twice."""

import random
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib import metadata
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar
from urllib.parse import urlencode

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import ReadTimeoutError
from urllib3.util.retry import Retry

from geodata.fetch.endpoints import Manners
from geodata.fetch.errors import DO_LATER, OWN_OPTION, FetchError, do_file
from geodata.fetch.kinds import Kind, what_is_wrong
from geodata.fetch.store import Answer, Partial, Store
from geodata.progress import Progress, silent

_BUSY = (408, 425, 429, 500, 502, 503, 504)
_CHUNK = 1 << 14
_MEGA = 1_000_000
T = TypeVar("T")
S = TypeVar("S")


class Web:
    """Asks publishers' servers. ``contact``: an e-mail or web address of whoever asks, which the servers are told.

    ``strict``: beginnings of addresses whose servers answer 400 when they are asked too fast. ``downloaded``: bytes of data
    that came in.
    """

    def __init__(
        self,
        store: Store,
        manners: Manners,
        contact: str,
        *,
        strict: Iterable[str] = (),
        clock: Callable[[], datetime] = lambda: datetime.now(tz=UTC),
        progress: Progress = silent,
    ) -> None:
        self.store = store
        self.manners = manners
        self.clock = clock
        self.progress = progress
        self.downloaded = 0
        self._counting = Lock()
        self._session = requests.Session()
        version = metadata.version("pharmacy-assessor")
        self._session.headers["User-Agent"] = (
            f"pharmacy-assessor/{version} (geodata fetch; contact {contact})"
        )
        for prefix in ("http://", "https://"):
            self._session.mount(prefix, self._adapter(_BUSY))
        for prefix in strict:
            self._session.mount(prefix, self._adapter((400, *_BUSY)))

    def now(self) -> str:
        """The time, to the second, in UTC."""
        return self.clock().astimezone(UTC).isoformat(timespec="seconds")

    def close(self) -> None:
        """Close what connections are open."""
        self._session.close()

    def ask(
        self, title: str, address: str, query: Mapping[str, object] | None = None, *, data: bool = False
    ) -> Any:
        """An answer in JSON. ``data``: what it holds counts as downloaded. Raises FetchError."""
        full = f"{address}?{urlencode(query)}" if query else address
        response = self._get(title, full, {})
        self._refuse(title, full, response)
        if data:
            with self._counting:
                self.downloaded += len(response.content)
        try:
            return response.json()
        except ValueError:
            page = response.content.lstrip()[:1] == b"<"
            raise FetchError(
                title,
                full,
                "it sent a web page, not JSON." if page else "it sent something that is not JSON.",
                f"{DO_LATER} {do_file(OWN_OPTION)}",
            ) from None

    def finds(self, title: str, address: str) -> str | None:
        """A short text, or None where the server says that there is none (404). Raises FetchError."""
        response = self._get(title, address, {})
        if response.status_code == requests.codes.not_found:
            return None
        self._refuse(title, address, response)
        return response.text

    def at_once(self, call: Callable[[S], T], items: Iterable[S]) -> list[T]:
        """The answers to several questions of one host, in order, no more at once than manners allow."""
        with ThreadPoolExecutor(self.manners.at_once) as pool:
            return list(pool.map(call, items))

    def download(
        self,
        title: str,
        address: str,
        kind: Kind,
        option: str,
        *,
        md5: str = "",
        size: int = -1,
        pinned: bool = False,
    ) -> Answer:
        """A file, from the store where the server says that it has not changed, or where ``md5`` is that of the one kept.

        A download that stops goes on where it stopped, if the server can tell that the file is the same. ``option``: of the
        command line, with which the file can be given instead. ``pinned``: the address says of when its content is, so
        that what is kept is never asked for again. Raises FetchError.
        """
        known = self.store.answer(address)
        if known is not None and (known.md5 == md5 if md5 else pinned or self._is_fresh(known)):
            return self._checked(known)
        for attempt in range(self.manners.tries):
            if attempt:
                self._wait(attempt)
            answer = self._try(title, address, known if not md5 else None, size)
            if answer is not None:
                break
        else:
            raise FetchError(
                title,
                address,
                f"it was cut short {self.manners.tries} times over.",
                f"{DO_LATER} {do_file(option)}",
            )
        if answer is known:
            return self._checked(answer)
        return self._accept(title, answer, kind, option, md5, known)

    def _try(self, title: str, address: str, known: Answer | None, size: int) -> Answer | None:
        """One try of a download: the answer whole (its content still in ``partial``), or None where it was cut short."""
        file, begun = self.store.partial(address)
        offset = file.stat().st_size if begun is not None and begun.validator else 0
        headers = {"Accept-Encoding": "identity"}
        if offset and begun is not None:
            headers |= {"Range": f"bytes={offset}-", "If-Range": begun.validator}
        elif known is not None:
            headers |= {"If-None-Match": known.etag} if known.etag else {}
            headers |= {"If-Modified-Since": known.last_modified} if known.last_modified else {}
        with self._get(title, address, headers, stream=True) as response:
            if response.status_code == requests.codes.not_modified and known is not None:
                return known
            if response.status_code == requests.codes.requested_range_not_satisfiable:
                self.store.finish(file)
                return None
            self._refuse(title, address, response)
            goes_on = response.status_code == requests.codes.partial_content
            if goes_on and not response.headers.get("Content-Range", "").startswith(f"bytes {offset}-"):
                self.store.finish(file)
                return None
            total = _total(response, offset if goes_on else 0, size)
            etag, modified = (response.headers.get(name, "") for name in ("ETag", "Last-Modified"))
            strong = "" if etag.startswith("W/") else etag
            self.store.begin(file, Partial(address, strong or modified))
            whole = self._save(title, response, file, total, append=goes_on)
        if not whole:
            return None
        return Answer(address, "", "", file.stat().st_size, self.now(), self.now(), etag, modified)

    def _save(self, title: str, response: requests.Response, file: Path, total: int, *, append: bool) -> bool:
        written = file.stat().st_size if append else 0
        try:
            with file.open("ab" if append else "wb") as handle:
                for chunk in response.iter_content(_CHUNK):
                    handle.write(chunk)
                    written += len(chunk)
                    self.downloaded += len(chunk)
                    self.progress(
                        f"{title}: {written / _MEGA:,.1f} MB", written, total if total > 0 else written * 2
                    )
        except requests.exceptions.RequestException:
            return False
        return total < 0 or written == total

    def _accept(
        self, title: str, answer: Answer, kind: Kind, option: str, md5: str, known: Answer | None
    ) -> Answer:
        file, _ = self.store.partial(answer.address)
        wrong = what_is_wrong(file, kind)
        if wrong:
            self.store.finish(file)
            raise FetchError(title, answer.address, wrong, f"{DO_LATER} {do_file(option)}")
        sha256, own_md5, size = self.store.keep(file)
        self.store.finish(file)
        if md5 and own_md5 != md5:
            self.store.object(sha256).unlink(missing_ok=True)
            raise FetchError(
                title,
                answer.address,
                f"its MD5 is {own_md5}, where the publisher says {md5}: it was damaged on the way, or is being renewed.",
                f"{DO_LATER} {do_file(option)}",
            )
        answer = replace(answer, sha256=sha256, md5=own_md5, size=size)
        if known is not None and known.sha256 == sha256:  # the same bytes again: they are as old as they were
            answer = replace(answer, retrieved_at=known.retrieved_at)
        self.store.remember(answer)
        return answer

    def _checked(self, answer: Answer) -> Answer:
        answer = replace(answer, checked_at=self.now())
        self.store.remember(answer)
        return answer

    def _is_fresh(self, known: Answer) -> bool:
        if known.etag or known.last_modified:
            return False
        age = self.clock() - datetime.fromisoformat(known.retrieved_at)
        return age < timedelta(hours=self.manners.keep_hours)

    def _get(
        self, title: str, address: str, headers: Mapping[str, str], *, stream: bool = False
    ) -> requests.Response:
        timeout = (self.manners.connect_seconds, self.manners.read_seconds)
        for attempt in range(self.manners.tries):
            if attempt:
                self._wait(attempt)
            try:
                return self._session.get(address, headers=dict(headers), timeout=timeout, stream=stream)
            except requests.exceptions.RequestException as error:
                if not _broke_off(error):
                    raise FetchError(
                        title,
                        address,
                        f"it did not answer after {self.manners.tries} tries ({_why(error)}).",
                        f"Check the network (a proxy is taken from HTTPS_PROXY). {DO_LATER}",
                    ) from error
        raise FetchError(title, address, f"its answer broke off {self.manners.tries} times over.", DO_LATER)

    def _refuse(self, title: str, address: str, response: requests.Response) -> None:
        if response.ok:
            return
        status = response.status_code
        if status in (401, 403, 404, 410):
            raise FetchError(
                title, address, f"it answers {status} {response.reason}: the address may have moved.", _MOVED
            )
        raise FetchError(
            title,
            address,
            f"it still answers {status} {response.reason} after {self.manners.tries} tries.",
            DO_LATER,
        )

    def _wait(self, attempt: int) -> None:
        manners = self.manners
        seconds = manners.back_off_seconds * 2 ** (attempt - 1)
        seconds *= 1 + random.random() / 2  # noqa: S311  # so that many users do not come back at one moment
        time.sleep(min(seconds, manners.longest_wait_seconds))

    def _adapter(self, busy: tuple[int, ...]) -> HTTPAdapter:
        manners = self.manners
        retry = Retry(
            total=manners.tries - 1,
            redirect=5,
            status_forcelist=busy,
            allowed_methods=("GET",),
            backoff_factor=manners.back_off_seconds,
            backoff_jitter=manners.back_off_seconds / 2,
            backoff_max=manners.longest_wait_seconds,
            retry_after_max=max(1, round(manners.longest_wait_seconds)),
            respect_retry_after_header=True,
            raise_on_status=False,
        )
        return HTTPAdapter(max_retries=retry, pool_maxsize=manners.at_once, pool_block=True)


_MOVED = do_file(OWN_OPTION)


def _broke_off(error: requests.exceptions.RequestException) -> bool:
    """Whether an answer began and did not end: what comes before its first byte is asked for again by the adapter."""
    if isinstance(error, requests.exceptions.ChunkedEncodingError | requests.exceptions.ContentDecodingError):
        return True
    return bool(error.args) and isinstance(error.args[0], ReadTimeoutError)


def _total(response: requests.Response, offset: int, size: int) -> int:
    """Bytes of the whole file, or -1 where nobody says."""
    length = response.headers.get("Content-Length", "")
    return offset + int(length) if length.isdigit() else size


def _why(error: Exception) -> str:
    """The innermost reason: requests wraps urllib3, which wraps the system's own words."""
    reason = error
    while True:
        inner = getattr(reason, "reason", None) or next(
            (a for a in reason.args if isinstance(a, Exception)), None
        )
        if not isinstance(inner, Exception):
            return str(reason).split(": ", 1)[-1] or type(reason).__name__
        reason = inner
