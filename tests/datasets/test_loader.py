import json
import re
from dataclasses import replace
from itertools import chain

import anndata as ad
import h5py
import numpy as np
import pandas as pd
import pytest
import torch
from scipy import sparse

from clinicell.datasets.loader import loader
from clinicell.datasets.loading import paged
from clinicell.datasets.schema.scale import Scale, scales_table
from clinicell.datasets.sharded import write_sharded
from clinicell.errors import InputError, SchemaError

N_CELLS, N_GENES = 230, 60
CLASS = "cell_type_ontology_term_id"


def cells(n_cells=N_CELLS, genes=None, seed=0, **columns):
    """Counts with some empty rows, four donors of unequal size, and three classes of which one is not known."""
    genes = [f"ENSG{k:03d}" for k in range(N_GENES)] if genes is None else genes
    rng = np.random.default_rng(seed)
    table = rng.poisson(0.3, (n_cells, len(genes))).astype("float32")
    table[::17] = 0
    obs = pd.DataFrame(
        {
            CLASS: pd.Categorical(np.array(["CL:0000236", "CL:0000084", "unknown"])[np.arange(n_cells) % 3]),
            "donor_id": np.repeat(["D1", "D2", "D3", "unknown"], [100, 80, 40, 10])[:n_cells],
            "age": np.where(np.arange(n_cells) % 5, 1.5 * np.arange(n_cells), np.nan),
            "is_malignant": np.arange(n_cells) % 4 == 0,
            **columns,
        },
        index=[f"c{k}" for k in range(n_cells)],
    )
    adata = ad.AnnData(sparse.csr_matrix(table), obs=obs, var=pd.DataFrame(index=genes))
    adata.uns["scales"] = scales_table({"X": Scale(kind="counts")})
    return adata


def stored(adata, how, folder):
    """The same cells as they come: in memory, or in a file of some kind."""
    if how == "memory":
        return adata
    path = folder / "cells.h5ad"
    adata.write_h5ad(path, compression="gzip" if how == "h5ad, compressed" else None)
    if how == "h5ad, contiguous":
        with h5py.File(path, "a") as file:
            for name in ("data", "indices", "indptr"):
                values, attributes = file["X"][name][:], dict(file["X"][name].attrs)
                del file["X"][name]
                file["X"].create_dataset(name, data=values).attrs.update(attributes)
    if how == "backed":
        return ad.read_h5ad(path, backed="r")
    return write_sharded(path, folder / "cells.zarr") if how == "zarr" else path


STORAGE = {
    "memory": "memory",
    "backed": "mapped",
    "h5ad": "mapped",
    "h5ad, contiguous": "mapped",
    "h5ad, compressed": "packed",
    "zarr": "mapped",
}


@pytest.fixture
def small_shards(monkeypatch):
    monkeypatch.setattr("clinicell.datasets.sharded.CHUNK", 64)
    monkeypatch.setattr("clinicell.datasets.sharded.CHUNKS_PER_SHARD", 5)


@pytest.mark.parametrize("how", STORAGE)
@pytest.mark.parametrize("dense", [True, False], ids=["dense", "sparse"])
def test_every_cell_comes_once_and_is_what_scipy_says(how, dense, tmp_path, small_shards):
    adata = cells()
    batches = loader(stored(adata, how, tmp_path), batch_size=32, dense=dense)
    assert batches.storage == (STORAGE[how],)
    seen = []
    for batch in batches:
        x = batch.x if dense else batch.x.to_dense()
        np.testing.assert_array_equal(x.numpy(), adata.X[batch.rows.numpy()].toarray())
        seen += batch.rows.tolist()
    assert sorted(seen) == list(range(N_CELLS))
    assert seen != sorted(seen)
    assert len(batches) == 8
    assert len(batch.rows) == N_CELLS - 7 * 32  # the last batch


@pytest.mark.parametrize(
    ("kind", "index"),
    [("int8", "int32"), ("int64", "int64"), ("float64", "int32"), ("float16", "int64"), ("bool", "int32")],
)
def test_any_type_of_number_and_index_is_read(kind, index, tmp_path):
    adata = cells()
    adata.X = adata.X.astype(bool) if kind == "bool" else adata.X.astype("float32")
    held = adata.X.astype("uint8") if kind == "bool" else adata.X
    arrays = adata.X.data.astype(kind), adata.X.indices.astype(index), adata.X.indptr.astype(index)
    adata.write_h5ad(tmp_path / "cells.h5ad")
    with h5py.File(tmp_path / "cells.h5ad", "a") as file:
        for name, array in zip(("data", "indices", "indptr"), arrays, strict=True):
            del file["X"][name]
            file["X"].create_dataset(name, data=array)
    (batch,) = loader(tmp_path / "cells.h5ad", batch_size=N_CELLS)
    np.testing.assert_array_equal(batch.x.numpy(), held[batch.rows.numpy()].toarray())


@pytest.mark.parametrize("how", ["memory", "h5ad", "zarr"])
def test_a_dense_table_is_read_by_rows(how, tmp_path):
    adata = cells()
    adata.X = adata.X.toarray()
    adata.obsm["X_pca"] = np.arange(N_CELLS * 3, dtype="float64").reshape(N_CELLS, 3)
    source = stored(adata, how, tmp_path)
    for layer, table in (("X", adata.X), ("obsm/X_pca", adata.obsm["X_pca"])):
        for batch in loader(source, layer=layer, batch_size=100):
            np.testing.assert_array_equal(batch.x.numpy(), table[batch.rows.numpy()])


def rows(batches):
    return [batch.rows.tolist() for batch in batches]


def joined(lists):
    return list(chain.from_iterable(lists))


def test_the_same_seed_gives_identical_batches_and_another_seed_or_epoch_others(tmp_path):
    adata = cells()
    first = list(loader(adata, batch_size=50, seed=3, copy=True))
    again = list(loader(stored(adata, "h5ad", tmp_path), batch_size=50, seed=3, copy=True))
    for one, two in zip(first, again, strict=True):
        assert torch.equal(one.x, two.x)
        assert torch.equal(one.rows, two.rows)
        assert torch.equal(one.labels[CLASS], two.labels[CLASS])
    assert rows(first) != rows(loader(adata, batch_size=50, seed=4))
    assert rows(first) != rows(loader(adata, batch_size=50, seed=3, epoch=1))
    assert rows(loader(adata, batch_size=50, seed=3).at(epoch=1)) == rows(loader(adata, batch_size=50, seed=3, epoch=1))
    assert joined(rows(loader(adata, batch_size=50, shuffle=False))) == list(range(N_CELLS))


@pytest.mark.parametrize("weights", [None, "donor"])
def test_resuming_after_any_batch_equals_going_on(weights):
    whole = loader(cells(), batch_size=32, seed=5, epoch=2, weights=weights)
    expected = rows(whole)
    for batch in whole:
        state = json.loads(json.dumps(whole.state(batch)))
        rest = loader(cells(), batch_size=32, seed=5, weights=weights).resume(state)
        assert rows(rest) == expected[batch.number + 1 :]
        assert len(rest) == len(expected) - batch.number - 1


def test_a_state_of_other_batches_is_refused():
    state = loader(cells(), batch_size=32).state()
    for other in (loader(cells(), batch_size=16), loader(cells(), batch_size=32, seed=1), loader(cells(100))):
        with pytest.raises(InputError, match="other cells, genes, seed"):
            other.resume(state)


def test_ranks_share_an_epoch_without_overlap():
    for n, drop_last in ((N_CELLS, False), (N_CELLS, True), (100, False)):
        shares = [rows(loader(cells(n), batch_size=16, shard=(rank, 3), drop_last=drop_last)) for rank in range(3)]
        drawn = sorted(joined(map(joined, shares)))
        assert len(set(drawn)) == len(drawn)
        assert drawn == list(range(n)) if not drop_last else len(drawn) == 3 * (n // 3 // 16) * 16
        if drop_last:
            assert len({len(share) for share in shares}) == 1


def test_labels_are_codes_with_minus_one_for_what_nobody_knows_and_numbers_keep_nan():
    adata = cells()
    batches = loader(adata, labels=(CLASS, "is_malignant", "age"))
    assert batches.categories == {CLASS: ("CL:0000084", "CL:0000236"), "is_malignant": ("False", "True")}
    (batch,) = batches
    at = batch.rows.numpy()
    words = adata.obs[CLASS].astype(str).to_numpy()[at]
    expected = [{"CL:0000084": 0, "CL:0000236": 1, "unknown": -1}[word] for word in words]
    assert batch.labels[CLASS].tolist() == expected
    assert batch.labels[CLASS].dtype == torch.int64
    assert batch.labels["is_malignant"].tolist() == adata.obs["is_malignant"].to_numpy()[at].astype(int).tolist()
    np.testing.assert_array_equal(batch.labels["age"].numpy(), adata.obs["age"].to_numpy()[at].astype("float32"))


def test_classes_of_a_trained_model_keep_their_codes():
    (batch,) = loader(cells(), labels={CLASS: ("CL:0000236", "CL:0000540")}, shuffle=False)
    assert batch.labels[CLASS][:3].tolist() == [0, -1, -1]


def test_two_institutions_share_one_vocabulary_and_a_missing_gene_is_said_to_be_missing(tmp_path):
    one = cells(genes=[f"g{k}" for k in range(30)], seed=1)
    two = cells(genes=[f"g{k}" for k in range(45, 15, -1)], seed=2, n_cells=100)
    two.write_h5ad(tmp_path / "two.h5ad")
    genes = ["g44", "g0", "g20", "g16", "g29", "g5"]
    tables, zeros = [adata.to_df().to_dict("list") for adata in (one, two)], np.zeros(N_CELLS)
    for dense in (True, False):
        batches = loader([one, tmp_path / "two.h5ad"], genes=genes, batch_size=64, dense=dense)
        assert batches.genes == tuple(genes)
        assert batches.n_missing_genes == (1, 2)
        seen = []
        for batch in batches:
            x, has = batch.x if dense else batch.x.to_dense(), batch.is_measured()
            for k, (source, row) in enumerate(zip(batch.source.tolist(), batch.rows.tolist(), strict=True)):
                assert has[k].tolist() == [gene in tables[source] for gene in genes]
                assert x[k].tolist() == [tables[source].get(gene, zeros)[row] for gene in genes]
                seen.append((source, row))
        assert sorted(seen) == [(0, k) for k in range(N_CELLS)] + [(1, k) for k in range(100)]


def test_sources_with_other_genes_need_a_vocabulary_and_it_must_fit():
    one, two = cells(), cells(genes=[f"g{k}" for k in range(N_GENES)])
    with pytest.raises(InputError, match="other genes"):
        loader([one, two])
    with pytest.raises(SchemaError, match=r"has none of the 2 genes; its own are such as 'ENSG000'.*'CD3E'"):
        loader(one, genes=["CD3E", "CD4"])
    with pytest.raises(InputError, match=r"names 1 of 3 genes twice, e\.g\. 'g1'"):
        loader(two, genes=["g1", "g2", "g1"])


def frequencies(batches, codes):
    drawn = np.concatenate([batch.rows.numpy() for epoch in range(200) for batch in batches.at(epoch=epoch)])
    return np.bincount(codes[drawn] + 1, minlength=codes.max() + 2)[1:] / drawn.size, drawn.size


@pytest.mark.parametrize("weights", ["donor", "class"])
def test_groups_are_drawn_alike_within_four_standard_errors_and_the_unknown_never(weights):
    adata = cells()
    name = "donor_id" if weights == "donor" else CLASS
    words = adata.obs[name].astype(str).to_numpy()
    groups = sorted(set(words) - {"unknown"})
    codes = np.array([groups.index(word) if word in groups else -1 for word in words])
    share, n = frequencies(loader(adata, weights=weights, labels=(CLASS,), dense=False), codes)
    expected = 1 / len(groups)
    assert share.sum() == pytest.approx(1.0)  # no draw of an unknown one
    assert np.abs(share - expected).max() < 4 * np.sqrt(expected * (1 - expected) / n)


def test_weights_of_ones_own_are_the_chances_of_each_cell():
    weights = np.random.default_rng(1).random(N_CELLS) * (np.arange(N_CELLS) % 2)
    share, n = frequencies(loader(cells(), weights=weights, labels=(), dense=False), np.arange(N_CELLS))
    expected = weights / weights.sum()
    assert not share[expected == 0].any()
    assert np.abs((share - expected) / np.sqrt(np.maximum(expected, 1e-12) / n)).max() < 4.5  # the largest of 115


@pytest.mark.parametrize("weights", [[1.0], np.full(N_CELLS, np.nan), -np.ones(N_CELLS), np.zeros(N_CELLS), "cell"])
def test_weights_that_are_none_are_refused(weights):
    with pytest.raises(InputError, match="weights"):
        loader(cells(), weights=weights)


@pytest.mark.parametrize("dense", [True, False])
def test_log1p_cp10k_is_over_all_genes_and_leaves_an_empty_cell_at_zero(dense):
    adata = cells()
    genes = list(adata.var_names[[5, 2, 40]])
    (batch,) = loader(adata, transform="log1p_cp10k", genes=genes, dense=dense)
    x = batch.x if dense else batch.x.to_dense()
    table = adata.X[batch.rows.numpy()].toarray().astype("float64")
    total = table.sum(axis=1, keepdims=True)
    expected = np.log1p(1e4 * table / np.where(total == 0, 1, total))[:, [5, 2, 40]]
    np.testing.assert_allclose(x.numpy(), expected, rtol=1e-6)
    assert (total == 0).any()


def test_log1p_cp10k_of_what_is_not_declared_as_counts_is_refused():
    adata = cells()
    adata.uns["scales"] = scales_table({"X": Scale(kind="tpm")})
    with pytest.raises(SchemaError, match="'tpm'"):
        loader(adata, transform="log1p_cp10k")
    del adata.uns["scales"]
    with pytest.raises(SchemaError, match="'nothing'"):
        loader(adata, transform="log1p_cp10k")


def test_a_column_stored_twice_in_a_row_is_added_up_as_scipy_does():
    held = sparse.csr_matrix((np.array([1, 2, 4], dtype="float32"), [1, 1, 0], [0, 3]), shape=(1, 3))
    adata = ad.AnnData(held, obs=pd.DataFrame(index=["c"]))
    for dense in (True, False):
        (batch,) = loader(adata, labels=(), dense=dense)
        assert (batch.x if dense else batch.x.to_dense()).tolist() == [[4, 3, 0]]


@pytest.mark.parametrize("transform", [None, "log1p_cp10k"])
@pytest.mark.parametrize("how", ["memory", "h5ad", "h5ad, compressed", "zarr"])
def test_batches_are_the_same_to_the_bit_whatever_the_number_of_threads(how, transform, tmp_path, small_shards):
    source = stored(cells(), how, tmp_path)
    one, two, five = (
        [batch.x for batch in loader(source, batch_size=100, threads=n, transform=transform, copy=True)]
        for n in (1, 2, 5)
    )
    assert len(one) == 3
    for first, *others in zip(one, two, five, strict=True):
        assert all(torch.equal(first, other) for other in others)


@pytest.mark.parametrize("how", ["h5ad", "zarr"])
def test_without_pread_a_file_is_read_through_its_mapping(how, tmp_path, small_shards, monkeypatch):
    monkeypatch.setattr("clinicell.datasets.loading.rows.PREAD", None)
    adata = cells()
    source = stored(adata, how, tmp_path)
    for dense in (True, False):
        for batch in loader(source, batch_size=32, dense=dense):
            x = batch.x if dense else batch.x.to_dense()
            np.testing.assert_array_equal(x.numpy(), adata.X[batch.rows.numpy()].toarray())


def test_the_order_does_not_depend_on_how_many_batches_are_drawn_at_once(monkeypatch):
    expected = rows(loader(cells(), batch_size=7, seed=2))
    for drawn in (1, 20, 64):
        monkeypatch.setattr("clinicell.datasets.loading.epoch.DRAWN", drawn)
        assert rows(loader(cells(), batch_size=7, seed=2)) == expected
        assert rows(loader(cells(), batch_size=7, seed=2, start=5)) == expected[5:]


def test_a_block_is_used_again_unless_a_copy_is_asked_for():
    batches = list(loader(cells(), batch_size=32, ring=3))
    assert batches[0].x.data_ptr() == batches[3].x.data_ptr() != batches[1].x.data_ptr()
    copies = list(loader(cells(), batch_size=32, copy=True))
    assert len({batch.x.data_ptr() for batch in copies}) == len(copies)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda x: x["indices"].__setitem__(3, N_GENES), "1 stored numbers lie outside the 60 columns"),
        (lambda x: x["indices"].__setitem__(3, -1), "1 stored numbers lie outside the 60 columns"),
        (lambda x: x["indptr"].__setitem__(3, 10**6), "falls"),
        (lambda x: x["indptr"].__setitem__(0, 1), "does not go from 0"),
        (lambda x: x["indptr"].__setitem__(N_CELLS, 10**8), "does not go from 0"),
        (lambda x: x.attrs.__setitem__("shape", (N_CELLS + 1, N_GENES)), "indptr has 231 entries"),
        (lambda x: x.attrs.__setitem__("shape", (N_CELLS, N_GENES + 1)), "61 columns for 60 genes"),
        (lambda x: x.attrs.__setitem__("encoding-type", "csc_matrix"), "not by rows"),
        (lambda x: x.pop("data"), "damaged"),
    ],
)
@pytest.mark.parametrize("dense", [True, False])
def test_a_damaged_file_is_refused(change, says, dense, tmp_path):
    path = stored(cells(), "h5ad", tmp_path)
    with h5py.File(path, "a") as file:
        change(file["X"])
    with pytest.raises(SchemaError, match=says):
        list(loader(path, dense=dense))


def test_a_file_that_is_cut_off_or_no_data_set_is_refused(tmp_path):
    path = stored(cells(), "h5ad", tmp_path)
    whole = path.read_bytes()
    for content in (whole[: len(whole) // 2], b"", b"<!doctype html>"):
        path.write_bytes(content)
        with pytest.raises(SchemaError, match="damaged"):
            loader(path)
    (tmp_path / "folder").mkdir()
    with pytest.raises(SchemaError, match="neither HDF5 nor zarr"):
        loader(tmp_path / "folder")
    with pytest.raises(InputError, match="no such file"):
        loader(tmp_path / "none.h5ad")


def test_a_shard_that_is_cut_off_is_refused_or_read_without_crashing(tmp_path, small_shards):
    folder = stored(cells(), "zarr", tmp_path)
    shard = folder / "X/data/c/1"
    shard.write_bytes(shard.read_bytes()[:100])
    with pytest.raises(Exception, match=r".+"):  # zarr's own checksum, whatever it raises
        list(loader(folder))


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"batch_size": 0}, "batch_size=0"),
        ({"seed": -1}, "seed=-1"),
        ({"ring": 0}, "ring=0"),
        ({"threads": 0}, "threads=0"),
        ({"start": 99}, "start=99: an epoch has 1 batches"),
        ({"shard": (2, 2)}, re.escape("shard=(2, 2)")),
        ({"transform": "zscore"}, "transform='zscore'"),
        ({"layer": "obsm/X_pca"}, "there is no matrix 'obsm/X_pca'"),
        ({"labels": ("tissue",)}, "there is no obs"),
        ({"weights": "class", "labels": ("age",)}, "needs a first label that has classes"),
    ],
)
def test_an_option_out_of_range_is_named(options, says):
    with pytest.raises((InputError, SchemaError), match=says):
        loader(cells(), **options)


def test_columns_that_are_numbers_in_one_source_and_text_in_another_are_refused():
    with pytest.raises(SchemaError, match="numbers here and text there"):
        loader([cells(), cells(age="old")], labels=("age",))


def test_a_loader_on_the_meta_of_another_device_moves_each_batch():
    (batch,) = loader(cells(), device="meta")
    assert batch.x.device.type == batch.labels[CLASS].device.type == "meta"


@pytest.mark.parametrize("how", ["h5ad", "zarr"])
def test_mapped_pages_are_given_back_and_the_batches_stay_right(how, tmp_path, small_shards, monkeypatch):
    monkeypatch.setattr("clinicell.datasets.loading.mixture.MAPPED", 0)
    given = []
    real = paged.give_back
    monkeypatch.setattr(paged, "give_back", lambda pieces: given.append(len(pieces)) or real(pieces))
    adata = cells()
    for batch in loader(stored(adata, how, tmp_path), batch_size=32):
        np.testing.assert_array_equal(batch.x.numpy(), adata.X[batch.rows.numpy()].toarray())
    assert len(given) >= 3 * 8


def test_a_file_that_is_cut_off_while_it_is_read_is_refused(tmp_path):
    path = stored(cells(), "h5ad", tmp_path)
    held = loader(path, labels=()).cells.sources[0].rows
    held = replace(held, starts=paged.in_memory(cells().X.indptr))
    out, every, same = np.empty((N_CELLS, N_GENES), "float32"), np.arange(N_CELLS), np.empty(0, dtype=np.int64)
    held.dense(every, out, every, same, is_log=False)
    np.testing.assert_array_equal(out, cells().X.toarray())
    with path.open("r+b") as stream:
        stream.truncate(int(held.files[1].offsets[0]) + 8)
    with pytest.raises(SchemaError, match="ends too early"):
        held.dense(every, out, every, same, is_log=False)
    with pytest.raises(SchemaError, match="ends too early"):
        held.sparse(every, same, N_GENES, is_log=False)
