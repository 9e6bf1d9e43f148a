"""How the pages write numbers and say what the rows carry, never more than that."""

import math
from collections.abc import Sequence

from clinicell.metrics.intervals import FEW_UNITS

NARROWEST = 5e-5  # half an interval that four decimals still show
FEWEST_FOR_TRUST = FEW_UNITS  # effective; below, an interval is flagged in words
MINUS = "\N{MINUS SIGN}"
SMALL_NUMBERS = (
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)
UNITS = {
    "donor": ("donor", "donors"),
    "patient": ("patient", "patients"),
    "instance": ("instance", "instances"),
    "line": ("cell line", "cell lines"),
}


def number(value: float, decimals: int) -> str:
    """Return `value` with that many decimals, a true minus, and no minus before zero.

    Examples
    --------
    >>> number(-0.31, 1), number(-0.001, 2)
    ('−0.3', '0.00')
    """
    text = f"{value:.{decimals}f}"
    return text.lstrip("-") if not float(text) else text.replace("-", MINUS)


def plain(value: float) -> str:
    """Return a number with no more digits than it needs, three decimals at most: an axis tick, a chance level."""
    text = number(value, 3)
    return text.rstrip("0").rstrip(".")


def decimals_of(value: float, low: float = math.nan, high: float = math.nan, *, is_count: bool = False) -> int:
    """Return how many decimals an interval carries: one digit of its half width, two decimals at least.

    Without an interval: two decimals, three below 0.1. A count has one decimal, and none where it is whole.

    Examples
    --------
    >>> decimals_of(0.34, 0.23, 0.47), decimals_of(0.014, 0.010, 0.019), decimals_of(3.0, is_count=True)
    (2, 3, 0)
    """
    half = (high - low) / 2
    has_interval = math.isfinite(half) and half >= NARROWEST
    if is_count:
        return 0 if value == round(value) and not has_interval else 1
    if has_interval:
        return min(max(2, -math.floor(math.log10(half))), 4)
    return 3 if 0 < abs(value) < 0.1 else 2


def interval(low: float, high: float, decimals: int) -> str:
    """Return ``[0.23, 0.47]``, or nothing where a bound is unknown."""
    if not (math.isfinite(low) and math.isfinite(high)):
        return ""
    return f"[{number(low, decimals)}, {number(high, decimals)}]"


def words(count: int) -> str:
    """Return a small number in words, a larger one in digits.

    Examples
    --------
    >>> words(3), words(214)
    ('three', '214')
    """
    return SMALL_NUMBERS[count] if count < len(SMALL_NUMBERS) else f"{count:,}"


def counted(count: int, one: str, many: str = "") -> str:
    """Return ``1 seed``, ``3 seeds``."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def units_named(unit: str) -> str:
    """Return what a panel resamples, in the plural."""
    return UNITS.get(unit, (unit, unit + "s"))[1]


def units(count: int, unit: str) -> str:
    """Return ``12 patients``, ``1 cell line``: a number of what a panel resamples."""
    return counted(count, *UNITS.get(unit, (unit, unit + "s")))


def enough(count: int, effective: float, unit: str) -> str:
    """Return how many units there are, how many they are worth, and whether that is few.

    Examples
    --------
    >>> enough(20, 18.6, "donor")
    '20 donors, 18.6 effective: under 20, read with care'
    """
    text = units(count, unit)
    if not math.isfinite(effective):
        return text
    flag = ": under 20, read with care" if effective < FEWEST_FOR_TRUST else ""
    return f"{text}, {number(effective, 1)} effective{flag}"


def duration(seconds: float) -> str:
    """Return seconds in the unit that reads best.

    Examples
    --------
    >>> duration(0.03), duration(42.4), duration(1590), duration(9000)
    ('< 0.1 s', '42 s', '26.5 min', '2.5 h')
    """
    if not math.isfinite(seconds):
        return "time not measured"
    if seconds < 0.1:
        return "< 0.1 s"
    if seconds < 60:
        return f"{seconds:.1f} s" if seconds < 9.95 else f"{seconds:.0f} s"
    return f"{seconds / 60:.1f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"


def memory(megabytes: float) -> str:
    """Return megabytes as MB, or as GB from 1,000 up."""
    if not math.isfinite(megabytes):
        return "memory not measured"
    return f"{megabytes:.0f} MB" if megabytes < 999.5 else f"{megabytes / 1000:.1f} GB"


def sentence_case(text: str) -> str:
    """Return the text with a capital first letter and the rest as it is."""
    return text[:1].upper() + text[1:]


def listed(items: Sequence[str]) -> str:
    """Return ``a, b and c``."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"


def allowed(allows: Sequence[str]) -> str:
    """Return what a licence allows, and what it does not, in words."""
    if not allows:
        return "unknown; ask before any use"
    denied = [use for use in ("research", "commercial", "redistribution") if use not in allows]
    return listed(list(allows)) + (f"; not {' or '.join(denied)}" if denied else "")


def few_units(count: int, unit: str, needed: int) -> str:
    """Return why a panel has no interval."""
    return f"interval undefined ({units(count, unit)}; {needed} are needed)"


def others(count: int) -> str:
    """Return ``the other model``, ``both other models``, ``each of the three other models``.

    Examples
    --------
    >>> others(1), others(2), others(3)
    ('the other model', 'both other models', 'each of the three other models')
    """
    if count == 1:
        return "the other model"
    return "both other models" if count == 2 else f"each of the {words(count)} other models"


def some_of(count: int, of: int) -> str:
    """Return how many of the other models.

    Examples
    --------
    >>> some_of(1, 1), some_of(1, 3), some_of(3, 3)
    ('the other model', 'one of the three other models', 'any of the three other models')
    """
    if count < of:
        return f"{words(count)} of the {words(of)} other models"
    return "the other model" if of == 1 else f"any of the {words(of)} other models"


def one_rank(count: int, effective: float, unit: str, needed: int) -> str:
    """Return why all models share one rank.

    Examples
    --------
    >>> one_rank(5, 5.0, "donor", 6)
    'All models share rank 1: with 5 donors no paired test can reach 5 %; six are needed.'
    """
    have = units(count, unit)
    if math.isfinite(effective) and number(effective, 1) != f"{count}.0":
        have += f", {number(effective, 1)} effective,"
    return f"All models share rank 1: with {have} no paired test can reach 5 %; {words(needed)} are needed."


def rank_interval(low: float, high: float) -> str:
    """Return ``ranks 1–3``."""
    return f"ranks {low:.0f}\N{EN DASH}{high:.0f}"


def probability(value: float) -> str:
    """Return a chance with two decimals; what rounds to 0 or 1 is said to be below 0.01 or above 0.99."""
    if value < 0.005:
        return "< 0.01"
    return "> 0.99" if value >= 0.995 else number(value, 2)


def p_value(value: float) -> str:
    """Return ``p 0.16``, ``p 0.004``, ``p < 0.001``; no line breaks in it."""
    text = "p < 0.001" if value < 0.0005 else f"p {number(value, 3 if value < 0.0995 else 2)}"
    return text.replace(" ", "\N{NO-BREAK SPACE}")


def share(count: int, of: int, one: str) -> str:
    """Return on how many of the panels something holds.

    Examples
    --------
    >>> share(2, 2, "panel"), share(2, 9, "panel"), share(0, 9, "panel")
    ('on both panels', 'on two of nine panels', 'on none of nine panels')
    """
    if of == 1:
        return f"on the {one}" if count else f"not on the {one}"
    if count == of:
        return f"on both {one}s" if of == 2 else f"on all {words(of)} {one}s"
    return f"on {'none' if count == 0 else words(count)} of {words(of)} {one}s"


def above_control(above: int, models: int, control: str) -> str:
    """Return how many models are better than the strongest control, as a sentence.

    Examples
    --------
    >>> above_control(2, 3, "Random")
    'Two of three models are better than the strongest control, Random (Holm, 5 %).'
    """
    end = f"better than the strongest control, {control} (Holm, 5 %)."
    if not above:
        return f"No model is shown to be {end}"
    if above == models:
        who = {1: "The model is", 2: "Both models are"}.get(models, f"All {words(models)} models are")
        return f"{who} {end}"
    return f"{words(above).capitalize()} of {words(models)} models {'is' if above == 1 else 'are'} {end}"
