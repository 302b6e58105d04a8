"""How is a service asked? Politely, patiently, and never believing half an answer."""

from __future__ import annotations

import email.utils
import hashlib
import json
import logging
import os
import re
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

import httpx
import stamina

from vagar_lib.sources.fetch.answer import KEPT_HEADERS, Answer, Kept
from vagar_lib.sources.fetch.source import SourceFailed

SILENT = "Tjänsten svarade inte som den ska. Det som fanns före ligger kvar; försök igen senare."
"""What the status page says of a service that gives no good answer."""
_WORDS = 160
# What is retried is told in the message when all tries have failed; stamina's own log lines are not for users.
logging.getLogger("stamina").addHandler(logging.NullHandler())


def base_url(name: str, default: str) -> str:
    """Address of a service: the environment's ``VAGAR_<NAME>_URL``, else its own."""
    return os.environ.get(f"VAGAR_{name.upper()}_URL", default).rstrip("/")


@dataclass(frozen=True)
class Patience:
    """How often to try again, and how long to wait, in seconds.

    Attributes
    ----------
    attempts : int
        Tries of one question, the first included.
    wait : float
        Before the second try; it doubles for each one after.
    longest : float
        The longest wait; a service that asks for more (Retry-After) is left alone.
    connect, read, whole : float
        For the connection, for the next piece of an answer, for a whole answer.
    """

    attempts: int = 5
    wait: float = 1.0
    longest: float = 60.0
    connect: float = 10.0
    read: float = 60.0
    whole: float = 300.0


class _Again(Exception):
    """This answer is no good, but the next may be; ``wait`` is what the service asks for."""

    def __init__(self, problem: str, status: int | None = None, wait: float | None = None):
        super().__init__(problem)
        self.status, self.wait = status, wait


class Client:
    """Asks one service.

    Parameters
    ----------
    source : str
        Name of the source, for messages.
    rate : float
        Questions a second, at most.
    patience : Patience, optional
    keep : callable, optional
        Is given every good answer and its bytes.
    recall : callable, optional
        Gives the answer that a question had before, if it is kept and had a version; it is then asked for only if it
        has changed.
    """

    def __init__(
        self,
        source: str,
        *,
        rate: float = 5.0,
        patience: Patience = Patience(),
        keep: Callable[[Answer, bytes], object] | None = None,
        recall: Callable[[str], Kept | None] | None = None,
    ):
        self.source, self.patience, self._keep = source, patience, keep
        self._recall = recall or (lambda query: None)
        self._next, self._least_gap = 0.0, 1 / rate
        self.pace(rate)
        self._http = httpx.Client(
            headers={"User-Agent": f"vagar/{version('vagar')} (regional reports)", "Accept": "application/json"},
            timeout=httpx.Timeout(patience.read, connect=patience.connect),
            follow_redirects=True,
        )

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def pace(self, rate: float) -> None:
        """Ask at most so many questions a second, and never more than it was made for."""
        self._gap = max(1 / rate, self._least_gap)

    def take(self, query: str, content: bytes) -> str:
        """Keep what came another way than by asking, such as a file, as an answer; gives its sha256."""
        sha256 = hashlib.sha256(content).hexdigest()
        if self._keep:
            self._keep(Answer(query, 200, {}, sha256, None, datetime.now(UTC)), content)
        return sha256

    def get(
        self, url: str, params: Mapping[str, Any] | None = None, *, about: str, must_have: Collection[str] = ()
    ) -> Answer:
        """The JSON at an address.

        Parameters
        ----------
        url : str
        params : mapping, optional
            What stands after the question mark.
        about : str
            What is asked for, as a message names it: 'table TAB638'.
        must_have : collection of str
            Keys of the JSON object; an answer without them is no answer.

        Raises
        ------
        SourceFailed
            With what the service said, after as many tries as make sense.
        """
        return self._ask(self._http.build_request("GET", url, params=params), about, must_have)

    def post(
        self,
        url: str,
        body: Any,
        params: Mapping[str, Any] | None = None,
        *,
        about: str,
        must_have: Collection[str] = (),
    ) -> Answer:
        """The JSON that a question in JSON is answered with; otherwise like `get`."""
        return self._ask(self._http.build_request("POST", url, params=params, json=body), about, must_have)

    def _ask(self, request: httpx.Request, about: str, must_have: Collection[str]) -> Answer:
        patience, tries = self.patience, 0
        try:
            for attempt in stamina.retry_context(
                on=self._try_again, attempts=patience.attempts, timeout=None,
                wait_initial=patience.wait, wait_max=patience.longest, wait_jitter=patience.wait / 2,
            ):  # fmt: skip
                with attempt:
                    tries = attempt.num
                    return self._once(request, about, must_have)
        except _Again as error:
            times = f" ({tries} tries)" if tries > 1 else ""
            advice = "What was there before stays; try again later."
            if error.wait is not None and error.wait > patience.longest:
                advice = f"It asks to be left alone for {error.wait:.0f} s. {advice}"
            raise SourceFailed(self.source, about, f"{error}{times}.", advice, error.status, SILENT) from None
        raise AssertionError("retry_context ends with an answer or an error")

    def _try_again(self, error: Exception) -> bool | float:
        if not isinstance(error, _Again):
            return False
        if error.wait is None:
            return True
        return error.wait if error.wait <= self.patience.longest else False

    def _once(self, request: httpx.Request, about: str, must_have: Collection[str]) -> Answer:
        time.sleep(max(0.0, self._next - time.monotonic()))
        self._next = time.monotonic() + self._gap
        body = f" {request.content.decode()}" if request.content else ""
        query = f"{request.method} {request.url}{body}"
        before = self._recall(query) if request.method == "GET" else None
        if before:
            request.headers.update(before.conditions)
        response, content = self._receive(request, about)
        status = response.status_code
        if status == 304 and before:
            content = before.content
        if status == 429 or status >= 500:
            raise _Again(f"answered {status} with {_words(content)}", status, _asked_wait(response.headers))
        if status >= 400:
            problem = f"answered {status} with {_words(content)}."
            raise SourceFailed(self.source, about, problem, "Look up what it is called now.", status, _refused(status))
        try:
            said = json.loads(_text(content, response.charset_encoding))
        except ValueError as error:
            raise _Again(f"answered {status} with {_words(content)}, which is not JSON ({error})", status) from None
        lacking = [key for key in must_have if not isinstance(said, dict) or key not in said]
        if lacking:
            raise _Again(f"answered {status} with {_words(content)}, without {', '.join(lacking)}", status)
        told = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
        answer = Answer(
            query=query,
            status=status,
            headers={**(before.headers if status == 304 and before else {}), **told},
            sha256=hashlib.sha256(content).hexdigest(),
            json=said,
            retrieved=datetime.now(UTC),
        )
        if self._keep:
            self._keep(answer, content)
        return answer

    def _receive(self, request: httpx.Request, about: str) -> tuple[httpx.Response, bytes]:
        started, content = time.monotonic(), bytearray()
        try:
            response = self._http.send(request, stream=True)
            try:
                for piece in response.iter_bytes():
                    content += piece
                    if time.monotonic() - started > self.patience.whole:
                        raise _Again(f"was not done answering after {self.patience.whole:g} s")
            finally:
                response.close()
        except httpx.ConnectTimeout:
            raise _Again(f"can't be reached within {self.patience.connect:g} s") from None
        except httpx.TimeoutException:
            raise _Again(f"said nothing for {self.patience.read:g} s") from None
        except httpx.DecodingError:
            raise _Again("sent a compressed answer that can't be unpacked") from None
        except httpx.TransportError as error:
            raise _Again(f"broke the connection ({error})") from None
        except httpx.RequestError as error:
            raise SourceFailed(self.source, about, f"can't be asked ({error}).", swedish=SILENT) from None
        return response, bytes(content)


def _refused(status: int) -> str:
    return f"Tjänsten avvisar frågan (svar {status}). Se efter vad det som frågas efter heter nu."


def _asked_wait(headers: Mapping[str, str]) -> float | None:
    """Seconds that Retry-After asks for, as a number or as a moment."""
    asked = headers.get("retry-after", "").strip()
    if re.fullmatch(r"\d+(\.\d+)?", asked):
        return float(asked)
    try:
        moment = email.utils.parsedate_to_datetime(asked)
    except ValueError:
        return None
    return max(0.0, (moment - datetime.now(moment.tzinfo)).total_seconds())


def _text(content: bytes, declared: str | None) -> str:
    """JSON is UTF-8; some services send something else, with or without saying so."""
    for encoding in ("utf-8-sig", declared or "latin-1"):
        try:
            return content.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return content.decode("latin-1")


def _words(content: bytes) -> str:
    """The beginning of an answer, on one line and without tags."""
    text = re.sub(r"(?is)<(script|style)\b.*?</\1>|<[^>]*>", " ", _text(content[:20_000], None))
    text = " ".join(text.split())
    return repr(text if len(text) <= _WORDS else f"{text[:_WORDS]}…") if text else "nothing"
