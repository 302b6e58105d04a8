"""Where a site goes, what production refuses and says, and what the command leaves behind."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest
import yaml

from vagar_lib import cli, paths
from vagar_lib.errors import BadInput
from vagar_lib.pipeline.check.report import Finding, Report
from vagar_lib.pipeline.page import site
from vagar_lib.pipeline.past import held
from vagar_lib.pipeline.publish import gate as publish_gate
from vagar_lib.pipeline.publish.targets import target
from vagar_lib.pipeline.run import record
from vagar_lib.pipeline.run.matrix import run
from vagar_lib.pipeline.run.plan import places, plan

CLEAN = Report((), 3, False, "2026-11-23T08:00:00+00:00")


@pytest.fixture
def desk(small: Path):
    """A project with a site of one report, nothing in the way of publishing, and a way to change things."""
    (paths.parameters() / "publish.yml").write_text(
        yaml.safe_dump(
            {
                "staging": {"url": "outputs/staging", "keep": 2},
                "production": {"url": str(small / "webb"), "keep": 3},
                "later": {"url": "", "keep": 2},
            }
        ),
        encoding="utf-8",
    )
    profile = paths.parameters() / "profile.yml"
    known = yaml.safe_load(profile.read_text(encoding="utf-8"))
    known["accessibility"]["email"] = "webb@exempel.se"
    profile.write_text(yaml.safe_dump(known, allow_unicode=True), encoding="utf-8")
    (paths.parameters() / "reports.yml").write_text("[]\n", encoding="utf-8")
    (small / ".gitignore").write_text("outputs/\nwebb/\n", encoding="utf-8")
    page(small, "<h2>Läget</h2>")
    record.update({"nulage/23": {"state": "ok", "report": "nulage"}}, state="ok")
    git(small, "init", "-q")
    commit(small)
    return small


def page(root: Path, body: str) -> None:
    """Write the one report; the site around it is a real one."""
    out = root / "outputs" / "site"
    site.build([], out)
    written = (out / "404.html").read_text("utf-8")
    start, end = written.index("<h1>"), written.index("</main>")
    text = f"{written[:start]}<h1>Läget</h1>{body}</div>{written[end:]}".replace("Sidan finns inte", "Läget")
    text = re.sub(r'\b(href|src|action)="(?![#/]|\w+:)', r'\1="../../', text)
    (out / "nulage/23").mkdir(parents=True, exist_ok=True)
    (out / "nulage/23/index.html").write_text(text, encoding="utf-8")
    about = {"title": "Läget", "place": "Jämtlands län", "report": "nulage", "region": "23"}
    held.write(out / "nulage/23", {"format": held.FORMAT, **about, "shown": [], "facts": []})


def git(root: Path, *arguments: str) -> None:
    names = {f"GIT_{who}_{what}": "a@b.se" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    subprocess.run(["git", *arguments], cwd=root, check=True, env={**os.environ, **names})


def commit(root: Path) -> None:
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "Allt")


def refused(report: Report = CLEAN) -> list[str]:
    return publish_gate.refusals(paths.outputs() / "site", report)


def status(*arguments: str) -> int:
    try:
        return cli.main([*arguments])
    except SystemExit as left:
        return int(left.code or 0)


def test_a_site_with_nothing_against_it_is_not_refused(desk):
    assert refused() == []


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (
            "<p><strong class='example'>Exempeldata</strong></p>",
            "nulage has made-up figures (Exempeldata) on 1 page, such as nulage/23/index.html",
        ),
        ("<h2>Samiska perspektiv</h2>", "the Sami section of nulage is not reviewed (granskad_av"),
        ("<h2>Läget</h2><h3>Saepmie</h3>", "the Sami section of nulage is not reviewed"),
    ],
)
def test_what_a_page_shows_can_be_in_the_way(desk, body, said):
    page(desk, body)
    assert [reason for reason in refused() if said in reason] and len(refused()) == 1


def test_a_sami_section_that_has_been_reviewed_is_not_in_the_way(desk):
    page(desk, "<h2>Samiska perspektiv</h2>")
    path = paths.parameters() / "profile.yml"
    known = yaml.safe_load(path.read_text(encoding="utf-8"))
    path.write_text(yaml.safe_dump({**known, "granskad_av": {"nulage": "N.N., 2026-11-20"}}), encoding="utf-8")
    commit(desk)
    assert refused() == []


def test_a_word_that_only_begins_like_sami_is_not_in_the_way(desk):
    page(desk, "<h2>Samhälle och samverkan</h2>")
    assert refused() == []


def test_a_failed_check_is_in_the_way_and_told_by_rule(desk):
    found = (Finding("a.html", "", "link", "x"), Finding("a.html", "", "html", "x"), Finding("b.html", "", "link", "x"))
    assert refused(Report(found, 3, False, "")) == ["vagar check has 3 findings: html 1, link 2"]


def test_a_failed_or_stopped_run_is_in_the_way(desk):
    record.update({"nulage/2303": {"state": "failed"}}, state="interrupted")
    assert refused() == ["the last run of nulage/2303 failed", "the last run is interrupted"]


# Each is alone in its place and in its form: whoever knows that there are two of them knows both.
UNSAFE = """
import pandas as pd
from vagar_lib.metrics.disclosure import protect
rows = pd.DataFrame({"place": ["Berg", "Åre"], "form": ["A", "B"], "kr": [1.0, 1.0], "recipient": ["M1", "M2"]})
protect(rows, "place", "form", attribute={"form": ("A", "B")})
"""


def test_a_red_audit_of_hidden_cells_is_in_the_way_and_told_as_such(office):
    office.write_notebook(UNSAFE)
    result = run(plan(["prov"], places(["23"]), {}))
    assert result.failed
    reasons = [*publish_gate._run()]
    assert reasons == [
        "the disclosure audit of prov/23 is red: disclosure control: 2 cells of place × form are not safe however much "
        "is hidden, with only 2 recipients; allowed: tables of more recipients, such as of more years"
    ]


def test_what_is_not_committed_is_in_the_way(desk):
    (paths.parameters() / "nytt.yml").write_text("", encoding="utf-8")
    assert refused() == ["1 file is not committed, the first: parameters/nytt.yml"]


def test_a_statement_without_a_way_to_reach_the_owner_is_in_the_way(desk):
    path = paths.parameters() / "profile.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("webb@exempel.se", "''"), encoding="utf-8")
    commit(desk)
    assert [reason[:27] for reason in refused()] == ["the accessibility statement"]


def test_targets_are_those_of_the_file_and_others_are_held_to_the_same_as_production(desk):
    assert target("staging").url == str(desk / "outputs" / "staging") and not target("staging").strict
    assert target("production").strict and target("production").keep == 3
    assert target(str(desk / "webb")).name == "production", "another way to say the same"
    assert target("sftp://exempel.se/webb").strict
    assert not target("./prov").strict


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("produktion", "allowed: later, production, staging, a folder such as ./produktion, a URL"),
        ("later", "later.url is empty"),
        ("sftp://a:hemligt@exempel.se/webb", "allowed: none; set VAGAR_PUBLISH_PASSWORD"),
    ],
)
def test_a_target_that_is_none_is_told_without_any_secret(desk, asked, said):
    with pytest.raises(BadInput) as told:
        target(asked)
    assert said in str(told.value) and "hemligt" not in str(told.value)


def test_a_password_in_the_file_is_refused_and_not_repeated(desk):
    entry = {"a": {"url": "sftp://a:hemligt@exempel.se/webb", "keep": 2}}
    (paths.parameters() / "publish.yml").write_text(yaml.safe_dump(entry), encoding="utf-8")
    with pytest.raises(BadInput, match="has a password in it") as told:
        target("a")
    assert "hemligt" not in str(told.value)


def test_the_command_publishes_tells_what_it_sends_and_takes_back(desk, capsys):
    assert status("publish", "--to", "staging", "--dry-run") == 0
    assert "send nulage/23/index.html" in capsys.readouterr().out
    assert not (desk / "outputs/staging").exists()
    assert status("publish", "--to", "staging") == 0
    current = desk / "outputs/staging/current"
    assert (current / "nulage/23/index.html").exists() and "is shown" in capsys.readouterr().out
    assert status("publish", "--to", "staging") == 0
    assert "nothing has changed" in capsys.readouterr().out
    assert status("publish", "--to", "staging", "--rollback") == 2
    assert "no edition before" in capsys.readouterr().err


def test_production_says_everything_that_is_in_the_way_and_puts_nothing_there(desk, capsys):
    page(desk, "<h2>Samiska perspektiv</h2><p><strong class='example'>Exempeldata</strong> nan</p>")
    assert status("publish", "--to", "production") == 1
    said = capsys.readouterr().out
    for reason in ("made-up figures", "vagar check has", "not reviewed"):
        assert f"refused: {reason}" in said or reason in said
    assert not (desk / "webb").exists()
    page(desk, "<h2>Läget</h2>")
    assert status("publish", "--to", "production") == 0, str(capsys.readouterr())
    assert (desk / "webb/current/index.html").exists()
