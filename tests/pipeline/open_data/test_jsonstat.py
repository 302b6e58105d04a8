"""What is written as JSON-stat says the same when it is read."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.pipeline.open_data import made
from vagar_lib.pipeline.open_data import jsonstat
from vagar_lib.pipeline.open_data.catalog import Entry, Licence, Said
from vagar_lib.pipeline.open_data.dataset import Cube, Dataset, Dimension
from vagar_lib.sources import jsonstat as reading
from vagar_lib.sources.jsonstat_about import Unit
from vagar_lib.sources.provenance import Provenance


def read(dataset: Dataset) -> reading.Cube:
    """A dataset as it is written and read again."""
    return reading.read(json.loads(json.dumps(jsonstat.dataset(dataset, made.OWNER))))


def test_the_observations_are_read_back_as_they_were(datasets):
    dataset = datasets[0]
    frame = read(dataset).frame
    cells = frame[frame["value"].notna() | (frame["status"] != "")].astype({"status": str})
    rows = dataset.frame.rename(columns={"varde": "value"})
    keys = ["indikator", "omrade", "kon", "period"]
    expected = rows[[*keys, "value", "status"]].sort_values(keys).reset_index(drop=True)
    found = cells.astype(dict.fromkeys(keys, str)).sort_values(keys).reset_index(drop=True)
    pd.testing.assert_frame_equal(found, expected, check_dtype=False)


def test_roles_units_labels_notes_and_what_the_table_is_are_read_back(datasets):
    answer = jsonstat.dataset(datasets[0], made.OWNER)
    assert answer["role"] == {"metric": ["indikator"], "geo": ["omrade"], "time": ["period"]}
    assert answer["size"] == [1, 2, 2, 2]
    about = read(datasets[0]).about
    assert about.labels["omrade"] == {"23": "Jämtlands län", "2303": "Ragunda"}
    assert about.labels["kon"] == {"T": "Totalt", "K": "Kvinnor"}
    assert about.units == {"pris": Unit("procent", 1)}
    assert (about.table, about.publisher, about.updated) == ("indikatorer-cc0", "Myndigheten", date(2026, 11, 23))
    assert ("Vad det kostar.", "indikator", "pris") in [(note.text, note.dimension, note.code) for note in about.notes]
    assert about.contacts == [made.OWNER]


def test_few_cells_are_written_by_position_and_many_as_a_list():
    rows = [(f"{year}", "T", float(year)) for year in range(2000, 2010)]
    assert isinstance(jsonstat.dataset(_dataset(rows), made.OWNER)["value"], list)
    # Two of four cells are half of them, and one is fewer.
    assert jsonstat.dataset(_dataset([("2000", "K", 1.5), ("2001", "T", 2.0)]), "")["value"] == [1.5, None, None, 2]
    one = _dataset([("2000", "K", 1.5), ("2001", "T", math.nan)])
    assert jsonstat.dataset(one, "")["value"] == {"0": 1.5}


def test_two_rows_for_a_cell_and_a_dataset_without_a_cube_are_refused(datasets):
    with pytest.raises(ValueError, match="two rows are of the same cell"):
        jsonstat.dataset(_dataset([("2000", "T", 1.0), ("2000", "T", 2.0)]), "")
    with pytest.raises(ValueError, match="has no cube"):
        jsonstat.dataset(replace(datasets[0], cube=None), "")


@given(
    st.dictionaries(
        st.tuples(st.sampled_from(["2000", "2001-2004", "2005-03"]), st.sampled_from(["K", "M", "T"])),
        st.tuples(
            st.none() | st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(2**53), 2**53).map(float),
            st.sampled_from(["", "skyddad av sekretess", "preliminär"]),
        ),
        min_size=1,
    )
)
def test_any_values_and_signs_come_back(cells):
    rows = [(period, sex, math.nan if value is None else value) for (period, sex), (value, _) in cells.items()]
    dataset = _dataset(rows, [sign for _, sign in cells.values()])
    frame = read(dataset).frame.set_index(["period", "kon"])
    for place, (value, sign) in cells.items():
        assert frame.at[place, "status"] == sign
        assert frame.at[place, "value"] == value if value is not None else math.isnan(frame.at[place, "value"])
    assert frame["value"].notna().sum() == sum(value is not None for value, _ in cells.values())


def _dataset(rows: list[tuple[str, str, float]], signs: list[str] | None = None) -> Dataset:
    cells = pd.DataFrame(rows, columns=["period", "kon", "value"]).assign(status=signs or "")
    dimensions = tuple(
        Dimension(name, name.title(), {code: code for code in cells[name].unique()}) for name in ("period", "kon")
    )
    text = Said(sv="sv", en="en")
    entry = Entry.model_validate(made.ENTRY)
    licence = Licence.model_validate(made.FIELDS["licences"][0])
    source = Provenance.model_validate(
        {"title": "T", "publisher": "P", "licence": "CC0", "unit": "antal", "retrieved": date(2026, 1, 1),
         "definition": "D.", "levels": ["riket"], "sha256": ""}
    )  # fmt: skip
    return Dataset(
        "prov", text, text, entry, licence, cells, (), (), (source,), ("00",), (2000, 2009), Cube(dimensions, cells)
    )
