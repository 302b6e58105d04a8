"""A report rests on the modules that its notebook imports, and on all that those import."""

import pytest

from vagar_lib.pipeline.run.code import PACKAGE, RUNS, Library, imports

NOTEBOOK = "from vagar_lib.display import figure\nfigure.figure()"


@pytest.fixture
def package(tmp_path):
    """A library of its own: a report that uses display.figure, which uses metrics.change in a function."""
    folder = tmp_path / "vagar_lib"
    for name, source in {
        "__init__": "",
        "display/__init__": "",
        "display/figure": "def f():\n    from vagar_lib.metrics import (\n        change,  # därför\n    )\n",
        "display/map": "",
        "metrics/__init__": "",
        "metrics/change": "import vagar_lib.regions\n",
        "regions": "",
        **{name.removeprefix("vagar_lib.").replace(".", "/"): "" for name in RUNS},
        "pipeline/__init__": "",
        "cli": "",
    }.items():
        path = folder / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source, encoding="utf-8")
    (folder / "pipeline" / "templates").mkdir()
    (folder / "pipeline" / "templates" / "page.html").write_text("")
    (folder / "pipeline" / "vega").mkdir()
    (folder / "pipeline" / "vega" / "widths.json").write_text("{}")
    return folder


def test_imports_are_found_wherever_they_stand():
    source = "import pandas\nfrom vagar_lib import regions as r\ndef f():\n    import vagar_lib.paths, vagar_lib.errors"
    assert imports(source) == {"vagar_lib", "vagar_lib.regions", "vagar_lib.paths", "vagar_lib.errors"}


@pytest.mark.parametrize(
    ("file", "differs"),
    [
        ("display/figure.py", True),
        ("display/__init__.py", True),
        ("metrics/change.py", True),
        ("regions.py", True),
        ("pipeline/page/render.py", True),
        ("pipeline/templates/page.html", True),
        ("pipeline/vega/widths.json", True),
        ("display/map.py", False),
        ("cli.py", False),
    ],
)
def test_a_change_counts_for_those_who_import_it(package, file, differs):
    before = Library(package).digest(NOTEBOOK)
    assert Library(package).digest(NOTEBOOK) == before
    path = package / file
    path.write_text(path.read_text(encoding="utf-8") + "\n# ny\n", encoding="utf-8")
    assert (Library(package).digest(NOTEBOOK) != before) == differs


def test_the_real_library_is_followed_to_its_ends():
    files = {file.relative_to(PACKAGE).as_posix() for file in Library().modules(imports(NOTEBOOK))}
    assert {"display/figure.py", "display/text.py", "sources/store.py", "paths.py"} <= files
    assert "cli/__init__.py" not in files
