"""Numbers that prove themselves: their last digits follow from the others.

Each function says whether a text without blanks is such a number.
"""

import re
from collections.abc import Callable, Iterable

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_VIN = dict(
    zip("ABCDEFGHJKLMNPRSTUVWXYZ", (1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 7, 9, 2, 3, 4, 5, 6, 7, 8, 9), strict=True)
)
_VIN_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)


def _weighted(digits: str, weights: Iterable[int]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True))


def luhn(number: str) -> bool:
    """Whether the digits follow Luhn's rule (ISO/IEC 7812)."""
    total = sum(sum(divmod(int(digit) * (1 + place % 2), 10)) for place, digit in enumerate(reversed(number)))
    return total % 10 == 0 and len(set(number)) > 1


def nhs(number: str) -> bool:
    """Whether it is an NHS number of England and Wales: 10 digits, modulus 11."""
    if not re.fullmatch(r"[1-9]\d{9}", number) or len(set(number)) == 1:
        return False
    return (11 - _weighted(number[:9], range(10, 1, -1)) % 11) % 11 == int(number[9])


def cnp(number: str) -> bool:
    """Whether it is a Romanian personal number (CNP): 13 digits with a date and a control digit."""
    if not re.fullmatch(r"[1-9]\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{6}", number):
        return False
    rest = _weighted(number[:12], map(int, "279146358279")) % 11
    return int(number[12]) == (1 if rest == 10 else rest)


def bsn(number: str) -> bool:
    """Whether it is a Dutch citizen number (BSN): 9 digits, the eleven test."""
    return bool(re.fullmatch(r"\d{9}", number)) and number != "0" * 9 and (
        _weighted(number, (9, 8, 7, 6, 5, 4, 3, 2, -1)) % 11 == 0
    )  # fmt: skip


def kvnr(number: str) -> bool:
    """Whether it is a German health insurance number (KVNR): a letter and 9 digits."""
    if not re.fullmatch(r"[A-Z]\d{9}", number):
        return False
    digits = f"{_LETTERS.index(number[0]) + 1:02d}{number[1:9]}"
    total = sum(sum(divmod(int(digit) * (1 + place % 2), 10)) for place, digit in enumerate(digits))
    return total % 10 == int(number[9])


def sin(number: str) -> bool:
    """Whether it is a Canadian social insurance number: 9 digits, Luhn."""
    return bool(re.fullmatch(r"[1-9]\d{8}", number)) and luhn(number)


def pesel(number: str) -> bool:
    """Whether it is a Polish PESEL: 11 digits with a date."""
    if not re.fullmatch(r"\d\d(?:[02468][1-9]|[13579][0-2])(?:0[1-9]|[12]\d|3[01])\d{5}", number):
        return False
    return _weighted(number, (1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1)) % 10 == 0


def personnummer(number: str) -> bool:
    """Whether it is a Swedish personal number: ``YYMMDD-NNNN``, Luhn."""
    found = re.fullmatch(r"(?:19|20)?(\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))[-+](\d{4})", number)
    return found is not None and luhn(found[1] + found[2])


def fiscal_code(number: str) -> bool:
    """Whether it is an Italian codice fiscale: 16 letters and digits, the last a check."""
    if not re.fullmatch(r"[A-Z]{6}\d\d[A-EHLMPRST][0-7]\d[A-Z]\d{3}[A-Z]", number):
        return False
    odd = (1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23)
    places = [int(letter) if letter.isdecimal() else _LETTERS.index(letter) for letter in number[:15]]
    total = sum(place if n % 2 else odd[place] for n, place in enumerate(places))
    return _LETTERS[total % 26] == number[15]


def dni(number: str) -> bool:
    """Whether it is a Spanish DNI or NIE: 8 digits (or X, Y, Z and 7) and a check letter."""
    found = re.fullmatch(r"([XYZ]|\d)(\d{7})-?([A-Z])", number)
    if found is None:
        return False
    first = str("XYZ".index(found[1])) if found[1] in "XYZ" else found[1]
    return "TRWAGMYFPDXBNJZSQVHLCKE"[int(first + found[2]) % 23] == found[3]


def nir(number: str) -> bool:
    """Whether it is a French NIR: 15 digits, modulus 97."""
    found = re.fullmatch(r"([12]\d\d(?:0[1-9]|1[0-2])\d{8})(\d\d)", number)
    return found is not None and 97 - int(found[1]) % 97 == int(found[2])


def cpf(number: str) -> bool:
    """Whether it is a Brazilian CPF, written ``NNN.NNN.NNN-NN``."""
    if not re.fullmatch(r"\d{3}\.\d{3}\.\d{3}-\d\d", number):
        return False
    digits = re.sub(r"\D", "", number)
    checks = [_weighted(digits[:n], range(n + 1, 1, -1)) * 10 % 11 % 10 for n in (9, 10)]
    return checks == [int(digits[9]), int(digits[10])] and len(set(digits)) > 1


def resident(number: str) -> bool:
    """Whether it is a Chinese resident number: 18 digits with a date (GB 11643, modulus 11-2)."""
    if not re.fullmatch(r"[1-9]\d{5}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dX]", number):
        return False
    return "10X98765432"[_weighted(number[:17], (pow(2, 17 - n, 11) for n in range(17))) % 11] == number[17]


def vin(number: str) -> bool:
    """Whether it is a vehicle identification number: 17 letters and digits, the ninth a check (49 CFR 565)."""
    if not re.fullmatch(r"[A-HJ-NPR-Z0-9]{17}", number) or number.isalpha() or number.isdecimal():
        return False
    values = [int(letter) if letter.isdecimal() else _VIN[letter] for letter in number]
    rest = sum(value * weight for value, weight in zip(values, _VIN_WEIGHTS, strict=True)) % 11
    return number[8] == ("X" if rest == 10 else str(rest))


def iban(number: str) -> bool:
    """Whether it is an international bank account number (ISO 13616), modulus 97."""
    if not re.fullmatch(r"[A-Z]{2}\d\d[A-Z0-9]{11,30}", number):
        return False
    turned = number[4:] + number[:4]
    return int("".join(str(int(letter, 36)) for letter in turned)) % 97 == 1


# Long or lettered enough to be believed wherever they stand; the others need a keyword, or their blanks.
STRONG: tuple[Callable[[str], bool], ...] = (cnp, kvnr, personnummer, fiscal_code, dni, nir, cpf, resident)
WEAK: tuple[Callable[[str], bool], ...] = (nhs, bsn, sin, pesel)
