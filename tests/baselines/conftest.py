"""Small made cohorts, one per task, with truth beside them: what every model is tried on."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import anndata as ad
import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from clinicell.datasets.schema.scale import Scale, scales_table
from clinicell.tasks._cohort import Cohort


@dataclass(frozen=True, slots=True, kw_only=True)
class Toy:
    train: Cohort
    test: Cohort
    truth: pd.DataFrame  # of the test units, higher is more of the target


def _ids(prefix: str, n: int) -> pd.Index:
    return pd.Index([f"{prefix}{number:05d}" for number in range(n)], dtype="str")


def _units(ids: pd.Index, slot: str, scale: Scale, **slots: object) -> ad.AnnData:
    adata = ad.AnnData(obs=pd.DataFrame(index=ids), **slots)
    adata.uns["scales"] = scales_table({slot: scale})
    return adata


def _mrd(seed: int) -> Toy:
    rng = np.random.default_rng(seed)

    def part(prefix: str, n: int) -> tuple[ad.AnnData, pd.DataFrame]:
        label = (rng.random(n) < 0.2).astype(np.float64)
        x = rng.normal(size=(n, 6)).astype(np.float32)
        x[:, 0] += 1.2 * label
        x[:, 1] = 3 * x[:, 1] + 5 - 3 * label
        units = _units(_ids(prefix, n), "X", Scale(kind="other", formula="arcsinh(raw / 150)"), X=x)
        return units, pd.DataFrame({"target": label}, index=_ids(prefix, n))

    train, label = part("u", 600)
    test, truth = part("v", 500)
    label.iloc[::50] = np.nan
    return Toy(train=Cohort(units=train, labels=label), test=Cohort(units=test), truth=truth)


def _response(seed: int, *, is_embedding: bool = False) -> Toy:
    rng = np.random.default_rng(seed)
    centres = rng.normal(size=(4, 8))
    rate = np.exp(rng.normal(size=(4, 40)))

    def part(prefix: str, n_bags: int) -> tuple[Cohort, pd.DataFrame]:
        label = (np.arange(n_bags) % 2).astype(np.float64)
        share = np.stack([rng.dirichlet([8, 4, 4, 3] if y else [4, 4, 8, 3]) for y in label])
        bag = np.repeat(np.arange(n_bags), 30)
        kind = np.array([rng.choice(4, p=share[b]) for b in bag])
        cells, bags = _ids(prefix, len(bag)), _ids(f"{prefix}bag", n_bags)
        if is_embedding:
            pca = (centres[kind] + 0.5 * rng.normal(size=(len(bag), 8))).astype(np.float32)
            units = _units(cells, "obsm/X_pca", Scale(kind="embedding", fitted_on="all"), obsm={"X_pca": pca})
            units.obs["cluster"] = pd.Categorical([f"G{number}" for number in kind])
        else:
            counts = rng.poisson(3 * rate[kind]).astype(np.float32)
            units = _units(cells, "X", Scale(kind="counts"), X=counts)
        table = pd.DataFrame({"unit_id": bags[bag], "cell_id": cells})
        return Cohort(units=units, bags=table), pd.DataFrame({"responded": label}, index=bags)

    (train, label), (test, truth) = part("u", 30), part("v", 24)
    label.iloc[3] = np.nan
    return Toy(train=replace(train, labels=label), test=test, truth=truth)


def _drugs(seed: int) -> Toy:
    rng = np.random.default_rng(seed)
    n_genes, n_drugs, n_lines, n_new = 50, 4, 90, 8
    genes = _ids("SIMG", n_genes)
    drugs = [f"drug{number}" for number in range(n_drugs)]
    programme = rng.normal(size=(3, n_genes))
    effect = rng.normal(size=(3, n_drugs)) + 1.0
    factor = rng.normal(size=(n_lines + n_new, 3))
    expression = factor @ programme + 0.5 * rng.normal(size=(n_lines + n_new, n_genes))
    ln_ic50 = -(factor @ effect) + 0.3 * rng.normal(size=(n_lines + n_new, n_drugs)) + 3 * rng.normal(size=n_drugs)
    measured = pd.DataFrame(ln_ic50[:n_lines], index=_ids("line", n_lines), columns=drugs)
    measured = measured.mask(rng.random(measured.shape) < 0.15)
    bulk = _units(
        _ids("line", n_lines), "X", Scale(kind="zscore", fitted_on="lines"), X=expression[:n_lines].astype(np.float32),
        var=pd.DataFrame(index=genes), obsm={"ln_ic50_um": measured},
    )  # fmt: skip
    line = np.repeat(np.arange(n_new), 25)
    batch = np.arange(len(line)) % 2
    rate = np.exp(1 + 0.4 * expression[n_lines:][line] + 0.5 * batch[:, None] * rng.normal(size=n_genes))
    order = rng.permutation(n_genes)  # the cells' genes come in another order, one of them unknown to the bulk
    names = pd.Index([*genes[order][:-1], "SIMG_other"], dtype="str")
    counts = rng.poisson(rate[:, order]).astype(np.float32)
    units = _units(_ids("v", len(line)), "X", Scale(kind="counts"), X=counts, var=pd.DataFrame(index=names))
    units.obs["batch_id"] = pd.Categorical([f"batch{number}" for number in batch])
    truth = pd.DataFrame(-ln_ic50[n_lines:][line], index=_ids("v", len(line)), columns=drugs)
    references = {"bulk": bulk}
    return Toy(
        train=Cohort(units=units[:0].copy(), references=references),
        test=Cohort(units=units, references=references),
        truth=truth,
    )


def _subclone(seed: int) -> Toy:
    rng = np.random.default_rng(seed)
    branch = np.repeat(np.arange(4), 15)
    profile = np.array([[1, 0, 0, 0], [1, 1, 0, 0], [1, 1, 1, 0], [1, 0, 0, 1]])[:, branch]
    clone = rng.integers(0, 4, 90)
    is_mutated = profile[clone] == 1
    seen = np.where(is_mutated, rng.random(is_mutated.shape) > 0.2, rng.random(is_mutated.shape) < 0.01)
    sites = np.where(seen & (rng.random(seen.shape) < 0.2), 2, seen).astype(np.int8)
    sites[rng.random(seen.shape) < 0.2] = -1
    units = _units(_ids("v", 90), "layers/genotype", Scale(kind="genotype"), layers={"genotype": sites})
    truth = pd.DataFrame({"subclone": clone.astype(np.float64)}, index=_ids("v", 90))
    return Toy(train=Cohort(units=units[:0].copy()), test=Cohort(units=units), truth=truth)


@pytest.fixture(scope="session")
def toy() -> Callable[..., Toy]:
    """Return a function: a task's id (and a seed) -> a small cohort whose answer can be found."""
    makers = {"mrd": _mrd, "response": _response, "drug_sensitivity": _drugs, "subclone": _subclone}

    def make(task_id: str, seed: int = 0, **options: bool) -> Toy:
        return makers[task_id](seed, **options)

    return make


@pytest.fixture(scope="session")
def reordered() -> Callable[..., Cohort]:
    """Return a function: a cohort -> the same cells in another order; labels keep their ids."""

    def reorder(cohort: Cohort, seed: int = 1) -> Cohort:
        rng = np.random.default_rng(seed)
        units = cohort.units[rng.permutation(cohort.units.n_obs)].copy()
        bags = None if cohort.bags is None else cohort.bags.sample(frac=1, random_state=seed, ignore_index=True)
        return replace(cohort, units=units, bags=bags)

    return reorder


@pytest.fixture(scope="session")
def renamed() -> Callable[[Cohort], Cohort]:
    """Return a function: a cohort -> the same rows under other ids, whose alphabet runs the other way."""

    def name(old: "pd.Index | pd.Series | NDArray[np.object_]") -> list[str]:
        return ["z" + "".join(chr(219 - ord(c)) if c.isalpha() else str(9 - int(c)) for c in text) for text in old]

    def rename(cohort: Cohort) -> Cohort:
        units = cohort.units.copy()
        units.obs_names = pd.Index(name(units.obs_names), dtype="str")
        bags = cohort.bags
        if bags is not None:
            bags = pd.DataFrame({"unit_id": name(bags["unit_id"]), "cell_id": name(bags["cell_id"])})
        return replace(cohort, units=units, bags=bags)

    return rename
