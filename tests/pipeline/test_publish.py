"""An edition is whole before anyone meets it, at every kind of place; what stops it on its way changes nothing."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path

import asyncssh
import pytest
from rich.console import Console

from tests.pipeline.shops import FIRST, SECRET, Shop, known, met, opened, shop, site, write
from vagar_lib.errors import BadInput, CanNotPublish
from vagar_lib.pipeline.publish import edition as publish
from vagar_lib.pipeline.publish.place import place as place_of
from vagar_lib.pipeline.publish.progress import Sending
from vagar_lib.pipeline.publish.targets import Target

__all__ = ["known", "shop", "site"]

PAGES = {"index.html": "fram", "nulage/23/index.html": "län", "nulage/2303/index.html": "Ragunda"}


@pytest.fixture(params=["webdav", "s3"])
def web(request: pytest.FixtureRequest, tmp_path: Path, known: None) -> Iterator[Shop]:
    """A place that is asked over HTTP."""
    with opened(request.param, tmp_path / "server") as there:
        yield there


@pytest.fixture
def sftp(tmp_path: Path, known: None) -> Iterator[Shop]:
    with opened("sftp", tmp_path / "server") as there:
        yield there


def test_the_first_edition_is_the_whole_site_without_what_is_hidden(shop, site):
    sent = shop.publish(site)
    assert shop.shown() == PAGES
    assert len(sent) == 4 and not any(".23.new" in name for name in sent)


def test_a_link_to_a_figure_leads_there_in_the_edition_also_where_small_pages_send_readers_on(
    web, site, tmp_path, browser
):
    web.publish(site)
    (edition,) = publish.editions(web.place)
    names = ("index.html", "vidare.js", "nulage/23/index.html", f"editions/{edition}/nulage/23/index.html")
    write(tmp_path / "met", **{name: web.look(name) for name in names})
    address = (tmp_path / "met" / "nulage" / "23" / "index.html").as_uri()
    page = browser.new_page()
    page.goto(f"{address}#figur-1")
    page.wait_for_url(f"**/editions/{edition}/nulage/23/index.html#figur-1")
    assert page.inner_text("body") == "län"
    page.close()


def test_the_next_edition_sends_only_what_has_changed(shop, site):
    shop.publish(site)
    write(site, **{"nulage/23/index.html": "länet", "nytt/index.html": "ny"})
    (site / "nulage/2303/index.html").unlink()
    planned = publish.plan(site, shop.place, now=FIRST + timedelta(hours=1))
    assert planned.gone == ("nulage/2303/index.html",)
    assert planned.size == len("länet".encode()) + len("ny")
    assert shop.publish(site, 1) == ["nulage/23/index.html", "nytt/index.html"]
    assert shop.shown() == {"index.html": "fram", "nulage/23/index.html": "länet", "nytt/index.html": "ny"}


def test_an_edition_before_keeps_what_it_held(shop, site):
    shop.publish(site)
    write(site, **{"index.html": "nytt"})
    shop.publish(site, 1)
    first, second = publish.editions(shop.place)
    assert shop.look(f"editions/{first}/index.html") == "fram"
    assert shop.look(f"editions/{second}/index.html") == "nytt"


def test_a_plan_changes_nothing_and_tells_files_and_bytes(shop, site):
    planned = publish.plan(site, shop.place, now=FIRST)
    assert [*planned.lines()] == ["4 files to send (0.0 MB), 0 as before, 0 gone"]
    assert shop.shown() == {} and shop.place.names("editions") == []


def test_nothing_new_is_nothing_to_publish(shop, site):
    shop.publish(site)
    planned = publish.plan(site, shop.place)
    assert not planned.changes_something
    assert [*planned.lines()] == [f"nothing has changed since {planned.before}"]


def test_an_upload_that_is_interrupted_leaves_the_old_edition_and_the_next_clears_up(shop, site):
    shop.publish(site)
    write(site, **{"index.html": "nytt", "nulage/23/index.html": "länet"})

    def interrupt(name: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        shop.publish(site, 1, progress=interrupt)
    assert shop.shown() == PAGES
    assert len(shop.place.names("editions")) == 3, "the one that is shown, its list, and what was left"
    shop.publish(site, 2)
    assert shop.shown()["nulage/23/index.html"] == "länet"
    assert len(publish.editions(shop.place)) == 2 and len(shop.place.names("editions")) == 4


KILLED = """
import os, signal, sys
from pathlib import Path
from vagar_lib.pipeline.publish import edition
from vagar_lib.pipeline.publish.place import place
from vagar_lib.pipeline.publish.targets import Target
site, url, endpoint = sys.argv[1:]
there = place(Target("x", url, 3, True, endpoint))
kill = lambda name, size: os.kill(os.getpid(), signal.SIGKILL)
edition.publish(Path(site), there, edition.plan(Path(site), there), 3, progress=kill)
"""


def test_a_process_that_is_killed_in_the_middle_leaves_the_old_edition_and_the_next_finishes(shop, site):
    shop.publish(site)
    write(site, **{"index.html": "nytt", "nulage/23/index.html": "länet"})
    command = [sys.executable, "-c", KILLED, str(site), shop.target.url, shop.target.endpoint]
    done = subprocess.run(command, env=dict(os.environ), capture_output=True, text=True, timeout=60)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert shop.shown() == PAGES
    shop.publish(site, 24 * 365 * 10)
    assert shop.shown() == {**PAGES, "index.html": "nytt", "nulage/23/index.html": "länet"}
    assert len(publish.editions(shop.place)) == 2 and len(shop.place.names("editions")) == 4


@pytest.mark.parametrize("kind", ["sftp", "webdav", "s3"])
def test_a_server_that_goes_away_in_the_middle_leaves_the_old_edition(kind, site, tmp_path, known):
    with opened(kind, tmp_path / "server") as shop:
        shop.publish(site)
        write(site, **{f"nulage/{code}/index.html": "nytt" for code in range(100, 160)})
        before = shop.shown() if kind != "s3" else PAGES
        with pytest.raises(CanNotPublish) as told:
            shop.publish(site, 1, progress=lambda name: shop.server.stop())
        assert "could not be" in str(told.value) and SECRET not in str(told.value)
        assert before == PAGES
        if kind == "webdav":
            assert shop.shown() == PAGES, "the files behind the server"


def test_a_server_that_is_busy_now_and_then_is_asked_again(web, site):
    web.server.fails = lambda number: number % 4 == 0
    web.publish(site)
    assert web.shown() == PAGES


def test_somebody_else_who_publishes_meanwhile_is_not_overrun(shop, site):
    shop.publish(site)
    write(site, **{"index.html": "mitt"})
    place = shop.place
    planned = publish.plan(site, place, now=FIRST + timedelta(hours=2))
    write(site, **{"index.html": "deras"})
    shop.publish(site, 1)
    with pytest.raises(CanNotPublish, match="somebody else has published"):
        publish.publish(site, place, planned, 3)
    assert shop.shown()["index.html"] == "deras"
    shop.publish(site, 3)


def test_the_front_page_is_replaced_only_if_it_is_the_one_that_was_read(web, site):
    web.publish(site)
    slow, quick = web.place, web.place
    first = slow.shown()
    quick.shown()
    quick.show("20990101T000000-aaaaaaaaaaaa", [])
    with pytest.raises(CanNotPublish, match="somebody else has published 20990101"):
        slow.show(first, [])
    assert web.place.shown() == "20990101T000000-aaaaaaaaaaaa"


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
    publish.roll_back(place)
    assert shop.shown()["index.html"] == "utgåva 2", "what was taken back is not shown again"


def test_an_edition_can_be_taken_back_until_there_is_none_before_it(shop, site):
    shop.publish(site)
    write(site, **{"index.html": "fel", "nytt/index.html": "ny"})
    shop.publish(site, 1)
    assert "nytt/index.html" in shop.shown()
    first, second = publish.editions(shop.place)
    assert publish.roll_back(shop.place) == (second, first)
    assert shop.shown() == PAGES
    with pytest.raises(BadInput, match="no edition before"):
        publish.roll_back(shop.place)
    assert shop.shown() == PAGES


def test_the_list_of_an_edition_has_the_sha256_of_every_file(shop, site):
    """Of 'fram' it is what another tool says: printf fram | sha256sum."""
    shop.publish(site)
    place = shop.place
    kept = json.loads(place.read("editions", f"{place.shown()}.json"))["files"]
    assert kept["index.html"] == "0187489c04b9357ce6200b2416feb97f888d1d057220d84b24d1b2c4cbabfcae"
    assert set(kept) == {*PAGES, "assets/style.css"}


def test_files_are_under_way_at_the_same_time(web, site):
    """Forty files, each of which the server takes 0.1 s to answer for: 4 s one after the other."""
    write(site, **{f"nulage/{code}/index.html": "x" for code in range(100, 140)})
    application = web.server.application

    def slow(environ, start):
        time.sleep(0.1 if environ["REQUEST_METHOD"] == "PUT" and "editions" in environ["PATH_INFO"] else 0)
        return application(environ, start)

    web.server.application = slow
    began = time.monotonic()
    web.publish(site)
    puts = [asked for asked in web.server.asked if asked.startswith("PUT") and "/editions/" in asked]
    assert len(puts) == 45, "40 more, the 4 of the site, and the list"
    assert time.monotonic() - began < 3.5


def test_a_store_tells_browsers_what_its_files_are(tmp_path, site, known):
    with opened("s3", tmp_path / "server") as shop:
        shop.publish(site)
        bucket = shop.target.endpoint, shop.target.host
        front = met(*bucket, "webb/index.html").attributes
        style = met(*bucket, f"webb/editions/{shop.place.shown()}/assets/style.css").attributes
        assert front == {"Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-cache"}
        assert style["Content-Type"] == "text/css; charset=utf-8" and "immutable" in style["Cache-Control"]


def test_a_server_whose_key_is_not_known_is_not_met(sftp, monkeypatch, tmp_path):
    other = asyncssh.generate_private_key("ssh-ed25519").export_public_key().decode()
    strange = tmp_path / "strange"
    strange.write_text(f"[127.0.0.1]:{sftp.server.port} {other}", encoding="utf-8")
    monkeypatch.setenv("VAGAR_PUBLISH_KNOWN_HOSTS", str(strange))
    with pytest.raises(CanNotPublish, match="can't be reached"):
        place_of(sftp.target)
    assert [*sftp.server.folder.iterdir()] == []


@pytest.mark.parametrize("kind", ["sftp", "webdav"])
def test_a_wrong_password_is_told_without_it(kind, tmp_path, known, site, monkeypatch):
    monkeypatch.setenv("VAGAR_PUBLISH_PASSWORD", "fel-ord-9")
    with opened(kind, tmp_path / "server") as shop:
        with pytest.raises(CanNotPublish) as told:
            shop.publish(site)
        assert "fel-ord-9" not in str(told.value) and SECRET not in str(told.value)


def test_a_bucket_that_does_not_exist_is_told(tmp_path, site, known):
    with opened("s3", tmp_path / "server") as shop:
        missing = Target("x", "s3://borta/webb", 3, True, shop.target.endpoint)
        with pytest.raises(CanNotPublish, match="NoSuchBucket"):
            place = place_of(missing)
            publish.publish(site, place, publish.plan(site, place), 3)


def test_a_log_gets_a_line_for_each_tenth_with_bytes_and_rate():
    said = StringIO()
    with Sending(40, 8_000_000, Console(file=said, width=200)) as sending:
        for number in range(40):
            sending.sent(f"{number}.html", 200_000)
    lines = said.getvalue().splitlines()
    assert len(lines) == 10
    assert lines[0].startswith("sent 4 of 40 files, 0.8 of 8.0 MB, ") and lines[0].endswith(" MB/s")
    assert lines[-1].startswith("sent 40 of 40 files, 8.0 of 8.0 MB")


def test_a_terminal_gets_a_bar_with_bytes_that_is_gone_at_the_end():
    said = StringIO()
    with Sending(2, 3_000_000, Console(file=said, force_terminal=True, width=100)) as sending:
        sending.sent("a.html", 1_500_000)
        sending._bar.refresh()
    assert "1 of 2 files" in said.getvalue() and "1.5/3.0 MB" in said.getvalue()
