"""Grants as a report reads them: by place and year, from the example file, with its source and without its names."""

import csv
import hashlib
import importlib.util
import io
import re
import shutil
import sys
import time
from pathlib import Path

import pandas as pd
import pytest

from vagar_lib import paths, regions
from vagar_lib.errors import BadInput
from vagar_lib.pipeline import data
from vagar_lib.sources import grants, provenance, store

CHECKOUT = Path(__file__).resolve().parents[2]
EXAMPLE = CHECKOUT / "data" / "raw" / "grants" / "exempel_2016_2020.csv"
SOURCE = "grants/exempel_2016_2020"
EIGHT = regions.region("23").children


def example_rows() -> list[dict[str, str]]:
    """The rows of the example file as they stand: its header is in row 4, its last row holds sums."""
    lines = list(csv.reader(io.StringIO(EXAMPLE.read_text(encoding="utf-8-sig"), newline=""), delimiter=";"))
    return [dict(zip(lines[3], line, strict=True)) for line in lines[4:-1]]


def kronor(cell: str) -> float:
    """An amount of the example file, read in the plainest way."""
    return float(re.sub(r"[^\d,.-]", "", cell.replace("−", "-")).replace(",", "."))


# What the file calls each municipality, by hand.
WRITTEN = {
    "2303": ["Ragunda", "2303", "ragunda "],
    "2305": ["Bräcke"],
    "2309": ["Krokom", " Krokom", "2309 Krokom"],
    "2313": ["Strömsund", "STRÖMSUND", "Stromsund"],
    "2321": ["Åre", "Are", "Åre kommun"],
    "2326": ["Berg", "Bergs kommun", "Svenstavik"],
    "2361": ["Härjedalen", "Harjedalen", "Härjedalens kommun", "Sveg"],
    "2380": ["Östersund", "Ostersund", "Östersunds kommun", "Frösön", "ÖSTERSUND"],
    "": ["Hela länet"],
}
# The one ärende with two amounts has three rows, of which the second has another.
CONFLICTING = "EX2016-0015"


class TestTheExample:
    @pytest.fixture(autouse=True)
    def _built(self, built):
        """Every test here reads what is built from the file that is shipped."""

    def test_granted_by_municipality_is_that_of_a_pivot_of_the_file_made_by_hand(self):
        place = {word: code for code, words in WRITTEN.items() for word in words}
        by_case = {}
        for row in example_rows():
            if row["beviljat_belopp"]:
                by_case.setdefault(row["arende"], (place[row["arbetsstalle"]], kronor(row["beviljat_belopp"])))
        by_hand = pd.DataFrame(by_case.values(), columns=["region", "kr"]).groupby("region")["kr"].sum()
        found = grants.cases("23").groupby("region")["granted"].sum()
        assert set(by_hand.index) == {"", *EIGHT}
        assert found.to_dict() == pytest.approx(by_hand.to_dict())

    def test_paid_by_year_is_the_sum_of_the_rows_of_the_file(self):
        by_hand: dict[int, float] = {}
        for row in example_rows():
            if row["utbet_belopp"]:
                year = int(row["trans_ar"])
                by_hand[year] = by_hand.get(year, 0) + kronor(row["utbet_belopp"])
        found = grants.payments("23").groupby("year")["paid"].sum()
        assert found.to_dict() == pytest.approx(by_hand)

    def test_the_sum_row_of_the_file_counts_grants_many_times_and_is_not_used(self):
        repeated = sum(kronor(row["beviljat_belopp"]) for row in example_rows() if row["beviljat_belopp"])
        assert repeated > 2.5 * grants.cases("23")["granted"].sum()

    def test_there_are_about_1500_ärenden_and_187_million_a_year(self):
        cases = grants.cases("23")
        assert len(cases) == pytest.approx(1500, abs=30)
        assert cases["case"].is_unique
        assert cases["granted"].sum() / 5 == pytest.approx(187e6, rel=0.01)

    @pytest.mark.parametrize(
        ("form", "million"),
        [
            ("Regionalt investeringsstöd", 72),
            ("Projektmedel", 57),
            ("Regionalt transportbidrag", 47),
            ("Kommersiell service", 6),
            ("Främjande av små och medelstora företag", 6),
        ],
    )
    def test_each_support_is_near_what_is_published(self, form, million):
        cases = grants.cases("23")
        assert cases.loc[cases["form"] == form, "granted"].sum() / 5e6 == pytest.approx(million, rel=0.02)

    def test_it_has_every_trap(self):
        assert set(grants.findings("23")["rule"]) == {
            "conflicting_grant",
            "grant_missing",
            "paid_above_grant",
            "paid_before_decision",
            "recipient_unknown",
        }
        assert (grants.payments("23")["paid"] < 0).sum() > 10
        assert grants.cases("23")["decided"].isna().sum() > 50
        assert {"ja", "nej", "okänd"} == set(grants.cases("23")["sami"])
        assert 0 < grants.cases("23")["assessor2_dim_social"].notna().mean() < 0.2

    def test_the_conflicting_ärende_counts_what_most_of_its_rows_say(self):
        amounts = [kronor(row["beviljat_belopp"]) for row in example_rows() if row["arende"] == CONFLICTING]
        assert len(set(amounts)) == 2
        counted = grants.cases("23").set_index("case").loc[CONFLICTING, "granted"]
        assert counted == max(set(amounts), key=amounts.count)

    def test_findings_are_told_in_swedish_with_the_row_of_the_file_and_without_amounts(self):
        found = grants.findings("23")
        assert found.columns.tolist() == ["source", "rule", "title", "kept", "case", "row"]
        lines = list(csv.reader(io.StringIO(EXAMPLE.read_text(encoding="utf-8-sig"), newline=""), delimiter=";"))
        for one in found.itertuples():
            assert lines[one.row - 1][0] == one.case
        assert "Mer utbetalt än beviljat" in set(found["title"])

    def test_what_is_made_from_it_is_known_to_be_made_up(self):
        known = store.provenance(SOURCE)
        assert known.example is True
        assert "Exempeldata" in known.title
        assert grants.cases("23")["example"].all()

    def test_reading_it_counts_as_using_it(self, monkeypatch):
        monkeypatch.setattr(store, "_used", {})
        grants.cases("20")
        assert store.used() == []
        grants.cases("2303")
        assert store.used() == [SOURCE]

    def test_the_county_has_its_municipalities_and_what_is_about_all_of_it(self):
        county = grants.cases("23")
        parts = [grants.cases(code) for code in EIGHT]
        assert sum(map(len, parts)) == (county["region"] != "").sum() < len(county)
        assert all(set(part["region"]) == {code} for part, code in zip(parts, EIGHT, strict=True))

    def test_a_place_that_no_file_covers_has_a_table_without_rows(self):
        for place in ("20", "2080", "00"):
            assert grants.files(place) == []
            assert grants.years(place) is None
            for table in (grants.cases(place), grants.payments(place), grants.findings(place)):
                assert table.empty
            assert grants.cases(place).dtypes.equals(grants.cases("23").dtypes)

    def test_years_are_of_the_decision_for_ärenden_and_of_the_payment_for_payments(self):
        assert grants.years("2303") == (2016, 2020)
        assert set(grants.cases("23", 2017, 2018)["decision_year"]) == {2017, 2018}
        paid = grants.payments("23", 2019, 2020)
        assert set(paid["year"]) == {2019, 2020}
        decided = paid.merge(grants.cases("23"), on="case")["decision_year"]
        assert decided.min() < 2019

    def test_a_kind_may_be_asked_for(self):
        assert set(grants.cases("23", kind="PROJ")["form"]) == {"Projektmedel"}
        projects = grants.payments("23", kind="PROJ")["case"]
        assert set(projects) <= set(grants.cases("23", kind="PROJ")["case"])
        with pytest.raises(BadInput, match="kind is 'BIDRAG', allowed: PROJ, FTG, KS"):
            grants.cases("23", kind="BIDRAG")

    def test_years_the_wrong_way_round_are_refused(self):
        with pytest.raises(BadInput, match="years are 2018 to 2016"):
            grants.cases("23", 2018, 2016)

    def test_goals_are_tuples_and_empty_where_nobody_has_assessed(self):
        goals = grants.cases("23")["sdg"]
        assert {type(value) for value in goals} == {tuple}
        assert (goals.map(len) == 0).any()
        assert goals.explode().dropna().between(1, 17).all()

    def test_all_codes_have_a_swedish_name(self):
        cases = grants.cases("23")
        for field in ("kind", "form", "led_by", "birth", "age", "sami", "size", "sni", "regulation"):
            assert set(cases[field]) - {""} <= set(grants.labels(field)), field

    def test_no_name_number_or_free_text_reaches_what_is_built(self):
        rows = example_rows()
        secret = {row["namn"] for row in rows} | {row["motivering"] for row in rows}
        numbers = {row["organisationsnummer"] for row in rows}
        secret |= numbers | {number.replace("-", "") for number in numbers} | {"Exempelsson", "Butiksson"}
        assert len(secret) > 1000
        within = (path for path in paths.processed().glob("grants/**/*") if path.is_file())
        built = [*within, paths.processed() / "manifest.json"]
        content = b"\n".join(path.read_bytes() for path in built)
        # The values too, so that nothing hides in how a parquet file is packed.
        content += b"\n".join(pd.read_parquet(path).to_csv().encode() for path in built if path.suffix == ".parquet")
        assert b"EX2016-0001" in content
        assert not {word for word in secret - {""} if word.encode() in content}


def test_the_script_makes_the_file_that_is_shipped_byte_for_byte(monkeypatch):
    script = CHECKOUT / "data" / "examples" / "make_grants.py"
    spec = importlib.util.spec_from_file_location("make_grants", script)
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "make_grants", module)
    spec.loader.exec_module(module)
    assert module.make() == EXAMPLE.read_bytes()
    assert module.make(seed=1) != module.make()
    assert provenance.load(EXAMPLE.with_suffix(".yml")).sha256 == hashlib.sha256(EXAMPLE.read_bytes()).hexdigest()


def test_no_number_in_the_example_can_be_anybody_s():
    for number in {row["organisationsnummer"] for row in example_rows()} - {""}:
        digits = re.sub(r"\D", "", number)[-10:]
        doubled = [int(digit) * (2 - n % 2) for n, digit in enumerate(digits)]
        assert sum(value - 9 if value > 9 else value for value in doubled) % 10 != 0
        assert digits.startswith("00") or digits[2:6] == "1399"


def test_the_example_says_so_in_its_first_rows():
    head = EXAMPLE.read_text(encoding="utf-8-sig").splitlines()[:4]
    assert any("EXEMPELDATA" in line for line in head)
    assert head[3].startswith("arende;")


def test_a_build_without_grants_files_has_empty_tables(small):
    assert data.build().cases == 0
    assert store.grants("cases").empty
    assert grants.cases("23").empty


def test_another_grants_file_or_setting_is_another_edition(desk):
    editions = [data.build().edition]
    desk.csv({})
    editions.append(data.build().edition)
    assert len(grants.cases("2303")) == 1
    desk.settings(whole_area=["Hela länet"])
    editions.append(data.build().edition)
    desk.excel(desk.rows({}, {"arende": "A2"}), name="två.xlsx")
    desk.csv({"arende": "A3"})
    editions.append(data.build().edition)
    desk.excel(desk.rows({}, {"arende": "A4"}), name="två.xlsx")
    editions.append(data.build().edition)
    assert len(set(editions)) == 5
    assert set(grants.cases("2303")["case"]) == {"A1", "A3", "A4"}


def test_a_bad_grants_file_is_told_with_the_other_findings_and_leaves_the_old_build(desk, write_table):
    desk.csv({})
    edition = data.build().edition
    desk.csv({"utbet_belopp": "tolv"})
    write_table("elpris", "region,period,value\n2399,2024,1\n")
    with pytest.raises(BadInput) as caught:
        data.build()
    found = "\n".join(caught.value.findings)
    assert "data/raw/grants/egen.csv row 2: utbet_belopp 'tolv'" in found
    assert "data/raw/egna/elpris.csv row 2: region '2399'" in found
    assert store.edition() == edition


def test_files_of_several_counties_are_read_for_the_place_they_cover(desk):
    desk.csv({}, name="jämtland.csv")
    desk.csv({"arende": "B1", "arbetsstalle": "Mora"}, name="dalarna.csv", covers=["20"])
    desk.csv({"arende": "C1", "arbetsstalle": "Sundsvall"}, name="sundsvall.csv", covers=["2281"])
    data.build()
    assert grants.cases("23")["case"].tolist() == ["A1"]
    assert grants.cases("2062")["case"].tolist() == ["B1"]
    assert grants.cases("2281")["case"].tolist() == ["C1"]
    assert grants.cases("22").empty, "one municipality is not the county"
    assert grants.cases("00").empty


def test_50_000_transactions_are_read_in_a_few_seconds(desk):
    """About 4 s for a CSV and 5 s for a workbook on a plain machine."""
    rows = example_rows()
    many = [row | {"arende": f"{n}-{row['arende']}"} for n in range(18) for row in rows][:50_000]
    desk.settings(report_only={"stor": ["conflicting_grant", "paid_above_grant", "paid_before_decision"]})
    desk.table([[*many[0]], *([*row.values()] for row in many)], name="stor.csv")
    start = time.process_time()
    read = desk.read()
    assert time.process_time() - start < 10
    assert len(read.payments) == sum(row["utbet_belopp"] != "" for row in many)


class TestEruf:
    @pytest.fixture(autouse=True)
    def _built(self, built):
        """Every test here reads the real projects."""

    def test_there_are_374_projects_of_which_50_touch_jämtland(self):
        projects = grants.eruf_projects()
        assert len(projects) == 374
        assert projects["counties"].map(lambda codes: "23" in codes).sum() == 50
        assert projects["municipalities"].map(lambda codes: any(code.startswith("23") for code in codes)).sum() == 50

    def test_a_project_has_the_codes_of_its_municipalities_and_one_amount(self):
        project = grants.eruf_projects().set_index("case").loc["20200977"]
        # Karlshamn, Karlskrona, Olofström, Ronneby and Sölvesborg
        assert project["municipalities"] == ("1060", "1080", "1081", "1082", "1083")
        assert project["counties"] == ("10",)
        assert project["amount"] == 2_973_404

    def test_names_that_lost_their_space_or_gained_a_letter_are_known(self):
        codes = {code for row in grants.eruf_projects()["municipalities"] for code in row}
        assert {"0114", "1462", "1415", "1256"} <= codes  # UpplandsVäsby, LillaEdet, Stenungssund, ÖstraGöinge

    def test_reading_them_counts_as_using_them(self):
        assert set(grants.eruf_projects()["source"]) <= set(store.used())


@pytest.mark.usefixtures("built")
class TestReferences:
    """What the grants are compared with."""

    def test_the_script_makes_the_tables_that_are_shipped_byte_for_byte(self, tmp_path, monkeypatch):
        shipped = CHECKOUT / "data" / "raw" / "exempel"
        script = CHECKOUT / "data" / "examples" / "make_business.py"
        spec = importlib.util.spec_from_file_location("make_business", script)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        shutil.copytree(shipped, tmp_path / "exempel")
        for table in (tmp_path / "exempel").glob("*.csv"):
            table.unlink()
        monkeypatch.setattr(module, "RAW", tmp_path)
        module.make()
        made = sorted(path.name for path in (tmp_path / "exempel").iterdir())
        assert made == sorted(path.name for path in shipped.iterdir())
        for name in made:
            assert (tmp_path / "exempel" / name).read_bytes() == (shipped / name).read_bytes()

    def test_a_municipality_is_compared_with_its_county(self):
        rows = grants.reference("industries", "2303")
        assert set(rows["region"]) == set(regions.region("23").children)
        assert grants.reference("leaders", "24").empty

    def test_the_county_is_near_what_eurostat_publishes(self):
        rows = grants.reference("industries", "23")
        employed = rows[rows["variable"] == "employed"].groupby("industry")["value"].sum()
        published = store.table("eurostat_employment_nace_thousand", regions="23")
        last = published[published["year"] == published["year"].max()].set_index("industry")["value"]
        assert employed.sum() == pytest.approx(1000 * last["TOTAL"], rel=0.05)
        assert employed["C"] == pytest.approx(1000 * last["C"], abs=500)
        assert employed[["G", "H", "I"]].sum() == pytest.approx(1000 * last["G-I"], abs=500)

    def test_they_are_made_up_and_known_to_be(self):
        for name in ("naringsliv_exempel", "foretagsledare_exempel"):
            assert store.provenance(f"exempel/{name}").example
