"""Defects that are let pass, and a number that changes: the library reads the file without an error."""

import io
import warnings
from collections.abc import Callable

import anndata as ad
import numpy as np
import pandas as pd
from scipy import sparse

Shown = tuple[float, float, str]  # right, wrong, what it is
RNG_SEED = 3


def _counts() -> np.ndarray:
    return np.random.default_rng(RNG_SEED).poisson(np.linspace(0.5, 40, 20), (50, 20)).astype("float64")


def _log_cp10k(x: np.ndarray) -> np.ndarray:
    return np.log1p(x / x.sum(axis=1, keepdims=True) * 1e4)


def logarithms_called_counts() -> Shown:
    """Normalise counts, and their logarithms as if they were counts."""
    counts = _counts()
    spread = [float(np.ptp(_log_cp10k(x).mean(0))) for x in (counts, np.log1p(counts))]
    return spread[0], spread[1], "range of mean log expression over genes"


def z_scores_called_counts() -> Shown:
    """Normalise z-scores as if they were counts."""
    counts = _counts()
    z = (counts - counts.mean(0)) / counts.std(0)
    with np.errstate(all="ignore"):
        lost = float(np.isnan(_log_cp10k(z)).mean())
    return 0.0, lost, "share of normalised values that are NaN"


def an_index_too_large() -> Shown:
    """Build a CSR matrix whose indices were damaged: scipy does not look by default."""
    whole = sparse.csr_matrix(_counts())
    moved = whole.indices.copy()
    moved[:20] = moved[:20][::-1]
    wrong = sparse.csr_matrix((whole.data, moved, whole.indptr), shape=whole.shape)
    return float(whole[0, 0]), float(wrong[0, 0]), "count of the first gene in the first cell"


def an_entry_twice() -> Shown:
    """Store an entry twice: its row sums, and what is kept, differ."""
    doubled = sparse.csr_matrix((np.array([5.0, 6.0]), np.array([1, 1]), np.array([0, 2])), shape=(1, 3))
    return float(np.log1p(doubled.toarray()).sum()), float(np.log1p(doubled.data).sum()), "sum of log1p of a cell"


def nan_and_infinite_numbers() -> Shown:
    """Average a gene of which one count is NaN."""
    counts = _counts()
    right = int(np.isfinite(counts.mean(0)).sum())
    counts[3, 4] = np.nan
    return right, int(np.isfinite(counts.mean(0)).sum()), "genes with a mean"


def a_code_for_missing_as_a_value() -> Shown:
    """Average an MRD level of which one is the code -9."""
    levels = pd.read_csv(io.StringIO("level\n0.01\n0.02\n-9\n0.03\n"))["level"]
    return float(levels[levels >= 0].mean()), float(levels.mean()), "mean MRD level"


def percent_instead_of_a_share() -> Shown:
    """Call MRD at 1e-2 from percent."""
    shares = np.array([0.0005, 0.002, 0.02, 0.0001])
    return int((shares >= 1e-2).sum()), int((shares * 100 >= 1e-2).sum()), "patients called positive of 4"


def a_decimal_comma() -> Shown:
    """Read 1,5 with the comma as a mark of thousands."""
    read = [pd.read_csv(io.StringIO("a;b\n1,5;2\n"), sep=";", **{key: ","})["a"][0] for key in ("decimal", "thousands")]
    return float(read[0]), float(read[1]), "the number"


def excel_has_changed_names() -> Shown:
    """Match gene names after Excel."""
    genes, after = {"MARCH1", "SEPT2", "TP53", "DEC1"}, {"1-Mar", "2-Sep", "TP53", "1-Dec"}
    return len(genes), len(genes & after), "genes found of 4"


def cut_off() -> Shown:
    """Read a text of which the last 10 % are lost: no error."""
    text = "cell,n\n" + "".join(f"c{i},{i}\n" for i in range(1000))
    read = [len(pd.read_csv(io.StringIO(part))) for part in (text, text[: len(text) * 9 // 10])]
    return read[0], read[1], "cells that pandas reads"


def a_quote_that_is_not_closed() -> Shown:
    """Read a text in which one quote stays open until the next."""
    text = 'cell,n\na,1\n"b,2\nc,3\nd",4\ne,5\n'
    return 5, len(pd.read_csv(io.StringIO(text))), "cells that pandas reads"


def duplicate_ids() -> Shown:
    """Join cells to patients of which one stands twice."""
    cells = pd.DataFrame({"donor": ["a", "a", "b"]})
    patients = pd.DataFrame({"donor": ["a", "a", "b"], "cr": [1, 0, 0]})
    return 3, len(cells.merge(patients)), "cells after a join"


def a_key_that_finds_nothing() -> Shown:
    """Join cells by a key with a blank behind it."""
    cells, patients = pd.DataFrame({"k": ["a", "b "]}), pd.DataFrame({"k": ["a", "b"], "cr": [1, 0]})
    return 2, len(cells.merge(patients)), "cells after a join"


def a_transposed_matrix() -> Shown:
    """Read a genes x cells matrix as cells x genes: anndata takes it."""
    counts = _counts()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ad.AnnData(counts).n_obs, ad.AnnData(counts.T).n_obs, "cells"


def one_donor_in_two_splits() -> Shown:
    """Tell donors, whose labels are drawn by lot, by their nearest neighbour: right only where the donor leaks."""
    rng = np.random.default_rng(5)
    donor = np.repeat(np.arange(40), 10)
    label = rng.permutation(np.repeat([0, 1], 20))[donor]
    x = rng.normal(size=(40, 8))[donor] + 0.3 * rng.normal(size=(400, 8))
    found = []
    for test in (donor >= 20, np.arange(400) % 2 == 1):
        near = ((x[test][:, None] - x[~test][None]) ** 2).sum(-1).argmin(1)
        found.append(round(float((label[~test][near] == label[test]).mean()), 3))
    return found[0], found[1], "accuracy where there is nothing to learn"


def wrong_encoding() -> Shown:
    """Read ids in UTF-8 as latin-1, and join them."""
    ids = ["Müller-1", "b"]
    read = [name.encode().decode("latin-1") for name in ids]
    return 2, len(set(ids) & set(read)), "ids found of 2"


def bytes_in_another_order() -> Shown:
    """Read a little-endian count as big-endian."""
    data = np.array([1], dtype="<i4").tobytes()
    return 1, int(np.frombuffer(data, dtype=">i4")[0]), "the count"


def wrong_units() -> Shown:
    """Take IC50 in nM for uM."""
    return round(float(np.log(0.4)), 3), round(float(np.log(400.0)), 3), "ln IC50 (uM) of one drug"


def an_index_out_of_range() -> Shown:
    """Count alleles of a call that names a seventh: it counts as none of the first."""
    return float("nan"), float([0, 7].count(1)), "copies of the variant"


def logarithms_called_linear() -> Shown:
    """Compare a positive with a negative population that are stored as logarithms over four decades."""
    channels = np.array([100.0, 900.0])
    linear = 10 ** (4 * channels / 1024)
    return round(float(linear[1] / linear[0]), 1), float(channels[1] / channels[0]), "positive over negative"


def chunks_that_were_never_written() -> Shown:
    """Read an HDF5 set whose second half was never written."""
    import h5py

    with h5py.File("none.h5", "w", driver="core", backing_store=False) as file:
        stored = file.create_dataset("X", (100,), "f4", chunks=(50,))
        stored[:50] = 4.0
        return 4.0, float(stored[...].mean()), "mean count"


def a_response_without_its_criterion() -> Shown:
    """Call responders of PR, SD, VGPR, MR after RECIST's grades and after IMWG's."""
    grades = ["PR", "SD", "VGPR", "MR"]
    return (
        sum(g in {"CR", "PR"} for g in grades),
        sum(g in {"sCR", "CR", "VGPR", "PR"} for g in grades),
        "responders of 4",
    )


DEMONSTRATIONS: tuple[Callable[[], Shown], ...] = (
    logarithms_called_counts,
    z_scores_called_counts,
    an_index_too_large,
    an_entry_twice,
    nan_and_infinite_numbers,
    a_code_for_missing_as_a_value,
    percent_instead_of_a_share,
    a_decimal_comma,
    excel_has_changed_names,
    cut_off,
    a_quote_that_is_not_closed,
    duplicate_ids,
    a_key_that_finds_nothing,
    a_transposed_matrix,
    one_donor_in_two_splits,
    wrong_encoding,
    bytes_in_another_order,
    wrong_units,
    an_index_out_of_range,
    logarithms_called_linear,
    chunks_that_were_never_written,
    a_response_without_its_criterion,
)
