"""The megatrends are texts and thresholds that can be changed, and everything wrong in them is told at once."""

from __future__ import annotations

import copy
import csv
import os
import re
from typing import Any

import pytest
import yaml

from vagar_lib import paths, regions
from vagar_lib.errors import BadInput
from vagar_lib.indicators import register
from vagar_lib.megatrends import GROUPS, megatrends

POST: dict[str, Any] = {
    "id": "minskar",
    "label": "Folkmängden minskar",
    "indicator": "N01963",
    "comparison": "below",
    "threshold": 0,
    "meaning": "Det bor färre här.",
    "reason": "Vid noll står folkmängden stilla.",
}
TREND: dict[str, Any] = {
    "id": "demografi",
    "title": "Demografi",
    "description": "Vi blir äldre.",
    "drivers": ["Längre liv."],
    "areas": {"glest": "Här bor få."},
    "sami": "Det finns ingen statistik.",
    "indicators": ["N01951"],
    "sdg": [11],
    "vision": ["livsstil"],
    "signposts": [POST],
}
FILE: dict[str, Any] = {"areas": [{"id": "glest", "label": "Glest", "groups": ["C8"]}], "megatrends": [TREND]}


def put_in(content: dict[str, Any]) -> None:
    path = paths.parameters() / "megatrends.yml"
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
    os.utime(path, ns=(1, 1))


def with_trend(**fields: Any) -> dict[str, Any]:
    return FILE | {"megatrends": [TREND | fields]}


def with_post(**fields: Any) -> dict[str, Any]:
    return with_trend(signposts=[POST | fields])


def test_there_are_six_megatrends_with_signposts_and_goals():
    found = megatrends().megatrends
    assert [trend.title for trend in found] == [
        "Demografi",
        "Klimat och naturens gränser",
        "Teknik och digitalisering",
        "Globalisering och resurser",
        "Territorium och urbanisering",
        "Värderingar och tillit",
    ]
    assert all(len(trend.signposts) >= 3 and trend.sdg and trend.vision for trend in found)


def test_every_municipality_is_of_a_kind_that_every_megatrend_tells_of():
    kinds = {group for area in megatrends().areas for group in area.groups}
    assert kinds == set(GROUPS) == {regions.region(code).group for code in regions.codes("kommun")}
    for trend in megatrends().megatrends:
        assert set(trend.areas) == {area.id for area in megatrends().areas}


def test_the_texts_have_no_numbers_and_end_as_sentences_do():
    for trend in megatrends().megatrends:
        texts = [trend.description, trend.sami, *trend.drivers, *trend.areas.values()]
        texts += [text for post in trend.signposts for text in (post.meaning, post.reason)]
        for text in texts:
            assert text.endswith("."), text
            assert not re.search(r"\d", re.sub(r"(20\d\d)", "", text)), text


def test_a_signpost_of_every_megatrend_can_be_read_in_the_figures_that_come_with_the_project():
    for trend in megatrends().megatrends:
        stored = [post for post in trend.signposts if len(register().get(post.indicator).sources) > 1]
        derived = [post for post in trend.signposts if register().get(post.indicator).kolada is None]
        assert stored or derived


def test_the_example_scores_are_of_these_megatrends():
    with (paths.parameters() / "megatrend_scores.csv").open(encoding="utf-8", newline="") as lines:
        assert {row["megatrend"] for row in csv.DictReader(lines)} == set(megatrends().ids)


def test_a_region_can_put_in_its_own(project):
    put_in(FILE)
    assert megatrends().ids == ["demografi"]
    assert megatrends().indicators == ["N01951"]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (with_trend(indicators=["N0195"]), "demografi: unknown indicator 'N0195'; close: N0195"),
        (with_trend(areas={"tätt": "Här bor många."}), "demografi: unknown area 'tätt'; allowed: glest"),
        (with_trend(vision=["rymden"]), "demografi: unknown part of the vision 'rymden'; allowed: jamlikt, kreativt"),
        (with_trend(sdg=[18]), "megatrends.0.sdg.0: input should be less than or equal to 17, found 18"),
        (with_trend(description="Utan punkt"), "megatrends.0.description: string should match pattern"),
        (with_trend(title=""), "megatrends.0.title: string should have at least 1 character"),
        (with_trend(drives=[]), "unknown field megatrends.0.drives; allowed: id, title, description, drivers"),
        (with_trend(signposts=[POST, POST]), "signpost minskar stands there more than once, allowed: once"),
        (with_post(indicator="X1"), "demografi: signpost minskar: unknown indicator 'X1'"),
        (with_post(comparison="over"), "comparison: input should be 'above' or 'below', found 'over'"),
        (with_post(threshold="0"), "megatrends.0.signposts.0.threshold"),
        (with_post(measure="change"), "years is 0 with measure 'change', allowed: 1 or more with 'change'"),
        (with_post(years=5), "years is 5 with measure 'value', allowed: 1 or more with 'change'"),
        (with_post(indicator="U70447"), "signpost minskar: U70447 is a survey, so margin must be more than 0"),
        (
            with_post(indicator="N01951", measure="gap"),
            "signpost minskar: N01951 is an amount, which has no gap to riket; allowed: measure value or change",
        ),
        (FILE | {"areas": [*FILE["areas"], FILE["areas"][0] | {"id": "annat"}]}, "group C8 stands there more than"),
        (FILE | {"areas": [FILE["areas"][0] | {"groups": ["D1"]}]}, "areas.0.groups.0: input should be 'A1', 'A2'"),
    ],
)
def test_each_mistake_is_named_with_what_is_allowed(project, content, expected):
    put_in(copy.deepcopy(content))
    with pytest.raises(BadInput) as error:
        megatrends()
    assert all(finding.startswith("parameters/megatrends.yml") for finding in error.value.findings)
    assert expected in "\n".join(error.value.findings)


def test_everything_is_told_at_once(project):
    put_in(with_trend(indicators=["N0195"], vision=["rymden"], signposts=[POST | {"indicator": "X1"}]))
    with pytest.raises(BadInput) as error:
        megatrends()
    assert len(error.value.findings) == 3


def test_an_unknown_megatrend_is_answered_with_those_there_are():
    with pytest.raises(BadInput, match="unknown megatrend 'väder'; allowed: demografi, klimat"):
        megatrends().get("väder")
