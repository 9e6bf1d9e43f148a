"""A trained network on disk: its tensors and its hyper-parameters in one safetensors file, written whole."""

import json
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any  # hyper-parameters are JSON, arrays of any type: untyped at this edge

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open
from safetensors.torch import save
from torch import Tensor, nn

from clinicell.errors import InputError
from clinicell.files import canonical_json, write_bytes

KEY = "clinicell"
NO_ARRAYS: Mapping[str, NDArray[Any]] = MappingProxyType({})


def save_checkpoint(
    path: Path, network: nn.Module, hyper: dict[str, Any], arrays: Mapping[str, NDArray[Any]] = NO_ARRAYS
) -> Path:
    """Write weights and buffers of `network`, and `arrays` beside them, to `path`; `hyper` is the header.

    Parameters
    ----------
    hyper
        JSON; ``model`` names the model.
    arrays
        Numbers that belong to the model and to no network, under names that no weight has.
    """
    tensors = {name: value.detach().cpu().contiguous() for name, value in network.state_dict().items()}
    tensors |= {name: torch.from_numpy(np.ascontiguousarray(array)) for name, array in arrays.items()}
    return write_bytes(path, save(tensors, metadata={KEY: canonical_json(hyper)}))


def load_checkpoint(path: Path, model: str) -> tuple[dict[str, Tensor], dict[str, Any]]:
    """Return the tensors and the hyper-parameters that `save_checkpoint` left at `path` for `model`.

    Raises
    ------
    InputError
        The file is missing, is no safetensors file, or holds another model.
    """
    try:
        with safe_open(path, framework="pt") as stream:
            header = (stream.metadata() or {}).get(KEY)
            tensors = {name: stream.get_tensor(name) for name in stream.keys()}  # noqa: SIM118 - not a mapping
    except (OSError, SafetensorError) as fault:
        raise InputError(f"{path.name}: no readable safetensors file ({fault})") from fault
    hyper = json.loads(header) if header else {}
    if hyper.get("model") != model:
        raise InputError(f"{path.name}: the header names the model {hyper.get('model')!r}; this is {model!r}")
    return tensors, hyper
