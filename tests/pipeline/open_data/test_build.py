"""The folder with open data: made with the site, whole or not at all, and again only when something has changed."""

from __future__ import annotations

import csv
import json
import re
import shutil
from pathlib import Path

import pytest
import yaml
from lxml import html
from rdflib import Graph

from tests.pipeline.open_data.test_dcat import found
from tests.pipeline.open_data.test_grants import ASKED
from vagar_lib import paths
from vagar_lib.cli import main
from vagar_lib.pipeline import data
from vagar_lib.pipeline.check import links, pages, words
from vagar_lib.pipeline.check.report import Report
from vagar_lib.pipeline.open_data import build, page
from vagar_lib.pipeline.page import site
from vagar_lib.pipeline.page.style import write_assets
from vagar_lib.pipeline.publish import gate
from vagar_lib.pipeline.run import matrix, record

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib", "ignore::DeprecationWarning:pyshacl")
ENTRIES = [
    {"report": "nulage", "region": "23", "page": "x", "parameters": {}},
    {"report": "nulage", "region": "2303", "page": "x", "parameters": {}},
    {"report": "nulage", "region": "24", "page": None, "parameters": {}},
    {
        "report": "tillvaxtmedel",
        "region": "2303",
        "page": "x",
        "parameters": {"region": "2303", **ASKED, "min_cell": 9},
    },
    {"report": "tillvaxtmedel", "region": "23", "page": "x", "parameters": {"region": "23", **ASKED}},
]


@pytest.fixture(scope="module")
def made(built, tmp_path_factory) -> tuple[Path, build.Told]:
    """The folder that the project's own data become, and what is told of it."""
    folder = tmp_path_factory.mktemp("site")
    write_assets(folder)
    (folder / "index.html").write_text("<!DOCTYPE html><title>Prov</title>", "utf-8")
    for name in ("feed.xml", "tillganglighet.html"):
        shutil.copyfile(folder / "index.html", folder / name)
    told = build.refresh(folder, ENTRIES, data.built().edition, force=True)
    return folder / "data", told


@pytest.fixture
def with_data(built: Path, project: Path) -> Path:
    """A copy of the project whose data are built already."""
    shutil.copytree(built / "data" / "processed", project / "data" / "processed")
    return project


def contents(folder: Path) -> dict[str, bytes]:
    """The bytes of each file of a folder."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_places_are_those_with_a_page():
    assert build.covered(ENTRIES) == ["23", "2303"]


def test_the_grants_are_asked_for_as_the_county_s_own_report_was():
    assert build.asked(ENTRIES) == {"23": {"region": "23", **ASKED}}
    assert build.asked(ENTRIES[:4])["23"]["min_cell"] == 9, "a municipality's, when the county has none"
    assert build.asked([ENTRIES[4] | {"state": "failed"}]) == {}, "its page is of other parameters, maybe"


def test_every_file_that_is_described_is_there(made):
    folder, _ = made
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    ids = [resource["name"] for resource in package["resources"]]
    assert {"indikatorer-kolada", "indikatorer-cc-by", "omdomen"} < set(ids)
    for id in ids:
        assert {f"{id}.csv", f"{id}.csv-metadata.json", f"{id}.parquet"} <= {path.name for path in folder.iterdir()}


def test_the_project_s_own_catalogue_lacks_only_someone_to_ask(made):
    folder, _ = made
    graph = Graph().parse(folder / page.RDF, format="xml", publicID="https://exempel.se/data/dcat.rdf")
    assert found(graph) == ["Dataset, dcat:contactPoint is recommended"]


def test_what_is_left_out_is_told_with_the_reason(made):
    folder, told = made
    said = " ".join(told.left_out)
    assert "Folkmängd 31 december 1950–2025 (SCB)" in said
    assert "Källan anger ingen licens" in said
    tree = html.parse(folder / "index.html").getroot()
    rows = tree.xpath("//table[caption[@id='utelamnat']]//tbody/tr")
    assert len(rows) == len(told.left_out)
    assert any("Folkmängd 31 december" in row.text_content() for row in rows)


def test_only_tables_with_a_listed_licence_are_behind_the_observations(made):
    folder, _ = made
    for name in ("indikatorer-kolada", "indikatorer-cc-by", "omdomen"):
        text = (folder / f"{name}.csv").read_text("utf-8")
        assert "N01951" not in text, "the population is SCB's, by way of others, and no licence is stated"


def test_a_verdict_has_the_value_as_it_was_received_without_the_dust_of_binary_arithmetic(made):
    with (made[0] / "omdomen.csv").open(encoding="utf-8", newline="") as lines:
        [row] = [row for row in csv.DictReader(lines) if (row["indikator"], row["omrade"]) == ("N00927", "23")]
    assert (row["period"], row["varde"]) == ("2024", "0.864")


def test_the_checks_of_pages_have_nothing_against_the_page(made):
    folder, _ = made
    shown = pages.Page(folder.parent, "data/index.html")
    anchors = {"data/index.html": frozenset(shown.tree.xpath("//@id"))}
    said = [*pages.findings(shown), *words.findings(shown), *links.findings(shown, anchors)]
    assert said == []


def test_made_up_data_are_marked_so_that_production_refuses_the_page(made):
    tree = html.parse(made[0] / "index.html").getroot()
    marks = tree.xpath("//*[contains(concat(' ', @class, ' '), ' example ')]")
    assert len(marks) == 1 + 10, "one at the top, and one for each table of the grants"
    refused = gate.refusals(made[0].parent, Report((), 1, False, "2026-11-23T12:00:00+00:00"))
    assert "data has made-up figures (Exempeldata) on 1 page, such as data/index.html" in refused


def test_the_page_tells_search_engines_the_same_and_runs_nothing(made):
    tree = html.parse(made[0] / "index.html").getroot()
    [script] = tree.xpath("//script[not(@src)]")
    assert script.get("type") == "application/ld+json"
    known = json.loads(script.text)
    assert known["@type"] == "DataCatalog"
    files = [file["contentUrl"] for one in known["dataset"] for file in one["distribution"]]
    assert all((made[0] / name).is_file() for name in files)
    for one in known["dataset"]:
        assert one["name"] and 50 <= len(one["description"]) <= 5000, "as search engines ask"
        assert re.fullmatch(r"\d{4}/\d{4}", one["temporalCoverage"])


def test_hostile_text_is_text_on_the_page(with_data, tmp_path):
    path = paths.parameters() / "catalog.yml"
    known = yaml.safe_load(path.read_text("utf-8"))
    hostile = "</script><script>alert(1)</script> och en beskrivning som är lång nog"
    known["observations"]["description"]["sv"] = known["description"]["sv"] = hostile
    path.write_text(yaml.safe_dump(known, allow_unicode=True), "utf-8")
    build.refresh(tmp_path / "site", ENTRIES[:2], data.built().edition)
    tree = html.parse(tmp_path / "site" / "data" / "index.html").getroot()
    inline = tree.xpath("//script[not(@src)]")
    assert len(inline) == 1
    assert hostile in json.loads(inline[0].text)["description"]
    assert hostile in tree.xpath("string(//p[@class='lead'])")


def test_nothing_is_made_again_until_something_changes_or_is_gone(with_data):
    folder, edition = paths.outputs() / "site", data.built().edition
    assert build.refresh(folder, ENTRIES, edition) is not None
    before = contents(folder / "data")
    assert build.refresh(folder, ENTRIES, edition) is None
    (folder / "data" / "omdomen.csv").unlink()
    assert build.refresh(folder, ENTRIES, edition) is not None
    assert {path.name: path.read_bytes() for path in (folder / "data").iterdir()} == before, (
        "the same data, the same bytes"
    )
    assert build.refresh(folder, ENTRIES[:2], edition) is not None, "without the grants"
    assert not [*(folder / "data").glob("tillvaxtmedel*")]


def test_without_the_catalogue_s_file_they_are_taken_away_and_never_made(with_data):
    folder, edition = paths.outputs() / "site", data.built().edition
    (paths.parameters() / "catalog.yml").rename(paths.root() / "catalog.yml")
    assert build.refresh(folder, ENTRIES[:2], edition) is None
    assert not (folder / "data").exists()
    (paths.root() / "catalog.yml").rename(paths.parameters() / "catalog.yml")
    build.refresh(folder, ENTRIES[:2], edition)
    (paths.parameters() / "catalog.yml").unlink()
    assert build.refresh(folder, ENTRIES[:2], edition).made == ["open data: removed, as parameters/catalog.yml is gone"]
    assert not (folder / "data").exists()
    assert build.refresh(folder, ENTRIES[:2], edition) is None


def test_a_failure_leaves_what_was_there_and_is_told(with_data, monkeypatch):
    folder = paths.outputs() / "site"
    (folder / "data").mkdir(parents=True)
    (folder / "data" / "index.html").write_text("förra", "utf-8")
    record.update({"nulage/23": ENTRIES[0]})
    (paths.parameters() / "judgement.yml").write_text("fel: 1\n", "utf-8")
    said: list[str] = []
    assert build.with_site(data.built().edition, said.append) == "failed"
    assert matrix.Result(open_data="failed").status == 1
    assert said[0].startswith("open data: FAILED: BadInput")
    assert (folder / "data" / "index.html").read_text("utf-8") == "förra"


def test_the_command_makes_them_anywhere_and_tells_what_is_left_out(with_data, tmp_path, capsys):
    assert main(["data", "open"]) == 2
    assert "run vagar run first" in capsys.readouterr().err
    record.update({f"{one['report']}/{one['region']}": one for one in ENTRIES})
    with pytest.raises(SystemExit) as ended:
        main(["data", "open", "--out", str(tmp_path / "annan")])
    assert ended.value.code in (0, None)
    told = capsys.readouterr().out
    assert "left out: Folkmängd 31 december 1950–2025 (SCB)" in told
    assert "address in parameters/profile.yml is ''" in told
    assert (tmp_path / "annan" / "data" / "dcat.rdf").is_file()
    assert not (paths.outputs() / "site").exists()


def test_the_front_page_and_the_map_of_the_site_lead_to_them(with_data):
    path = paths.parameters() / "profile.yml"
    path.write_text(path.read_text("utf-8").replace('address: ""', 'address: "https://exempel.se/"'), "utf-8")
    out = paths.outputs() / "site"
    site.build([{"title": "Nulägesbeskrivning", "region": "23"}], out)
    assert "data/" not in (out / "index.html").read_text("utf-8")
    build.refresh(out, ENTRIES[:2], data.built().edition)
    site.build([{"title": "Nulägesbeskrivning", "region": "23"}], out)
    front = html.parse(out / "index.html").getroot()
    [link] = front.xpath("//head/link[@type='application/rdf+xml']/@href")
    assert (out / link).is_file()
    assert front.xpath("//footer//a[@href='data/index.html']")
    assert "<loc>https://exempel.se/data/index.html</loc>" in (out / "sitemap.xml").read_text("utf-8")
    assert found(Graph().parse(out / link, format="xml")) == ["Dataset, dcat:contactPoint is recommended"]
