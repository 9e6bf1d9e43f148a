"""A card as a Data Package (https://datapackage.org, version 2): for who works with tables and nothing else."""

from clinicell.datasets.card import DatasetCard, RawFile
from clinicell.datasets.describe.citation import address, citation, licence_address

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"


def datapackage(card: DatasetCard) -> dict[str, object]:
    """Return ``datapackage.json`` of a data set's raw files."""
    cited = citation(card)
    return {
        "$schema": PROFILE,
        "name": card.id.replace("_", "-"),
        "title": card.title,
        "description": card.summary,
        "homepage": address(card),
        "licenses": [_licence(card)],
        "sources": [{"title": card.source, "path": address(card)}],
        "contributors": [{"title": cited.authors, "roles": ["creator"]}],
        "keywords": ["single-cell", card.modality],
        "resources": [_resource(file) for file in card.files] or [_simulated(card)],
    }


def _licence(card: DatasetCard) -> dict[str, str]:
    found = licence_address(card)
    if found.startswith("https://spdx.org/"):
        return {"name": found.rpartition("/")[2].removesuffix(".html"), "path": found, "title": card.licence}
    return {"title": card.licence, "path": address(card)}


def _resource(file: RawFile) -> dict[str, object]:
    name = "".join(sign if sign.isalnum() or sign in "-._/" else "-" for sign in file.path.lower())
    return {
        "name": name.replace("/", "-"),
        "path": file.url or file.path,
        "bytes": file.bytes,
        "hash": f"sha256:{file.sha256}",
        **({"description": f"{file.derived_from}: {file.how}"} if file.derived_from else {}),
    }


def _simulated(card: DatasetCard) -> dict[str, object]:
    return {"name": f"{card.id.replace('_', '-')}", "path": f"{card.id}.h5ad", "description": "made by the simulator"}
