"""How does a search engine understand the page? The catalogue in the words of schema.org, as JSON-LD."""

from __future__ import annotations

from typing import Any

from vagar_lib import regions
from vagar_lib.pipeline.open_data.addresses import Addresses, publisher
from vagar_lib.pipeline.open_data.catalog import Catalog
from vagar_lib.pipeline.open_data.dataset import Dataset
from vagar_lib.pipeline.open_data.dcat import CC0, Made
from vagar_lib.pipeline.open_data.tables import File


def catalogue(made: Made, catalog: Catalog, owner: str, addresses: Addresses) -> dict[str, Any]:
    """The catalogue as schema.org's DataCatalog.

    Parameters
    ----------
    made : sequence of (Dataset, sequence of File)
    catalog : Catalog
    owner : str
        Name of the publisher.
    addresses : Addresses
    """
    agent = {"@type": "Organization", "@id": publisher(catalog), "name": owner, "url": catalog.publisher.homepage}
    return {
        "@context": "https://schema.org",
        "@type": "DataCatalog",
        "@id": addresses.written(addresses.catalog),
        "name": catalog.title.sv,
        "description": catalog.description.sv,
        "url": addresses.written(addresses.folder),
        "inLanguage": "sv",
        "license": CC0,
        "publisher": agent,
        "dataset": [_dataset(one, list(files), catalog, agent, addresses) for one, files in made],
    }


def _dataset(
    made: Dataset, files: list[File], catalog: Catalog, agent: dict[str, str], addresses: Addresses
) -> dict[str, Any]:
    return {
        "@type": "Dataset",
        "@id": addresses.written(addresses.dataset(made)),
        "name": made.title.sv,
        "description": made.description.sv,
        "url": addresses.written(addresses.dataset(made)),
        "identifier": made.id,
        "license": addresses.written(addresses.licence(made.licence)),
        "isAccessibleForFree": True,
        "inLanguage": "sv",
        "keywords": made.entry.keywords.sv,
        "creator": [{"@type": "Organization", "name": name} for name in made.publishers],
        "publisher": {"@id": agent["@id"]},
        "datePublished": catalog.issued.isoformat(),
        "dateModified": max(catalog.issued, made.modified).isoformat(),
        "temporalCoverage": f"{made.years[0]}/{made.years[1]}",
        "spatialCoverage": [_place(code, catalog) for code in made.places],
        "variableMeasured": [column.title for column in made.columns if column.kind == "number"],
        "distribution": [_download(file, addresses) for file in files],
    }


def _place(code: str, catalog: Catalog) -> dict[str, Any]:
    place = {"@type": "Place", "name": "Sverige" if code == "00" else regions.region(code).label}
    number = catalog.geonames.get(code)
    return place | ({"sameAs": f"http://sws.geonames.org/{number}"} if number else {})


def _download(file: File, addresses: Addresses) -> dict[str, Any]:
    return {
        "@type": "DataDownload",
        "name": file.form.name,
        "contentUrl": addresses.written(addresses.file(file.name)),
        "encodingFormat": file.form.media_type,
        "contentSize": f"{file.size} B",
        "sha256": file.sha256,
    }
