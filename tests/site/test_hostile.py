"""Text from data is text: names of projects that are code do nothing on a page, in a workbook or in a CSV file."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from openpyxl import load_workbook
from playwright.sync_api import Browser

from tests.pipeline.office import office
from tests.site import browser as checks
from tests.site import sample
from vagar_lib.pipeline.run.matrix import run
from vagar_lib.pipeline.run.plan import places, plan

__all__ = ["office"]

CODE = [
    "<script>window.hacked = 1; alert(1)</script>",
    "</script><script>window.hacked = 1</script>",
    "</title></style></textarea><script>window.hacked = 1</script>",
    '<svg onload="window.hacked = 1; alert(1)"><script>window.hacked = 1</script></svg>',
    '<img src="https://ond.exempel/bild.png" onerror="window.hacked = 1">',
    '"><iframe src="https://ond.exempel/"></iframe>',
    "' onmouseover='window.hacked = 1",
    "[klicka](javascript:window.hacked=1)",
    "![bild](https://ond.exempel/bild.png)",
    "javascript:window.hacked=1",
    "]]><script xmlns='http://www.w3.org/1999/xhtml'>window.hacked = 1</script>",
    "{{ 7 * 191 }} ${window.hacked = 1}",
]
FORMULAS = [
    '=HYPERLINK("https://ond.exempel/";"klicka")',
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(A1:A9)",
    "\t=1+1",
]
NAMES = [*CODE, *FORMULAS]


def shown() -> list[dict[str, Any]]:
    """What the report shows: the names wherever a text of a display can be."""
    table = {
        "caption": CODE[0],
        "columns": [{"label": "Projekt", "numeric": False}, {"label": FORMULAS[0], "numeric": True}],
        "rows": [[name, "1,0"] for name in NAMES],
        "csv": {"header": ["Projekt", FORMULAS[0]], "rows": [[name, -1.0] for name in NAMES]},
    }
    texts = {"title": CODE[0], "subtitle": CODE[1], "alt": CODE[2], "source": CODE[3], "notes": NAMES}
    charts = {"spec": bars(720), "narrow": bars(340)}
    finding = {"text": CODE[3], "dimension": "social", "symbol": "▼", "word": CODE[4]}
    return [
        {"kind": "findings", "items": [finding, {**finding, "text": CODE[4]}]},
        {"kind": "prose", "paragraphs": NAMES},
        sample.figure("projekt-1", table=table, **charts, **texts),
        sample.figure("projekt-2", kind="table", table=table, **texts),
        {"kind": "missing", "title": CODE[0], "text": CODE[5]},
        {"kind": "facts", "items": [[CODE[6], CODE[7]], [FORMULAS[0], FORMULAS[1]]]},
    ]


def bars(width: int) -> dict[str, Any]:
    """A bar a name."""
    spec = sample.bars(width)
    spec["data"]["values"] = [{"plats": name, "värde": 10 + number} for number, name in enumerate(NAMES)]
    return spec


@pytest.fixture
def site(office: Any) -> Path:
    """What a run makes of the names: notebook, page, workbook, CSV files, front page and feed."""
    data = office.root / "data" / "raw" / "projekt.json"
    data.write_text(json.dumps(shown(), ensure_ascii=False), encoding="utf-8")
    office.write_notebook(
        "import json\nfrom IPython.display import display\n"
        f"for content in json.load(open({str(data)!r}, encoding='utf-8')):\n"
        f"    display({{'{sample.MIME}': content, 'text/plain': 'x'}}, raw=True)",
        heading="Sammanfattning",
    )
    result = run(plan(["prov"], places(["23"]), {}))
    assert not result.failed, {name: entry["error"] for name, entry in result.entries.items()}
    return office.root / "outputs" / "site"


def pages(site: Path) -> Iterator[Path]:
    return iter(sorted(site.rglob("*.html")))


def test_no_name_is_run_asked_for_or_followed_in_a_browser(site: Path, browser: Browser):
    looked = 0
    for path in pages(site):
        with checks.visit(browser, path) as visited:
            dialogs: list[str] = []
            visited.page.on("dialog", lambda dialog, to=dialogs: (to.append(dialog.message), dialog.dismiss()))
            visited.page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
            for node in visited.page.locator("main button:visible, main figure:visible").all()[:12]:
                node.hover()
            for button in visited.page.locator("main figure button:visible").all()[:6]:
                button.click()
            visited.page.wait_for_timeout(300)
            assert visited.page.evaluate("window.hacked") is None, path
            assert dialogs == [], path
            asked = [url for url in visited.requests if not url.startswith(("file:", "data:", "blob:"))]
            assert asked == [], path
            led = "[...document.querySelectorAll('[href], [src]')].map(one => one.href || one.src)"
            assert not [
                url for url in visited.page.evaluate(led) if str(url).startswith(("javascript:", "https://ond"))
            ]
            assert visited.page.locator("iframe[src^='https'], [onload], [onerror], [onmouseover]").count() == 0, path
        looked += 1
    assert looked >= 4


def test_a_reader_sees_the_names_as_they_are_written(site: Path, browser: Browser):
    report = next(path for path in pages(site) if "prov/23" in path.as_posix() and path.parent.name.startswith("23"))
    with checks.visit(browser, report) as visited:
        read = " ".join(visited.page.locator("main").inner_text().split())
    for name in NAMES:
        assert " ".join(name.split()) in read


def test_no_cell_of_a_workbook_is_a_formula_or_leads_elsewhere(site: Path):
    cells = [
        cell
        for path in site.rglob("*.xlsx")
        for sheet in load_workbook(path)
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    ]
    texts = {cell.value for cell in cells}
    assert {"=cmd|' /C calc'!A0", "+1+1", CODE[0]} <= texts
    assert {
        cell.data_type for cell in cells if str(cell.value).startswith(("=", "+", "-", "@")) and cell.value != -1
    } == {"s"}
    assert [cell.hyperlink.target for cell in cells if cell.hyperlink and cell.hyperlink.target] == []


def test_no_cell_of_a_csv_file_begins_as_a_formula(site: Path):
    cells = []
    for path in site.rglob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            cells += [cell for row in csv.reader(file) for cell in row]
    assert "'=cmd|' /C calc'!A0" in cells and "-1.0" in cells
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r")) and cell != "-1.0"] == []


def test_the_feed_and_every_drawing_have_the_names_as_text(site: Path):
    """Read as XML, a script that came from a name would be an element."""
    files = [*site.rglob("*.xml"), *site.rglob("*.svg")]
    assert files
    for path in files:
        tree = etree.parse(path, etree.XMLParser(resolve_entities=False, no_network=True))
        assert tree.xpath("//*[local-name()='script' or @onload or @onerror]") == [], path
