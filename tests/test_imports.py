"""Imports go one way: nothing lower in the house imports something higher."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "vagar_lib"

# From the lowest to the highest; a layer may import its own and the lower ones.
LAYERS = ["errors", "paths", "reads", "regions", "indicators", "sources", "metrics", "display", "pipeline", "cli"]
# Modules that are a part of a layer under another name.
PARTS = dict.fromkeys(
    (
        "indicator_entry",
        "indicator_formula",
        "judgement",
        "parameter_file",
        "strategy",
        "megatrends",
        "composition",
        "surveys",
        "goals",
        "conflict_guide",
        "cases",
        "questions",
    ),
    "indicators",
) | {"words": "errors"}


def layer(module):
    """Layer of a module such as 'vagar_lib.sources.store'."""
    name = module.split(".")[1]
    return LAYERS.index(PARTS.get(name, name))


def modules():
    return sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


def name_of(path):
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def imported(path):
    """Modules of the package that a file imports, anywhere in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.startswith("vagar_lib."))
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name} line {node.lineno}: imports are absolute"
            if node.module == "vagar_lib":
                yield from (f"vagar_lib.{alias.name}" for alias in node.names)
            elif node.module and node.module.startswith("vagar_lib."):
                yield node.module


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_a_module_imports_only_its_own_layer_and_lower_ones(path):
    own = layer(name_of(path))
    higher = {name for name in imported(path) if layer(name) > own}
    assert not higher, f"{name_of(path)} imports {', '.join(sorted(higher))}"


def test_the_package_itself_imports_nothing():
    tree = ast.parse((PACKAGE / "__init__.py").read_text(encoding="utf-8"))
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
