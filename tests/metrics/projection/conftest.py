"""The real tables, and assumptions to compute with by hand."""

from __future__ import annotations

import pytest

from vagar_lib.metrics import projection
from vagar_lib.sources import store


@pytest.fixture(scope="session")
def known(built) -> projection.Known:
    return projection.Known(
        ages=store.table("folkmangd_alder_kon"),
        totals=store.table("folkmangd"),
        changes=store.table("befolkningsforandring"),
        deaths=store.table("doda_lan"),
        life=store.observations("fohm_medellivslangd"),
    )


@pytest.fixture(scope="session")
def assumed() -> projection.Assumptions:
    return projection.assumptions()


@pytest.fixture(scope="session")
def county(known) -> projection.Outlook:
    return projection.look_ahead(known, "23")
