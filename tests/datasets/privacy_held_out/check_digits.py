"""Check digits that many countries and registers share, and random figures to put them on."""

from collections.abc import Sequence
from random import Random


def digits(rng: Random, n: int, first: str = "0123456789") -> str:
    return rng.choice(first) + "".join(rng.choice("0123456789") for _ in range(n - 1))


def born(rng: Random) -> tuple[int, int, int]:
    return rng.randint(1934, 2003), rng.randint(1, 12), rng.randint(1, 28)


def weighted(text: str, weights: Sequence[int]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(text, weights, strict=False))


def luhn(text: str) -> str:
    total = sum(d if i % 2 else (2 * d - 9 if d > 4 else 2 * d) for i, d in enumerate(map(int, reversed(text))))
    return str(-total % 10)


def ean(text: str) -> str:
    return str(-sum(int(d) * (1 if i % 2 else 3) for i, d in enumerate(reversed(text))) % 10)


def mod11_10(text: str) -> str:
    product = 10
    for digit in text:
        product = ((int(digit) + product) % 10 or 10) * 2 % 11
    return str((11 - product) % 10)


VERHOEFF = (
    "0123456789",
    "1234067895",
    "2340178956",
    "3401289567",
    "4012395678",
    "5987604321",
    "6598710432",
    "7659821043",
    "8765932104",
    "9876543210",
)


TURNS = ("0123456789", "1576283094", "5803796142", "8916043527", "9453126870", "4286573901", "2793806415", "7046913258")


def verhoeff(text: str) -> str:
    check = 0
    for i, digit in enumerate(reversed(text), 1):
        check = int(VERHOEFF[check][int(TURNS[i % 8][int(digit)])])
    return "0432156789"[check]
