import math
import time

import pytest
import torch
from torch import nn

from clinicell.baselines import _training
from clinicell.baselines._training import Dropout, Training, device_of, folds, generator_of, linear, train
from clinicell.errors import ClinicellError, InputError


def line(n: int = 200) -> tuple[torch.Tensor, torch.Tensor]:
    x = torch.rand(n, 1, generator=generator_of(1))
    return x, 3 * x[:, 0] - 1


def trained(training: Training, seed: int = 0, loss_scale: float = 1.0):
    x, y = line()
    network = nn.Sequential(
        linear(1, 16, generator_of(seed, 1)), nn.ReLU(), Dropout(0.1, generator_of(seed, 2)),
        linear(16, 1, generator_of(seed, 3)),
    )  # fmt: skip

    def loss(rows: torch.Tensor) -> torch.Tensor:
        return loss_scale * (network(x[rows])[:, 0] - y[rows]).square().mean()

    history = train(
        network,
        n_rows=150,
        loss=loss,
        held_out_loss=lambda: loss(torch.arange(150, 200)),
        training=training,
        generator=generator_of(seed, 4),
    )
    return network, history


def weights(network: nn.Module) -> list[torch.Tensor]:
    return [value.clone() for value in network.state_dict().values()]


def test_training_learns_a_line():
    network, history = trained(Training(max_epochs=60, batch_size=16, learning_rate=1e-2))
    x, y = line()
    assert (network(x)[:, 0] - y).abs().mean() < 0.1
    assert min(history.held_out) < 0.1 * history.held_out[0]


def test_the_same_seed_gives_the_same_bits_and_another_seed_does_not():
    training = Training(max_epochs=3, batch_size=16)
    first, again, other = (weights(trained(training, seed)[0]) for seed in (5, 5, 6))
    assert all(torch.equal(a, b) for a, b in zip(first, again, strict=True))
    assert not torch.equal(first[0], other[0])


@pytest.mark.parametrize("n_threads", [1, 2])
def test_the_same_bits_come_out_with_one_thread_and_with_two(n_threads):
    before = torch.get_num_threads()
    torch.set_num_threads(n_threads)
    try:
        first, again = (weights(trained(Training(max_epochs=3))[0]) for _ in range(2))
    finally:
        torch.set_num_threads(before)
    assert all(torch.equal(a, b) for a, b in zip(first, again, strict=True))


def test_the_global_generator_is_neither_read_nor_moved():
    training = Training(max_epochs=3, batch_size=16)
    torch.manual_seed(1)
    before = torch.get_rng_state()
    first = weights(trained(training)[0])
    assert torch.equal(torch.get_rng_state(), before)
    torch.manual_seed(2)
    assert all(torch.equal(a, b) for a, b in zip(first, weights(trained(training)[0]), strict=True))


def test_the_flag_for_deterministic_algorithms_is_put_back():
    trained(Training(max_epochs=1))
    assert not torch.are_deterministic_algorithms_enabled()


def test_no_epoch_leaves_the_weights_as_they_were_drawn():
    network, history = trained(Training(max_epochs=0), seed=7)
    assert torch.equal(network[0].weight, linear(1, 16, generator_of(7, 1)).weight)
    assert (history.best_epoch, history.train, history.held_out) == (0, (), ())
    assert not network.training


def test_training_stops_when_patience_is_out_and_gives_back_the_best_weights():
    network = linear(1, 1, generator_of(0))
    held_out = iter([3.0, 1.0, 2.0, 2.0, 2.0])
    seen: list[torch.Tensor] = []

    def held_out_loss() -> torch.Tensor:
        seen.append(network.weight.detach().clone())
        return torch.tensor(next(held_out))

    history = train(
        network,
        n_rows=8,
        loss=lambda rows: network(torch.ones(len(rows), 1)).square().mean(),
        held_out_loss=held_out_loss,
        training=Training(max_epochs=100, patience=3),
        generator=generator_of(0),
    )
    assert history.held_out == (3.0, 1.0, 2.0, 2.0, 2.0)
    assert history.best_epoch == 2
    assert torch.equal(network.weight, seen[1])
    assert not torch.equal(network.weight, seen[-1])


def test_the_held_out_loss_is_taken_in_evaluation_mode_without_gradients():
    network = nn.Sequential(linear(1, 1, generator_of(0)))
    modes = []

    def held_out_loss() -> torch.Tensor:
        modes.append((network.training, torch.is_grad_enabled()))
        return torch.tensor(1.0)

    train(
        network,
        n_rows=4,
        loss=lambda rows: network(torch.ones(len(rows), 1)).mean(),
        held_out_loss=held_out_loss,
        training=Training(max_epochs=2),
        generator=generator_of(0),
    )
    assert modes == [(False, False), (False, False)]


def test_each_pass_takes_every_row_once():
    network, taken = linear(1, 1, generator_of(0)), []

    def loss(rows: torch.Tensor) -> torch.Tensor:
        taken.append(rows.tolist())
        return network(torch.ones(len(rows), 1)).square().mean()

    train(
        network,
        n_rows=10,
        loss=loss,
        held_out_loss=lambda: torch.tensor(1.0),
        training=Training(max_epochs=2, batch_size=4),
        generator=generator_of(0),
    )
    assert [len(rows) for rows in taken] == [4, 4, 2, 4, 4, 2]
    for one_pass in (taken[:3], taken[3:]):
        assert sorted(row for rows in one_pass for row in rows) == list(range(10))
    assert taken[0] != taken[3]


def test_a_loss_that_is_not_finite_names_its_epoch():
    with pytest.raises(ClinicellError, match=r"training loss is nan in epoch 1 of 5: training diverged; lower the"):
        trained(Training(max_epochs=5), loss_scale=math.nan)


def test_a_held_out_loss_that_is_not_finite_is_told_apart():
    network = linear(1, 1, generator_of(0))
    values = iter([1.0, math.inf])
    with pytest.raises(ClinicellError, match="held-out loss is inf in epoch 2 of 5"):
        train(
            network,
            n_rows=4,
            loss=lambda rows: network(torch.ones(len(rows), 1)).mean(),
            held_out_loss=lambda: torch.tensor(next(values)),
            training=Training(max_epochs=5),
            generator=generator_of(0),
        )


@pytest.mark.parametrize(
    "wrong",
    [{"max_epochs": -1}, {"patience": 0}, {"batch_size": 0}, {"learning_rate": math.nan}, {"weight_decay": -0.1}],
)
def test_what_cannot_train_is_refused(wrong):
    with pytest.raises(InputError, match=next(iter(wrong))):
        Training(**wrong)


def test_cuda_is_refused_where_there_is_none(monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    assert device_of(Training(device="auto")) == torch.device("cpu")
    with pytest.raises(InputError, match="torch sees no CUDA device"):
        device_of(Training(device="cuda"))


def test_cuda_is_taken_where_there_is_one(monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setenv("CUBLAS_WORKSPACE_CONFIG", ":16:8")
    assert device_of(Training(device="auto")) == device_of(Training(device="cuda")) == torch.device("cuda")
    assert device_of(Training(device="cpu")) == torch.device("cpu")


@pytest.mark.skipif(not torch.cuda.is_available(), reason="torch sees no CUDA device here")
def test_the_same_seed_gives_the_same_bits_on_cuda():
    def once() -> torch.Tensor:
        device = device_of(Training(device="cuda"))
        network = nn.Sequential(linear(4, 8, generator_of(1)), Dropout(0.5, generator_of(2, device=device))).to(device)
        x = torch.rand(64, 4, generator=generator_of(3)).to(device)
        train(
            network,
            n_rows=64,
            loss=lambda rows: network(x[rows]).square().mean(),
            held_out_loss=lambda: network(x).square().mean(),
            training=Training(max_epochs=5, batch_size=16, device="cuda"),
            generator=generator_of(4),
        )
        return network[0].weight.detach().cpu()

    assert torch.equal(once(), once())


def test_folds_are_disjoint_cover_all_rows_and_spread_each_stratum():
    strata = torch.tensor([0] * 20 + [1] * 10)
    parts = folds(30, 5, generator_of(0), strata)
    assert sorted(torch.cat(parts).tolist()) == list(range(30))
    assert [int(strata[part].sum()) for part in parts] == [2] * 5
    assert not torch.equal(parts[0], folds(30, 5, generator_of(1), strata)[0])


def test_folds_need_a_row_each():
    with pytest.raises(InputError, match="3 rows to learn from"):
        folds(3, 5, generator_of(0))


def test_dropout_keeps_the_mean_and_rests_in_evaluation():
    dropout = Dropout(0.25, generator_of(0))
    x = torch.ones(20_000)
    dropped = dropout(x)
    assert abs(float((dropped == 0).float().mean()) - 0.25) < 0.02
    assert abs(float(dropped.mean()) - 1) < 0.02
    assert torch.equal(dropout.eval()(x), x)


class Clock:
    def __init__(self, seconds_per_look: float) -> None:
        self.now, self.step = 0.0, seconds_per_look

    def monotonic(self) -> float:
        self.now += self.step
        return self.now


@pytest.mark.parametrize(
    ("is_terminal", "seconds_per_look", "is_shown"), [(True, 1.5, True), (True, 0.01, False), (False, 1.5, False)]
)
def test_a_bar_is_shown_only_on_a_terminal_and_after_two_seconds(
    monkeypatch, capsys, is_terminal, seconds_per_look, is_shown
):
    console = _training.Console
    monkeypatch.setattr(_training, "Console", lambda **options: console(force_terminal=is_terminal, **options))
    monkeypatch.setattr(_training, "time", Clock(seconds_per_look))
    trained(Training(max_epochs=4))
    out, err = capsys.readouterr()
    assert out == ""
    assert bool(err) == is_shown
    assert ("held-out loss" in err) == is_shown


def test_two_hundred_epochs_of_a_small_network_take_seconds():
    started = time.perf_counter()
    trained(Training(max_epochs=200, patience=200, batch_size=150))
    assert time.perf_counter() - started < 20
