"""How does a portal find the data? The catalogue in DCAT-AP-SE 3.0.1, as RDF/XML and as Turtle.

Notes
-----
https://docs.dataportal.se/dcat/3.0.1/sv/ for the properties, https://docs.dataportal.se/dcat/docs/harvesting/ for how
things are named: no blank nodes, absolute addresses, CC0 for the catalogue itself. The media type of a file is a text
in ``dcterms:format``, its checksum SHA-1.
"""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree
from rdflib import DCAT, DCTERMS, FOAF, RDF, RDFS, XSD, Graph, Literal, Namespace, URIRef

from vagar_lib import regions
from vagar_lib.pipeline.open_data.addresses import Addresses, publisher
from vagar_lib.pipeline.open_data.catalog import Catalog, Licence, Said, Words
from vagar_lib.pipeline.open_data.dataset import Dataset
from vagar_lib.pipeline.open_data.tables import File

PROFILE = "https://docs.dataportal.se/dcat/3.0.1/sv/"
VERSION = "3.0.1"
CC0 = "http://creativecommons.org/publicdomain/zero/1.0/"
EU = "http://publications.europa.eu/resource/authority/"
SWEDISH, SWEDEN = URIRef(f"{EU}language/SWE"), URIRef(f"{EU}country/SWE")
VCARD, SPDX = Namespace("http://www.w3.org/2006/vcard/ns#"), Namespace("http://spdx.org/rdf/terms#")
ADMS = Namespace("http://purl.org/adms/publishertype/")
_PREFIXES = {"dcat": DCAT, "dcterms": DCTERMS, "foaf": FOAF, "vcard": VCARD, "spdx": SPDX, "adms": ADMS}
Made = Sequence[tuple[Dataset, Sequence[File]]]


def graph(made: Made, catalog: Catalog, owner: str, addresses: Addresses) -> Graph:
    """The catalogue as a graph.

    Parameters
    ----------
    made : sequence of (Dataset, sequence of File)
        At least one.
    catalog : Catalog
    owner : str
        Name of the publisher.
    addresses : Addresses
    """
    found = Graph()
    for prefix, namespace in _PREFIXES.items():
        found.bind(prefix, namespace)
    _catalog(found, made, catalog, addresses)
    _agent(found, catalog, owner)
    if catalog.contact.email:
        _contact(found, catalog, addresses)
    for licence in {one.licence.id: one.licence for one, _ in made}.values():
        _licence(found, licence, addresses)
    for one, files in made:
        _dataset(found, one, files, catalog, addresses)
        for file in files:
            _distribution(found, one, file, addresses)
    return found


def turtle(found: Graph) -> str:
    """A graph as Turtle."""
    return found.serialize(format="turtle")


def rdf_xml(found: Graph) -> str:
    """A graph as RDF/XML, everything in the order of its address, so that the same graph is the same text."""
    tree = etree.fromstring(found.serialize(format="xml").encode(), etree.XMLParser(remove_blank_text=True))
    for node in tree:
        node[:] = sorted(node, key=_place)
    tree[:] = sorted(tree, key=_place)
    etree.indent(tree)
    return etree.tostring(tree, xml_declaration=True, encoding="utf-8").decode() + "\n"


def _place(node: etree._Element) -> tuple[str, list[tuple[str, str]], str]:
    return str(node.tag) if len(node) == 0 else "", sorted(node.attrib.items()), node.text or ""


def _catalog(found: Graph, made: Made, catalog: Catalog, addresses: Addresses) -> None:
    node = URIRef(addresses.catalog)
    found.add((node, RDF.type, DCAT.Catalog))
    _said(found, node, DCTERMS.title, catalog.title)
    _said(found, node, DCTERMS.description, catalog.description)
    found.add((node, DCTERMS.publisher, URIRef(publisher(catalog))))
    found.add((node, DCTERMS.license, URIRef(CC0)))
    found.add((node, DCTERMS.language, SWEDISH))
    found.add((node, DCTERMS.language, URIRef(f"{EU}language/ENG")))
    found.add((node, DCTERMS.issued, Literal(catalog.issued)))
    found.add((node, DCTERMS.modified, Literal(max([catalog.issued, *(one.modified for one, _ in made)]))))
    found.add((node, DCTERMS.conformsTo, URIRef(PROFILE)))
    found.add((URIRef(PROFILE), RDF.type, DCTERMS.Standard))
    found.add((URIRef(PROFILE), DCTERMS.title, Literal(f"DCAT-AP-SE {VERSION}", lang="sv")))
    found.add((node, FOAF.homepage, URIRef(addresses.folder)))
    found.add((URIRef(addresses.folder), RDF.type, FOAF.Document))
    found.add((node, DCAT.themeTaxonomy, URIRef(f"{EU}data-theme")))
    _spatial(found, node, {place for one, _ in made for place in one.places}, catalog)
    for one, _ in made:
        found.add((node, DCAT.dataset, URIRef(addresses.dataset(one))))


def _agent(found: Graph, catalog: Catalog, owner: str) -> None:
    node, home = URIRef(publisher(catalog)), URIRef(catalog.publisher.homepage)
    found.add((node, RDF.type, FOAF.Agent))
    found.add((node, FOAF.name, Literal(owner, lang="sv")))
    found.add((node, DCTERMS.type, ADMS[catalog.publisher.type]))
    found.add((node, DCTERMS.identifier, Literal(catalog.publisher.number)))
    found.add((node, FOAF.homepage, home))
    found.add((home, RDF.type, FOAF.Document))


def _contact(found: Graph, catalog: Catalog, addresses: Addresses) -> None:
    node = URIRef(addresses.contact)
    found.add((node, RDF.type, VCARD.Organization))
    found.add((node, VCARD.fn, Literal(catalog.contact.name)))
    found.add((node, VCARD.hasEmail, URIRef(f"mailto:{catalog.contact.email}")))


def _licence(found: Graph, licence: Licence, addresses: Addresses) -> None:
    node = URIRef(addresses.licence(licence))
    found.add((node, RDF.type, DCTERMS.LicenseDocument))
    found.add((node, DCTERMS.title, Literal(licence.name, lang="sv")))
    _said(found, node, DCTERMS.description, licence.demand)


def _dataset(found: Graph, made: Dataset, files: Sequence[File], catalog: Catalog, addresses: Addresses) -> None:
    node = URIRef(addresses.dataset(made))
    found.add((node, RDF.type, DCAT.Dataset))
    _said(found, node, DCTERMS.title, made.title)
    _said(found, node, DCTERMS.description, made.description)
    found.add((node, DCTERMS.publisher, URIRef(publisher(catalog))))
    found.add((node, DCTERMS.identifier, Literal(made.id)))
    if catalog.contact.email:
        found.add((node, DCAT.contactPoint, URIRef(addresses.contact)))
    _keywords(found, node, made.entry.keywords)
    for theme in made.entry.themes:
        found.add((node, DCAT.theme, URIRef(f"{EU}data-theme/{theme}")))
    found.add((node, DCTERMS.issued, Literal(catalog.issued)))
    found.add((node, DCTERMS.modified, Literal(max(catalog.issued, made.modified))))
    found.add((node, DCTERMS.language, SWEDISH))
    found.add((node, DCAT.landingPage, URIRef(addresses.folder)))
    _spatial(found, node, set(made.places), catalog)
    _temporal(found, node, made, addresses)
    found.add((node, DCTERMS.accrualPeriodicity, URIRef(f"{EU}frequency/{made.entry.frequency}")))
    found.add((node, DCTERMS.accessRights, URIRef(f"{EU}access-right/PUBLIC")))
    origin = URIRef(addresses.of(f"{made.id}-ursprung"))
    found.add((node, DCTERMS.provenance, origin))
    found.add((origin, RDF.type, DCTERMS.ProvenanceStatement))
    found.add((origin, RDFS.label, Literal(f"Sammanställd ur {'; '.join(made.origins)}.", lang="sv")))
    for file in files:
        found.add((node, DCAT.distribution, URIRef(addresses.distribution(made, file))))


def _distribution(found: Graph, made: Dataset, file: File, addresses: Addresses) -> None:
    node = URIRef(addresses.distribution(made, file))
    found.add((node, RDF.type, DCAT.Distribution))
    found.add((node, DCTERMS.title, Literal(file.form.name, lang="sv")))
    found.add((node, DCTERMS.description, Literal(f"{made.title.sv}, {file.form.about}.", lang="sv")))
    found.add((node, DCAT.accessURL, URIRef(addresses.dataset(made))))
    found.add((node, DCAT.downloadURL, URIRef(addresses.file(file.name))))
    found.add((node, DCTERMS.format, Literal(file.form.media_type)))
    media = URIRef(f"https://www.iana.org/assignments/media-types/{file.form.media_type}")
    found.add((node, DCAT.mediaType, media))
    found.add((media, RDF.type, DCTERMS.MediaType))
    found.add((node, DCAT.byteSize, Literal(file.size, datatype=XSD.nonNegativeInteger)))
    found.add((node, DCTERMS.license, URIRef(addresses.licence(made.licence))))
    found.add((node, DCTERMS.language, SWEDISH))
    if file.form.standard:
        found.add((node, DCTERMS.conformsTo, URIRef(file.form.standard)))
        found.add((URIRef(file.form.standard), RDF.type, DCTERMS.Standard))
    checksum = URIRef(f"{addresses.distribution(made, file)}-sha1")
    found.add((node, SPDX.checksum, checksum))
    found.add((checksum, RDF.type, SPDX.Checksum))
    found.add((checksum, SPDX.algorithm, SPDX.checksumAlgorithm_sha1))
    found.add((checksum, SPDX.checksumValue, Literal(file.sha1, datatype=XSD.hexBinary)))


def _temporal(found: Graph, node: URIRef, made: Dataset, addresses: Addresses) -> None:
    period = URIRef(addresses.of(f"{made.id}-period"))
    found.add((node, DCTERMS.temporal, period))
    found.add((period, RDF.type, DCTERMS.PeriodOfTime))
    found.add((period, DCAT.startDate, Literal(f"{made.years[0]}-01-01", datatype=XSD.date)))
    found.add((period, DCAT.endDate, Literal(f"{made.years[1]}-12-31", datatype=XSD.date)))


def _spatial(found: Graph, node: URIRef, places: set[str], catalog: Catalog) -> None:
    """The places at Geonames where the catalogue knows them, and their counties as the EU's NUTS areas, or Sweden."""
    known = {place: regions.region(place) for place in places}
    for place in sorted(places & set(catalog.geonames)):
        _location(found, node, URIRef(f"http://sws.geonames.org/{catalog.geonames[place]}"), known[place].name)
    counties = {one.county for one in known.values() if one.county}
    for county in sorted(counties):
        one = regions.region(county)
        _location(found, node, URIRef(f"http://data.europa.eu/nuts/code/{one.nuts}"), one.name)
    if "00" in places:
        _location(found, node, SWEDEN, "Sverige")


def _location(found: Graph, node: URIRef, place: URIRef, name: str) -> None:
    found.add((node, DCTERMS.spatial, place))
    found.add((place, RDF.type, DCTERMS.Location))
    found.add((place, RDFS.label, Literal(name, lang="sv")))


def _keywords(found: Graph, node: URIRef, keywords: Words) -> None:
    for language in ("sv", "en"):
        for word in getattr(keywords, language):
            found.add((node, DCAT.keyword, Literal(word, lang=language)))


def _said(found: Graph, node: URIRef, name: URIRef, text: Said) -> None:
    found.add((node, name, Literal(text.sv, lang="sv")))
    found.add((node, name, Literal(text.en, lang="en")))
