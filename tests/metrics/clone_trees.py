"""Clone trees for the tests: parents and nodes as lists, from which sets (here) and matrices (for ours) are made."""

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

FIXTURE = Path(__file__).parent / "fixtures/trees.csv"


@dataclass(frozen=True)
class Tree:
    """`parents` of the nodes from 1 on (0 is the normal root); `nodes` of the mutations (0: not placed)."""

    parents: tuple[int, ...]
    nodes: tuple[int, ...]

    def ancestors(self, site):
        """Return the mutations on the path to `site`, its own node's among them; none where it is not placed."""
        path, node = set(), self.nodes[site]
        while node:
            path |= {other for other, at in enumerate(self.nodes) if at == node}
            node = self.parents[node - 1]
        return path

    def sites(self):
        return {site for site, at in enumerate(self.nodes) if at}

    def matrix(self):
        n = len(self.nodes)
        matrix = np.zeros((n, n))
        for site in range(n):
            matrix[list(self.ancestors(site)), site] = 1
        return matrix


def cases():
    """Yield each pair of trees of the fixture with its row of values."""
    with FIXTURE.open() as lines:
        for row in csv.DictReader(lines):
            numbers = [tuple(int(n) for n in row[name].split()) for name in list(row)[:4]]
            yield Tree(*numbers[:2]), Tree(*numbers[2:]), row
