"""The corpus uses the builders of other tests; a package that is also called tests may hide them."""

import importlib
from pathlib import Path

_path = importlib.import_module("tests").__path__
if (own := str(Path(__file__).parents[1])) not in _path:
    _path.append(own)
