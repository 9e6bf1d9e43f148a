"""A table of knowledge in the store: fetched, converted, judged and kept like any data set, as gzipped csv."""

import gzip
import hashlib
from pathlib import Path

import pytest

from clinicell.datasets.card import DatasetCard
from clinicell.datasets.store import Store, load, load_multiome, load_table, standard_file
from clinicell.errors import CardError, SchemaError

ID = "reactome_hierarchy"
PAIRS = "R-HSA-1\tR-HSA-2\nR-HSA-1\tR-HSA-3\n"


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A function that puts pairs into a mirror, with a card of them that counts `n_rows`."""

    def put(pairs: str = PAIRS, n_rows: int = 2) -> None:
        (tmp_path / "mirror").mkdir(exist_ok=True)
        (tmp_path / "mirror" / "ReactomePathwaysRelation.txt").write_text(pairs)
        card = DatasetCard.model_validate(
            {
                "id": ID,
                "title": "Small",
                "modality": "hierarchy",
                "summary": "Two pairs.",
                "source": "Nobody 2020",
                "original": "https://example.org",
                "licence": "CC0-1.0",
                "allows": [],
                "label_provenance": "made up",
                "counts": {"n_obs": n_rows, "n_vars": 2, "n_donors": 0, "n_samples": 0},
                "files": [
                    {
                        "path": "ReactomePathwaysRelation.txt",
                        "sha256": hashlib.sha256(pairs.encode()).hexdigest(),
                        "bytes": len(pairs),
                        "derived_from": "a table",
                        "how": "made up",
                        "mirror": "ReactomePathwaysRelation.txt",
                    }
                ],
            }
        )
        monkeypatch.setenv("CLINICELL_MIRROR", str(tmp_path / "mirror"))
        monkeypatch.setattr("clinicell.datasets.store.find_card", lambda _: card)

    return put


def test_a_table_is_kept_as_gzipped_csv_with_its_level(store: Store, kept) -> None:
    kept()
    file = standard_file(ID)
    assert file.path.name.endswith(".csv.gz")
    assert file.level.name == "L2"
    assert gzip.decompress(file.path.read_bytes()).decode() == "parent,child\nR-HSA-1,R-HSA-2\nR-HSA-1,R-HSA-3\n"
    assert load_table(ID)["child"].tolist() == ["R-HSA-2", "R-HSA-3"]


def test_a_kept_table_is_not_made_again_and_a_changed_one_is(store: Store, kept) -> None:
    kept()
    first = standard_file(ID)
    assert standard_file(ID) == first
    first.path.write_bytes(b"")
    assert standard_file(ID).sha256 == first.sha256
    assert first.path.stat().st_size > 0


def test_a_table_with_faults_is_not_kept(store: Store, kept) -> None:
    kept("R-HSA-1\tR-HSA-2\n" * 2)
    with pytest.raises(SchemaError, match=r"L1-TABLE-04 rows: rows occur more than once \(1 of 2 rows\)"):
        standard_file(ID)
    assert not list((store.root / "standard").rglob("*.gz"))


def test_a_table_of_another_size_than_its_card_says_is_refused(store: Store, kept) -> None:
    kept(n_rows=3)
    with pytest.raises(CardError, match=r"counts\.n_obs: the card says 3, the data set has 2"):
        standard_file(ID)


def test_a_table_is_neither_a_data_set_of_cells_nor_a_multiome(store: Store, kept) -> None:
    kept()
    with pytest.raises(SchemaError, match="a table without cells; `load_table` returns it"):
        load(ID)
    with pytest.raises(SchemaError, match="no multiome"):
        load_multiome(ID)
