"""The catalogue is what DCAT-AP-SE 3.0.1 asks for, and the shapes that say so find what is broken."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest
from pyshacl import validate
from rdflib import DCAT, DCTERMS, FOAF, RDF, RDFS, XSD, BNode, Graph, Literal, Namespace, URIRef
from rdflib.compare import isomorphic

from tests.pipeline.open_data import made
from vagar_lib.pipeline.open_data import dcat
from vagar_lib.pipeline.open_data.addresses import Addresses

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib", "ignore::DeprecationWarning:pyshacl")
SHAPES = Path(__file__).with_name("shapes.ttl")
SH = Namespace("http://www.w3.org/ns/shacl#")
CATALOG = URIRef(f"{made.SITE}data/#katalog")
DATASET = URIRef(f"{made.SITE}data/#indikatorer-cc0")
CSV = URIRef(f"{made.SITE}data/#indikatorer-cc0-csv")
AGENT = URIRef("http://dataportal.se/organisation/SE2321000214")
CONTACT = URIRef(f"{made.SITE}data/#kontakt")
PERIOD = URIRef(f"{made.SITE}data/#indikatorer-cc0-period")
CHECKSUM = URIRef(f"{made.SITE}data/#indikatorer-cc0-csv-sha1")


def found(graph: Graph) -> list[str]:
    """What the shapes have against a graph: violations and warnings."""
    _, report, _ = validate(graph, shacl_graph=str(SHAPES), allow_warnings=False)
    return sorted({str(text) for text in report.objects(None, SH.resultMessage)})


@pytest.fixture
def graph(datasets, tmp_path) -> Graph:
    return made.graph(made.written(datasets, tmp_path))


def test_the_shapes_have_nothing_against_the_catalogue_not_even_a_recommendation(graph):
    assert found(graph) == []


def test_a_catalogue_without_a_contact_lacks_only_what_is_recommended(datasets, tmp_path):
    nobody = {"name": "Öppna data", "email": ""}
    said = found(made.graph(made.written(datasets, tmp_path), contact=nobody))
    assert said == ["Dataset, dcat:contactPoint is recommended"]


@pytest.mark.parametrize(
    ("about", "name", "value", "clause"),
    [
        (CATALOG, DCTERMS.title, None, "Catalog, dcterms:title"),
        (CATALOG, DCTERMS.description, None, "Catalog, dcterms:description"),
        (CATALOG, DCTERMS.publisher, None, "Catalog, dcterms:publisher"),
        (CATALOG, DCTERMS.license, None, "Catalog, dcterms:license"),
        (CATALOG, DCTERMS.license, URIRef("http://creativecommons.org/licenses/by/4.0/"), "Catalog, dcterms:license"),
        (CATALOG, DCAT.dataset, None, "Catalog, dcat:dataset"),
        (CATALOG, DCTERMS.modified, Literal("i går"), "Catalog, dcterms:modified 0..1"),
        (DATASET, DCTERMS.title, None, "Dataset, dcterms:title"),
        (DATASET, DCTERMS.title, Literal("utan språk"), "Dataset, dcterms:title"),
        (DATASET, DCTERMS.description, None, "Dataset, dcterms:description"),
        (DATASET, DCTERMS.publisher, None, "Dataset, dcterms:publisher"),
        (DATASET, DCAT.theme, URIRef(f"{dcat.EU}data-theme/X"), "Dataset, dcat:theme 0..n"),
        (DATASET, DCAT.keyword, None, "Dataset, dcat:keyword is recommended"),
        (DATASET, DCTERMS.accrualPeriodicity, Literal("årligen"), "Dataset, dcterms:accrualPeriodicity"),
        (DATASET, DCTERMS.accessRights, URIRef("urn:x"), "Dataset, dcterms:accessRights 0..1"),
        (DATASET, DCTERMS.spatial, URIRef("urn:x"), "Dataset, dcterms:spatial"),
        (DATASET, DCTERMS.temporal, URIRef("urn:x"), "Dataset, dcterms:temporal 0..n"),
        (CSV, DCAT.accessURL, None, "Distribution, dcat:accessURL"),
        (CSV, DCAT.accessURL, URIRef("fil.csv"), "Distribution, dcat:accessURL"),
        (CSV, DCAT.downloadURL, Literal("fil.csv"), "Distribution, dcat:downloadURL"),
        (CSV, DCTERMS["format"], None, "Distribution, dcterms:format"),
        (CSV, DCTERMS["format"], Literal("CSV"), "Distribution, dcterms:format"),
        (CSV, DCAT.byteSize, Literal("12"), "Distribution, dcat:byteSize"),
        (CSV, DCTERMS.license, URIRef("urn:x"), "Distribution, dcterms:license 0..1"),
        (CSV, DCTERMS.license, None, "Distribution, dcterms:license is recommended"),
        (AGENT, FOAF.name, None, "Agent, foaf:name"),
        (AGENT, DCTERMS.type, None, "Agent, dcterms:type"),
        (CONTACT, dcat.VCARD.fn, None, "Contact point, vcard:fn"),
        (CONTACT, dcat.VCARD.hasEmail, Literal("data@exempel.se"), "Contact point, vcard:hasEmail"),
        (PERIOD, DCAT.startDate, Literal("2030-01-01", datatype=XSD.date), "Time period, dcat:startDate"),
        (CHECKSUM, dcat.SPDX.checksumValue, Literal("ABC"), "Checksum, spdx:checksumValue"),
        (CHECKSUM, dcat.SPDX.algorithm, dcat.SPDX.checksumAlgorithm_sha256, "Checksum, spdx:algorithm"),
    ],
    ids=lambda part: str(part).rpartition("/")[2][-40:] or "left out",
)  # fmt: skip
def test_the_shapes_tell_the_clause_that_is_broken(graph, about, name, value, clause):
    graph.remove((about, name, None))
    if value is not None:
        graph.add((about, name, value))
    assert [text for text in found(graph) if text.startswith(clause)]


def test_a_blank_node_and_a_contact_that_is_the_publisher_are_found(graph):
    blank = BNode()
    for part in list(graph.predicate_objects(DATASET)):
        graph.remove((DATASET, *part))
        graph.add((blank, *part))
    graph.add((AGENT, RDF.type, dcat.VCARD.Organization))
    said = found(graph)
    assert [text for text in said if text.startswith("Harvesting, Avoid blank nodes")]
    assert [text for text in said if text.startswith("Contact point, vcard:hasEmail")]


def test_both_forms_are_the_same_graph_and_the_same_text_each_time(graph, datasets, tmp_path):
    written = dcat.rdf_xml(graph), dcat.turtle(graph)
    xml, turtle = Graph().parse(data=written[0], format="xml"), Graph().parse(data=written[1], format="turtle")
    assert isomorphic(xml, graph)
    assert isomorphic(turtle, graph)
    shuffled = Graph()
    for triple in sorted(graph, key=str, reverse=True):
        shuffled.add(triple)
    for prefix, namespace in graph.namespaces():
        shuffled.bind(prefix, namespace)
    assert (dcat.rdf_xml(shuffled), dcat.turtle(shuffled)) == written


def test_a_file_is_described_by_its_bytes(graph, datasets, tmp_path):
    content = (tmp_path / "indikatorer-cc0.csv").read_bytes()
    assert graph.value(CSV, DCAT.byteSize).toPython() == len(content)
    checksum = graph.value(CHECKSUM, dcat.SPDX.checksumValue)
    assert str(checksum) == hashlib.sha1(content).hexdigest()
    assert graph.value(CSV, DCAT.downloadURL) == URIRef(f"{made.SITE}data/indikatorer-cc0.csv")
    assert str(graph.value(CSV, DCTERMS["format"])) == "text/csv"


def test_the_version_of_the_profile_stands_in_the_catalogue(graph):
    standard = graph.value(CATALOG, DCTERMS.conformsTo)
    assert str(graph.value(standard, DCTERMS.title)) == "DCAT-AP-SE 3.0.1"


def test_a_county_is_a_place_at_geonames_and_a_nuts_area_and_the_country_is_sweden(datasets, tmp_path):
    places = set(made.graph(made.written(datasets, tmp_path)).objects(DATASET, DCTERMS.spatial))
    assert set(map(str, places)) == {"http://sws.geonames.org/2703330", "http://data.europa.eu/nuts/code/SE322"}
    graph = made.graph([(replace(datasets[0], places=("00",)), [])])
    [country] = graph.objects(DATASET, DCTERMS.spatial)
    assert country == dcat.SWEDEN
    assert str(graph.value(country, RDFS.label)) == "Sverige"


def test_a_licence_without_a_page_of_its_own_is_described_in_the_catalogue(graph):
    licence = graph.value(URIRef(f"{made.SITE}data/#indikatorer-egen-csv"), DCTERMS.license)
    assert licence == URIRef(f"{made.SITE}data/#licens-egen")
    assert (licence, RDF.type, DCTERMS.LicenseDocument) in graph
    assert str(graph.value(licence, DCTERMS.title)) == "Egna villkor"


def test_while_the_site_has_no_address_everything_is_found_from_where_the_description_lies(datasets, tmp_path):
    addresses, whole = Addresses(""), Addresses(made.SITE)
    written = made.written(datasets, tmp_path)
    text = addresses.written(dcat.rdf_xml(made.graph(written, site="")))
    assert "invalid" not in text
    read = Graph().parse(data=text, format="xml", publicID=f"{made.SITE}data/dcat.rdf")
    assert isomorphic(read, dcat.graph(written, made.catalog(), made.OWNER, whole))
    turtle = addresses.written(dcat.turtle(made.graph(written, site="")))
    assert isomorphic(Graph().parse(data=turtle, format="turtle", publicID=f"{made.SITE}data/dcat.ttl"), read)
