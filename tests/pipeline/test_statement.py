"""The accessibility statement has the parts that the law lists, and says no more than has been found."""

from __future__ import annotations

import lxml.html
import pytest
import yaml

from vagar_lib import paths
from vagar_lib.pipeline.check import report as check_report
from vagar_lib.pipeline.check import statement
from vagar_lib.pipeline.check.report import Finding, Report

ASSESSED = {"assessed": "2026-10-01", "assessed_by": "Granskarna AB", "conforms": True}
WHEN = "2026-11-20T09:00:00+00:00"


@pytest.fixture
def stated(small):
    """The statement after these changes of the profile and this check, as one text."""

    def write(checked: Report | None = None, **fields: object) -> str:
        path = paths.parameters() / "profile.yml"
        known = yaml.safe_load(path.read_text(encoding="utf-8"))
        known["accessibility"].update(fields)
        path.write_text(yaml.safe_dump(known, allow_unicode=True), encoding="utf-8")
        if checked:
            check_report.save(checked)
        page = lxml.html.parse(statement.write(small / "site")).getroot()
        return " ".join(page.xpath("string(//main)").split())

    return write


def test_it_names_owner_law_supervisor_contact_and_what_is_outside(stated):
    text = stated(
        email="webb@exempel.se", phone="063-00 00 00", burden=["Äldre kartor: för dyrt."], outside=["Andras filmer."]
    )
    assert "Region Jämtland Härjedalen står bakom webbplatsen Vägar" in text
    for part in (
        "lagen (2018:1937)",
        "E-post: webb@exempel.se",
        "Telefon: 063-00 00 00",
        "Myndigheten för digital förvaltning (Digg) har tillsyn",
        "https://www.digg.se/tdosanmalan",
        "Oskäligt betungande anpassning (12 §) Äldre kartor: för dyrt.",
        "inte omfattas av lagen (9 §) Andras filmer.",
    ):
        assert part in text


def test_what_no_one_has_looked_at_is_only_partly_in_line_with_the_law(stated):
    text = stated()
    assert "delvis förenlig" in text and "ännu inte kontrollerad" in text and "Kontaktuppgifter saknas" in text


def test_a_clean_check_by_a_machine_is_not_enough_to_conform(stated):
    text = stated(Report((), 12, True, WHEN))
    assert "delvis förenlig" in text and "ännu inte granskad av människor" in text
    assert "Automatisk kontroll gjordes 20 november 2026 av 12 sidor" in text and "axe-core" in text


def test_people_and_a_clean_check_in_a_browser_make_it_conform(stated):
    text = stated(Report((), 12, True, WHEN), **ASSESSED)
    assert "helt förenlig" in text and "1 oktober 2026 av Granskarna AB" in text


def test_a_check_without_a_browser_does_not_make_it_conform(stated):
    assert "delvis förenlig" in stated(Report((), 12, False, WHEN), **ASSESSED)


def test_findings_about_accessibility_are_listed_with_their_pages_and_others_are_not(stated):
    found = (
        Finding("a/index.html", "line 3", "heading", "x"),
        Finding("a/index.html", "line 9", "heading", "x"),
        Finding("b/index.html", "line 9", "heading", "x"),
        Finding("b/index.html", "line 1", "weight", "x"),
    )
    text = stated(Report(found, 2, True, WHEN), **ASSESSED)
    assert "delvis förenlig" in text
    assert "Rubriknivåerna följer inte på varandra (WCAG 1.3.1). Det gäller 2 sidor." in text
    assert text.count("Det gäller") == 1


def test_what_was_checked_is_read_as_it_was_kept(small):
    report = Report((Finding("a.html", "line 1", "link", "å"),), 3, False, WHEN)
    check_report.save(report)
    assert check_report.last() == report
