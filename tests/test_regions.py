"""The register of regions: who is there, who belongs together and what they are called."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vagar_lib import regions
from vagar_lib.errors import BadInput
from vagar_lib.regions import region

JAMTLAND = {"2303", "2305", "2309", "2313", "2321", "2326", "2361", "2380"}


def test_sweden_has_riket_21_län_and_290_kommuner():
    assert len(regions.codes()) == 312
    assert (len(regions.codes("riket")), len(regions.codes("län")), len(regions.codes("kommun"))) == (
        1,
        21,
        290,
    )


def test_the_register_is_a_table_with_codes_as_text():
    table = regions.register()
    assert len(table) == 312
    assert table.set_index("region").loc["2303", ["name", "county", "kolada", "group"]].tolist() == [
        "Ragunda",
        "23",
        "2303",
        "C8",
    ]
    assert table["sami"].dtype == bool


def test_a_län_has_its_kommuner_as_children_and_riket_as_parent():
    county = region("23")
    assert set(county.children) == JAMTLAND
    assert county.parent.code == "00"
    assert county.nuts == "SE322"
    assert county.kolada == "0023"


def test_riket_has_every_län_and_no_parent():
    assert len(region("00").children) == 21
    assert region("00").parent is None
    assert region("00").similar == ()


def test_a_kommun_is_shown_beside_all_kommuner_of_its_län():
    assert set(region("2303").family) == JAMTLAND
    assert region("2303").children == ()
    assert region("2303").parent.code == "23"


def test_families_are_sorted_as_swedish_sorts_names():
    names = [regions.name(code) for code in region("23").family]
    assert names == ["Berg", "Bräcke", "Härjedalen", "Krokom", "Ragunda", "Strömsund", "Åre", "Östersund"]


def test_every_kommun_lies_in_the_län_its_code_begins_with():
    assert all(region(code).parent.code == code[:2] for code in regions.codes("kommun"))


def test_jämtland_resembles_the_seven_regions_of_koladas_group():
    assert set(region("23").similar) == {"08", "09", "17", "20", "22", "24", "25"}
    assert region("23").similar_name == "liknande regioner (Kolada 2024)"


def test_another_län_has_no_similar_ones_as_long_as_kolada_says_nothing():
    assert region("22").similar == ()
    assert region("22").similar_name == ""


def test_a_kommun_resembles_the_others_of_its_skr_group():
    ragunda = region("2303")
    assert len(ragunda.similar) == 34  # 35 landsbygdskommuner, less itself
    assert "2303" not in ragunda.similar
    assert {region(code).group for code in ragunda.similar} == {"C8"}
    assert ragunda.similar_name == "kommungrupp C8 Landsbygdskommun"


def test_25_kommuner_are_förvaltningskommuner_for_sami_and_six_of_them_lie_in_jämtland():
    sami = {code for code in regions.codes() if region(code).sami}
    assert len(sami) == 25
    assert {regions.name(code) for code in sami & JAMTLAND} == {
        "Berg",
        "Härjedalen",
        "Krokom",
        "Strömsund",
        "Åre",
        "Östersund",
    }


def test_every_län_has_its_own_nuts_code():
    codes = [region(code).nuts for code in regions.codes("län")]
    assert len(set(codes)) == 21
    assert all(code.startswith("SE") and len(code) == 5 for code in codes)


@pytest.mark.parametrize(
    ("code", "label", "genitive", "slug"),
    [
        ("00", "riket", "rikets", "riket"),
        ("23", "Jämtlands län", "Jämtlands läns", "jamtlands-lan"),
        ("2303", "Ragunda kommun", "Ragunda kommuns", "ragunda"),
        ("2380", "Östersunds kommun", "Östersunds kommuns", "ostersund"),
        ("2321", "Åre kommun", "Åre kommuns", "are"),
        ("1460", "Bengtsfors kommun", "Bengtsfors kommuns", "bengtsfors"),
        ("2514", "Kalix kommun", "Kalix kommuns", "kalix"),
        ("2080", "Falu kommun", "Falu kommuns", "falun"),
        ("0114", "Upplands Väsby kommun", "Upplands Väsby kommuns", "upplands-vasby"),
        ("1438", "Dals-Eds kommun", "Dals-Eds kommuns", "dals-ed"),
    ],
)
def test_a_place_is_called_as_swedish_text_calls_it(code, label, genitive, slug):
    place = region(code)
    assert (place.label, place.genitive, place.slug) == (label, genitive, slug)


def test_addresses_are_ascii_and_tell_code_and_slug_apart():
    addresses = [f"{code}-{region(code).slug}" for code in regions.codes()]
    assert len(set(addresses)) == 312
    assert all(address.isascii() and " " not in address for address in addresses)


def test_a_name_given_as_code_is_answered_with_the_code():
    with pytest.raises(BadInput, match=r"region 'Ragunda' does not exist; did you mean '2303' \(Ragunda\)\?"):
        region("Ragunda")


def test_a_mistyped_code_is_answered_with_those_close_to_it():
    with pytest.raises(BadInput, match=r"did you mean .*'2303'"):
        region("2033")


def test_a_code_like_no_other_is_answered_with_the_form_of_codes():
    with pytest.raises(BadInput, match="allowed: '00' riket, two digits for a län"):
        region("xyz")


def test_a_number_is_no_code():
    with pytest.raises(BadInput, match="region 23 is int: codes are strings"):
        region(23)


def test_an_unknown_level_is_told_which_there_are():
    with pytest.raises(BadInput, match="allowed: riket, län, kommun"):
        regions.codes("municipality")


@pytest.mark.parametrize("name", ["Ragunda", "ragunda kommun", " RAGUNDA "])
def test_a_place_is_found_by_its_name_whatever_the_case(name):
    assert regions.by_name(name).code == "2303"


def test_an_unknown_name_suggests_those_close_to_it():
    with pytest.raises(BadInput, match=r"'2380' \(Östersund\)"):
        regions.by_name("Ostersund")


@given(st.permutations(["Ale", "Åre", "Älvdalen", "Östersund", "Zinkgruvan", "Berg"]))
def test_å_ä_ö_sort_last_and_in_that_order(names):
    expected = ["Ale", "Berg", "Zinkgruvan", "Åre", "Älvdalen", "Östersund"]
    assert sorted(names, key=regions.swedish_key) == expected


def test_decomposed_letters_and_other_accents_sort_as_a_reader_expects():
    assert regions.swedish_key("A\u030are") == regions.swedish_key("Åre")
    assert regions.swedish_key("Idé") == regions.swedish_key("ide")


def test_a_missing_register_names_the_file(tmp_path, monkeypatch):
    monkeypatch.setenv("VAGAR_ROOT", str(tmp_path))
    with pytest.raises(BadInput, match=r"data/raw/snapshot/regions\.csv is missing"):
        region("23")


def test_a_register_without_a_column_names_it(small):
    (small / "data/raw/snapshot/regions.csv").write_text("region,name\n00,Riket\n", encoding="utf-8")
    with pytest.raises(BadInput, match=r"regions\.csv: column level, county, .* is missing"):
        region("00")


@pytest.fixture(scope="module")
def outlines(built):
    return regions.geometry(["23", *region("23").children, "00"])


def test_outlines_come_in_the_order_asked_for_in_sweref_99(outlines):
    assert outlines["region"].tolist() == ["23", *region("23").children, "00"]
    assert outlines["name"].iloc[0] == "Jämtlands län"
    assert outlines.crs.to_epsg() == 3006


def test_outlines_of_kommuner_make_up_their_län(outlines):
    area = outlines.set_index("region").area / 1e6
    assert area[list(region("23").children)].sum() == pytest.approx(area["23"], rel=1e-6)
    # 12 % of Sweden's land, 49 000 of 408 000 square kilometres (SCB); outlines hold some water too.
    assert 48_000 < area["23"] < 56_000
    assert 0.10 < area["23"] / area["00"] < 0.13


def test_one_code_is_enough_for_its_outline(built):
    assert regions.geometry("2303")["region"].tolist() == ["2303"]


def test_without_a_build_the_outlines_say_what_to_run(small):
    with pytest.raises(BadInput, match=r"geometry/regions\.parquet is missing: run: vagar data build"):
        regions.geometry("2303")
