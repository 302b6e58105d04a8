"""Notices: told of a failure once, of the end of it once, never with data or secrets, and never in the way of a run."""

import json
import socketserver
import threading
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email import message_from_string, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from vagar_lib import paths
from vagar_lib.cli import main
from vagar_lib.errors import BadInput
from vagar_lib.pipeline.run import notify, notify_words
from vagar_lib.pipeline.run.summary import Published, Summary


class Hook(ThreadingHTTPServer):
    """A web server that keeps what it is sent, and answers as it is told: a status, or none at all."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Answer)
        self.got, self.answers, self.address = [], [], f"http://127.0.0.1:{self.server_port}/hook"


class _Answer(BaseHTTPRequestHandler):
    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.got.append((dict(self.headers), body))
        status = self.server.answers.pop(0) if self.server.answers else 200
        if status is None:
            time.sleep(3)
            return
        self.send_response(status)
        self.end_headers()

    def log_message(self, *_):
        pass


class Post(socketserver.ThreadingTCPServer):
    """A server that takes letters, or refuses the recipient."""

    allow_reuse_address = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Letter)
        self.letters, self.refuses, self.port = [], False, self.server_address[1]


class _Letter(socketserver.StreamRequestHandler):
    def handle(self):
        self._say("220 here")
        while line := self.rfile.readline().decode().strip():
            word = line.split()[0].upper()
            if word == "RCPT" and self.server.refuses:
                self._say("550 no")
            elif word == "DATA":
                self._say("354 go on")
                lines = []
                while (line := self.rfile.readline().decode().rstrip("\r\n")) != ".":
                    lines.append(line)
                self.server.letters.append(message_from_string("\n".join(lines), policy=policy.default))
                self._say("250 taken")
            elif word == "QUIT":
                return self._say("221 bye")
            else:
                self._say("250 well")

    def _say(self, line):
        self.wfile.write(f"{line}\r\n".encode())


@contextmanager
def serving(server):
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def hook():
    with serving(Hook()) as server:
        yield server


@pytest.fixture
def post():
    with serving(Post()) as server:
        yield server


@pytest.fixture
def told(small, monkeypatch):
    """Write notify.yml and tell of summaries; gives what was said meanwhile."""
    monkeypatch.setattr(notify, "_PAUSE", 0.01)

    def write(**settings):
        (paths.parameters() / "notify.yml").write_text(yaml.safe_dump(settings), encoding="utf-8")

    def tell(summary, environment=None):
        said = []
        notify.tell(summary, said.append, environment or {})
        return said

    tell.write = write
    return tell


def failing(evalue="fel", ename="ValueError"):
    error = {"cell": 5, "source": "figure(lines", "ename": ename, "evalue": evalue}
    return Summary(status=1, reports={"ok": ["prov/23"], "failed": ["prov/2303"]}, failed={"prov/2303": error})


def test_a_failure_is_told_by_webhook_with_its_cell_and_its_end_once(told, hook):
    told.write(webhook={"url": hook.address})
    assert told(Summary()) == [], "nothing has failed before"
    assert told(failing(), {notify.TOKEN: "hemligt"}) == ["a notice is sent by webhook"]
    ((headers, body),) = hook.got
    assert headers["Authorization"] == "Bearer hemligt"
    first, second, *_ = body["text"].splitlines()
    assert first == "Vägar: 1 of 2 reports failed"
    assert second == "prov/2303: cell 5 (figure(lines): ValueError: fel"
    assert (body["status"], body["failed"]) == (1, ["prov/2303"])
    assert told(Summary()) == ["a notice is sent by webhook"]
    assert hook.got[-1][1]["text"].startswith("Vägar: all is well again\n")
    assert told(Summary()) == []


def test_the_same_failure_is_told_again_only_the_next_day_and_another_at_once(told, hook, small):
    told.write(webhook={"url": hook.address})
    told(failing())
    assert told(failing("other words")) == []
    assert len(told(failing(ename="KeyError"))) == 1
    assert told(failing(ename="KeyError")) == []
    path = small / "outputs" / "notified.json"
    known = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**known, "when": (datetime.now(UTC) - timedelta(hours=21)).isoformat()}))
    assert len(told(failing(ename="KeyError"))) == 1


@pytest.mark.parametrize("status", [75, 130])
def test_of_a_run_that_met_another_or_was_interrupted_nothing_is_told(status, told, hook):
    told.write(webhook={"url": hook.address})
    told(failing())
    assert told(Summary(status=status, problem="another run is going on")) == []
    assert len(hook.got) == 1


def test_a_letter_goes_to_all_addresses(told, post):
    there = {"server": "127.0.0.1", "port": post.port, "security": "none", "sender": "vagar@example.org"}
    told.write(email={**there, "to": ["a@example.org", "b@example.org"]})
    assert told(failing()) == ["a notice is sent by e-mail"]
    (letter,) = post.letters
    assert letter["Subject"] == "Vägar: 1 of 2 reports failed"
    assert (letter["From"], letter["To"]) == ("vagar@example.org", "a@example.org, b@example.org")
    assert "cell 5 (figure(lines): ValueError: fel" in letter.get_content()


def test_a_server_that_fails_once_gets_the_notice_again(told, hook):
    told.write(webhook={"url": hook.address})
    hook.answers = [503]
    assert told(failing()) == ["a notice is sent by webhook"]
    assert len(hook.got) == 2


@pytest.mark.parametrize(
    ("answers", "said"),
    [([500, 500], "the server answered 500"), ([403], "the server answered 403"), ([None, None], "ReadTimeout")],
)
def test_a_notice_that_cannot_be_sent_is_said_and_tried_again_by_the_next_run(answers, said, told, hook, monkeypatch):
    monkeypatch.setattr(notify, "_PATIENCE", 0.5)
    told.write(webhook={"url": hook.address})
    hook.answers = [*answers]
    assert told(failing()) == [f"the notice could not be sent by webhook: {said}"]
    assert len(hook.got) == len(answers)
    assert told(failing()) == ["a notice is sent by webhook"]


def test_a_letter_that_is_refused_is_said_and_does_not_keep_the_webhook_from_being_told(told, hook, post):
    post.refuses = True
    there = {"server": "127.0.0.1", "port": post.port, "security": "none", "sender": "v@example.org"}
    told.write(webhook={"url": hook.address}, email={**there, "to": ["a@example.org"]})
    sent, refused = told(failing())
    assert sent == "a notice is sent by webhook"
    assert refused == "the notice could not be sent by e-mail: SMTPRecipientsRefused"


def test_neither_data_nor_secrets_are_told(told, hook, monkeypatch):
    """What an error quotes may be a name from the data; the address of the hook may be a secret."""
    monkeypatch.setenv("VAGAR_PUBLISH_PASSWORD", "apa-bepa")
    environment = {notify.WEBHOOK: hook.address}
    summary = failing("'Eva Eriksson' (19121212-1212) har 12 ärenden")
    summary.published.append(Published("production", 1, ["sftp://eva:apa-bepa@example.org can't be reached: apa-bepa"]))
    summary.problem = "data/raw/grants/beslut.csv row 3: recipient 'Eva Eriksson', allowed: …"
    told.write()
    assert told(summary, environment) == ["a notice is sent by webhook"]
    text = json.dumps(hook.got[0][1], ensure_ascii=False)
    for word in ("Eva", "1212", "apa-bepa", "eva:"):
        assert word not in text
    assert "data/raw/grants/beslut.csv row 3: recipient …" in text
    hook.answers = [500, 500]
    assert hook.address not in str(told(failing(ename="KeyError"), environment))


@pytest.mark.parametrize(
    ("summary", "subject"),
    [
        (Summary(), "all is well again"),
        (Summary(status=2, problem="parameters/reports.yml is missing"), "the run could not be done"),
        (Summary(status=1, published=[Published("production", 1, ["refused: made up"])]), "could not be published"),
        (Summary(status=1), "the open data could not be made"),
    ],
)
def test_the_first_line_says_what_went_wrong(summary, subject):
    assert subject in notify_words.subject(summary)


@given(st.text(alphabet=st.characters(exclude_characters="'\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"), min_size=3))
def test_nothing_that_an_error_quotes_is_told(name):
    assert notify_words.error_text("KeyError", f"'{name}'") == "KeyError: …"


@pytest.mark.parametrize(
    ("settings", "wrong"),
    [
        ({"webhook": {"url": "hooks.example.org"}}, "webhook.url: 'hooks.example.org' is no address of the web"),
        ({"webhook": {"url": "https://a:b@example.org"}}, "has a password in it"),
        ({"email": {"server": "mail.example.org"}}, "email: sender, to is empty"),
        ({"email": {"server": "m", "sender": "a@b", "to": ["c"]}}, "'c' is no e-mail address"),
        ({"epost": {}}, "unknown field epost; allowed: webhook, email"),
    ],
)
def test_a_wrong_file_is_refused_with_what_is_allowed(settings, wrong, told):
    told.write(**settings)
    with pytest.raises(BadInput, match=wrong.replace(".", r"\.")):
        notify.settings()


def test_nobody_is_told_as_the_project_is_shipped():
    known = notify.settings()
    assert not known.webhook.url and not known.email.server


def vagar(*arguments):
    try:
        return main([*arguments])
    except SystemExit as end:
        return end.code


def publish_to(folder):
    text = yaml.safe_dump({"staging": {"url": str(folder), "keep": 2}, "production": {"url": "", "keep": 2}})
    (paths.parameters() / "publish.yml").write_text(text, encoding="utf-8")


def test_the_line_of_schedulers_runs_publishes_and_tells_of_failures(office, hook, tmp_path, monkeypatch, capsys):
    """Good, nothing to do, a report that fails, and good again: what is shown never is a run with a failure."""
    monkeypatch.setenv(notify.WEBHOOK, hook.address)
    shown, file = tmp_path / "shown", tmp_path / "summary.json"
    publish_to(shown)
    line = ("run", "--region", "2303", "--changed", "--publish", "staging", "--summary", str(file))
    assert vagar(*line) == 0, capsys.readouterr()
    told = json.loads(file.read_text(encoding="utf-8"))
    assert (told["status"], told["reports"]["ok"], told["problem"]) == (0, ["prov/2303"], "")
    assert [(one["target"], one["status"]) for one in told["published"]] == [("staging", 0)]
    page = "current/prov/2303-ragunda/index.html"
    assert "2303 har 6 fynd." in (shown / page).read_text(encoding="utf-8")
    assert vagar(*line) == 0
    assert json.loads(file.read_text(encoding="utf-8"))["reports"]["up_to_date"] == ["prov/2303"]
    assert not hook.got

    office.write_notebook("raise ValueError('fel')")
    capsys.readouterr()
    assert vagar(*line, "--log-format", "json") == 1
    said = [json.loads(text) for text in capsys.readouterr().out.splitlines()]
    assert (said[-1]["event"], said[-1]["status"], said[-1]["failed"]) == ("summary", 1, ["prov/2303"])
    told = json.loads(file.read_text(encoding="utf-8"))
    assert told["failed"]["prov/2303"] == {
        "cell": 3, "source": "raise ValueError('fel')", "ename": "ValueError", "evalue": "fel"
    }  # fmt: skip
    assert told["published"] == []
    assert len(hook.got) == 1

    office.write_notebook("x = 1")
    assert vagar(*line) == 0
    assert hook.got[-1][1]["text"].startswith("Vägar: all is well again")


def test_what_is_wrong_with_targets_is_told_before_anything_is_run_and_by_notice(office, hook, monkeypatch, capsys):
    monkeypatch.setenv(notify.WEBHOOK, hook.address)
    publish_to(office.root / "shown")
    assert vagar("run", "--region", "2303", "--changed", "--publish", "stagin", "--publish", "production") == 2
    said = capsys.readouterr().err
    assert "2 findings" in said and "there is no target 'stagin'" in said and "production.url is empty" in said
    assert not (office.root / "outputs" / "run.json").exists()
    assert hook.got[0][1]["text"].startswith("Vägar: the run could not be done\n")


def test_a_notice_that_fails_changes_nothing_of_the_exit_status(office, monkeypatch, capsys):
    monkeypatch.setattr(notify, "_PAUSE", 0.01)
    monkeypatch.setenv(notify.WEBHOOK, "http://127.0.0.1:1/hook")
    assert vagar("run", "--region", "2303", "--changed") == 0
    office.write_notebook("raise ValueError('fel')")
    assert vagar("run", "--region", "2303", "--changed") == 1
    assert "the notice could not be sent by webhook: ConnectError" in capsys.readouterr().out


def test_changed_and_force_exclude_each_other(office, capsys):
    assert vagar("run", "--changed", "--force") == 2
    assert "--force" in capsys.readouterr().err
