"""The one training loop that every torch baseline shares: seeds, device, early stopping, progress.

Every random number comes from a `torch.Generator` that is passed by hand: torch's global generator is neither read nor
moved, so that nothing else in the process can change a fit. The same seed gives the same bits on the same machine with
the same number of threads; another number of threads may sum in another order.
"""

import math
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

import numpy as np
import torch
from rich.console import Console
from rich.progress import Progress
from torch import Tensor, nn

from clinicell.errors import ClinicellError, InputError

DeviceName = Literal["auto", "cpu", "cuda"]
QUIET_SECONDS = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Training:
    """How a network is trained.

    Parameters
    ----------
    max_epochs
        Passes over the training rows; 0 leaves the weights as they were drawn.
    patience
        Epochs without a lower held-out loss before training stops.
    batch_size
        Rows per step.
    learning_rate, weight_decay
        Of AdamW (doi:10.48550/arXiv.1711.05101).
    device
        ``"auto"`` takes CUDA where there is one.

    Raises
    ------
    InputError
        A value is out of its range.
    """

    max_epochs: int = 100
    patience: int = 10
    batch_size: int = 256
    learning_rate: float = 1e-3
    weight_decay: float = 1e-2
    device: DeviceName = "auto"

    def __post_init__(self) -> None:
        """Refuse what cannot train."""
        least = {"max_epochs": 0, "patience": 1, "batch_size": 1, "learning_rate": 0.0, "weight_decay": 0.0}
        for name, bound in least.items():
            value = getattr(self, name)
            if not math.isfinite(value) or value < bound:
                raise InputError(f"Training({name}={value!r}): write a finite number of at least {bound}")


@dataclass(frozen=True, slots=True)
class History:
    """The losses of a training, epoch by epoch; `best_epoch` counts from 1 and is 0 for untrained weights."""

    train: tuple[float, ...]
    held_out: tuple[float, ...]
    best_epoch: int


def train(
    network: nn.Module,
    *,
    n_rows: int,
    loss: Callable[[Tensor], Tensor],
    held_out_loss: Callable[[], Tensor],
    training: Training,
    generator: torch.Generator,
) -> History:
    """Train `network` in place, leaving it in evaluation mode with the weights of its best epoch.

    Parameters
    ----------
    n_rows
        Number of training rows; a step takes a minibatch of their positions.
    loss
        Mean loss of the rows at these positions (int64, shape (n_batch,)); the network is in training mode.
    held_out_loss
        Mean loss on what was held out of training; called without gradients, in evaluation mode.
    generator
        Of the CPU; orders the minibatches.

    Raises
    ------
    ClinicellError
        A loss is NaN or infinite; the message names the epoch.
    """
    optimiser = torch.optim.AdamW(
        network.parameters(), lr=training.learning_rate, weight_decay=training.weight_decay, fused=True
    )
    seen: list[float] = []
    held_out: list[float] = []
    best: dict[str, Tensor] = {}
    best_epoch = 0
    with _deterministic(), _progress(training.max_epochs) as advance:
        for epoch in range(1, training.max_epochs + 1):
            order = torch.randperm(n_rows, generator=generator)
            seen.append(_finite(_one_pass(network, loss, order, optimiser, training), "training", epoch, training))
            held_out.append(_finite(_evaluated(network, held_out_loss), "held-out", epoch, training))
            if held_out[-1] < min(held_out[:-1], default=math.inf):
                best_epoch, best = epoch, {name: value.clone() for name, value in network.state_dict().items()}
            if epoch - best_epoch >= training.patience:
                break
            advance(f"epoch {epoch}, held-out loss {held_out[-1]:.4g}")
    if best:
        network.load_state_dict(best)
    network.eval()
    return History(tuple(seen), tuple(held_out), best_epoch)


def _one_pass(
    network: nn.Module,
    loss: Callable[[Tensor], Tensor],
    order: Tensor,
    optimiser: torch.optim.Optimizer,
    training: Training,
) -> float:
    network.train()
    total = 0.0
    for start in range(0, len(order), training.batch_size):
        rows = order[start : start + training.batch_size]
        optimiser.zero_grad()
        value = loss(rows)
        value.backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
        optimiser.step()
        total += float(value.detach()) * len(rows)
    return total / len(order)


def _evaluated(network: nn.Module, held_out_loss: Callable[[], Tensor]) -> float:
    network.eval()
    with torch.no_grad():
        return float(held_out_loss())


def _finite(value: float, which: str, epoch: int, training: Training) -> float:
    if math.isfinite(value):
        return value
    raise ClinicellError(
        f"the {which} loss is {value} in epoch {epoch} of {training.max_epochs}: training diverged; "
        f"lower the learning rate (now {training.learning_rate:g}) or look at the scale of the data"
    )


@contextmanager
def _deterministic() -> Iterator[None]:
    before = torch.are_deterministic_algorithms_enabled(), torch.is_deterministic_algorithms_warn_only_enabled()
    torch.use_deterministic_algorithms(True)
    try:
        yield
    finally:
        torch.use_deterministic_algorithms(before[0], warn_only=before[1])


@contextmanager
def _progress(max_epochs: int) -> Iterator[Callable[[str], None]]:
    """Yield what moves the bar one epoch on; there is no bar in the first seconds, nor away from a terminal."""
    console = Console(stderr=True)
    bar = Progress(console=console, transient=True)
    job = bar.add_task("training", total=max_epochs)
    started = time.monotonic()

    def advance(words: str) -> None:
        bar.update(job, advance=1, description=words)
        if console.is_terminal and time.monotonic() - started > QUIET_SECONDS:
            bar.start()

    try:
        yield advance
    finally:
        if bar.live.is_started:
            bar.stop()


def device_of(training: Training) -> torch.device:
    """Return the device that `training` asks for.

    Raises
    ------
    InputError
        CUDA is asked for, and there is none.
    """
    if training.device == "cpu" or (training.device == "auto" and not torch.cuda.is_available()):
        return torch.device("cpu")
    if not torch.cuda.is_available():
        raise InputError("device 'cuda' was asked for, but torch sees no CUDA device here; write 'auto' or 'cpu'")
    os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")  # cuBLAS is deterministic only so
    return torch.device("cuda")


def generator_of(*seeds: int, device: torch.device | None = None) -> torch.Generator:
    """Return a generator whose stream differs for every tuple of `seeds` (a seed, a member, a purpose)."""
    state = int(np.random.SeedSequence(seeds).generate_state(1, np.uint64)[0] >> np.uint64(1))
    return torch.Generator(device=device or torch.device("cpu")).manual_seed(state)


def linear(n_in: int, n_out: int, generator: torch.Generator) -> nn.Linear:
    """Return a linear layer, weights and bias uniform within 1 / sqrt(n_in), drawn from `generator` (of the CPU)."""
    layer: nn.Linear = torch.nn.utils.skip_init(nn.Linear, n_in, n_out)  # type: ignore[no-untyped-call]  # torch's
    bound = 1 / math.sqrt(max(n_in, 1))
    with torch.no_grad():
        layer.weight.uniform_(-bound, bound, generator=generator)
        layer.bias.uniform_(-bound, bound, generator=generator)
    return layer


class Dropout(nn.Module):
    """Dropout that draws from a generator of its own; it does nothing in evaluation mode."""

    def __init__(self, rate: float, generator: torch.Generator) -> None:
        super().__init__()
        self.rate, self.generator = rate, generator

    def forward(self, x: Tensor) -> Tensor:
        """Return `x` with each value set to 0 at the rate, the others scaled up so that the mean stays."""
        if not self.training or self.rate == 0:
            return x
        kept = torch.rand(x.shape, generator=self.generator, device=x.device) >= self.rate
        return x * kept / (1 - self.rate)


def folds(n_rows: int, n_folds: int, generator: torch.Generator, strata: Tensor | None = None) -> list[Tensor]:
    """Return `n_folds` disjoint sets of row positions that cover all rows, each stratum spread evenly over them.

    Parameters
    ----------
    strata
        Code per row, shape (n_rows,); None for one stratum.

    Raises
    ------
    InputError
        There are fewer rows than folds.
    """
    if n_rows < n_folds:
        raise InputError(f"{n_rows} rows to learn from; holding out one part of {n_folds} needs at least {n_folds}")
    shuffled = torch.randperm(n_rows, generator=generator)
    if strata is not None:
        shuffled = shuffled[torch.argsort(strata[shuffled], stable=True)]
    return [shuffled[start::n_folds].sort().values for start in range(n_folds)]
