"""Who we are at a place is told by the environment or the keyring, and is in nothing that is written or printed."""

from __future__ import annotations

import base64
import json
import logging
import os
import subprocess
import sys
from pathlib import Path

import keyring
import pytest
import yaml
from keyring.backend import KeyringBackend
from keyring.errors import NoKeyringError
from typer.testing import CliRunner

from tests.pipeline.office import office
from tests.pipeline.shops import SECRET, USER, known, opened, site
from vagar_lib import paths
from vagar_lib.cli import app, main
from vagar_lib.errors import BadInput, CanNotPublish
from vagar_lib.pipeline.publish import credentials as who
from vagar_lib.pipeline.publish.place import place as place_of
from vagar_lib.pipeline.publish.targets import Target, target

__all__ = ["known", "office", "site"]

PLACE = Target("production", "sftp://exempel.se/webb", 3, True)


class Ring(KeyringBackend):
    """A keyring in memory."""

    priority = 1

    def __init__(self):
        self.kept = {}

    def get_password(self, service, username):
        return self.kept.get((service, username))

    def set_password(self, service, username, password):
        self.kept[service, username] = password


class NoRing(Ring):
    """A machine without a keyring."""

    def get_password(self, service, username):
        raise NoKeyringError("none")

    def set_password(self, service, username, password):
        raise NoKeyringError("none")


@pytest.fixture
def ring():
    """A keyring of one's own, and nothing of publishing in the environment."""
    before, own = keyring.get_keyring(), Ring()
    keyring.set_keyring(own)
    yield own
    keyring.set_keyring(before)


def test_the_environment_tells_who_we_are(ring):
    environment = {"VAGAR_PUBLISH_USER": "a", "VAGAR_PUBLISH_PASSWORD": "b", "VAGAR_PUBLISH_KEY": "nyckel"}
    assert who.credentials(PLACE, environment) == who.Credentials("a", "b", "nyckel", None)


def test_what_the_keyring_has_is_of_one_address_and_comes_after_the_environment(ring):
    who.keep(PLACE, USER, SECRET)
    assert who.credentials(PLACE, {}) == who.Credentials(USER, SECRET)
    assert who.credentials(Target("x", "sftp://annan.se/webb", 3, True), {}) == who.Credentials()
    assert who.credentials(Target("x", "s3://hink", 3, True, "https://annan.se"), {}) == who.Credentials()
    set_there = {"VAGAR_PUBLISH_USER": "b", "VAGAR_PUBLISH_PASSWORD": "c"}
    assert who.credentials(PLACE, set_there) == who.Credentials("b", "c")
    assert who.credentials(PLACE, {"VAGAR_PUBLISH_USER": "b"}) == who.Credentials("b"), "not the password of another"


def test_a_machine_without_a_keyring_goes_on_without_and_says_so_when_asked_to_keep(ring):
    keyring.set_keyring(NoRing())
    assert who.credentials(PLACE, {}) == who.Credentials()
    with pytest.raises(BadInput, match=r"the keyring can't be used .* set VAGAR_PUBLISH_USER") as told:
        who.keep(PLACE, USER, SECRET)
    assert SECRET not in str(told.value)


def test_the_command_asks_for_user_and_password_and_shows_neither_again(office, ring):
    entry = {"production": {"url": PLACE.url, "keep": 3}, "staging": {"url": "outputs/staging", "keep": 2}}
    (paths.parameters() / "publish.yml").write_text(yaml.safe_dump(entry), encoding="utf-8")
    done = CliRunner().invoke(app, ["publish", "--login", "production"], input=f"{USER}\n{SECRET}\n")
    assert done.exit_code == 0 and SECRET not in done.output
    assert json.loads(ring.kept["vagar publish", PLACE.url]) == {"user": USER, "password": SECRET}
    with pytest.raises(BadInput, match="is a folder"):
        who.keep(target("staging"), USER, SECRET)


@pytest.mark.parametrize("arguments", [[], ["--to", "staging", "--login", "staging"]])
def test_a_place_or_a_login_is_asked_for_and_not_both(office, capsys, arguments):
    assert main(["publish", *arguments]) == 2
    assert "needs --to TARGET or --login TARGET" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"url": "sftp://a:hemligt@exempel.se/webb"}, "url has a password in it"),
        ({"url": "webdavs://a:hemligt@exempel.se/webb"}, "url has a password in it"),
        ({"url": "s3://hink/webb?key=hemligt"}, "url has a '?' or a '#' in it"),
        ({"url": "s3://hink", "endpoint": "https://a:hemligt@exempel.se"}, "endpoint has a password in it"),
        ({"url": "s3://hink", "endpoint": "http://exempel.se"}, "told the password in clear text, allowed: https://"),
        ({"url": "webdav://exempel.se/webb"}, "told the password in clear text, allowed: webdavs://"),
        ({"url": "ftp://exempel.se/webb"}, "begins with ftp://, allowed: sftp://, webdavs://, webdav://, s3://"),
        ({"url": "sftp:///webb"}, "names no server"),
        ({"url": "sftp://exempel.se", "endpoint": "https://exempel.se"}, "endpoint is of s3:// only"),
        ({"url": "s3://hink", "endpoint": "exempel.se"}, "endpoint is 'exempel.se', allowed: https://"),
        ({"url": "x", "password": "hemligt"}, "unknown field a.password; allowed: url, keep, endpoint"),
    ],
)
def test_what_does_not_belong_in_the_file_is_refused_and_not_repeated(office, fields, said):
    (paths.parameters() / "publish.yml").write_text(yaml.safe_dump({"a": {"keep": 2, **fields}}), encoding="utf-8")
    with pytest.raises(BadInput) as told:
        target("a")
    assert said in str(told.value) and "hemligt" not in str(told.value)


def forms(secret: str, user: str = USER) -> list[bytes]:
    """A secret as it is, as it is sent to a web server, and as URLs write it."""
    sent = base64.b64encode(f"{user}:{secret}".encode())
    return [secret.encode(), base64.b64encode(secret.encode()), sent]


@pytest.mark.parametrize(
    ("kind", "password"),
    [("sftp", SECRET), ("sftp", "fel-ord-9"), ("webdav", SECRET), ("webdav", "fel-ord-9"), ("s3", SECRET)],
)
def test_no_secret_is_in_anything_that_is_written_printed_or_logged(kind, password, tmp_path, known, site, monkeypatch):
    """With every logger at its most talkative, whether the server lets us in or not, and when it goes away."""
    monkeypatch.setenv("VAGAR_PUBLISH_PASSWORD", password)
    script = tmp_path / "publicera.py"
    script.write_text(PUBLISH, encoding="utf-8")
    with opened(kind, tmp_path / "server") as shop:
        command = [sys.executable, str(script), str(site), shop.target.url, shop.target.endpoint]
        done = subprocess.run(command, capture_output=True, env=dict(os.environ), cwd=tmp_path, timeout=60)
        assert (b"CanNotPublish" in done.stderr) == (password != SECRET)
        assert b"DEBUG" in done.stderr, "the loggers say something"
        shop.server.stop()
        with pytest.raises(CanNotPublish) as told:
            place_of(shop.target).names("editions")
    written = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    for form in forms(password):
        assert form not in done.stdout + done.stderr + str(told.value).encode()
        assert form not in written


PUBLISH = """
import logging, sys, traceback
from pathlib import Path
logging.basicConfig(level=logging.DEBUG, format="%(levelname)s %(name)s %(message)s")
from vagar_lib.pipeline.publish import credentials, edition
from vagar_lib.pipeline.publish.place import place
from vagar_lib.pipeline.publish.targets import Target
site, url, endpoint = sys.argv[1:]
target = Target("x", url, 3, True, endpoint)
logging.debug("%r %r", target, credentials.credentials(target))
try:
    there = place(target)
    logging.debug("%r %r", there, vars(there))
    edition.publish(Path(site), there, edition.plan(Path(site), there), 3)
except Exception:
    traceback.print_exc()
"""


def test_a_run_with_secrets_in_the_environment_writes_none_of_them(office, monkeypatch, caplog):
    for name in ("PASSWORD", "KEY", "USER"):
        monkeypatch.setenv(f"VAGAR_PUBLISH_{name}", f"{SECRET}-{name}")
    caplog.set_level(logging.DEBUG)
    office.write_notebook("if region == '2303': raise ValueError('fel')")
    with pytest.raises(SystemExit) as left:
        main(["run", "--region", "23", "--region", "2303"])
    assert left.value.code == 1
    written = [path for path in Path(office.root).rglob("*") if path.is_file()]
    assert [path for path in written if path.suffix == ".ipynb" and "outputs" in path.parts]
    assert [path for path in written if SECRET.encode() in path.read_bytes()] == []
    assert SECRET not in caplog.text
