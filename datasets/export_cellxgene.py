"""A standard scRNA data set as the CELLxGENE schema 7.1 wants it; what the file does not say is asked for.

Nothing is invented: where the schema demands what nobody knows, the export is refused with the whole list. Where it
demands a fixed word (``na`` for all that a cell line has no own of), that word is written and noted.
"""

import hashlib
import warnings
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import anndata as ad
import numpy as np
import pandas as pd
from scipy import sparse

from clinicell.datasets.ontology.genes import table
from clinicell.datasets.ontology.index import open_index
from clinicell.datasets.privacy.screen import require_private
from clinicell.datasets.schema.header import text_of
from clinicell.datasets.schema.levels import Level, Verdict
from clinicell.datasets.schema.matrix import plain
from clinicell.datasets.schema.scales import kind_of
from clinicell.datasets.schema.terms import NOT_APPLICABLE
from clinicell.datasets.validate import validate
from clinicell.errors import SchemaError
from clinicell.files import written_whole

HUMAN = "NCBITaxon:9606"
STAGE = "development_stage_ontology_term_id"
NORMALIZED = ("log1p_cp10k", "log2_tpm", "tpm")
REQUIRED = (
    "assay_ontology_term_id",
    "cell_type_ontology_term_id",
    STAGE,
    "disease_ontology_term_id",
    "donor_id",
    "is_primary_data",
    "self_reported_ethnicity_ontology_term_id",
    "sex_ontology_term_id",
    "suspension_type",
    "tissue_ontology_term_id",
    "tissue_type",
)
# Ours that may come along: text without a gap, under names that the schema neither reserves nor forbids.
BESIDE = (
    "sample_id", "library_id", "institution_id", "batch_id", "time_point", "sampled_site_condition", "age_band",
    "cell_type_label_source",
)  # fmt: skip
OF_A_LINE = ("donor_id", "sex_ontology_term_id", "self_reported_ethnicity_ontology_term_id", STAGE)

_UNKNOWN_OR_NA = NOT_APPLICABLE
_UNKNOWN, _NA = frozenset({"unknown"}), frozenset({"na"})
# What each column may not hold, in cells of tissue (and the like) and in cells of lines, and what is asked for.
_REFUSED: tuple[tuple[str, frozenset[str], frozenset[str], str], ...] = (
    ("assay_ontology_term_id", _UNKNOWN_OR_NA, _UNKNOWN_OR_NA, "a term of EFO below EFO:0002772 or EFO:0010183"),
    ("suspension_type", _UNKNOWN, _UNKNOWN, "'cell', 'nucleus' or, where nothing was suspended, 'na'"),
    ("tissue_type", _UNKNOWN, _UNKNOWN, "'tissue', 'organoid', 'primary cell culture' or 'cell line'"),
    ("tissue_ontology_term_id", _UNKNOWN_OR_NA, _UNKNOWN_OR_NA, "a term: UBERON for tissue, CVCL for a line"),
    ("disease_ontology_term_id", _UNKNOWN_OR_NA, _UNKNOWN_OR_NA, "a term of MONDO, or PATO:0000461 if healthy"),
    ("cell_type_ontology_term_id", _NA, frozenset(), "a term of CL, or 'unknown'"),
    ("sex_ontology_term_id", _NA, frozenset(), "a term of PATO, or 'unknown'"),
    ("self_reported_ethnicity_ontology_term_id", _NA, frozenset(), "a term of HANCESTRO or AfPO, or 'unknown'"),
    (STAGE, _NA, frozenset(), "a term of HsapDv, or 'unknown'"),
    ("donor_id", _NA, frozenset(), "the donor's pseudonym, 'pooled' or 'unknown'"),
)  # fmt: skip

# What was suspended, by assay (the term itself or below it), as the schema's table has it; the first that fits counts.
_SUSPENSIONS: tuple[tuple[frozenset[str], tuple[str, ...]], ...] = (
    (frozenset({"nucleus"}), ("EFO:0007045", "EFO:0002761", "EFO:0008720", "EFO:0030026")),
    (frozenset({"na"}), ("EFO:0008994", "EFO:0008992")),
    (
        frozenset({"cell"}),
        ("EFO:0008919", "EFO:0008853", "EFO:0008953", "EFO:0030002", "EFO:0008796", "EFO:0700003", "EFO:0700004",
         "EFO:0008679", "EFO:0008877"),
    ),
    (
        frozenset({"cell", "nucleus"}),
        ("EFO:0030080", "EFO:0010184", "EFO:0010010", "EFO:0009919", "EFO:0008722", "EFO:0008780", "EFO:0700010",
         "EFO:0700011", "EFO:0030060", "EFO:0022490", "EFO:0030028"),
    ),
)  # fmt: skip
_SPATIAL = ("EFO:0010961", "EFO:0030062")  # Visium, Slide-seqV2: places and pictures that the standard does not hold


def export_file(source: Path, target: Path) -> tuple[str, ...]:
    """Write the standard file `source` as CELLxGENE wants it to `target`, whole or not at all; return what was done.

    Raises
    ------
    SchemaError
        As in `exported`; `source` is no AnnData file; or the privacy screen finds an identifier in it.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what anndata warns of is a finding of ours
        try:
            adata = ad.read_h5ad(source)
        except Exception as fault:
            raise SchemaError(f"{source}: cannot be read as AnnData; `clinicell validate` says why") from fault
        require_private(adata)  # what is written here is meant to be passed on
        ready, notes = exported(adata)
        with written_whole(target) as part:
            ready.write_h5ad(part, compression="gzip")
    return notes


def exported(adata: ad.AnnData) -> tuple[ad.AnnData, tuple[str, ...]]:
    """Return a standard scRNA data set in the form of the CELLxGENE schema 7.1, and what was changed on the way.

    Raises
    ------
    SchemaError
        It does not reach L2, or lacks what the schema demands: all that is missing is listed.
    """
    _require_standard(validate(adata))
    if text_of(adata, "organism_ontology_term_id") not in ("", HUMAN):
        raise SchemaError("uns['organism_ontology_term_id']: only human data sets are exported so far")
    obs, is_line = _obs(adata)
    lacking = [*_wanting(obs, is_line), *_assays_wanting(obs), *_embeddings_wanting(adata)]
    counts_slot = next((slot for slot in _matrices(adata) if kind_of(adata, slot) == "counts"), "")
    known = _known_genes(adata)
    if not counts_slot:
        lacking.append("X: there are no counts; CELLxGENE asks for raw ones, in X or a layer")
    elif not known.any():
        lacking.append(
            f"var_names: {table('human').release} knows none of {adata.n_vars:,} genes; real genes are asked for"
        )
    else:
        lacking += _cells_wanting(_csr(_matrices(adata)[counts_slot])[:, known])
    if lacking:
        raise SchemaError("\n".join(["CELLxGENE would refuse this file; nothing was written. What it lacks:",
                                     *(f"  {line}" for line in lacking)]))  # fmt: skip
    return _assembled(adata, obs, counts_slot, known), tuple(_notes(adata, is_line, known))


def _require_standard(verdict: Verdict) -> None:
    if verdict.modality != "rna":
        raise SchemaError(f"{verdict.dataset_id}: is {verdict.modality}; only scRNA goes to CELLxGENE: modality 'rna'")
    if verdict.level is None or verdict.level < Level.L2:
        found = [f"  {finding.code} {finding.path}: {finding.message}" for finding in verdict.findings]
        raise SchemaError("\n".join([f"{verdict.dataset_id}: mend it first; `clinicell validate` says how", *found]))


def _obs(adata: ad.AnnData) -> tuple[pd.DataFrame, np.ndarray]:
    """Return the columns of ``obs`` that go along, and which cells are of a line."""
    obs = pd.DataFrame(index=pd.Index(adata.obs_names.astype("str"), dtype="object"))
    is_line = (adata.obs["tissue_type"].astype("str") == "cell line").to_numpy()
    for name in (*REQUIRED, *BESIDE):
        if name == "is_primary_data":
            obs[name] = adata.obs[name].to_numpy(dtype=bool)
            continue
        # A stage that no column gives is not known.
        column = (
            adata.obs[name].astype("object").to_numpy() if name in adata.obs else np.full(len(obs), "unknown", object)
        )
        obs[name] = np.where(is_line, "na", column) if name in OF_A_LINE else column
    return obs, is_line


def _wanting(obs: pd.DataFrame, is_line: np.ndarray) -> Iterator[str]:
    for name, of_tissue, of_line, asked in _REFUSED:
        column = obs[name]
        bad = np.where(is_line, column.isin(of_line), column.isin(of_tissue))
        if bad.any():
            words = " or ".join(repr(word) for word in sorted(set(column[bad])))
            yield f"obs[{name!r}]: {int(bad.sum()):,} of {len(bad):,} cells are {words}; write {asked}"


def _assays_wanting(obs: pd.DataFrame) -> Iterator[str]:
    """Yield the assays that need what the standard does not hold, or that suspend something else."""
    pairs = Counter(zip(obs["assay_ontology_term_id"], obs["suspension_type"], strict=True))
    with open_index() as index:
        for (assay, suspended), n_cells in sorted(pairs.items()):
            is_of = {root: assay == root or index.is_below(assay, root) for _, roots in _SUSPENSIONS for root in roots}
            allowed = next((words for words, roots in _SUSPENSIONS if any(is_of[root] for root in roots)), None)
            if allowed and suspended not in allowed and suspended != "unknown":
                asked = " or ".join(map(repr, sorted(allowed)))
                yield f"obs['suspension_type']: {n_cells:,} cells of {assay} are {suspended!r}; it must be {asked}"
            if any(assay == root or index.is_below(assay, root) for root in _SPATIAL):
                yield f"obs['assay_ontology_term_id']: {assay} is spatial; its places and pictures are not held here"


def _embeddings_wanting(adata: ad.AnnData) -> Iterator[str]:
    if not any(_is_embedding(name, matrix) for name, matrix in adata.obsm.items()):
        yield (
            "obsm: there is no embedding; compute one of two or more components, such as obsm['X_umap'], and declare "
            "its scale"
        )


def _is_embedding(name: str, matrix: object) -> bool:
    return (
        name.startswith("X_")
        and isinstance(matrix, np.ndarray)
        and matrix.ndim == 2
        and matrix.shape[1] >= 2
        and matrix.dtype.kind in "fiu"
        and bool(np.isfinite(matrix).all())
    )


def _cells_wanting(counts: sparse.csr_matrix) -> Iterator[str]:
    n_empty = int((counts.getnnz(axis=1) == 0).sum())
    if n_empty:
        yield f"X: {n_empty:,} of {counts.shape[0]:,} cells have no count in any known gene; leave them out"
    rows = [_digest(counts, row) for row in range(counts.shape[0])]
    n_twins = len(rows) - len(set(rows))
    if n_twins > max(n_empty - 1, 0):
        yield f"X: {n_twins:,} of {len(rows):,} cells have the very counts of another; keep one of each"


def _digest(counts: sparse.csr_matrix, row: int) -> bytes:
    here = slice(counts.indptr[row], counts.indptr[row + 1])
    return hashlib.blake2b(counts.indices[here].tobytes() + counts.data[here].tobytes(), digest_size=16).digest()


def _matrices(adata: ad.AnnData) -> dict[str, object]:
    found: dict[str, object] = {} if adata.X is None else {"X": adata.X}
    return found | {f"layers/{name}": matrix for name, matrix in adata.layers.items()}


def _csr(matrix: object) -> sparse.csr_matrix:
    """Return a matrix as CSR float32 that stores no zero, indices sorted."""
    numbers = sparse.csr_matrix(plain(matrix), dtype="float32", copy=True)  # type: ignore[arg-type]  # L1 saw it
    numbers.sum_duplicates()
    numbers.eliminate_zeros()
    return numbers


def _known_genes(adata: ad.AnnData) -> np.ndarray:
    human, spikes = table("human").row_of, table("ercc").row_of
    return np.array([name in human or name in spikes for name in adata.var_names], dtype=bool)


def _assembled(adata: ad.AnnData, obs: pd.DataFrame, counts_slot: str, known: np.ndarray) -> ad.AnnData:
    matrices = _matrices(adata)
    index = pd.Index(adata.var_names[known].astype("str"), dtype="object")
    counts = _csr(matrices[counts_slot])[:, known]
    normalized = next((slot for kind in NORMALIZED for slot in matrices if kind_of(adata, slot) == kind), "")
    texts = {str(name): obs[name].astype("category") for name in obs if name != "is_primary_data"}
    ready = ad.AnnData(X=counts, obs=obs.assign(**texts), var=pd.DataFrame(index=index))
    if normalized:
        ready.raw = ready.copy()
        ready.X = _csr(matrices[normalized])[:, known]
    ready.var["feature_is_filtered"] = False
    for name, matrix in adata.obsm.items():
        if _is_embedding(name, matrix):
            ready.obsm[name] = np.asarray(matrix, dtype="float32")
    ready.uns["title"] = str(adata.uns["title"])
    ready.uns["organism_ontology_term_id"] = HUMAN
    return ready


def _notes(adata: ad.AnnData, is_line: np.ndarray, known: np.ndarray) -> Iterator[str]:
    if is_line.any():
        yield f"{int(is_line.sum()):,} cells are of lines: {', '.join(OF_A_LINE)} are 'na', as the schema demands"
    if not known.all():
        yield f"{int((~known).sum()):,} of {len(known):,} genes are unknown to {table('human').release} and left out"
    if STAGE not in adata.obs and not is_line.all():
        yield f"there is no {STAGE}: 'unknown'"
    left = [name for name in adata.obs if name not in (*REQUIRED, *BESIDE)]
    if left:
        yield f"{len(left)} columns of obs have no place in the schema and were left out: {', '.join(map(str, left))}"
