"""The client asks politely, tries again when it makes sense, and never takes half an answer for a whole one."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from tests.sources.service import FAULTS, MANNERS, Asked, Reply, Service, serving
from vagar_lib.sources.fetch.client import Client, Patience
from vagar_lib.sources.fetch.source import SourceFailed

QUICK = Patience(attempts=3, wait=0.01, longest=0.2, connect=2, read=1.0, whole=10)
GOOD = {"values": ["Härjedalen", "Åre"]}


class Steady(Service):
    """Always the same good answer."""

    def answer(self, asked: Asked) -> Reply:
        return Reply(GOOD, headers={"ETag": '"1"', "Last-Modified": "Mon, 23 Nov 2026 08:00:00 GMT"})


@pytest.fixture
def service() -> Iterator[Service]:
    with serving(Steady()) as there:
        yield there


@pytest.fixture
def client(service: Service) -> Iterator[Client]:
    with Client("prov", rate=1000, patience=QUICK) as there:
        yield there


def ask(client: Client, service: Service, **more):
    return client.get(f"{service.url}/tabell", about="table BE01", must_have=("values",), **more)


def failure(client: Client, service: Service) -> SourceFailed:
    with pytest.raises(SourceFailed) as caught:
        ask(client, service)
    return caught.value


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_that_passes_is_overcome_by_asking_again(client, service, fault):
    service.fault(fault)
    assert ask(client, service).json == GOOD
    assert len(service.asked) == 2


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_that_stays_ends_in_words_that_name_source_table_and_what_to_do(client, service, fault):
    service.fault(fault, times=99)
    error = failure(client, service)
    assert str(error).startswith("prov, table BE01: ")
    assert "(3 tries)" in str(error)
    assert "What was there before stays; try again later." in str(error)
    assert len(service.asked) == 3


@pytest.mark.parametrize("manner", MANNERS)
def test_other_ways_to_write_the_same_are_read_the_same(client, service, manner):
    service.fault(manner)
    assert ask(client, service).json == GOOD
    assert len(service.asked) == 1


@pytest.mark.parametrize("status", [400, 403, 404, 410])
def test_a_refusal_is_not_asked_again_and_its_html_is_told_as_text(client, service, status):
    page = b"<html><head><style>p {color: red}</style></head><body><h1>Sidan finns inte</h1></body></html>"
    service.fault(lambda good: Reply(page, status, {"Content-Type": "text/html"}), times=99)
    error = failure(client, service)
    assert error.status == status
    assert f"answered {status} with 'Sidan finns inte'. Look up what it is called now." in str(error)
    assert len(service.asked) == 1


def test_the_error_of_an_empty_answer_says_so(client, service):
    service.fault(lambda good: Reply(b"", 404))
    assert "answered 404 with nothing." in str(failure(client, service))


def test_a_long_error_text_is_cut(client, service):
    service.fault(lambda good: Reply(b"x" * 5000, 404))
    assert len(str(failure(client, service))) < 300


def waited(service: Service) -> float:
    first, second = service.asked
    return second.at - first.at


def test_retry_after_in_seconds_is_waited_for(client, service):
    service.fault(lambda good: Reply({}, 429, {"Retry-After": "0.15"}))
    ask(client, service)
    assert waited(service) >= 0.15


def test_retry_after_as_a_moment_is_waited_for(service):
    moment = format_datetime(datetime.now(UTC) + timedelta(seconds=2), usegmt=True)
    service.fault(lambda good: Reply({}, 503, {"Retry-After": moment}))
    with Client("prov", rate=1000, patience=Patience(attempts=2, wait=0.01, longest=5)) as client:
        ask(client, service)
    assert 0.5 <= waited(service) <= 2.5


def test_a_service_that_asks_for_more_than_the_longest_wait_is_left_alone(client, service):
    service.fault(lambda good: Reply({}, 429, {"Retry-After": "3600"}), times=99)
    assert "It asks to be left alone for 3600 s." in str(failure(client, service))
    assert len(service.asked) == 1


def test_a_retry_after_that_is_no_time_counts_as_none(client, service):
    service.fault(lambda good: Reply({}, 429, {"Retry-After": "snart"}))
    assert ask(client, service).json == GOOD


def test_questions_are_spread_by_the_rate(service):
    started = time.monotonic()
    with Client("prov", rate=20, patience=QUICK) as client:
        for _ in range(4):
            ask(client, service)
    assert time.monotonic() - started >= 3 / 20


def test_a_service_that_states_another_limit_is_asked_at_that_pace(service):
    started = time.monotonic()
    with Client("prov", rate=1000, patience=QUICK) as client:
        client.pace(10)
        ask(client, service), ask(client, service)
    assert time.monotonic() - started >= 1 / 10


def test_an_answer_that_drips_for_ever_is_given_up(service):
    service.fault(lambda good: Reply(b"[1, 2]", wait=0.25), times=99)
    with Client("prov", rate=1000, patience=Patience(attempts=2, wait=0.01, read=5, whole=0.1)) as client:
        assert "was not done answering after 0.1 s" in str(failure(client, service))


def test_a_service_that_is_not_there_is_told(client):
    with pytest.raises(SourceFailed, match=r"prov, table BE01: broke the connection .*\(3 tries\)"):
        client.get("http://127.0.0.1:9/tabell", about="table BE01")


def test_a_question_can_be_posted_as_json(client, service):
    answer = client.post(f"{service.url}/data", {"query": ["Åre"]}, {"lang": "sv"}, about="table BE01")
    (asked,) = service.asked
    assert (asked.method, asked.body, asked.query) == ("POST", {"query": ["Åre"]}, {"lang": "sv"})
    assert answer.query == f'POST {service.url}/data?lang=sv {{"query":["Åre"]}}'


def test_an_answer_tells_its_question_the_headers_that_matter_and_the_checksum_of_its_bytes(service):
    kept = []
    with Client("prov", rate=1000, patience=QUICK, keep=lambda answer, data: kept.append((answer, data))) as client:
        answer = ask(client, service, params={"per_page": 5})
    ((same, data),) = kept
    assert same is answer
    assert answer.query == f"GET {service.url}/tabell?per_page=5"
    assert answer.sha256 == hashlib.sha256(data).hexdigest()
    assert answer.headers["etag"] == '"1"'
    assert answer.headers["last-modified"] == "Mon, 23 Nov 2026 08:00:00 GMT"
    assert set(answer.headers) <= {"content-type", "date", "etag", "last-modified"}
    assert abs(answer.retrieved - datetime.now(UTC)) < timedelta(seconds=30)


def test_what_is_no_good_is_not_kept(client, service):
    kept = []
    service.fault("half a JSON", times=99)
    with Client("prov", rate=1000, patience=QUICK, keep=lambda *good: kept.append(good)) as client:
        failure(client, service)
    assert kept == []


def test_the_service_is_told_who_asks(client, service):
    ask(client, service)
    assert service.asked[0].headers["User-Agent"].startswith("vagar/")


def test_an_interruption_is_not_taken_for_a_fault(client, service, monkeypatch):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(time, "sleep", interrupt)
    with pytest.raises(KeyboardInterrupt):
        ask(client, service)


def test_no_limit_that_a_service_states_makes_it_be_asked_more_often_than_is_polite(service):
    with Client("prov", rate=20, patience=QUICK) as client:
        client.pace(1000)
        ask(client, service)
        ask(client, service)
    first, second = service.asked
    assert second.at - first.at >= 0.045
