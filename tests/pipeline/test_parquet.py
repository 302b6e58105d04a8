"""Rows on the disk: nothing changed by being written, and a place found without reading the others."""

import pandas as pd
import pyarrow.parquet as pq
import pytest

from vagar_lib.pipeline import parquet


def rows(region, count):
    return pd.DataFrame({"region": region, "year": range(count), "value": [float(n) for n in range(count)]})


def groups(path):
    """Rows, first and last region of each row group."""
    metadata = pq.read_metadata(path)
    for number in range(metadata.num_row_groups):
        group = metadata.row_group(number)
        yield group.num_rows, group.column(0).statistics.min, group.column(0).statistics.max


@pytest.fixture
def few(monkeypatch):
    monkeypatch.setattr(parquet, "FEWEST", 10)


def test_a_row_group_ends_where_a_region_ends(few, tmp_path):
    path = tmp_path / "x.parquet"
    parquet.write([pd.concat([rows("00", 12), rows("01", 30), rows("23", 4), rows("2303", 7)])], path)
    assert list(groups(path)) == [(12, "00", "00"), (30, "01", "01"), (11, "23", "2303")]


def test_frames_may_come_one_by_one(few, tmp_path):
    path = tmp_path / "x.parquet"
    frames = [rows("00", 12), rows("01", 3)]
    parquet.write(iter(frames), path)
    assert list(groups(path)) == [(12, "00", "00"), (3, "01", "01")]
    pd.testing.assert_frame_equal(pd.read_parquet(path), pd.concat(frames, ignore_index=True).astype({"region": str}))


def test_rows_without_a_region_and_no_rows_at_all_are_written_too(few, tmp_path):
    path = tmp_path / "x.parquet"
    parquet.write([rows("00", 25).drop(columns="region")], path)
    assert pq.read_metadata(path).num_rows == 25
    parquet.write([rows("00", 0)], path)
    assert list(pd.read_parquet(path).columns) == ["region", "year", "value"]


def test_types_and_missing_values_are_kept(tmp_path):
    path = tmp_path / "x.parquet"
    frame = pd.DataFrame({"region": ["00", "23"], "value": [None, 1.5], "status": ["secret", ""], "count": [1, 2]})
    frame["count"] = frame["count"].astype("Int64")
    parquet.write([frame], path)
    pd.testing.assert_frame_equal(pd.read_parquet(path), frame)
