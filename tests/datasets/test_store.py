"""The store: verified bytes under their hash, and standard files that are made once, the same way each time."""

import hashlib
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import anndata as ad
import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from clinicell.datasets._source import source_hashes
from clinicell.datasets._store import is_intact
from clinicell.datasets.card import DatasetCard, find_card
from clinicell.datasets.schema.levels import Level
from clinicell.datasets.schema.scale import Scale
from clinicell.datasets.simulate._shared import unknown_person
from clinicell.datasets.standard_multiome import multiome, part
from clinicell.datasets.store import StandardFile, Store, clear, disk_use, fetch, load, load_multiome, standard_file
from clinicell.errors import CardError, FetchError, InputError, SchemaError, SurroundingsError
from clinicell.files import sha256

MATRIX = b"cell,site1\nc1,0\nc2,1\n"
SIMULATED = """
id = "small_snv"
title = "Small simulated tumours"
modality = "genotype"
summary = "Two tumours."
source = "our simulator"
licence = "CC0-1.0"
allows = ["research"]
label_provenance = "planted"
[counts]
n_obs = 40
n_vars = 24
n_donors = 2
n_samples = 2
[simulation]
module = "snv"
seed = 7
[simulation.parameters]
n_donors = 2
min_cells = 20
max_cells = 20
n_sites = 12
min_clones = 2
max_clones = 3
false_positive_rate = 0.01
false_negative_rate = 0.2
missing_rate = 0.1
"""


@pytest.fixture
def card(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DatasetCard:
    """A card with one file, which lies in a mirror."""
    (tmp_path / "mirror" / "small").mkdir(parents=True)
    (tmp_path / "mirror" / "small" / "matrix.csv").write_bytes(MATRIX)
    monkeypatch.setenv("CLINICELL_MIRROR", str(tmp_path / "mirror"))
    file = {
        "path": "matrix.csv",
        "sha256": hashlib.sha256(MATRIX).hexdigest(),
        "bytes": len(MATRIX),
        "derived_from": "a table",
        "how": "saved as CSV",
    }
    return DatasetCard.model_validate(
        {
            "id": "small",
            "title": "Small",
            "modality": "genotype",
            "summary": "Two cells.",
            "source": "Nobody 2020",
            "original": "https://example.org",
            "licence": "CC0-1.0",
            "allows": [],
            "label_provenance": "made up",
            "mirror": "small",
            "counts": {"n_obs": 2, "n_vars": 1, "n_donors": 1, "n_samples": 1},
            "files": [file],
        }
    )


@pytest.fixture
def cards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of cards of the test's own, with one simulated set."""
    folder = tmp_path / "cards"
    folder.mkdir()
    (folder / "small_snv.toml").write_text(SIMULATED)
    monkeypatch.setattr("clinicell.datasets.card.CARDS", folder)
    return folder


def spoil(path: Path, data: bytes) -> None:
    path.chmod(0o644)
    path.write_bytes(data)


def test_an_object_lies_under_its_hash_and_is_read_only(store: Store, card: DatasetCard) -> None:
    fetch(card, store)
    path = store.object_path(card.files[0].sha256)
    assert path.parts[-3:] == ("objects", card.files[0].sha256[:2], card.files[0].sha256)
    assert sha256(path) == card.files[0].sha256
    assert path.stat().st_mode & 0o222 == 0


def test_the_environment_names_the_store(store: Store, tmp_path: Path) -> None:
    assert Store().root == tmp_path / "store"
    assert Store(tmp_path / "other").root == tmp_path / "other"


def test_a_tampered_object_is_removed_and_fetched_again(store: Store, card: DatasetCard) -> None:
    folder = fetch(card, store)
    (folder / "matrix.csv").unlink()
    spoil(store.object_path(card.files[0].sha256), MATRIX.replace(b"1", b"0"))
    assert (fetch(card, store) / "matrix.csv").read_bytes() == MATRIX
    assert store.holds(card.files[0])


def test_a_tampered_object_is_never_used_when_it_cannot_be_fetched_again(
    store: Store, card: DatasetCard, monkeypatch: pytest.MonkeyPatch
) -> None:
    (fetch(card, store) / "matrix.csv").unlink()
    spoil(store.object_path(card.files[0].sha256), b"other")
    monkeypatch.delenv("CLINICELL_MIRROR")
    with pytest.raises(FetchError, match="1 of 1 raw files of 'small' have no public address"):
        fetch(card, store)
    assert not store.object_path(card.files[0].sha256).exists()


@pytest.mark.parametrize("fault", ["changed", "surplus", "link"])
def test_a_raw_folder_that_was_changed_is_made_again(
    store: Store, card: DatasetCard, tmp_path: Path, fault: str
) -> None:
    folder = fetch(card, store)
    if fault == "surplus":
        (folder / "more.csv").write_bytes(b"x")
    elif fault == "changed":
        spoil(folder / "matrix.csv", b"other")
    else:
        (folder / "matrix.csv").unlink()
        (folder / "matrix.csv").symlink_to(tmp_path / "mirror" / "small" / "matrix.csv")
    assert not is_intact(folder, card)
    assert fetch(card, store) == folder
    assert [path.name for path in folder.iterdir()] == ["matrix.csv"]
    assert is_intact(folder, card)


def test_other_bytes_under_the_same_id_are_another_folder(store: Store, card: DatasetCard, tmp_path: Path) -> None:
    first = fetch(card, store)
    (tmp_path / "mirror" / "small" / "matrix.csv").write_bytes(b"newer")
    newer = card.files[0].model_copy(update={"sha256": hashlib.sha256(b"newer").hexdigest(), "bytes": 5})
    second = fetch(card.model_copy(update={"files": (newer,)}), store)
    assert (first / "matrix.csv").read_bytes() == MATRIX
    assert (second / "matrix.csv").read_bytes() == b"newer"


def test_many_writers_at_once_leave_one_whole_folder(store: Store, card: DatasetCard) -> None:
    with ThreadPoolExecutor(8) as pool:
        folders = set(pool.map(lambda _: fetch(card, store), range(32)))
    assert len(folders) == 1
    assert is_intact(folders.pop(), card)
    assert {path.name for path in store.root.rglob("*") if path.is_file()} == {
        "CACHEDIR.TAG",
        "matrix.csv",
        card.files[0].sha256,
    }


def test_a_store_that_cannot_be_written_is_named(card: DatasetCard, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(SurroundingsError, match=r"the store at .*file.* cannot be used: .*CLINICELL_STORE"):
        fetch(card, Store(tmp_path / "file" / "store"))


def test_disk_use_counts_linked_bytes_once_and_clear_frees_them(store: Store, card: DatasetCard) -> None:
    assert [use.n_bytes for use in disk_use(store)] == [0, 0, 0, 0, 0]
    fetch(card, store)
    uses = {use.part: (use.n_files, use.n_bytes) for use in disk_use(store)}
    assert uses == {
        "objects": (1, len(MATRIX)),
        "raw": (1, 0),
        "standard": (0, 0),
        "ontology": (0, 0),
        "incoming": (0, 0),
    }
    (store.root / "notes of mine.txt").write_text("keep")
    assert clear(store) == len(MATRIX)
    assert [path.name for path in store.root.iterdir()] == ["notes of mine.txt"]


def test_clear_leaves_a_folder_alone_that_is_no_store(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "thesis.txt").write_text("years of work")
    with pytest.raises(InputError, match="is no store of clinicell"):
        clear(Store(tmp_path))
    assert (tmp_path / "raw" / "thesis.txt").exists()
    assert clear(Store(tmp_path / "nowhere")) == 0


def test_a_simulated_set_is_made_once_and_kept(store: Store, cards: Path) -> None:
    first = standard_file("small_snv", store)
    stamp = first.path.stat().st_mtime_ns
    assert first.level is Level.L3
    assert first.sha256 == sha256(first.path)
    assert first.path.is_relative_to(store.root / "standard" / "small_snv")
    assert standard_file("small_snv", store) == first
    assert first.path.stat().st_mtime_ns == stamp
    adata = load("small_snv", store)
    assert adata.shape == (40, 24)
    assert adata.uns["dataset_id"] == "small_snv"


def test_a_kept_file_says_what_it_was_made_from(store: Store, cards: Path) -> None:
    kept = standard_file("small_snv", store)
    note = json.loads(kept.path.with_suffix(".json").read_text())
    assert note["sha256"] == kept.sha256
    assert note["made_from"] == kept.made_from
    assert note["made_from"]["simulation"]["seed"] == 7
    assert "clinicell.datasets.simulate.snv" in note["made_from"]["source"]


def test_another_seed_makes_another_file(store: Store, cards: Path) -> None:
    first = standard_file("small_snv", store)
    (cards / "small_snv.toml").write_text(SIMULATED.replace("seed = 7", "seed = 8"))
    second = standard_file("small_snv", store)
    assert second.path != first.path
    assert second.sha256 != first.sha256


def test_another_source_makes_another_file(store: Store, cards: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = standard_file("small_snv", store)
    monkeypatch.setattr("clinicell.datasets.store.source_hashes", lambda module: {module: "changed"})
    second = standard_file("small_snv", store)
    assert second.path != first.path
    assert second.sha256 == first.sha256


@pytest.mark.parametrize("fault", ["changed", "half", "gone", "no note"])
def test_a_kept_file_that_was_changed_is_made_again(store: Store, cards: Path, fault: str) -> None:
    kept = standard_file("small_snv", store)
    data = kept.path.read_bytes()
    if fault == "gone":
        kept.path.unlink()
    elif fault == "no note":
        kept.path.with_suffix(".json").unlink()
    else:
        kept.path.write_bytes(data[: len(data) // 2] if fault == "half" else data[:-1] + b"?")
    assert standard_file("small_snv", store) == kept
    assert kept.path.read_bytes() == data


def test_two_processes_write_the_same_bytes(store: Store, cards: Path) -> None:
    """Neither time nor the order of hashing stands in a standard file."""
    here = standard_file("small_snv", store)
    code = (
        "import sys; from pathlib import Path; from clinicell.datasets import card; card.CARDS = Path(sys.argv[1]);"
        "from clinicell.datasets.store import Store, standard_file;"
        "print(standard_file('small_snv', Store(Path(sys.argv[2]))).sha256)"
    )
    command = [sys.executable, "-W", "error", "-c", code, str(cards), str(store.root.parent / "other_store")]
    environment = {**os.environ, "PYTHONHASHSEED": "4711", "TZ": "Asia/Tokyo"}
    there = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    assert there.stdout.strip() == here.sha256


def test_what_is_not_valid_is_refused_with_its_findings_and_not_kept(
    store: Store, cards: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = load("small_snv", store)

    def without_donors(
        *, dataset_id: str, title: str, seed: int, n_donors: int, min_cells: int, max_cells: int, n_sites: int,
        min_clones: int, max_clones: int, false_positive_rate: float, false_negative_rate: float, missing_rate: float,
    ) -> ad.AnnData:  # fmt: skip
        del whole.obs["donor_id"]
        return whole

    clear(store)
    monkeypatch.setattr("clinicell.datasets.simulate.snv.simulate", without_donors)
    with pytest.raises(SchemaError, match=r"small_snv: no valid standard data set, .* nothing was kept") as refused:
        standard_file("small_snv", store)
    assert "donor_id" in str(refused.value)
    assert not [path for path in store.root.rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            'module = "snv"',
            'module = "weather"',
            r"nothing makes 'small_snv': there is no datasets/simulate/weather\.py",
        ),
        ("missing_rate = 0.1", "lost_rate = 0.1", r"small_snv\.toml: simulation\.parameters: .*"),
    ],
)
def test_a_card_whose_simulation_cannot_run_is_refused(
    store: Store, cards: Path, old: str, new: str, says: str
) -> None:
    (cards / "small_snv.toml").write_text(SIMULATED.replace(old, new))
    with pytest.raises(CardError, match=says):
        standard_file("small_snv", store)


def two_kinds(*, dataset_id, title, seed, **_):
    """Return three simulated cells with two genes and one peak."""
    ones = sparse.csr_matrix(np.arange(1.0, 7.0, dtype="float32").reshape(3, 2))
    genes = pd.DataFrame({"feature_name": ["A", "B"]}, index=["SIMG0001", "SIMG0002"])
    cells = pd.DataFrame({"donor_id": "D1", "sample_id": "D1", "library_id": "D1"}, index=list("abc"))
    counts = {"X": Scale(kind="counts")}
    return multiome(
        dataset_id=dataset_id, title=title, license="CC0-1.0", obs=cells,
        clinical=dict(unknown_person(institution_id="S", batch_id="b")),
        rna=part(ones, genes, counts), atac=part(ones[:, :1], pd.DataFrame(index=["peak1"]), counts),
        uns={"is_simulated": True},
    )  # fmt: skip


def test_a_multiome_is_kept_as_h5mu_with_the_same_bytes_each_time(
    store: Store, cards: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (cards / "small_snv.toml").write_text(SIMULATED.replace('modality = "genotype"', 'modality = "multiome"'))
    monkeypatch.setattr("clinicell.datasets.simulate.snv.simulate", two_kinds)
    kept = standard_file("small_snv", store)
    assert kept.path.suffix == ".h5mu"
    assert standard_file("small_snv", Store(tmp_path / "other")).sha256 == kept.sha256
    mdata = load_multiome("small_snv", store)
    assert {name: adata.shape for name, adata in mdata.mod.items()} == {"rna": (3, 2), "atac": (3, 1)}
    assert mdata.obs["donor_id"].tolist() == ["D1"] * 3
    with pytest.raises(SchemaError, match="`load_multiome` returns it"):
        load("small_snv", store)


def test_a_data_set_of_one_kind_is_no_multiome(store: Store, cards: Path) -> None:
    with pytest.raises(SchemaError, match="`load` returns it"):
        load_multiome("small_snv", store)


def test_an_unknown_id_is_refused(store: Store, cards: Path) -> None:
    with pytest.raises(CardError, match="no data set 'small_svn' among 1 cards; did you mean 'small_snv'"):
        load("small_svn", store)


def test_the_source_of_a_module_is_all_of_ours_that_it_imports() -> None:
    hashes = source_hashes("clinicell.datasets.simulate.snv")
    root = Path(__file__).resolve().parents[2]
    assert hashes["clinicell.datasets.simulate.snv"] == sha256(root / "datasets" / "simulate" / "snv.py")
    assert "clinicell.datasets.standard" in hashes  # imported by it
    assert "clinicell.datasets.schema.scale" in hashes  # imported by what it imports
    assert not [name for name in hashes if not name.startswith("clinicell.")]
    with pytest.raises(ModuleNotFoundError):
        source_hashes("clinicell.datasets.weather")


def test_a_source_that_changes_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clinicell.datasets._source._PACKAGE", tmp_path)
    first, second = tmp_path / "first.py", tmp_path / "second.py"
    first.write_text("import clinicell.second\n")
    second.write_text("X = 1\n")
    before = source_hashes("clinicell.first")
    assert source_hashes("clinicell.first") == before
    second.write_text("X = 22\n")
    after = source_hashes("clinicell.first")
    assert after["clinicell.second"] == sha256(second) != before["clinicell.second"]
    assert after["clinicell.first"] == before["clinicell.first"]


def test_a_real_set_goes_from_the_mirror_to_its_standard_file(store: Store, mirror: Path) -> None:
    kept: StandardFile = standard_file("leung2017_crc", store)
    card = find_card("leung2017_crc")
    adata = load("leung2017_crc", store)
    assert is_intact(store.raw_folder(card), card)
    assert kept.made_from["raw"] == {file.path: file.sha256 for file in card.files}
    assert (adata.n_obs, adata.n_vars) == (card.counts.n_obs, card.counts.n_vars)


def test_counts_that_are_not_those_of_the_data_are_refused(
    store: Store, mirror: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (Path(__file__).resolve().parents[2] / "datasets" / "cards" / "leung2017_crc.toml").read_text()
    (tmp_path / "cards").mkdir()
    (tmp_path / "cards" / "leung2017_crc.toml").write_text(text.replace("n_vars = 36", "n_vars = 37"))
    monkeypatch.setattr("clinicell.datasets.card.CARDS", tmp_path / "cards")
    with pytest.raises(CardError, match=r"counts\.n_vars: the card says 37, the data set has 36"):
        standard_file("leung2017_crc", store)


def test_a_file_system_without_hard_links_gets_copies(
    store: Store, card: DatasetCard, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(source: Path, target: Path) -> None:
        raise PermissionError(1, "Operation not permitted", str(target))

    monkeypatch.setattr("os.link", refuses)
    folder = fetch(card, store)
    assert is_intact(folder, card)
    assert (folder / "matrix.csv").stat().st_ino != store.object_path(card.files[0].sha256).stat().st_ino
