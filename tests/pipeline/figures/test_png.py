"""PNG pictures of figures are made when they are asked for, and then stay true to their figures."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from tests.pipeline.figures.test_card import DRAWING, ORIGIN
from tests.site import sample
from vagar_lib.errors import BadInput
from vagar_lib.pipeline.page.figures import card, png


def folder(path: Path, title: str = "Arbetslösheten ökar") -> Path:
    """Folder of a figure with its card."""
    path.mkdir(parents=True, exist_ok=True)
    (path / card.SVG).write_text(card.card(sample.figure(title=title), DRAWING, ORIGIN), "utf-8")
    return path


def opened(path: Path) -> Image.Image:
    return Image.open(io.BytesIO((path / png.PNG).read_bytes()))


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site with a figure."""
    (tmp_path / "index.html").write_text("<!DOCTYPE html>", "utf-8")
    folder(tmp_path / "nulage/2303-ragunda/figurer/arbete")
    return tmp_path


def test_a_png_is_twice_the_card_on_white_with_its_words_drawn(site):
    own = site / "nulage/2303-ragunda/figurer/arbete"
    assert png.draw_all(site, print) == 1
    picture = opened(own)
    width, height = card.size((own / card.SVG).read_text("utf-8"))
    assert picture.size == (round(2 * width), round(2 * height))
    assert picture.convert("RGB").getpixel((2, 2)) == (255, 255, 255)
    title = picture.convert("L").crop((48, 48, 700, 110))
    assert title.getextrema()[0] < 60, "the letters of the title are dark"
    assert [path.name for path in sorted(own.iterdir())] == [png.PNG, card.SVG]


def test_only_those_that_have_none_are_drawn(site):
    png.draw_all(site, print)
    assert png.draw_all(site, print) == 0


def test_without_a_site_the_message_says_what_to_run(tmp_path):
    with pytest.raises(BadInput, match=r"index\.html is missing; run vagar run first"):
        png.draw_all(tmp_path, print)


def test_a_png_is_kept_while_its_card_is_the_same(tmp_path):
    before, now = folder(tmp_path / "before"), folder(tmp_path / "now")
    (before / png.PNG).write_bytes(b"as it was")
    png.keep(now, before)
    assert (now / png.PNG).read_bytes() == b"as it was"


def test_a_png_is_drawn_again_when_its_card_has_changed(tmp_path):
    before, now = folder(tmp_path / "before"), folder(tmp_path / "now", title="Arbetslösheten minskar")
    (before / png.PNG).write_bytes(b"as it was")
    png.keep(now, before)
    assert opened(now).format == "PNG"


def test_no_png_is_drawn_where_nobody_has_asked(tmp_path):
    png.keep(folder(tmp_path / "now"), folder(tmp_path / "before"))
    png.keep(folder(tmp_path / "new"), tmp_path / "never")
    assert not [*tmp_path.rglob("*.png")]
