"""Files that come by mail are taken in when they say whose they are and every cell can be read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
import yaml

from tests.made import measure, registered
from vagar_lib import indicators, paths
from vagar_lib.cli import main
from vagar_lib.pipeline import data
from vagar_lib.pipeline.live import editions
from vagar_lib.sources import provenance, store
from vagar_lib.sources.fetch.client import Client
from vagar_lib.sources.fetch.source import Finding, Order, Table
from vagar_lib.sources.manual import Manual

ABOUT = {
    "title": "Elpris i elområde 2",
    "publisher": "Energimarknadsinspektionen",
    "licence": "CC0 1.0",
    "unit": "öre per kWh",
    "definition": "Medelpris under året.",
    "sender": "Anna Andersson, Ei",
    "received": date(2026, 11, 2),
}
ROWS = [["Kommun", "År", "Värde"], ["Ragunda", 2024, 41.5], ["Bräcke", 2024, "1 040,5"]]


class Inbox:
    """The folder of files by mail, and what a fetch makes of it."""

    def __init__(self, root: Path):
        self.folder = root / "data" / "raw" / "manual"
        self.folder.mkdir(parents=True)

    def excel(
        self, rows: Iterable[Iterable[Any]] = ROWS, about: dict[str, Any] | None = ABOUT, name: str = "elpris"
    ) -> Path:
        book = openpyxl.Workbook()
        sheet = book.active
        sheet.title = "data"
        for row in rows:
            sheet.append([*row])
        if about is not None:
            sheet = book.create_sheet("Proveniens")
            for field, value in about.items():
                for one in value if isinstance(value, list) else [value]:
                    sheet.append([field, one])
        path = self.folder / f"{name}.xlsx"
        book.save(path)
        return path

    def csv(
        self, text: str, about: dict[str, Any] | None = ABOUT, name: str = "elpris", encoding: str = "utf-8"
    ) -> Path:
        path = self.folder / f"{name}.csv"
        path.write_text(text, encoding=encoding)
        if about is not None:
            path.with_suffix(".yml").write_text(yaml.safe_dump(about, allow_unicode=True), encoding="utf-8")
        return path

    def got(self, *, today: date = date(2026, 11, 23), **order: Any) -> tuple[dict[str, Table], list[Finding]]:
        asked = Order(registered(measure()), today, **order)

        class Nobody:
            def expect(self, steps: int) -> None: ...
            def step(self, words: str) -> None: ...

        with Client("manual") as client:
            given = [*Manual().fetch(asked, client, Nobody())]
        tables = {one.name: one for one in given if isinstance(one, Table)}
        return tables, [one for one in given if isinstance(one, Finding)]

    def rows(self) -> list[list[Any]]:
        tables, findings = self.got()
        assert findings == []
        return tables["elpris"].rows.astype(object).values.tolist()

    def findings(self) -> list[str]:
        tables, findings = self.got()
        assert tables == {}
        return [finding.text for finding in findings]


@pytest.fixture
def inbox(small: Path) -> Inbox:
    return Inbox(small)


def vagar(*arguments: str) -> int:
    try:
        return main([*arguments])
    except SystemExit as exit:
        return exit.code


def test_a_workbook_becomes_a_raw_table_with_codes_numbers_and_provenance(inbox):
    inbox.excel(about={**ABOUT, "next_due": date(2027, 11, 1), "notes": ["Utan skatt.", "Utan moms."]})
    assert vagar("fetch", "manual") == 0
    path = paths.raw() / "received" / "elpris.csv"
    assert path.read_text(encoding="utf-8") == "region,period,value\n2303,2024,41.5\n2305,2024,1040.5\n"
    known = provenance.load(path.with_suffix(".yml"))
    assert (known.title, known.publisher, known.licence) == (
        "Elpris i elområde 2", "Energimarknadsinspektionen", "CC0 1.0",
    )  # fmt: skip
    assert (known.retrieved, known.via) == (date(2026, 11, 2), "Fil från Anna Andersson, Ei")
    assert known.notes == ["Utan skatt.", "Utan moms."]
    data.build()
    assert store.table("elpris", regions="2303")["value"].tolist() == [41.5]


def test_the_file_itself_is_kept_with_the_edition(inbox):
    path = inbox.excel()
    vagar("fetch", "manual")
    edition = editions.current()
    (sha256,) = edition.tables["received/elpris"].answers
    assert editions.content(sha256) == path.read_bytes()
    assert edition.answers[sha256]["query"] == "FILE data/raw/manual/elpris.xlsx"


def test_the_same_file_again_is_no_new_edition(inbox):
    inbox.excel()
    vagar("fetch", "manual")
    vagar("fetch", "manual")
    assert len(editions.every()) == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("mark", [";", "\t"])
def test_a_csv_as_swedish_programs_write_it_is_read(inbox, mark, encoding):
    lines = ["Län;Tid;Kön;Värde;Status", "Jämtlands län;2022-2025;Kvinnor;41,5;preliminary", "23;2022–2025;män;;secret"]
    inbox.csv("\n".join(line.replace(";", mark) for line in lines), encoding=encoding)
    (women, men) = inbox.rows()
    assert women == ["23", "2022-2025", "K", 41.5, "preliminary"]
    assert men[:3] == ["23", "2022-2025", "M"]
    assert men[4] == "secret"


@pytest.mark.parametrize(
    ("written", "code"),
    [("Ragunda", "2303"), ("ragunda kommun", "2303"), ("2303", "2303"), (180, "0180"), (3, "03"), ("Riket", "00")],
)  # fmt: skip
def test_a_place_is_a_code_or_a_name_also_when_the_workbook_made_a_number_of_it(inbox, written, code):
    inbox.excel([ROWS[0], [written, 2024, 1]])
    assert inbox.rows()[0][0] == code


def test_a_missing_value_is_missing_and_not_zero(inbox):
    inbox.csv("kommun;år;värde\nRagunda;2024;..\nBräcke;2024;\nKrokom;2024;0\n")
    rows = inbox.rows()
    assert [row[3] for row in rows] == ["not_collected", "not_collected", ""]
    assert pd.isna(rows[0][2]) and pd.isna(rows[1][2])
    assert rows[2][2] == 0


def test_other_columns_are_dimensions(inbox):
    inbox.csv("kommun;år;elområde;värde\nRagunda;2024;SE2;1\nRagunda;2024;SE3;2\n")
    tables, _ = inbox.got()
    assert tables["elpris"].provenance["dimensions"] == {"elområde": ["SE2", "SE3"]}


def test_every_cell_that_can_not_be_read_is_told_with_its_row(inbox):
    inbox.csv("kommun;år;kön;värde\nRagnda;2024;K;1\nRagunda;24;K;1\nRagunda;2024;X;1\nRagunda;2024;K;många\n")
    told = "; ".join(inbox.findings())
    file = "data/raw/manual/elpris.csv"
    assert (
        f"{file} row 2: region 'Ragnda', allowed: region 'Ragnda' does not exist; did you mean '2303' (Ragunda)?"
        in told
    )
    assert f"{file} row 3: period '24', allowed: a year (2024), a month (2024-03)" in told
    assert f"{file} row 4: sex 'X', allowed: k, kvinnor, m, män" in told
    assert f"{file} row 5: value 'många', allowed: a number such as 1 234 567,50" in told


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "kommun;värde\nRagunda;1\n",
            "column 'period' is missing (it may be called period, år, månad, tid), found: region, value",
        ),
        ("kommun;kod;år;värde\nRagunda;2303;2024;1\n", "column 'region' is there twice"),
        ("kommun;år;värde;a-b\nRagunda;2024;1;2\n", "column 'a-b' can't be a dimension"),
        ("kommun;år;värde\n", "has no rows below a header"),
        ("", "has no rows below a header"),
    ],
)
def test_columns_that_can_not_be_are_told(inbox, text, words):
    inbox.csv(text)
    assert words in "; ".join(inbox.findings())


@pytest.mark.parametrize("field", ["title", "publisher", "licence", "unit", "definition", "sender", "received"])
def test_a_field_of_the_provenance_that_is_missing_is_told(inbox, field):
    inbox.excel(about={name: value for name, value in ABOUT.items() if name != field})
    assert inbox.findings() == [f"data/raw/manual/elpris.xlsx, provenance: {field} is missing"]


def test_a_field_that_is_unknown_and_a_date_that_is_none_are_told_together(inbox):
    inbox.excel(about={**ABOUT, "recieved": "x", "received": "i höstas"})
    (told,) = inbox.findings()
    assert "received is 'i höstas': input should be a valid date" in told
    assert "recieved is unknown, allowed: title, publisher" in told


def test_a_workbook_without_its_sheet_and_a_csv_without_its_yml_are_told(inbox):
    inbox.excel(about=None, name="a")
    inbox.csv("kommun;år;värde\nRagunda;2024;1\n", about=None, name="b")
    assert inbox.findings() == [
        "data/raw/manual/a.xlsx has no sheet 'proveniens', found: data",
        "data/raw/manual/b.csv has no provenance: b.yml beside it is missing",
    ]


def test_a_file_that_is_no_workbook_is_told(inbox):
    (inbox.folder / "a.xlsx").write_bytes(b"<html>inte en arbetsbok</html>")
    assert "data/raw/manual/a.xlsx: is not a workbook that can be read" in inbox.findings()[0]


def test_a_file_that_fails_stays_out_and_the_others_come_in(inbox):
    inbox.excel(name="bra")
    inbox.csv("kommun;år;värde\nRagunda;2024;många\n", name="dalig")
    assert vagar("fetch", "manual") == 1
    assert [path.stem for path in (paths.raw() / "received").glob("*.csv")] == ["bra"]


def test_a_row_that_is_there_twice_is_told_by_the_border(inbox, capsys):
    inbox.excel([*ROWS, ROWS[1]])
    assert vagar("fetch", "manual") == 1
    assert "duplicate key region '2303', period '2024'" in capsys.readouterr().out


def test_what_is_overdue_is_listed_with_whom_to_ask(inbox):
    inbox.excel(about={**ABOUT, "next_due": date(2026, 11, 20)})
    _, findings = inbox.got()
    assert [str(finding) for finding in findings] == [
        "manual, elpris: the next file was due 2026-11-20, 3 days ago; ask Anna Andersson, Ei."
    ]
    assert inbox.got(today=date(2026, 11, 20))[1] == []


def test_a_lock_file_of_the_office_program_is_no_file(inbox):
    inbox.excel()
    (inbox.folder / "~$elpris.xlsx").write_bytes(b"")
    assert inbox.got()[1] == []


def test_an_indicator_may_name_a_file_that_is_yet_to_be_taken_in(inbox):
    inbox.excel()
    assert "elpris" in indicators.fetchable()


FILES = {
    "sites": {},
    "tables": {},
    "files": {
        "af_inskrivna": {
            "title": "Inskrivna arbetslösa", "publisher": "Arbetsförmedlingen", "columns": ["kommun", "månad", "värde"],
            "where": "https://arbetsformedlingen.se/statistik",
        }
    },
}  # fmt: skip


@pytest.fixture
def expected(inbox) -> Inbox:
    """An inbox that waits for a file."""
    (paths.parameters() / "tables.yml").write_text(yaml.safe_dump(FILES, allow_unicode=True), encoding="utf-8")
    return inbox


def test_a_file_that_is_declared_and_has_not_come_is_told_with_where_it_is(expected):
    tables, (finding,) = expected.got()
    assert tables == {}
    assert str(finding) == (
        "manual, af_inskrivna: has not come. Arbetsförmedlingen has it: https://arbetsformedlingen.se/statistik. "
        "Put it in data/raw/manual/ as af_inskrivna.xlsx or .csv, "
        "with the columns kommun, månad, värde and a provenance."
    )
    assert finding.swedish.startswith("Inskrivna arbetslösa: har inte kommit. Arbetsförmedlingen har filen: ")
    assert "af_inskrivna" in indicators.fetchable()  # so that an indicator may name it at once


def test_a_file_that_has_come_is_a_table_by_month_and_no_longer_awaited(expected):
    rows = [["Kommun", "Månad", "Värde"], ["Ragunda", "2026-09", 6.1]]
    expected.excel(rows, ABOUT | {"replaces": "arbetsloshet_bas_manad"}, name="af_inskrivna")
    tables, findings = expected.got()
    assert findings == []
    assert tables["af_inskrivna"].rows[["region", "period", "value"]].values.tolist() == [["2303", "2026-09", 6.1]]
    assert tables["af_inskrivna"].provenance["replaces"] == "arbetsloshet_bas_manad"
