"""A case says what is left to do; what does not fit is refused with file, field and what is allowed."""

from __future__ import annotations

import datetime
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from vagar_lib import paths, regions
from vagar_lib.cases import Case, Finding, cases, read
from vagar_lib.cli import app
from vagar_lib.conflict_guide import guide
from vagar_lib.errors import BadInput
from vagar_lib.pipeline.forms import new_case

TODAY = datetime.date(2026, 11, 23)
DONE = dict.fromkeys(("rus", "sustainability", "actors", "measures"), datetime.date(2026, 5, 1))
WHOLE: dict[str, Any] = {
    "id": "whole",
    "title": "Ett helt fall",
    "places": ["2303"],
    "summary": "Något prövas.",
    "owner": "Enheten",
    "done": DONE,
    "strategy": [{"about": "klimat", "effect": "negative", "direct": True, "how": "Mer körning."}],
    "goals": [{"about": "energi", "effect": "positive", "direct": False}],
    "sdg": [{"about": "13", "effect": "none", "direct": False}],
    "actors": [{"name": "Byn", "affects": False, "affected": True, "power": "small", "invited": True}],
    "sami": {"asked": True, "who": "Samebyn", "answer": "Inget att invända."},
    "conflicts": [{"id": "vag", "title": "Väg mot skog", "between": ["natur", "transporter"]}],
    "measures": [
        {"what": "Samåkning.", "against": ["klimat", "vag"], "owner": "Byn", "due": datetime.date(2027, 1, 1)},
    ],
    "process": {
        "konflikt": ["ja"], "typ": ["resurs"], "niva": ["lokal"], "tid": ["nu"], "lage": ["proaktivt"],
        "metod": ["prioritering"], "beslut": ["nej"], "larande": ["nej"],
    },
}  # fmt: skip


def made(**changes: Any) -> Case:
    return Case.model_validate({**WHOLE, **changes})


def left(**changes: Any) -> list[Finding]:
    return made(**changes).findings(TODAY)


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of parameters of its own; the cases' part of it."""
    shutil.copytree(paths.parameters(), tmp_path / "parameters")
    (tmp_path / "data").symlink_to(paths.root() / "data")
    monkeypatch.setenv("VAGAR_ROOT", str(tmp_path))
    return tmp_path / "parameters" / "cases"


def write(own: Path, **changes: Any) -> Path:
    path = own / "whole.yml"
    path.write_text(yaml.safe_dump({**WHOLE, **changes}, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path


class TestFindings:
    def test_a_whole_case_has_nothing_left(self):
        assert left() == []

    def test_a_negative_effect_without_a_measure_is_told(self):
        goals = [{"about": "natur", "effect": "negative", "direct": True}]
        assert left(goals=goals) == [Finding("unmet", "natur")]

    def test_an_effect_both_ways_needs_a_measure_too(self):
        assert left(sdg=[{"about": "15", "effect": "mixed", "direct": False}]) == [Finding("unmet", "15")]

    def test_an_affected_actor_who_is_not_invited_is_told(self):
        actor = {"name": "Grannbyn", "affects": False, "affected": True, "power": "small", "invited": False}
        assert left(actors=[actor]) == [Finding("uninvited", "Grannbyn")]
        assert left(actors=[{**actor, "affected": False, "affects": True}]) == []

    def test_a_skipped_step_is_told_and_one_without_a_date_too(self):
        assert left(actors=[]) == [Finding("skipped", "Aktörssäkra")]
        assert left(done={**DONE, "actors": None}) == [Finding("undated", "Aktörssäkra")]

    @pytest.mark.parametrize("sami", [None, {"asked": False}])
    def test_the_sami_question_left_out_or_not_asked_is_told(self, sami):
        assert left(sami=sami) == [Finding("sami")]

    def test_a_sami_question_without_an_answer_is_not_complete(self):
        (only,) = left(sami={"asked": True, "who": "Samebyn"})
        assert only.kind == "incomplete"

    def test_a_conflict_needs_a_measure_or_a_decision(self):
        second = {"id": "ljud", "title": "Ljud mot ro", "between": ["natur", "arbete"]}
        assert left(conflicts=[*WHOLE["conflicts"], second]) == [Finding("open_conflict", "Ljud mot ro")]
        assert left(conflicts=[*WHOLE["conflicts"], {**second, "decision": "Inga nätter."}]) == []

    def test_a_measure_has_an_owner_and_a_date_that_has_not_passed(self):
        measure = {"what": "Samåkning.", "against": ["klimat", "vag"]}
        assert [one.kind for one in left(measures=[measure])] == ["no_owner", "no_due"]
        late = {**measure, "owner": "Byn", "due": datetime.date(2026, 11, 22)}
        assert left(measures=[late]) == [Finding("overdue", "Samåkning.")]
        assert left(measures=[{**late, "due": TODAY}]) == []
        assert left(measures=[{**late, "done": datetime.date(2026, 11, 20)}]) == []

    def test_every_step_of_the_guide_is_asked_for_unless_there_is_no_conflict(self):
        assert left(process={}) == [Finding("process", step.question) for step in guide().steps]
        assert left(process={"konflikt": ["nej"], "larande": ["nej"]}) == []

    def test_another_method_than_the_guide_suggests_needs_a_reason(self):
        process = {**WHOLE["process"], "metod": ["dialog", "prioritering"]}
        assert left(process=process) == [Finding("method", "dialog")]
        assert left(process=process, reason="Parterna bad om det.") == []

    def test_what_is_decided_or_learned_is_written_down(self):
        process = {**WHOLE["process"], "beslut": ["ja"], "larande": ["ja"]}
        assert [one.kind for one in left(process=process)] == ["decision", "learning"]
        assert left(process=process, decided="Vägen går före.", learned="Fråga tidigare.") == []


class TestPlaces:
    def test_a_case_concerns_its_municipality_and_the_county_around_it(self):
        found = [code for code in ("2303", "23", "2305", "24", "00") if made().concerns(regions.region(code))]
        assert found == ["2303", "23"]

    def test_a_case_of_the_county_concerns_all_its_municipalities(self):
        county = made(places=["23"])
        assert all(county.concerns(regions.region(code)) for code in ("23", "2303", "2380"))
        assert not county.concerns(regions.region("0380"))


class TestFiles:
    def test_the_shipped_cases_are_three_and_made_up(self):
        assert [one.id for one in cases()] == ["kvinnors_foretagande", "serviceprogram", "vindkraft_renskotsel"]
        assert all(one.example for one in cases())

    def test_the_shipped_cases_show_a_whole_case_and_what_can_be_missing(self):
        kinds = {one.id: {finding.kind for finding in one.findings(TODAY)} for one in cases()}
        assert kinds["serviceprogram"] == set()
        assert {"skipped", "sami"} <= kinds["kvinnors_foretagande"]
        assert {"undated", "unmet", "uninvited", "overdue", "no_owner"} <= kinds["vindkraft_renskotsel"]

    def test_a_whole_case_is_read_as_it_was_written(self, own):
        assert read(write(own)) == made()

    def test_all_that_refers_to_nothing_is_refused_at_once(self, own):
        path = write(
            own,
            strategy=[{"about": "klimatet", "effect": "none", "direct": True}],
            sdg=[{"about": "18", "effect": "none", "direct": True}],
            measures=[{"what": "Samåkning.", "against": ["ljud"]}],
            places=["2399", "00"],
            process={"typ": ["resurser"], "tid": ["nu", "senare"], "sen": []},
        )
        with pytest.raises(BadInput) as refused:
            read(path)
        found = refused.value.findings
        assert len(found) == 8 and all(one.startswith("parameters/cases/whole.yml: ") for one in found)
        assert "process.typ: 'resurser', allowed: mal, intresse, resurs, varde" in str(refused.value)
        assert "process.tid: 2 ways, allowed: one of nu, senare, nu_mot_senare" in str(refused.value)

    def test_an_unknown_field_and_an_unknown_effect_are_refused(self, own):
        path = write(own, sdg=[{"about": "13", "effect": "god", "direct": True}], agare="Byn")
        with pytest.raises(BadInput, match=r"(?s)sdg\.0\.effect.*found 'god'.*unknown field agare"):
            read(path)

    def test_every_broken_file_is_told_at_once(self, own):
        (own / "serviceprogram.yml").write_text("id: annat\n", encoding="utf-8")
        write(own, places=[])
        with pytest.raises(BadInput) as refused:
            cases()
        assert {one.split(":")[0] for one in refused.value.findings} == {
            "parameters/cases/serviceprogram.yml",
            "parameters/cases/whole.yml",
        }


class TestNewCase:
    def test_a_new_case_is_read_by_the_model_and_tells_what_is_left(self, own):
        path, findings = new_case.create("ny", title='Väg "genom": skog', places=["2303", "2305"])
        one = read(path)
        assert (one.title, one.places, one.example) == ('Väg "genom": skog', ["2303", "2305"], False)
        assert [finding.about for finding in findings if finding.kind == "skipped"] == [
            "RUS-säkra", "Hållbarhetssäkra", "Aktörssäkra", "Åtgärder",
        ]  # fmt: skip
        assert Finding("sami") in findings and "ny" in [one.id for one in cases()]

    def test_each_example_in_the_template_fits_the_model(self, own):
        path, _ = new_case.create("ny", title="Ny", places=["23"])
        text = path.read_text(encoding="utf-8")
        examples = [line.removeprefix("#   - ") for line in text.splitlines() if line.startswith("#   - ")]
        influence, goal, actor, conflict, measure = map(yaml.safe_load, examples)
        whole = made(strategy=[influence], sdg=[goal], actors=[actor], conflicts=[conflict], measures=[measure])
        assert read(write(own, **whole.model_dump())) == whole

    def test_a_bad_name_a_taken_one_and_an_unknown_place_are_refused_and_nothing_is_written(self, own):
        before = sorted(own.iterdir())
        with pytest.raises(BadInput) as refused:
            new_case.create("Nytt fall", title=" ", places=["99", "00"])
        assert len(refused.value.findings) == 4
        with pytest.raises(BadInput, match="exists already"):
            new_case.create("serviceprogram", title="Igen", places=["23"])
        assert sorted(own.iterdir()) == before

    def test_the_command_asks_for_what_it_is_not_told(self, own):
        told = CliRunner().invoke(app, ["new", "case", "ny", "--owner", ""], input="En väg\n2303 2305\n\n")
        assert told.exit_code == 0 and "parameters/cases/ny.yml is written" in told.output
        assert "- the Sami question has not been asked" in told.output
        assert (read(own / "ny.yml").title, read(own / "ny.yml").places) == ("En väg", ["2303", "2305"])

    def test_every_kind_of_finding_has_words(self):
        from vagar_lib.cases import KINDS

        assert set(new_case.LEFT) == set(KINDS)
