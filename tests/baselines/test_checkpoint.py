import numpy as np
import pytest
import torch
from safetensors.torch import save
from torch import nn

from clinicell.baselines._checkpoint import load_checkpoint, save_checkpoint
from clinicell.baselines._training import generator_of, linear
from clinicell.errors import InputError


def test_tensors_and_hyper_parameters_survive_the_round_trip_bit_for_bit(tmp_path):
    network = nn.Sequential(linear(3, 2, generator_of(0)))
    path = save_checkpoint(tmp_path / "deep" / "m.safetensors", network, {"model": "m", "rate": 0.1, "names": ["ä"]})
    tensors, hyper = load_checkpoint(path, "m")
    assert hyper == {"model": "m", "rate": 0.1, "names": ["ä"]}
    assert tensors.keys() == network.state_dict().keys()
    assert all(torch.equal(value, tensors[name]) for name, value in network.state_dict().items())
    assert [file.name for file in path.parent.iterdir()] == ["m.safetensors"]


def test_arrays_of_any_type_lie_beside_the_weights(tmp_path):
    arrays = {"mean": np.array([1 / 3, 2.0]), "count": np.array([3], dtype=np.int64)}
    path = save_checkpoint(tmp_path / "m", linear(1, 1, generator_of(0)), {"model": "m"}, arrays)
    tensors, _ = load_checkpoint(path, "m")
    assert {name: tensors[name].dtype for name in arrays} == {"mean": torch.float64, "count": torch.int64}
    assert all((tensors[name].numpy() == array).all() for name, array in arrays.items())


def test_equal_networks_give_equal_bytes(tmp_path):
    files = [save_checkpoint(tmp_path / f"{n}", linear(3, 2, generator_of(0)), {"model": "m"}) for n in range(2)]
    assert files[0].read_bytes() == files[1].read_bytes()


def test_another_models_checkpoint_is_refused(tmp_path):
    path = save_checkpoint(tmp_path / "x", linear(1, 1, generator_of(0)), {"model": "mlp"})
    with pytest.raises(InputError, match="the header names the model 'mlp'; this is 'attention_mil'"):
        load_checkpoint(path, "attention_mil")


def test_a_file_of_somebody_else_is_refused(tmp_path):
    path = tmp_path / "x.safetensors"
    path.write_bytes(save({"a": torch.zeros(1)}))
    with pytest.raises(InputError, match="the header names the model None"):
        load_checkpoint(path, "mlp")


@pytest.mark.parametrize("content", [b"", b"no safetensors at all", None])
def test_what_is_no_safetensors_file_is_refused(tmp_path, content):
    path = tmp_path / "x.safetensors"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match=r"x\.safetensors: no readable safetensors file"):
        load_checkpoint(path, "mlp")
