"""What is read is noted where a run asks for it, and nowhere else."""

import re
import subprocess
import sys
from pathlib import Path

from vagar_lib import reads
from vagar_lib.sources import store

SCRIPT = """
import sys
from vagar_lib import reads
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


def test_processed_data_are_read_only_where_it_is_noted():
    """The outlines of places (regions.py) belong to every key; all else goes through the store, which notes it."""
    package = Path(reads.__file__).resolve().parent
    reading = {
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        if re.search(r"read_(parquet|table)\(|ParquetFile\(|ds\.dataset\(", path.read_text(encoding="utf-8"))
    }
    assert reading == {"sources/store.py", "regions.py", "pipeline/check/names.py"}  # the check reads a built site
    store_py = (package / "sources" / "store.py").read_text(encoding="utf-8")
    assert store_py.count("read_parquet(") == len(re.findall(r'reads\.note\("(?:table|observations|grants)"', store_py))
