"""Where do things lie, and what are they called by machines? Addresses below that of the site.

Without an address of the site in ``parameters/profile.yml`` they are relative to where the description lies.
"""

from __future__ import annotations

from vagar_lib.pipeline.open_data.catalog import FOLDER, Catalog, Licence
from vagar_lib.pipeline.open_data.dataset import Dataset
from vagar_lib.pipeline.open_data.tables import File

NOWHERE = "https://webbplatsen.invalid/"
"""Stands for the address of the site while there is none (RFC 2606)."""


class Addresses:
    """Addresses of a catalogue and what is in it.

    Parameters
    ----------
    site : str
        Address of the site, with a slash at the end; '' while there is none.

    Examples
    --------
    >>> Addresses("https://exempel.se/").of("indikatorer-cc0"), Addresses("").catalog
    ('https://exempel.se/data/#indikatorer-cc0', 'https://webbplatsen.invalid/data/#katalog')
    """

    def __init__(self, site: str):
        self.site = site or NOWHERE
        self.folder = f"{self.site}{FOLDER}/"
        self.catalog = self.of("katalog")
        self.contact = self.of("kontakt")

    def of(self, anchor: str) -> str:
        """What is at an anchor of the page."""
        return f"{self.folder}#{anchor}"

    def dataset(self, made: Dataset) -> str:
        """A dataset."""
        return self.of(made.id)

    def distribution(self, made: Dataset, file: File) -> str:
        """A dataset in one of its forms."""
        return self.of(f"{made.id}-{file.form.ending}")

    def file(self, name: str) -> str:
        """A file to download."""
        return f"{self.folder}{name}"

    def licence(self, licence: Licence) -> str:
        """A licence: its own page, or where the catalogue describes it."""
        return licence.uri or self.of(f"licens-{licence.id}")

    def written(self, text: str) -> str:
        """A description as it is written: with relative addresses when the site has none."""
        return text.replace(f"{NOWHERE}{FOLDER}/", "./").replace(NOWHERE, "../")


def publisher(catalog: Catalog) -> str:
    """The publisher, as the Swedish data portal knows authorities."""
    return f"http://dataportal.se/organisation/SE{catalog.publisher.number}"
