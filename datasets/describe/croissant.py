"""A card as Croissant 1.1 with its responsible-AI extension (RAI 1.0): JSON-LD that search engines and loaders read.

What the card does not say is left out, and `still_open` names it: nothing is invented to please a validator.
Specifications: http://mlcommons.org/croissant/1.1 and http://mlcommons.org/croissant/RAI/1.0.
"""

from mimetypes import guess_type

from clinicell.datasets.card import DatasetCard, RawFile
from clinicell.datasets.describe.citation import address, citation, licence_address

CONTEXT: dict[str, object] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "arrayShape": "cr:arrayShape",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "containedIn": "cr:containedIn",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "description": {"@container": "@language"},
    "duo": "http://purl.obolibrary.org/obo/DUO_",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isArray": "cr:isArray",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "name": {"@container": "@language"},
    "odrl": "http://www.w3.org/ns/odrl/2/",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "prov": "http://www.w3.org/ns/prov#",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
CONFORMS = ["http://mlcommons.org/croissant/1.1", "http://mlcommons.org/croissant/RAI/1.0"]
UNCOMMON_TYPES = {".fcs": "application/vnd.isac.fcs", ".h5ad": "application/x-hdf5", ".npz": "application/zip",
                  ".mtx": "text/plain", ".gmt": "text/tab-separated-values", ".gv": "text/vnd.graphviz",
                  ".gz": "application/gzip", ".tsv": "text/tab-separated-values"}  # fmt: skip
ACTIONS = {"commercial": "odrl:commercialize", "redistribution": "odrl:distribute"}


def croissant(card: DatasetCard) -> dict[str, object]:
    """Return the JSON-LD of a data set; keys in a fixed order, equal cards give equal values."""
    cited = citation(card)
    record: dict[str, object] = {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": CONFORMS,
        "@id": card.id,
        "name": card.title,
        "description": card.summary,
        "url": address(card),
        "license": licence_address(card),
        "creator": {"@type": "Organization" if card.is_simulated else "Person", "name": cited.authors},
        "citeAs": cited.text,
        "version": "1.0.0",
        "keywords": ["single-cell", card.modality],
        "isLiveDataset": False,
        "usageInfo": _usage(card),
        "rai:dataCollection": _collection(card),
        "rai:dataAnnotationProtocol": card.label_provenance,
        "rai:dataPreprocessingProtocol": _preparation(card),
        "rai:dataCollectionMissingData": "Unknown is NaN or 'unknown', never 0; nothing was imputed here.",
        "rai:personalSensitiveInformation": _sensitive(card),
        "distribution": [_file(file) for file in card.files],
    }
    if cited.year:
        record["datePublished"] = cited.year
    if card.accession:
        record["identifier"] = card.accession
    if card.licence_note:
        record["rai:dataReleaseMaintenancePlan"] = card.licence_note
    return record


def still_open(card: DatasetCard) -> tuple[str, ...]:
    """Return the properties that an author must complete: the card cannot know them."""
    lost = ["rai:dataBiases", "rai:dataLimitations", "rai:dataSocialImpact", "rai:annotatorDemographics"]
    return (*lost, *(() if citation(card).year else ("datePublished",)))


def _usage(card: DatasetCard) -> dict[str, object]:
    """Return what the licence allows and forbids, as an ODRL offer; unknown where nobody knows."""
    if not card.allows:
        return {"@type": "CreativeWork", "name": "unknown: ask before any use", "text": card.licence}
    permitted = [ACTIONS[use] for use in card.allows if use in ACTIONS]
    forbidden = [action for use, action in ACTIONS.items() if use not in card.allows]
    offer: dict[str, object] = {
        "@type": ["CreativeWork", "odrl:Offer"],
        "name": card.licence,
        "odrl:permission": [
            {"@type": "odrl:Permission", "odrl:action": {"@id": "duo:0000042", "name": "General research use"}},
            *({"@type": "odrl:Permission", "odrl:action": {"@id": action}} for action in permitted),
        ],
    }
    if forbidden:
        offer["odrl:prohibition"] = [
            {"@type": "odrl:Prohibition", "odrl:action": {"@id": action}} for action in forbidden
        ]
    return offer


def _collection(card: DatasetCard) -> str:
    if card.simulation is not None:
        return f"Simulated by {card.simulation.module} with seed {card.simulation.seed}: no patient is in it."
    return f"{card.source}. Original: {card.original}"


def _preparation(card: DatasetCard) -> str:
    made = sorted({f"{file.derived_from}: {file.how}" for file in card.files if file.derived_from})
    return "; ".join(made) or "The raw files are the public ones, byte for byte."


def _sensitive(card: DatasetCard) -> str:
    if card.is_simulated or card.id.startswith("sim_"):
        return "None: the data are simulated."
    return (
        f"{card.counts.n_donors} donors under pseudonyms. Measurements of single cells can be linked to a person; "
        "they are not anonymous."
    )


def _file(file: RawFile) -> dict[str, object]:
    """Return one raw file; without a public address, its name stands for where a mirror holds it."""
    record: dict[str, object] = {
        "@type": "cr:FileObject",
        "@id": file.path,
        "name": file.path.rpartition("/")[2],
        "contentUrl": file.url or file.path,
        "contentSize": f"{file.bytes} B",
        "encodingFormat": _type_of(file.path),
        "sha256": file.sha256,
    }
    if file.derived_from:
        record["description"] = f"No public address holds these bytes. {file.how}"
        record["prov:wasDerivedFrom"] = {"@type": "prov:Entity", "prov:label": file.derived_from}
    return record


def _type_of(path: str) -> str:
    ending = "." + path.rpartition(".")[2].lower()
    kind, packed = guess_type(path)
    if packed == "gzip":
        return "application/gzip"
    return UNCOMMON_TYPES.get(ending) or kind or "application/octet-stream"
