"""What the privacy tests share: the generators beside them, and the two corpora, written and screened once."""

import sys
import warnings
from dataclasses import dataclass
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # identifiers.py, corpus.py, clean.py
import corpus as corpora

from clinicell.datasets.privacy.files import screen_file
from clinicell.datasets.schema.levels import Finding

SEEDS = {"tuned": 1, "held_out": 2}  # the rules were looked at beside the first; the second is for counting only


@dataclass(frozen=True, slots=True)
class Screened:
    """A file of the corpus and what the screen said of it."""

    file: corpora.File
    findings: tuple[Finding, ...]

    def is_found(self, one: corpora.Planted) -> bool:
        """Whether the rule of its class named it at its very place."""
        return (one.place, one.identifier.code) in {(finding.path, finding.code) for finding in self.findings}


@pytest.fixture(scope="session")
def screened_corpora(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Screened, ...]]:
    """Both corpora by the half of the vocabulary that they draw from."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what anndata says of names that repeat
        return {
            half: tuple(
                Screened(file, screen_file(file.path))
                for file in corpora.corpus(tmp_path_factory.mktemp(half), seed, half)
            )
            for half, seed in SEEDS.items()
        }
