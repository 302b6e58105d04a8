"""An analyst who saves a file sees the page as it is then, soon, and an error where there is one."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from vagar_lib import paths
from vagar_lib.errors import BadInput
from vagar_lib.pipeline.engine import zygote
from vagar_lib.pipeline.preview.follow import Preview
from vagar_lib.pipeline.preview.serve import FIRST, State, injected, server

PATIENCE = 90
"""Seconds that a busy machine may take."""
COUNT = "with open('ran.txt', 'a') as file:\n    file.write('x')\nimport time\ntime.sleep(0.3)"
"""A cell that tells how many times it has run, and takes long enough not to be run again."""


class Desk:
    """A preview, and what it has told."""

    def __init__(self, office: Any):
        self.office, self.told, self._news = office, [], threading.Condition()
        self.preview = Preview("prov", "2303", {}, self._tell)

    def _tell(self, line: str) -> None:
        with self._news:
            self.told.append(line)
            self._news.notify_all()

    def wait(self, number: int) -> str:
        """What is told as number so many, counted from 1."""
        with self._news:
            assert self._news.wait_for(lambda: len(self.told) >= number, PATIENCE), self.told
        return self.told[number - 1]

    def ran(self) -> int:
        """How many times the counting cell has run."""
        return len((self.office.root / "ran.txt").read_text("utf-8"))

    def edit(self, *code: str, **about: Any) -> None:
        """Save the notebook with other cells, and let the preview know."""
        self.office.write_notebook(*code, **about)
        self.preview.changed([self.preview.notebook])

    @property
    def page(self) -> str:
        """The page on disk."""
        return (paths.outputs() / "preview/site" / self.preview.page).read_text("utf-8")


@pytest.fixture
def desk(office) -> Iterator[Desk]:
    """A preview of a report whose first cell tells how often it has run."""
    office.write_notebook(COUNT)
    there = Desk(office)
    yield there
    there.preview.close()


def test_only_what_a_change_concerns_is_run_again(desk):
    assert "is shown" in desk.wait(1)
    assert "2303 har 6 fynd." in desk.page and desk.ran() == 1

    desk.edit(COUNT, "made = 1", heading="En annan rubrik")
    assert "is shown" in desk.wait(2)
    assert "En annan rubrik" in desk.page and desk.ran() == 1

    desk.preview.changed([paths.notebooks() / "annan.ipynb"])  # another report's
    desk.edit(COUNT, "print(made)")  # what the cell before had made is gone with it
    assert "NameError: name 'made' is not defined" in desk.wait(3)

    desk.edit(f"{COUNT}\n")
    desk.wait(4)
    assert desk.ran() == 2

    desk.preview.changed([paths.parameters() / "profile.yml"])
    assert "is shown" in desk.wait(5)
    assert desk.ran() == 3

    desk.preview.changed([Path(zygote.__file__)])
    assert "is shown" in desk.wait(6)
    assert desk.ran() == 4
    assert not (paths.outputs() / "site").exists() and not (paths.outputs() / "run.json").exists()


def test_an_error_is_told_until_it_is_mended_and_what_hangs_is_stopped(desk):
    desk.wait(1)
    desk.edit(COUNT, "raise ValueError('så kan det inte vara')")
    assert desk.wait(2).startswith("cell 4: ValueError: så kan det inte vara")
    assert desk.preview.state.error["source"].startswith("raise ValueError")

    desk.preview.notebook.write_text('{"cells": [', "utf-8")  # half saved
    desk.preview.changed([desk.preview.notebook])
    assert "is not a notebook" in desk.wait(3)

    desk.edit(COUNT, "import time\ntime.sleep(1000)")
    time.sleep(1)
    desk.edit(COUNT)
    assert "is shown" in desk.wait(4)
    assert desk.preview.state.error is None and desk.ran() == 1


def test_without_forks_the_whole_notebook_is_run_each_time(office, monkeypatch):
    monkeypatch.setattr(zygote, "FORKS", False)
    office.write_notebook(COUNT)
    desk = Desk(office)
    try:
        assert "is shown" in desk.wait(1)
        desk.edit(COUNT, "raise ValueError('nej')")
        assert desk.wait(2).startswith("cell 4: ValueError: nej")
        assert desk.ran() == 2
    finally:
        desk.preview.close()


def test_a_report_or_place_that_does_not_exist_is_told_at_once(office):
    with pytest.raises(BadInput, match="'proov' does not exist; did you mean 'prov'"):
        Preview("proov", "2303", {}, print)


@contextlib.contextmanager
def serving(state: State) -> Iterator[str]:
    with server(state, None) as found:
        threading.Thread(target=found.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{found.server_address[1]}/"
        state.close()
        found.shutdown()


@pytest.fixture
def site(small: Path) -> State:
    (small / "one/nulage/x").mkdir(parents=True)
    (small / "two/assets").mkdir(parents=True)
    policy = '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'">'
    (small / "one/nulage/x/index.html").write_text(f"<html><head>{policy}</head><body>sida</body></html>", "utf-8")
    (small / "two/assets/style.css").write_text("p {}", "utf-8")
    (small / "secret.txt").write_text("hemligt", "utf-8")
    state = State([small / "one", small / "two"], "nulage/x/index.html")
    state.version = 1
    return state


def got(address: str, **headers: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(urllib.request.Request(address, headers=headers)) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def test_the_script_is_in_what_is_served_and_not_in_the_file(site):
    with serving(site) as address:
        status, page = got(f"{address}nulage/x/")
        assert status == 200 and "/.preview/live.js" in page and "connect-src 'self'" in page
        assert got(f"{address}assets/style.css") == (200, "p {}")
    assert "live.js" not in site.file("nulage/x/index.html").read_text("utf-8")


@pytest.mark.parametrize("path", ["../secret.txt", "%2e%2e/secret.txt", "nulage/%2e%2e/%2e%2e/secret.txt", "nothing"])
def test_nothing_else_is_served(site, path):
    with serving(site) as address:
        assert got(f"{address}{path}")[0] == 404


def test_only_this_machine_is_answered(site):
    with serving(site) as address:
        assert got(f"{address}nulage/x/", Host="ond.example:8010")[0] == 403


def test_a_port_that_is_taken_is_passed_over_unless_it_was_asked_for(site):
    with serving(site) as first, serving(State(site.folders, site.page)) as second:
        taken = int(re.search(r":(\d+)/", first)[1])
        assert taken >= FIRST and second != first
        with pytest.raises(BadInput, match=f"port {taken} is taken"):
            server(site, taken)


def test_a_page_without_a_head_is_served_as_it_is():
    assert injected("<p>text</p>", 1) == "<p>text</p>"


def test_the_browser_shows_each_change_an_error_and_the_page_again(desk, browser: Browser):
    desk.wait(1)
    with serving(desk.preview.state) as address:
        page = browser.new_page()
        said: list[str] = []
        page.on("console", lambda one: said.append(one.text) if one.type == "error" else None)
        page.goto(f"{address}prov/2303-ragunda/", wait_until="domcontentloaded")
        expect(page.locator("main h2").first).to_have_text("Avsnitt")
        desk.edit(COUNT, heading="Ny rubrik")
        expect(page.locator("main h2").first).to_have_text("Ny rubrik", timeout=PATIENCE * 1000)
        desk.edit(COUNT, "1 / 0", heading="Ny rubrik")
        expect(page.locator("main")).to_contain_text("ZeroDivisionError", timeout=PATIENCE * 1000)
        expect(page.locator("main")).to_contain_text("Cell 4 i notebooken")
        desk.edit(COUNT, heading="Lagad")
        expect(page.locator("main h2").first).to_have_text("Lagad", timeout=PATIENCE * 1000)
        assert [text for text in said if "Security" in text] == []
        page.close()


def test_ctrl_c_ends_the_command_and_leaves_no_process(office):
    command = [sys.executable, "-m", "vagar_lib.cli", "preview", "prov", "--region", "2303"]
    started = subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"}, start_new_session=True
    )
    lines = iter(started.stdout.readline, "")
    assert next(lines).startswith("Look at http://127.0.0.1:80")
    assert "prov/2303-ragunda/index.html is shown" in next(lines)
    office.write_notebook(heading="Sparad")
    assert "is shown" in next(lines)
    children = subprocess.run(["ps", "-o", "pid=", "--ppid", str(started.pid)], capture_output=True, text=True).stdout
    os.killpg(started.pid, signal.SIGINT)
    assert next(lines) == "The preview has ended.\n"
    assert started.wait(PATIENCE) == 0
    for pid in children.split():
        assert not Path(f"/proc/{pid}").exists()


def test_a_page_that_is_older_than_what_is_shown_is_told_so_at_once(desk):
    # The page was asked for, then it changed, and only then its script began to listen.
    desk.wait(1)
    with serving(desk.preview.state) as address:
        with urllib.request.urlopen(f"{address}prov/2303-ragunda/") as answer:
            version = re.search(r"live\.js\?(\d+)", answer.read().decode())[1]
        desk.preview.state.show(None)
        with urllib.request.urlopen(f"{address}.preview/events?{version}", timeout=PATIENCE) as events:
            assert events.readline() == b"event: page\n"
