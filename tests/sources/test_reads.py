"""What is read is noted where a run asks for it, and nowhere else."""

import subprocess
import sys

from vagar_lib.sources import reads, store

SCRIPT = """
import sys
from vagar_lib.sources import reads
reads.watch()
from vagar_lib.sources import store
from vagar_lib.regions import region
store.table("folkmangd", regions=["2303", "23"])
store.table("folkmangd", regions=["2303", "23"])
store.observations("N01951", regions=region("2303"), since=2020)
store.grants("cases")
from vagar_lib import cases
cases.cases()
open(__import__("os").devnull).close()
"""


def test_partitions_and_files_are_noted_once(built, tmp_path):
    path = tmp_path / "noted.jsonl"
    environment = {"VAGAR_READS": str(path), "VAGAR_ROOT": str(built), "PATH": ""}
    subprocess.run([sys.executable, "-c", SCRIPT], env=environment, check=True, timeout=60)
    noted = reads.told(path)
    assert [what for what in noted if what[0] != "file"] == [
        ["grants", "cases"],
        ["observations", ["N01951"], ["2303"]],
        ["table", "folkmangd", ["2303", "23"]],
    ]
    files = [what[1] for what in noted if what[0] == "file"]
    assert {"parameters/cases", "parameters/cases/serviceprogram.yml"} <= set(files), "the folder, for new files in it"
    assert {"data/raw/snapshot/regions.csv", "parameters/indicators.yml"} <= set(files)
    assert all(name.startswith(("data/raw/", "parameters/")) for name in files)
    assert len(files) == len(set(files))
    assert store.grants("cases") is not None and not reads.opened(), "this process is not watched"


def test_nothing_is_noted_without_a_file_for_it(built, tmp_path):
    store.grants("cases")
    assert reads.told(tmp_path / "none") == []
