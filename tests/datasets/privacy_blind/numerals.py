# ruff: noqa: E501 - a number is one line, digit by digit
"""National and clinical numbers with the check digits that their issuers prescribe."""

from random import Random
from string import ascii_uppercase


def digits(rng: Random, n: int, first: str = "123456789") -> str:
    return rng.choice(first) + "".join(rng.choice("0123456789") for _ in range(n - 1))


def luhn(body: str) -> str:
    """Return the check digit after ISO/IEC 7812-1."""
    total = 0
    for place, char in enumerate(reversed(body)):
        double = int(char) * (2 if place % 2 == 0 else 1)
        total += double - 9 if double > 9 else double
    return str(-total % 10)


def with_luhn(body: str) -> str:
    return body + luhn(body)


def ssn(rng: Random) -> str:
    return f"{rng.randrange(1, 665):03d}-{rng.randrange(1, 99):02d}-{rng.randrange(1, 9999):04d}"


def nhs(rng: Random) -> str:
    while True:
        body = digits(rng, 9, "4679")
        check = 11 - sum(int(d) * w for d, w in zip(body, range(10, 1, -1), strict=True)) % 11
        if check != 10:
            return body + str(check % 11)


def nhs_spaced(rng: Random) -> str:
    number = nhs(rng)
    return f"{number[:3]} {number[3:6]} {number[6:]}"


def kvnr(rng: Random) -> str:
    letter, body = rng.choice(ascii_uppercase), digits(rng, 8)
    number = f"{ord(letter) - 64:02d}{body}"
    total = sum(sum(map(int, str(int(d) * (1 + i % 2)))) for i, d in enumerate(number))
    return letter + body + str(total % 10)


def nir(rng: Random) -> str:
    body = f"{rng.choice('12')}{rng.randrange(30, 99):02d}{rng.randrange(1, 13):02d}{rng.randrange(1, 95):02d}{rng.randrange(1, 900):03d}{rng.randrange(1, 999):03d}"
    return f"{body}{97 - int(body) % 97:02d}"


def nir_spaced(rng: Random) -> str:
    n = nir(rng)
    return f"{n[0]} {n[1:3]} {n[3:5]} {n[5:7]} {n[7:10]} {n[10:13]} {n[13:]}"


def bsn(rng: Random) -> str:
    while True:
        body = digits(rng, 8)
        check = sum(int(d) * w for d, w in zip(body, range(9, 1, -1), strict=True)) % 11
        if check < 10:
            return body + str(check)


def codice_fiscale(rng: Random) -> str:
    odd = dict(zip("0123456789", (1, 0, 5, 7, 9, 13, 15, 17, 19, 21), strict=True))
    odd |= dict(
        zip(
            ascii_uppercase,
            (1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23),
            strict=True,
        )
    )
    even = {str(i): i for i in range(10)} | {c: i for i, c in enumerate(ascii_uppercase)}
    letters = "".join(rng.choice("BCDFGLMNPRST") for _ in range(6))
    body = f"{letters}{rng.randrange(30, 99):02d}{rng.choice('ABCDEHLMPRST')}{rng.randrange(1, 31):02d}{rng.choice('ABCDFHL')}{rng.randrange(100, 999)}"
    total = sum(odd[c] if i % 2 == 0 else even[c] for i, c in enumerate(body))
    return body + ascii_uppercase[total % 26]


def personnummer(rng: Random) -> str:
    body = f"{rng.randrange(30, 99):02d}{rng.randrange(1, 13):02d}{rng.randrange(1, 29):02d}{rng.randrange(0, 999):03d}"
    whole = with_luhn(body)
    return rng.choice((f"{whole[:6]}-{whole[6:]}", f"19{whole[:6]}-{whole[6:]}"))


def cpr(rng: Random) -> str:
    return (
        f"{rng.randrange(1, 29):02d}{rng.randrange(1, 13):02d}{rng.randrange(30, 99):02d}-{rng.randrange(1, 4000):04d}"
    )


def aadhaar(rng: Random) -> str:
    """Return twelve digits with the check digit of Verhoeff (1969)."""
    turn = [[(i + j) % 5 if i < 5 and j < 5 else 0 for j in range(10)] for i in range(10)]
    for i in range(10):
        for j in range(10):
            if i < 5 and j >= 5:
                turn[i][j] = (i + j - 5) % 5 + 5
            elif i >= 5 and j < 5:
                turn[i][j] = (i - 5 - j) % 5 + 5
            elif i >= 5 and j >= 5:
                turn[i][j] = (i - j) % 5
    order = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4]
    shift = [list(range(10))]
    for _ in range(7):
        shift.append([shift[-1][order[i]] for i in range(10)])
    body, check = digits(rng, 11, "23456789"), 0
    for i, char in enumerate(reversed(body)):
        check = turn[check][shift[(i + 1) % 8][int(char)]]
    number = body + str(turn[check].index(0))
    return f"{number[:4]} {number[4:8]} {number[8:]}"


def resident_id(rng: Random) -> str:
    """Return a Chinese resident number, GB 11643-1999."""
    area = rng.choice(("110105", "310104", "510107", "440305"))
    body = f"{area}{rng.randrange(1935, 1999)}{rng.randrange(1, 13):02d}{rng.randrange(1, 29):02d}{rng.randrange(1, 999):03d}"
    total = sum(int(d) * (2 ** (17 - i) % 11) for i, d in enumerate(body))
    return body + "10X98765432"[total % 11]


def cpf(rng: Random) -> str:
    number = digits(rng, 9)
    for _ in range(2):
        total = sum(int(d) * w for d, w in zip(number, range(len(number) + 1, 1, -1), strict=True)) * 10 % 11
        number += str(total % 10)
    return f"{number[:3]}.{number[3:6]}.{number[6:9]}-{number[9:]}"


def sin(rng: Random) -> str:
    number = with_luhn(digits(rng, 8, "1234567"))
    return f"{number[:3]}-{number[3:6]}-{number[6:]}"


def medicare_au(rng: Random) -> str:
    body = digits(rng, 8, "23456")
    check = sum(int(d) * w for d, w in zip(body, (1, 3, 7, 9, 1, 3, 7, 9), strict=True)) % 10
    number = f"{body}{check}{rng.randrange(1, 6)}"
    return f"{number[:4]} {number[4:9]} {number[9:]}"


def mbi(rng: Random) -> str:
    """Return a US Medicare beneficiary identifier: its pattern has no check digit."""
    letters = "ACDEFGHJKMNPQRTUVWXY"
    kinds = {"C": "123456789", "A": letters, "N": "0123456789", "X": letters + "0123456789"}
    return "".join(rng.choice(kinds[kind]) for kind in "CAXNAXNAANN")


def iban(rng: Random) -> str:
    bank = digits(rng, 18)
    check = 98 - int(bank + "131400") % 97
    number = f"DE{check:02d}{bank}"
    return " ".join(number[i : i + 4] for i in range(0, 22, 4))


def card(rng: Random) -> str:
    number = with_luhn(rng.choice("45") + digits(rng, 14))
    return " ".join(number[i : i + 4] for i in range(0, 16, 4))


def npi(rng: Random) -> str:
    body = digits(rng, 9, "1")
    return body + luhn("80840" + body)


def dea(rng: Random) -> str:
    body = digits(rng, 6)
    check = (int(body[0]) + int(body[2]) + int(body[4]) + 2 * (int(body[1]) + int(body[3]) + int(body[5]))) % 10
    return f"{rng.choice('ABFM')}{rng.choice(ascii_uppercase)}{body}{check}"


def vin(rng: Random) -> str:
    """Return a vehicle number with its check digit, ISO 3779 and 49 CFR 565."""
    letters = "ABCDEFGHJKLMNPRSTUVWXYZ"
    worth = {c: int(v) for c, v in zip(letters, "12345678123457923456789", strict=True)} | {
        str(i): i for i in range(10)
    }
    weights = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
    body = (
        rng.choice(("WVW", "1HG", "VF1", "ZFA", "JTD"))
        + "".join(rng.choice(letters + "0123456789") for _ in range(8))
        + digits(rng, 6)
    )
    check = sum(worth[c] * w for c, w in zip(body, weights, strict=True)) % 11
    return body[:8] + ("X" if check == 10 else str(check)) + body[9:]


def imei(rng: Random) -> str:
    return with_luhn("35" + digits(rng, 12))
