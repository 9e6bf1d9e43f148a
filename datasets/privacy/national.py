"""Numbers that states give to persons, by the form that they are written in and by their check digits.

A form with separators of its own is believed wherever it stands; bare digits only where a name or a keyword speaks of
them, or where a whole column proves.
"""

import re
from collections.abc import Callable

from clinicell.datasets.privacy.checksums import (
    bsn,
    cnp,
    cpf,
    dni,
    fiscal_code,
    kvnr,
    luhn,
    nhs,
    nir,
    personnummer,
    pesel,
    resident,
)  # fmt: skip

_DAY = r"(?:0[1-9]|[12]\d|3[01])"
_MONTH = r"(?:0[1-9]|1[0-2])"
_DMY, _YMD = rf"{_DAY}{_MONTH}\d\d", rf"\d\d{_MONTH}{_DAY}"
Proof = Callable[[str], bool]


def _sum(digits: str, weights: "tuple[int, ...] | range") -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False))


def verhoeff(digits: str) -> bool:
    """Whether the digits follow Verhoeff's rule (Aadhaar)."""
    check = 0
    for place, digit in enumerate(reversed(digits)):
        check = _dihedral(check, _permuted(int(digit), place))
    return check == 0 and len(set(digits)) > 1


def _dihedral(a: int, b: int) -> int:
    if a < 5:
        return (a + b) % 5 if b < 5 else 5 + (a + b) % 5
    return 5 + (a - b) % 5 if b < 5 else (a - b) % 5


def _permuted(digit: int, times: int) -> int:
    for _ in range(times % 8):
        digit = (1, 5, 7, 6, 2, 8, 3, 0, 9, 4)[digit]
    return digit


def iso_11_10(digits: str) -> bool:
    """Whether the last digit follows ISO 7064, MOD 11,10 (German tax number, Croatian OIB)."""
    rest = 10
    for digit in digits[:-1]:
        rest = ((rest + int(digit)) % 10 or 10) * 2 % 11
    return (11 - rest) % 10 == int(digits[-1])


def _hetu(text: str) -> bool:
    return "0123456789ABCDEFHJKLMNPRSTUVWXY"[int(text[:6] + text[-4:-1]) % 31] == text[-1]


def _norwegian(digits: str) -> bool:
    first = _sum(digits, (3, 7, 6, 1, 8, 9, 4, 5, 2, 1))
    return first % 11 == 0 and _sum(digits, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)) % 11 == 0


def _baltic(digits: str) -> bool:
    rest = _sum(digits[:10], (1, 2, 3, 4, 5, 6, 7, 8, 9, 1)) % 11
    if rest == 10:
        rest = _sum(digits[:10], (3, 4, 5, 6, 7, 8, 9, 1, 2, 3)) % 11 % 10
    return rest == int(digits[10])


def _turkish(digits: str) -> bool:
    own = [int(digit) for digit in digits]
    tenth = (sum(own[0:9:2]) * 7 - sum(own[1:8:2])) % 10
    return own[0] > 0 and tenth == own[9] and sum(own[:10]) % 10 == own[10]


def _jmbg(digits: str) -> bool:
    rest = 11 - _sum(digits[:12], (7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)) % 11
    return (0 if rest > 9 else rest) == int(digits[12])


def _bulgarian(digits: str) -> bool:
    return _sum(digits[:9], (2, 4, 8, 5, 10, 9, 7, 3, 6)) % 11 % 10 == int(digits[9])


def _austrian(digits: str) -> bool:
    return _sum(digits, (3, 7, 9, 0, 5, 8, 4, 2, 1, 6)) % 11 == int(digits[3])


def _belgian(digits: str) -> bool:
    return any(97 - int(ahead + digits[:9]) % 97 == int(digits[9:]) for ahead in ("", "2"))


def _swiss(digits: str) -> bool:
    return digits.startswith("756") and -_sum(digits[:12], (1, 3) * 6) % 10 == int(digits[12])


def _czech(digits: str) -> bool:
    return int(digits[:9]) % 11 % 10 == int(digits[9]) if len(digits) == 10 else False


def _snils(digits: str) -> bool:
    return _sum(digits[:9], range(9, 0, -1)) % 101 % 100 == int(digits[9:])


def _korean(digits: str) -> bool:
    return (11 - _sum(digits[:12], (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)) % 11) % 10 == int(digits[12])


def _thai(digits: str) -> bool:
    return (11 - _sum(digits[:12], range(13, 1, -1)) % 11) % 10 == int(digits[12])


def _irish(text: str) -> bool:
    extra = 9 * (ord(text[8]) - 64) if len(text) > 8 and text[8] != "W" else 0
    return "WABCDEFGHIJKLMNOPQRSTUV"[(_sum(text[:7], range(8, 1, -1)) + extra) % 23] == text[7]


def _singapore(text: str) -> bool:
    total = _sum(text[1:8], (2, 7, 6, 5, 4, 3, 2)) + 4 * (text[0] in "TG")
    return ("JZIHGFEDCBA" if text[0] in "ST" else "XWUTRQPNMLK")[total % 11] == text[8]


def _taiwanese(text: str) -> bool:
    code = "ABCDEFGHJKLMNPQRSTUVXYWZIO".index(text[0]) + 10
    return (code // 10 + code % 10 * 9 + _sum(text[1:], (8, 7, 6, 5, 4, 3, 2, 1, 1))) % 10 == 0


def _hong_kong(text: str) -> bool:
    letters = re.match("[A-Z]+", text)
    values = [36] if letters and len(letters[0]) == 1 else []
    values += [int(letter, 36) for letter in text[:-1]]
    total = sum(value * weight for value, weight in zip(reversed(values), range(2, 20), strict=False))
    return (11 - total % 11) % 11 == (10 if text[-1] == "A" else int(text[-1]))


def _new_zealand(text: str) -> bool:
    letters = "ABCDEFGHJKLMNPQRSTUVWXYZ"
    total = sum((letters.index(one) + 1 if one.isalpha() else int(one)) * (7 - n) for n, one in enumerate(text[:6]))
    if text[6].isalpha():
        return letters[(24 - total % 24) - 1] == text[6]
    return total % 11 != 0 and (11 - total % 11) % 10 == int(text[6])


def _medicare(digits: str) -> bool:
    return digits[0] in "23456" and _sum(digits[:8], (1, 3, 7, 9, 1, 3, 7, 9)) % 10 == int(digits[8])


def _curp(text: str) -> bool:
    letters = "0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ"
    return -sum(letters.index(one) * (18 - n) for n, one in enumerate(text[:17])) % 10 == int(text[17])


def _rut(text: str) -> bool:
    total = sum(int(one) * (2 + n % 6) for n, one in enumerate(reversed(text[:-1])))
    return "0123456789K0"[11 - total % 11] == text[-1]


def _cuil(digits: str) -> bool:
    return _sum(digits, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)) % 11 == 0


def _cns(digits: str) -> bool:
    return _sum(digits, range(15, 0, -1)) % 11 == 0


def _dea(text: str) -> bool:
    return (_sum(text[2:8:2], (1, 1, 1)) + 2 * _sum(text[3:8:2], (1, 1, 1))) % 10 == int(text[8])


def _insured(text: str) -> bool:
    """Whether it is a German pension insurance number: area, day of birth, letter, number and check."""
    digits = text[:8] + f"{ord(text[8]) - 64:02d}" + text[9:11]
    total = sum(
        sum(divmod(int(one) * weight, 10))
        for one, weight in zip(digits, (2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1), strict=True)
    )
    return total % 10 == int(text[11])


def _any(_: str) -> bool:
    return True


def _compiled(*forms: tuple[str, Proof]) -> tuple[tuple[re.Pattern[str], Proof], ...]:
    return tuple((re.compile(rf"(?<![\w.])(?<!\d[-/])(?:{form})(?![\w]|[-./]\d)"), proof) for form, proof in forms)


# A form that hardly anything else has, or a form and a check digit that a number drawn at random has once in hundreds.
_FORMS = _compiled(
    (r"(?<![\w] )[2-9]\d{3}[ -]\d{4}[ -]\d{4}", verhoeff),  # Aadhaar
    (r"[1-9]\d\d-\d{3}-\d{3}", lambda digits: digits[:3] != "130" and luhn(digits)),  # Canada; 130: a maker
    (rf"{_DMY}[-+A-F]\d{{3}}[0-9A-Y]", _hetu),  # Finland
    (rf"{_DMY}-\d{{4}}", _any),  # Denmark, Iceland
    (rf"(?:0[1-9]|[12]\d|3[01]){_MONTH}\d\d-[012]\d{{4}}", _any),  # Latvia
    (rf"(?:19|20)?{_YMD}[-+]\d{{4}}", lambda text: luhn(re.sub(r"\D", "", text)[-10:])),  # Sweden
    (rf"{_DMY} ?\d{{5}}", _norwegian),
    (rf"[1-6]{_YMD}\d{{4}}", _baltic),
    (rf"{_DAY}{_MONTH}[09]\d\d\d{{6}}", _jmbg),
    (rf"\d{{4}} {_DMY}", _austrian),
    (rf"\d\d\.{_MONTH}\.{_DAY}-\d{{3}}[.-]\d\d|\d\d{_MONTH}{_DAY} ?\d{{3}} \d\d", _belgian),
    (r"756\.\d{4}\.\d{4}\.\d\d", _swiss),
    (r"756\d{10}", _swiss),
    (rf"\d\d(?:[0156][1-9]|[156][0-2]){_DAY}/\d{{3,4}}", _czech),
    (r"\d{3}-\d{3}-\d{3}[ -]\d\d", _snils),
    (rf"{_YMD}-[1-8]\d{{6}}", _any),  # Korea
    (r"\d-\d{4}-\d{5}-\d\d-\d", _thai),
    (rf"{_YMD}-(?:0[1-9]|[1-9]\d)-\d{{4}}", _any),  # Malaysia
    (r"[STFG]\d{7}[A-Z]", _singapore),
    (r"[A-Z]{1,2}\d{6}\([\dA]\)", _hong_kong),
    (r"[2-6]\d{3} \d{5} \d(?:[ /-]?\d)?", _medicare),  # Australia
    (r"[A-Z][AEIOUX][A-Z]{2}\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[HMX][A-Z]{5}[A-Z0-9]\d", _curp),
    (r"\d{1,2}\.\d{3}\.\d{3}-[\dK]", _rut),
    (r"(?:20|2[3-7]|30|33|34)-\d{8}-\d", _cuil),
    (r"[12] ?\d\d ?(?:0[1-9]|1[0-2]|[2-9]\d) ?(?:\d\d|2[AB]) ?\d{3} ?\d{3} ?\d\d", nir),
    (r"(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z](?: \d\d){3} [A-D]", _any),  # United Kingdom
    (r"[A-Z]{4} \d\d(?:[05][1-9]|[16][0-2])(?:0[1-9]|[12]\d|3[01]) ?\d\d ?\d\d", _any),  # Quebec
    (r"[A-Z]{4} \d\d(?:[05][1-9]|[16][0-2]) \d{4}", _any),
    (rf"\d\d{_DMY}[A-Z]\d{{3}}", _insured),
    (r"\d\d ?\d{3} ?\d{3} ?\d{3}", lambda text: " " in text and iso_11_10(re.sub(" ", "", text))),  # German tax
    (r"80036\d{3} ?\d{4} ?\d{4}|8003 6\d{3} \d{4} \d{4}", luhn),  # Australia, health
    (r"[12]\d{2} \d{4} \d{4} \d{4}|[789]\d{2} \d{4} \d{4} \d{4}", _cns),
    (rf"{_YMD}[0-9]{{4}}[01][89]\d", luhn),  # South Africa
)  # fmt: skip
# Bare numbers that prove themselves once in ten or twenty: believed under a name, or where a whole column proves.
WEAK: tuple[tuple[re.Pattern[str], Proof], ...] = tuple(
    (re.compile(form), proof)
    for form, proof in (
        (r"[1-9]\d{9}", nhs), (r"\d{9}", bsn), (r"[1-9]\d{8}", luhn), (r"\d{11}", pesel), (r"[1-9]\d{10}", _turkish),
        (r"[1-9]\d{10}", iso_11_10), (r"[2-9]\d{11}", verhoeff), (rf"{_YMD}\d{{4}}", luhn), (r"\d{10}", _austrian),
        (r"\d{10}", _bulgarian), (r"\d{9,10}", _czech), (r"\d{13}", _thai), (r"\d{11}", _belgian), (r"\d{11}", _snils),
        (rf"{_YMD}\d{{7}}", _korean), (r"\d{11}", _cuil), (r"\d{15}", luhn), (r"\d{16}", luhn), (r"\d{15}", _cns),
        (r"\d{14}", luhn), (r"[A-Z]\d{9}", kvnr), (r"\d{8}[A-Z]|[XYZ]\d{7}[A-Z]", dni), (r"\d{13}", cnp),
        (r"[A-HJ-NP-Z]{3}\d{4}", _new_zealand), (r"[ABCDEFGHJKLMPRSTUX][A-Z9]\d{7}", _dea), (r"\d{7,8}[\dK]", _rut),
        (r"[2-6]\d{9}", _medicare), (r"[A-Z][12]\d{8}", _taiwanese), (r"\d{7}[A-W][A-IW]?", _irish),
    )
)  # fmt: skip
_LONG: tuple[Proof, ...] = (fiscal_code, cpf, resident, personnummer)
_SEPARATORS = re.compile(r"[ ./()-]")
MANY = 6  # numbers of a column that must all prove


def has_one(text: str) -> bool:
    """Whether a text holds a number of a form that is a state's own."""
    if any(proof(_SEPARATORS.sub("", found[0])) for form, proof in _FORMS for found in form.finditer(text)):
        return True
    return any(proof(word) for word in re.findall(r"[A-Z0-9.-]{11,18}", text) for proof in _LONG)


def is_proven(number: str) -> bool:
    """Whether a bare number fits the check digit of any state; by chance one in three does, so a name must ask."""
    word = _SEPARATORS.sub("", number.upper())
    return any(form.fullmatch(word) and proof(word) for form, proof in WEAK)


def is_proven_column(texts: tuple[str, ...]) -> bool:
    """Whether all the numbers of a column fit one and the same check digit, which of ten by chance one does."""
    if len(texts) < MANY:
        return False
    words = (_SEPARATORS.sub("", text.strip().upper()) for text in texts)
    first = next(words)
    able = [(form, proof) for form, proof in WEAK if form.fullmatch(first) and proof(first)] if len(first) >= 9 else []
    for word in words if able else ():
        able = [(form, proof) for form, proof in able if form.fullmatch(word) and proof(word)]
        if not able or len(word) != len(first):
            return False
    return bool(able)
