"""What the browser tests share: the page of the sample notebook, and the pages of the project."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.site import sample
from vagar_lib import paths
from vagar_lib.pipeline.page import render, site
from vagar_lib.pipeline.run import matrix as run
from vagar_lib.pipeline.run import plan


@pytest.fixture(scope="session")
def sample_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of a site with the page of the sample notebook and a front page with a failed report."""
    folder = tmp_path_factory.mktemp("sample")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(paths, "outputs", lambda: folder / "outputs")
        notebook = sample.save(sample.everything(), folder / "notebooks")
        out = folder / "site"
        page = render.render(notebook, sample.job(), out / "nulage/2303-ragunda", {"edition": "a1b2c3"})
        other = render.render(notebook, sample.job("2361"), out / "nulage/2361-harjedalen", {"edition": "a1b2c3"})
    about = {"title": page.title, "findings": page.findings, "executed": "2026-11-03T08:00:00+00:00"}
    site.build(
        [
            {"region": "23", "failed": True, **about},
            {"region": "2303", "path": page.path, **about},
            {"region": "2361", "path": other.path, "failed": True, **about},
        ],
        out,
    )
    return out


@pytest.fixture(scope="session", params=["index.html", "nulage/2303-ragunda/index.html"])
def sample_page(sample_site: Path, request: pytest.FixtureRequest) -> Path:
    """The front page, and the page with each kind of display."""
    return sample_site / request.param


@pytest.fixture(scope="session")
def site_of_project(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site that a run makes of the project's own notebooks and data, for the county and Ragunda."""
    root = tmp_path_factory.mktemp("project")
    for folder in ("data", "parameters", "notebooks"):
        (root / folder).symlink_to(built / folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VAGAR_ROOT", str(root))
        result = run.run(plan.plan([], plan.places(["23", "2303"]), {}))
        assert not result.failed, {name: entry["error"] for name, entry in result.entries.items()}
    return root / "outputs" / "site"
