"""How does a person find the data? The page *Öppna data*: what there is, on which terms, and what is left out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from vagar_lib import regions
from vagar_lib.display import text
from vagar_lib.pipeline.open_data import csvw, schema_org
from vagar_lib.pipeline.open_data.addresses import Addresses
from vagar_lib.pipeline.open_data.catalog import Catalog
from vagar_lib.pipeline.open_data.dataset import Dataset
from vagar_lib.pipeline.open_data.dcat import VERSION, Made
from vagar_lib.pipeline.open_data.licences import LeftOut
from vagar_lib.pipeline.open_data.tables import CSV, File
from vagar_lib.pipeline.page.profile import profile
from vagar_lib.pipeline.page.style import environment, swedish_date

RDF, TURTLE = "dcat.rdf", "dcat.ttl"


def html(made: Made, left_out: Sequence[LeftOut], catalog: Catalog, addresses: Addresses) -> str:
    """The page.

    Parameters
    ----------
    made : sequence of (Dataset, sequence of File)
    left_out : sequence of LeftOut
    catalog : Catalog
    addresses : Addresses
    """
    known = profile()
    licences = {one.licence.id: one.licence for one, _ in made}
    return (
        environment()
        .get_template("data.html.j2")
        .render(
            root="../",
            catalog=catalog,
            datasets=[_dataset(one, files) for one, files in made],
            example=any(one.example for one, _ in made),
            licences=[one for one in catalog.licences if one.id in licences],
            left_out=[_left_out(one) for one in left_out],
            package=csvw.PACKAGE,
            rdf=RDF,
            turtle=TURTLE,
            version=VERSION,
            linked_data=schema_org.catalogue(made, catalog, known.owner, addresses),
        )
    )


def _dataset(made: Dataset, files: Sequence[File]) -> dict[str, Any]:
    rows = len(made.frame)
    return {
        "id": made.id,
        "title": made.title.sv,
        "description": made.description.sv,
        "example": made.example,
        "licence": made.licence,
        "facts": f"{text.counted(rows, 'rad', 'rader')}, {_places(made.places)}, {text.span(*made.years)}",
        "sources": made.origins,
        "updated": swedish_date(made.modified.isoformat()),
        "files": [_file(file) for file in files],
        "columns": made.columns,
    }


def _file(file: File) -> dict[str, str]:
    return {
        "name": file.name,
        "form": file.form.name,
        "size": size(file.size),
        "about": file.form.about,
        "metadata": csvw.name(file) if file.form is CSV else "",
        "id": file.form.ending,
    }


def _places(codes: Sequence[str]) -> str:
    """Up to two places by name, else how many."""
    if len(codes) <= 2:
        return text.listed(regions.region(code).label for code in codes)
    return text.counted(len(codes), "område", "områden")


def _left_out(one: LeftOut) -> dict[str, str]:
    count = text.number(one.values) if one.values else "alla"
    return {"title": one.title, "publisher": one.publisher, "reason": one.reason, "count": count}


def size(count: int) -> str:
    """Bytes for people.

    Examples
    --------
    >>> size(812), size(12_345), size(3_456_789)
    ('812\\xa0byte', '12\\xa0kB', '3,5\\xa0MB')
    """
    if count < 1000:
        return text.quantity(count, "byte")
    return text.quantity(count / 1e3, "kB") if count < 1e6 else text.quantity(count / 1e6, "MB", 1)
