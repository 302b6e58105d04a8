"""An edition is whole before anyone meets it, on disk and over SFTP; what stops it on its way changes nothing."""

from __future__ import annotations

import asyncio
import json
import os
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import asyncssh
import fsspec
import pytest

from vagar_lib.errors import BadInput, CanNotPublish
from vagar_lib.pipeline.publish import edition as publish
from vagar_lib.pipeline.publish.place import Place
from vagar_lib.pipeline.publish.targets import Target, credentials

SECRET = "hemligt-ord-7"
FIRST = datetime(2026, 11, 23, 8, tzinfo=UTC)


class Server(threading.Thread):
    """An SFTP server on this machine that shows a folder; its loop runs in a thread of its own."""

    def __init__(self, folder: Path):
        super().__init__(daemon=True)
        self.folder, self.port, self.ready = folder, 0, threading.Event()
        self.key = asyncssh.generate_private_key("ssh-ed25519")
        self.loop = asyncio.new_event_loop()
        self.met: list[asyncssh.SSHServerConnection] = []

    def run(self) -> None:
        asyncio.set_event_loop(self.loop)
        self.acceptor = self.loop.run_until_complete(self._listen())
        self.port = self.acceptor.get_port()
        self.ready.set()
        self.loop.run_forever()

    async def _listen(self) -> asyncssh.SSHAcceptor:
        met = self.met

        class Door(asyncssh.SSHServer):
            def connection_made(self, connection: asyncssh.SSHServerConnection) -> None:
                met.append(connection)

            def begin_auth(self, username: str) -> bool:
                return True

            def password_auth_supported(self) -> bool:
                return True

            def validate_password(self, username: str, password: str) -> bool:
                return (username, password) == ("redaktor", SECRET)

        def shown(channel: asyncssh.SSHServerChannel) -> asyncssh.SFTPServer:
            return asyncssh.SFTPServer(channel, chroot=os.fsencode(self.folder))

        return await asyncssh.listen(
            "127.0.0.1", 0, server_factory=Door, server_host_keys=[self.key], sftp_factory=shown, allow_scp=False
        )

    def known_hosts(self) -> str:
        """The line that says which key the server has."""
        return f"[127.0.0.1]:{self.port} {self.key.export_public_key().decode()}"

    def stop(self) -> None:
        """Close the door and every connection."""

        async def close() -> None:
            self.acceptor.close()
            for connection in self.met:
                connection.abort()
            await asyncio.sleep(0.1)

        asyncio.run_coroutine_threadsafe(close(), self.loop).result(5)
        self.loop.call_soon_threadsafe(self.loop.stop)


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A server that knows one user, whose credentials are in the environment."""
    folder = tmp_path / "server"
    folder.mkdir()
    started = Server(folder)
    started.start()
    assert started.ready.wait(10)
    known = tmp_path / "known_hosts"
    known.write_text(started.known_hosts(), encoding="utf-8")
    for name, value in {"USER": "redaktor", "PASSWORD": SECRET, "KNOWN_HOSTS": str(known)}.items():
        monkeypatch.setenv(f"VAGAR_PUBLISH_{name}", value)
    yield started
    if started.is_alive():
        started.stop()


class Shop:
    """A place, and the folder on disk that it is."""

    def __init__(self, target: Target, folder: Path):
        self.target, self.folder = target, folder

    @property
    def place(self) -> Place:
        return Place(self.target)

    def shown(self) -> dict[str, str]:
        """What readers meet: each page and its text."""
        current = self.folder / "current"
        assert current.is_symlink()
        return {path.relative_to(current).as_posix(): path.read_text() for path in sorted(current.rglob("*.html"))}

    def publish(
        self, site: Path, hour: int = 0, keep: int = 3, progress: Callable[[str], None] | None = None
    ) -> list[str]:
        """Publish, so many hours after the first time; gives the files that were sent."""
        place, sent = self.place, []

        def tell(name: str) -> None:
            sent.append(name)
            if progress:
                progress(name)

        planned = publish.plan(site, place, now=FIRST + timedelta(hours=hour))
        publish.publish(site, place, planned, keep, progress=tell)
        return sent


@pytest.fixture(params=["folder", "sftp"])
def shop(request: pytest.FixtureRequest, tmp_path: Path) -> Shop:
    """A folder on this machine, and the same behind an SFTP server."""
    if request.param == "folder":
        return Shop(Target("x", str(tmp_path / "there"), 3, False), tmp_path / "there")
    server = request.getfixturevalue("server")
    return Shop(Target("x", f"sftp://127.0.0.1:{server.port}/webb", 3, True), server.folder / "webb")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site of two reports."""
    folder = tmp_path / "site"
    write(folder, **{"index.html": "fram", "nulage/23/index.html": "län", "nulage/2303/index.html": "Ragunda"})
    write(folder, **{"nulage/.23.new/index.html": "halv", "assets/style.css": "a {}"})
    return folder


def write(folder: Path, **texts: str) -> None:
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


PAGES = {"index.html": "fram", "nulage/23/index.html": "län", "nulage/2303/index.html": "Ragunda"}


def test_the_first_edition_is_the_whole_site_without_what_is_hidden(shop, site):
    sent = shop.publish(site)
    assert shop.shown() == PAGES
    assert len(sent) == 4 and not any(".23.new" in name for name in sent)


def test_the_next_edition_sends_only_what_has_changed(shop, site):
    shop.publish(site)
    write(site, **{"nulage/23/index.html": "länet", "nytt/index.html": "ny"})
    (site / "nulage/2303/index.html").unlink()
    planned = publish.plan(site, shop.place, now=FIRST + timedelta(hours=1))
    assert planned.gone == ("nulage/2303/index.html",)
    assert shop.publish(site, 1) == ["nulage/23/index.html", "nytt/index.html"]
    assert shop.shown() == {"index.html": "fram", "nulage/23/index.html": "länet", "nytt/index.html": "ny"}


def test_an_edition_before_keeps_what_it_held(shop, site):
    shop.publish(site)
    write(site, **{"index.html": "nytt"})
    shop.publish(site, 1)
    first, second = publish.editions(shop.place)
    assert (shop.folder / "editions" / first / "index.html").read_text() == "fram"
    assert (shop.folder / "editions" / second / "index.html").read_text() == "nytt"


def test_nothing_new_is_nothing_to_publish(shop, site):
    shop.publish(site)
    planned = publish.plan(site, shop.place)
    assert not planned.changes_something
    assert [*planned.lines()] == [f"nothing has changed since {planned.before}"]


def test_an_upload_that_is_interrupted_leaves_the_old_edition_and_the_next_clears_up(shop, site):
    shop.publish(site)
    write(site, **{"index.html": "nytt", "nulage/23/index.html": "länet"})

    def interrupt(name: str) -> None:
        if name.startswith("nulage"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        shop.publish(site, 1, progress=interrupt)
    assert shop.shown() == PAGES
    assert len(shop.place.names("editions")) == 3, "the one that is shown, its list, and what was left"
    shop.publish(site, 2)
    assert shop.shown()["nulage/23/index.html"] == "länet"
    assert len(publish.editions(shop.place)) == 2 and len(shop.place.names("editions")) == 4


def test_a_server_that_goes_away_in_the_middle_leaves_the_old_edition(server, site):
    shop = Shop(Target("x", f"sftp://127.0.0.1:{server.port}/webb", 3, True), server.folder / "webb")
    shop.publish(site)
    write(site, **{"index.html": "nytt", "nulage/23/index.html": "länet"})
    with pytest.raises(CanNotPublish, match="could not be put there") as told:
        shop.publish(site, 1, progress=lambda name: server.stop() if name.startswith("nulage") else None)
    assert shop.shown() == PAGES
    assert SECRET not in str(told.value)


def test_only_so_many_editions_stay_and_the_one_that_is_shown_always_does(shop, site):
    for hour in range(4):
        write(site, **{"index.html": f"utgåva {hour}"})
        shop.publish(site, hour, keep=2)
    place = shop.place
    assert len(publish.editions(place)) == 2 and len(place.names("editions")) == 4
    assert shop.shown()["index.html"] == "utgåva 3"
    publish.roll_back(place)
    oldest = publish.editions(place)[0]
    assert place.shown() == oldest
    write(site, **{"index.html": "utgåva 5"})
    shop.publish(site, 5, keep=2)
    assert len(publish.editions(place)) == 2


def test_an_edition_can_be_taken_back_until_there_is_none_before_it(shop, site):
    shop.publish(site)
    write(site, **{"index.html": "fel"})
    shop.publish(site, 1)
    first, second = publish.editions(shop.place)
    assert publish.roll_back(shop.place) == (second, first)
    assert shop.shown() == PAGES
    with pytest.raises(BadInput, match="no edition before"):
        publish.roll_back(shop.place)
    assert shop.shown() == PAGES


def test_a_server_whose_key_is_not_known_is_not_met(server, site, monkeypatch, tmp_path):
    other = asyncssh.generate_private_key("ssh-ed25519").export_public_key().decode()
    strange = tmp_path / "strange"
    strange.write_text(f"[127.0.0.1]:{server.port} {other}", encoding="utf-8")
    monkeypatch.setenv("VAGAR_PUBLISH_KNOWN_HOSTS", str(strange))
    with pytest.raises(CanNotPublish, match="can't be reached"):
        Place(Target("x", f"sftp://127.0.0.1:{server.port}/webb", 3, True))
    assert [*server.folder.iterdir()] == []


def test_a_wrong_password_is_told_without_it(server, monkeypatch):
    monkeypatch.setenv("VAGAR_PUBLISH_PASSWORD", "fel-ord-9")
    with pytest.raises(CanNotPublish) as told:
        Place(Target("x", f"sftp://127.0.0.1:{server.port}/webb", 3, True))
    assert "fel-ord-9" not in str(told.value) and SECRET not in str(told.value)


def test_where_there_are_no_links_the_front_page_leads_to_the_edition(site):
    """A store of objects, such as S3: fsspec's own in memory works in the same way."""
    store = fsspec.filesystem("memory")
    shop = Shop(Target("x", "memory://webb", 3, True), Path())
    shop.publish(site)
    place = shop.place
    first = place.shown()
    assert f"url=editions/{first}/index.html" in store.cat_file("/webb/index.html").decode()
    write(site, **{"index.html": "nytt"})
    assert shop.publish(site, 1) == ["index.html"]
    second = shop.place.shown()
    assert second != first
    assert store.cat_file(f"/webb/editions/{second}/nulage/23/index.html").decode() == "län"
    publish.roll_back(shop.place)
    assert shop.place.shown() == first
    store.rm("/webb", recursive=True)


def test_the_list_of_an_edition_has_the_sha256_of_every_file(shop, site):
    """Of 'fram' it is what another tool says: printf fram | sha256sum."""
    shop.publish(site)
    place = shop.place
    kept = json.loads(place.read("editions", f"{place.shown()}.json"))["files"]
    assert kept["index.html"] == "0187489c04b9357ce6200b2416feb97f888d1d057220d84b24d1b2c4cbabfcae"
    assert set(kept) == {*PAGES, "assets/style.css"}


def test_credentials_come_from_the_environment_and_only_where_they_are_of_use():
    environment = {"VAGAR_PUBLISH_USER": "a", "VAGAR_PUBLISH_PASSWORD": "b", "VAGAR_PUBLISH_KEY": "nyckel"}
    assert credentials("sftp", environment) == {
        "username": "a", "password": "b", "client_keys": ["nyckel"], "known_hosts": (), "keepalive_interval": 20,
    }  # fmt: skip
    assert credentials("file", environment) == {}
