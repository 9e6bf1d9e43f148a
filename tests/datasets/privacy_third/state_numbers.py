"""Numbers that states and banks give, with the check digits that their rules ask for; all are drawn by a seed."""

from collections.abc import Callable, Mapping
from random import Random

# Verhoeff's table of the dihedral group, row by row, and his permutation
_TIMES = ("0123456789", "1234067895", "2340178956", "3401289567", "4012395678",
          "5987604321", "6598710432", "7659821043", "8765932104", "9876543210")  # fmt: skip
_MOVED = "1576283094"
_ODD = dict(
    zip(
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        (
            1,
            0,
            5,
            7,
            9,
            13,
            15,
            17,
            19,
            21,
            1,
            0,
            5,
            7,
            9,
            13,
            15,
            17,
            19,
            21,
            2,
            4,
            18,
            20,
            11,
            3,
            6,
            8,
            12,
            14,
            16,
            10,
            22,
            25,
            24,
            23,
        ),
        strict=True,
    )
)


def digits(rng: Random, n: int) -> str:
    return "".join(rng.choices("0123456789", k=n))


def letters(rng: Random, n: int) -> str:
    return "".join(rng.choices("ABCDEFGHJKLMNPRSTUVWXYZ", k=n))


def weighed(text: str, weights: tuple[int, ...]) -> int:
    return sum(int(d) * w for d, w in zip(text, weights, strict=True))


def luhn(body: str) -> str:
    doubled = [int(d) * (2 - i % 2) for i, d in enumerate(reversed(body))]
    return str(-sum(n // 10 + n % 10 for n in doubled) % 10)


def verhoeff(body: str) -> str:
    state = 0
    for i, digit in enumerate(reversed(body), 1):
        moved = int(digit)
        for _ in range(i % 8):
            moved = int(_MOVED[moved])
        state = int(_TIMES[state][moved])
    return str(_TIMES[state].index("0"))


def day(rng: Random) -> tuple[str, str, str]:
    return f"{rng.randint(1, 28):02d}", f"{rng.randint(1, 12):02d}", f"{rng.randint(30, 99)}"


def ssn(rng: Random) -> str:
    return f"{rng.randint(700, 772)}-{rng.randint(10, 99)}-{rng.randint(1000, 9999)}"


def nhs(rng: Random) -> str:
    while True:
        body = f"999{digits(rng, 6)}"
        check = -weighed(body, (10, 9, 8, 7, 6, 5, 4, 3, 2)) % 11
        if check < 10:
            return f"{body}{check}"


def nino(rng: Random) -> str:
    begin = "".join(rng.choices("ABCEHJ", k=2))
    return f"{begin} {four(digits(rng, 6), 2)} {rng.choice('ABCD')}"


def rvnr(rng: Random) -> str:
    d, m, y = day(rng)
    area, letter, serial = f"{rng.randint(10, 29)}", letters(rng, 1), digits(rng, 2)
    body = f"{area}{d}{m}{y}{ord(letter) - 64:02d}{serial}"
    products = [int(c) * w for c, w in zip(body, (2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1), strict=True)]
    return f"{area} {d}{m}{y} {letter} {serial}{sum(n // 10 + n % 10 for n in products) % 10}"


def steuer(rng: Random) -> str:
    nine = rng.sample("0123456789", 9)
    body = nine[0].replace("0", "4") + "".join(nine[1:]) + nine[4]
    product = 10
    for digit in body:
        total = (int(digit) + product) % 10 or 10
        product = total * 2 % 11
    return f"{body}{(11 - product) % 10}"


def kvnr(rng: Random) -> str:
    letter, body = letters(rng, 1), digits(rng, 8)
    products = [int(c) * (1 + i % 2) for i, c in enumerate(f"{ord(letter) - 64:02d}{body}")]
    return f"{letter}{body}{sum(n // 10 + n % 10 for n in products) % 10}"


def bsn(rng: Random) -> str:
    while True:
        body = f"{rng.randint(1, 2)}{digits(rng, 7)}"
        check = weighed(body, (9, 8, 7, 6, 5, 4, 3, 2)) % 11
        if check < 10:
            return f"{body}{check}"


def nir(rng: Random) -> str:
    body = f"{rng.randint(1, 2)}{rng.randint(30, 99)}{rng.randint(1, 12):02d}{rng.randint(21, 95)}{digits(rng, 6)}"
    return f"{body}{97 - int(body) % 97:02d}"


def dni(rng: Random) -> str:
    body = digits(rng, 8)
    return body + "TRWAGMYFPDXBNJZSQVHLCKE"[int(body) % 23]


def nie(rng: Random) -> str:
    body = digits(rng, 7)
    return "X" + body + "TRWAGMYFPDXBNJZSQVHLCKE"[int(body) % 23]


def nass(rng: Random) -> str:
    body = f"28{digits(rng, 8)}"
    return f"28/{body[2:]}/{int(body) % 97:02d}"


def cpf(rng: Random) -> str:
    body = digits(rng, 9)
    for _ in range(2):
        rest = sum(int(d) * w for w, d in enumerate(reversed(body), 2)) % 11
        body += str(0 if rest < 2 else 11 - rest)
    return body


def codice(rng: Random) -> str:
    consonants = "".join(rng.choices("BCDFGLMNPRSTVZ", k=6))
    town = f"{rng.choice('ABCDEFGHL')}{digits(rng, 3)}"
    body = f"{consonants}{rng.randint(30, 99)}{rng.choice('ABCDEHLMPRST')}{rng.randint(1, 28):02d}{town}"
    total = sum(_ODD[c] if i % 2 == 0 else int(c) if c.isdigit() else ord(c) - 65 for i, c in enumerate(body))
    return body + chr(65 + total % 26)


def pesel(rng: Random) -> str:
    d, m, y = day(rng)
    body = f"{y}{m}{d}{digits(rng, 4)}"
    return f"{body}{-weighed(body, (1, 3, 7, 9, 1, 3, 7, 9, 1, 3)) % 10}"


def tckn(rng: Random) -> str:
    body = f"{rng.randint(1, 9)}{digits(rng, 8)}"
    held = [int(c) for c in body]
    body += str((7 * sum(held[0::2]) - sum(held[1::2])) % 10)
    return f"{body}{sum(map(int, body)) % 10}"


def pnr(rng: Random) -> str:
    d, m, y = day(rng)
    body = f"{y}{m}{d}{digits(rng, 3)}"
    return f"{body[:6]}-{body[6:]}{luhn(body)}"


def my_number(rng: Random) -> str:
    body = digits(rng, 11)
    rest = sum(int(d) * (n + 1 if n <= 6 else n - 5) for n, d in enumerate(reversed(body), 1)) % 11
    return f"{body}{0 if rest <= 1 else 11 - rest}"


def chinese(rng: Random) -> str:
    d, m, y = day(rng)
    body = f"{rng.choice(('330103', '440605', '610104', '130702'))}19{y}{m}{d}{digits(rng, 3)}"
    total = weighed(body, (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2))
    return body + "10X98765432"[total % 11]


def aadhaar(rng: Random) -> str:
    body = f"{rng.randint(2, 9)}{digits(rng, 10)}"
    return body + verhoeff(body)


def saudi(rng: Random) -> str:
    body = f"{rng.randint(1, 2)}{digits(rng, 8)}"
    return body + luhn(body)


def emirates(rng: Random) -> str:
    year, serial = f"{rng.randint(1930, 2005)}", digits(rng, 7)
    return f"784-{year}-{serial}-{luhn(f'784{year}{serial}')}"


def iban(country: str, bban: str) -> str:
    moved = "".join(str(int(c, 36)) for c in f"{bban}{country}00")
    return f"{country}{98 - int(moved) % 97:02d}{bban}"


def four(text: str, n: int = 4) -> str:
    return " ".join(text[i : i + n] for i in range(0, len(text), n))


_BBAN: Mapping[str, Callable[[Random], str]] = {
    "de": lambda rng: digits(rng, 18),
    "nl": lambda rng: f"OOST{digits(rng, 10)}",
    "fr": lambda rng: digits(rng, 23),
    "es": lambda rng: digits(rng, 20),
    "it": lambda rng: f"{letters(rng, 1)}{digits(rng, 22)}",
    "pl": lambda rng: digits(rng, 24),
    "tr": lambda rng: digits(rng, 22),
    "se": lambda rng: digits(rng, 20),
    "sa": lambda rng: digits(rng, 20),
    "ae": lambda rng: digits(rng, 19),
}


def parted(make: Callable[[Random], str], sizes: tuple[int, ...], marks: str) -> Callable[[Random], str]:
    """Return a maker of the same number as people write it: in groups, a mark after each but the last."""

    def spaced(rng: Random) -> str:
        text, begin = make(rng), 0
        groups = []
        for size, mark in zip(sizes, marks + " ", strict=True):
            groups.append(text[begin : begin + size] + mark)
            begin += size
        return "".join(groups).strip()

    return spaced


NUMBERS: Mapping[str, Callable[[Random], str]] = {
    "ssn": ssn, "ssn9": lambda rng: ssn(rng).replace("-", ""), "nino": nino, "nhs": nhs,
    "nhs_": parted(nhs, (3, 3, 4), "  "), "rvnr": rvnr, "steuer": steuer, "kvnr": kvnr, "bsn": bsn, "nir": nir,
    "nir_": parted(nir, (1, 2, 2, 2, 3, 3, 2), "      "), "dni": dni, "nie": nie, "nass": nass, "cpf": cpf,
    "cpf_": parted(cpf, (3, 3, 3, 2), "..-"), "cf": codice, "pesel": pesel, "tckn": tckn, "pnr": pnr,
    "pnr12": lambda rng: "19" + pnr(rng).replace("-", ""), "mynumber": my_number, "cnid": chinese, "aadhaar": aadhaar,
    "aadhaar_": parted(aadhaar, (4, 4, 4), "  "), "saudi": saudi, "emirates": emirates,
    **{f"iban_{c}": lambda rng, c=c, b=b: iban(c.upper(), b(rng)) for c, b in _BBAN.items()},
    **{f"iban_{c}_": lambda rng, c=c, b=b: four(iban(c.upper(), b(rng))) for c, b in _BBAN.items()},
}  # fmt: skip
