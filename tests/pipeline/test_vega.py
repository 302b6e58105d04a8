"""The project's own way of drawing draws what vl-convert draws, which measures texts with the font itself."""

import hashlib
import json
import re
import subprocess
import sys

import pytest
import vl_convert
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.site import sample
from vagar_lib.pipeline import vega
from vagar_lib.pipeline.page import svg

VEGA_LITE = vega.PUBLISHED["vega-lite"][0].rpartition(".")[0]
NUMBER = re.compile(r"-?\d+\.?\d*(?:e-?\d+)?")
POINT = {
    "data": {"values": [{"a": 1}]},
    "mark": "point",
    "encoding": {"x": {"field": "a", "type": "quantitative"}},
}


def numbers(drawing):
    """All numbers of a drawing in their order: places, sizes, points of paths."""
    geometry = re.sub(r'(font-family|id|clip-path|fill|stroke)="[^"]*"', "", drawing)
    return [float(number) for number in NUMBER.findall(geometry)]


def texts(drawing):
    return re.findall(r">([^<>]+)</text>", drawing)


def by_the_other(spec):
    measured = {**spec, "config": {**spec.get("config", {}), "font": svg.FONT}}
    return vl_convert.vegalite_to_svg(measured, vl_version=VEGA_LITE, allowed_base_urls=[])


def labelled(labels, **font):
    """A chart whose width depends on how wide its labels are."""
    return {
        "data": {"values": [{"name": label, "value": 1} for label in labels]},
        "mark": "bar",
        "encoding": {
            "y": {"field": "name", "type": "nominal", "axis": {"title": None, "labelLimit": 0, **font}, "sort": None},
            "x": {"field": "value", "type": "quantitative", "axis": None},
        },
    }


@pytest.mark.parametrize("spec", [sample.bars(340), sample.bars(720), sample.lines(340), sample.lines(720)])
def test_a_chart_is_drawn_to_a_tenth_of_a_pixel_as_the_other_draws_it(spec):
    ours, theirs = vega.svg(spec), by_the_other(spec)
    assert texts(ours) == texts(theirs) != []
    assert numbers(ours) == pytest.approx(numbers(theirs), abs=0.1)


@pytest.mark.parametrize("font", [{}, {"labelFontWeight": "bold"}, {"labelFontSize": 19}, {"labelFontWeight": 600}])
@pytest.mark.parametrize(
    "label",
    [
        "Hållbar tillväxt i Östersund och Åre",
        "1 234 567,8 kr – 50 % ≥ 3,5 °C",
        "Šámi álbmot, Staare, Härjedalen",
        "ton koldioxidekvivalenter per invånare",
    ],
)
def test_a_text_is_given_the_room_that_its_font_takes(label, font):
    width = lambda drawing: float(re.search(r'width="([\d.]+)"', drawing)[1])  # noqa: E731
    spec = labelled([label], **font)
    assert width(vega.svg(spec)) == pytest.approx(width(by_the_other(spec)), rel=0.015)


@settings(deadline=None)
@given(st.floats(-1000, 1000) | st.integers(-4000, 4000).map(lambda fourths: fourths / 4))
def test_a_number_is_rounded_to_the_nearest_tenth_and_to_the_even_one_of_two(value):
    drawn = vega.small(f'<svg><rect x="{value:f}" fill="red"/></svg>')
    assert float(re.search(r'x="([^"]*)"', drawn)[1]) == float(f"{float(f'{value:f}'):.1f}")


@pytest.mark.parametrize("address", ["https://example.org/a.json", "data/a.csv", "/etc/hostname"])
def test_nothing_is_fetched_for_a_chart(address):
    with pytest.raises(ValueError, match=re.escape(address)):
        vega.svg({**POINT, "data": {"url": address}})


@pytest.mark.parametrize(
    "spec", [{"x": 1}, {**POINT, "mark": "nonsense"}, {**POINT, "mark": {"type": "image", "url": "https://example.org"}}]
)
def test_what_can_not_be_drawn_is_an_error_and_the_next_chart_is_drawn(spec):
    with pytest.raises(ValueError):
        vega.svg(spec)
    assert "<path" in vega.svg(POINT)


def test_each_process_has_an_engine_of_its_own():
    # A fork has none of the threads of the engine that was there before it, and would wait for them for ever.
    script = (
        "import os\nfrom vagar_lib.pipeline import vega\n"
        f"spec = {POINT!r}\nfirst = vega.svg(spec)\nchild = os.fork()\n"
        "if not child: os._exit(0 if vega.svg(spec) == first else 1)\n"
        "raise SystemExit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))"
    )
    assert subprocess.run([sys.executable, "-c", script], timeout=60).returncode == 0


def test_the_files_of_vega_are_those_that_its_makers_published():
    # sha256 of build/ in the packages of npm.
    published = {
        "vega.min.js": "ea6a5936381d06f912466354e2b6a20eb66c4d41f1ca9dff1e0236dfee6ee392",
        "vega-lite.min.js": "cd32314b1e76e7d879dc9f0534b62be714df03554486c7ca2381abfd0a92d2f4",
    }
    assert {file for _, file in vega.PUBLISHED.values()} == set(published)
    for file, digest in published.items():
        assert hashlib.sha256((vega.FOLDER / file).read_bytes()).hexdigest() == digest
    for version, file in vega.PUBLISHED.values():
        assert f'"{version}"' in vega.script(file)


def test_bold_letters_are_known_wherever_plain_ones_are():
    widths = json.loads(vega.script("widths.json"))
    assert widths["normal"].keys() == widths["bold"].keys() >= set("abcåäöÅÄÖéš0123456789 \u00a0–−%₂✓")
