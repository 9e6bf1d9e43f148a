"""What both readings of scDEAL share: denoising autoencoders of lines and of cells, and a predictor on the lines.

Chen et al. (2022), doi:10.1038/s41467-022-34277-7. All drugs share the networks; the last layer has two outputs a drug.
"""

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn.functional import normalize

from clinicell.baselines._bulk import Floats
from clinicell.baselines._features import Rows
from clinicell.baselines._training import Dropout, Training, device_of, generator_of, linear, train
from clinicell.baselines._transfer import Domains, at_least_two, is_sensitive, measured_mean, parted

TRAINING = Training(max_epochs=100, patience=15, batch_size=200, learning_rate=1e-2, weight_decay=0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """Sizes, as suggested for the lung line of GSE112274 and gefitinib, and in which of its two forms the system is.

    Parameters
    ----------
    hidden, bottleneck, predictor
        Units of the encoders' hidden layers, of what they give, and of the predictor's hidden layers.
    dropout
        Of hidden units.
    lost
        Share of the genes that the denoising autoencoder is not shown.
    weight
        Of the discrepancy between lines and cells.
    as_run
        The form of the published code: no activation in the encoders, the autoencoder's target is the input with its
        genes lost, the cross-entropy is taken of sigmoids. Else the form of the article.
    """

    hidden: tuple[int, ...] = (512, 256)
    bottleneck: int = 256
    predictor: tuple[int, ...] = (256, 128)
    dropout: float = 0.1
    lost: float = 0.2
    weight: float = 0.25
    as_run: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """Lines or cells between 0 and 1 per gene, (n, n_genes), and the positions learnt from and held out."""

    x: Tensor
    kept: Tensor
    held: Tensor


@dataclass(frozen=True, slots=True, kw_only=True)
class Stages:
    """What stands before the transfer: both kinds, the lines' classes, a pretrained encoder each, and the predictor."""

    lines: Kind
    cells: Kind
    y: Tensor
    of_lines: nn.Sequential
    of_cells: nn.Sequential
    predictor: nn.Sequential


def stages(domains: Domains, shape: Shape, training: Training, seed: int) -> Stages:
    """Return the first three stages: autoencoder of lines, predictor on its encoder, autoencoder of cells."""
    device = device_of(training)
    lines, cells = kind_of(domains.lines.to(device), seed, 0), kind_of(domains.cells.to(device), seed, 1)
    of_lines = _pretrained(lines, shape, training, (seed, 2))
    y = is_sensitive(domains.ln_ic50).to(device)
    predictor = _predictor(lines, y, of_lines, shape, training, (seed, 3))
    of_cells = _pretrained(cells, shape, training, (seed, 4))
    return Stages(lines=lines, cells=cells, y=y, of_lines=of_lines, of_cells=of_cells, predictor=predictor)


def kind_of(x: Tensor, *seeds: int) -> Kind:
    """Return rows scaled from 0 to 1 per gene (0 where a gene does not vary), a fifth of them held out."""
    low, high = x.min(dim=0).values, x.max(dim=0).values
    kept, held = parted(len(x), *seeds)
    return Kind(x=(x - low) / (high - low).clamp(min=1e-9), kept=kept, held=held)


def read(shape: Shape, output: Tensor) -> Floats:
    """Return the sensitivity, (n, n_drugs), of outputs (n, n_drugs, 2): the second as it is, or the log odds."""
    score = output[..., 1] if shape.as_run else output[..., 1] - output[..., 0]
    sensitivity: Floats = score.double().cpu().numpy()
    return sensitivity


@dataclass(frozen=True, slots=True)
class LinesAlone:
    """The first two stages, the cells read with the encoder of the lines: the control without transfer."""

    shape: Shape

    def __call__(self, domains: Domains, training: Training, seed: int) -> Floats:
        """Return the sensitivity of the cells, (n_cells, n_drugs)."""
        device = device_of(training)
        lines, cells = kind_of(domains.lines.to(device), seed, 0), kind_of(domains.cells.to(device), seed, 1)
        encoder = _pretrained(lines, self.shape, training, (seed, 2))
        y = is_sensitive(domains.ln_ic50).to(device)
        predictor = _predictor(lines, y, encoder, self.shape, training, (seed, 3))
        with torch.no_grad():
            return read(self.shape, predictor(encoder(cells.x)))


def cross_entropy(output: Tensor, y: Tensor) -> Tensor:
    """Return the mean cross-entropy over measured pairs of outputs (n, n_drugs, 2) and classes (n, n_drugs)."""
    log_share = torch.log_softmax(output, dim=2)
    return measured_mean(lambda log, truth: -(truth * log[..., 1] + (1 - truth) * log[..., 0]), log_share, y)


def unlikeness(rows: Tensor, cluster: Rows) -> Tensor:
    """Return the mean 1 - cosine between rows (n, d) of one cluster, summed over the clusters; 0 for a lone row."""
    total = rows.new_zeros(())
    unit = normalize(rows, dim=1)
    for one in range(int(cluster.max()) + 1):
        own = unit[torch.from_numpy(cluster == one).to(unit.device)]
        if (n := len(own)) > 1:  # of all ordered pairs, those of a row with itself are 0
            total = total + (n * n - own.sum(dim=0).square().sum()) / (n * (n - 1))
    return total


def encoder_of(n_genes: int, shape: Shape, weights: torch.Generator, noise: torch.Generator) -> nn.Sequential:
    """Return an encoder of genes (n, n_genes) to (n, bottleneck)."""
    widths = (n_genes, *shape.hidden)
    layers: list[nn.Module] = []
    for n_in, n_out in zip(widths, shape.hidden, strict=False):
        layers += [linear(n_in, n_out, weights), nn.BatchNorm1d(n_out)]
        layers += [Dropout(shape.dropout, noise)] if shape.as_run else [nn.ReLU(), Dropout(shape.dropout, noise)]
    return nn.Sequential(*layers, linear(widths[-1], shape.bottleneck, weights))


def _decoder_of(n_genes: int, shape: Shape, weights: torch.Generator, noise: torch.Generator) -> nn.Sequential:
    widths = (shape.bottleneck, *shape.hidden[::-1])
    layers: list[nn.Module] = []
    for n_in, n_out in zip(widths, shape.hidden[::-1], strict=False):
        layers += [linear(n_in, n_out, weights), nn.BatchNorm1d(n_out)]
        layers += [Dropout(shape.dropout, noise)] if shape.as_run else [nn.ReLU(), Dropout(shape.dropout, noise)]
    return nn.Sequential(*layers, linear(widths[-1], n_genes, weights), nn.Sigmoid())


def _predictor_of(n_drugs: int, shape: Shape, weights: torch.Generator, noise: torch.Generator) -> nn.Sequential:
    widths = (shape.bottleneck, *shape.predictor)
    layers: list[nn.Module] = []
    for n_in, n_out in zip(widths, shape.predictor, strict=False):
        layers += [linear(n_in, n_out, weights), nn.BatchNorm1d(n_out), nn.ReLU(), Dropout(shape.dropout, noise)]
    layers += [linear(widths[-1], 2 * n_drugs, weights), nn.Unflatten(1, (n_drugs, 2))]
    return nn.Sequential(*layers, *([nn.Sigmoid()] if shape.as_run else []))


def _pretrained(kind: Kind, shape: Shape, training: Training, seed: tuple[int, int]) -> nn.Sequential:
    """Return the encoder of a denoising autoencoder of one kind."""
    device = device_of(training)
    weights, noise = generator_of(*seed, 0), generator_of(*seed, 1, device=device)
    encoder = encoder_of(kind.x.shape[1], shape, weights, noise).to(device)
    decoder = _decoder_of(kind.x.shape[1], shape, weights, noise).to(device)

    def loss(rows: Tensor) -> Tensor:
        whole = kind.x[kind.kept[at_least_two(rows)]]
        shown = whole * (torch.rand(whole.shape, generator=noise, device=device) >= shape.lost)
        error: Tensor = (decoder(encoder(shown)) - (shown if shape.as_run else whole)).square().mean()
        return error

    train(
        nn.ModuleList([encoder, decoder]),
        n_rows=len(kind.kept),
        loss=loss,
        held_out_loss=lambda: (decoder(encoder(kind.x[kind.held])) - kind.x[kind.held]).square().mean(),
        training=training,
        generator=generator_of(*seed, 2),
    )
    return encoder


def _predictor(
    lines: Kind, y: Tensor, encoder: nn.Sequential, shape: Shape, training: Training, seed: tuple[int, int]
) -> nn.Sequential:
    """Return the predictor of classes, trained with the encoder of the lines."""
    device = device_of(training)
    predictor = _predictor_of(y.shape[1], shape, generator_of(*seed, 0), generator_of(*seed, 1, device=device))
    both = nn.Sequential(encoder, predictor.to(device))

    def loss(rows: Tensor) -> Tensor:
        return cross_entropy(both(lines.x[rows]), y[rows])

    train(
        both,
        n_rows=len(lines.kept),
        loss=lambda rows: loss(lines.kept[at_least_two(rows)]),
        held_out_loss=lambda: loss(lines.held),
        training=training,
        generator=generator_of(*seed, 2),
    )
    return predictor
