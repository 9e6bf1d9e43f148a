"""What raw tables say of people, in the words of the standard."""

import math

SEXES = {"F": "PATO:0000383", "M": "PATO:0000384", "Female": "PATO:0000383", "Male": "PATO:0000384"}
OLDEST = 90
BAND = 5  # years


def age_band(years: float) -> str:
    """Return the five-year band of an age, ``"unknown"`` where it is missing.

    Raises
    ------
    ValueError
        The age is negative, or above 130: it is no age in years.

    Examples
    --------
    >>> age_band(2.0), age_band(65.0), age_band(91), age_band(float("nan"))
    ('0-4', '65-69', '90+', 'unknown')
    """
    if math.isnan(years):
        return "unknown"
    if not 0 <= years <= 130:
        raise ValueError("an age is not within 0 and 130 years; is it in months or days?")
    start = int(years) // BAND * BAND
    return "90+" if years >= OLDEST else f"{start}-{start + BAND - 1}"
