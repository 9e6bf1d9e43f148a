"""Why rows of several patients are never pooled under some metrics: each patient (instance, tree) is a whole."""

CODES = "codes of clones have no meaning across patients: cell pairs of two patients are neither together nor apart"
ONE_TREE = "each tree is one whole: its mutations are in no other, and pairs of mutations of two trees have no relation"
OWN_SITES = "sites are those of one patient's panel, and a matrix is read as a whole: its value is one of that patient"
PLACED = "a cell lies near or far among the cells that it was placed with: among others it has another value"
