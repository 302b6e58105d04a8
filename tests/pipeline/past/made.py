"""A site of small pages whose values, verdicts and figures a test chooses, as runs would have made it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.site import sample
from vagar_lib import paths, regions
from vagar_lib.pipeline.page import render, site

INDICATOR = {
    "id": "N03937", "label": "Öppet arbetslösa 18–65 år", "unit": "procent", "decimals": 1, "survey": False,
    "definition": "Öppet arbetslösa.", "region": "2303", "where": "Ragunda kommun", "sex": "T",
}  # fmt: skip


def fact(*values: list[Any], **changes: Any) -> dict[str, Any]:
    """An indicator's values, and what is said of it."""
    return {**INDICATOR, "values": [*values], **changes}


def page(*facts: dict[str, Any], shown: list[dict[str, Any]] | None = None, region: str = "2303") -> dict[str, Any]:
    """What a page holds."""
    whole = [{"verdicts": {}, "example": False, **one} for one in facts]
    return {"region": region, "executed": "2026-11-01", "facts": whole, "shown": shown or []}


def figure(name: str, **changes: Any) -> dict[str, Any]:
    """A figure that a page shows."""
    about = {"id": name.lower(), "kind": "figure", "name": name, "example": False, "source": False, "facts": False}
    return {**about, "digest": "a", **changes}


def run(moment: str, *facts: dict[str, Any], codes: tuple[str, ...] = ("23", "2303")) -> Path:
    """Let each place have a page made at a moment, and build the site of them; gives its folder."""
    for code in codes:
        job, place = sample.job(code), regions.region(code)
        shown = sample.figure(facts=[{**one, "region": code, "where": place.label} for one in facts])
        name = f"{code}-{place.slug}"
        notebook = sample.save(sample.notebook(sample.show(shown)), paths.outputs() / "notebooks", f"{name}.ipynb")
        folder = paths.outputs() / "site" / "nulage" / name
        render.render(notebook, job, folder, {"edition": "a1", "executed": moment})
    return build(moment, codes)


def build(moment: str, codes: tuple[str, ...] = ("23", "2303")) -> Path:
    """Build the site of pages that are there, made at a moment; gives its folder."""
    out = paths.outputs() / "site"
    about = {"title": "Nulägesbeskrivning", "report": "nulage", "findings": ["Ett fynd."], "executed": moment}
    made = [(code, out / "nulage" / f"{code}-{regions.region(code).slug}" / "index.html") for code in codes]
    site.build([{**about, "region": code, "path": path} for code, path in made], out)
    return out
