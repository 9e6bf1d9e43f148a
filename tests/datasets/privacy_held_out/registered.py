"""Numbers of insurers, banks, licensing boards, vehicles and devices, with their check digits."""

import string
from random import Random

from .check_digits import digits, ean, luhn, weighted


def german_insured(rng: Random) -> str:
    letter, number = rng.choice(string.ascii_uppercase), digits(rng, 8)
    total = sum(sum(divmod(int(d) * (1 + i % 2), 10)) for i, d in enumerate(f"{ord(letter) - 64:02d}{number}"))
    return f"{letter}{number}{total % 10}"


def medicare_australia(rng: Random) -> str:
    head = digits(rng, 8, "23456")
    check = weighted(head, (1, 3, 7, 9, 1, 3, 7, 9)) % 10
    return f"{head[:4]} {head[4:]}{check} {rng.randint(1, 5)}"


def mbi(rng: Random) -> str:
    letter, either = "ACDEFGHJKMNPQRTUVWXY", "0123456789ACDEFGHJKMNPQRTUVWXY"
    kinds = (
        string.digits[1:],
        letter,
        either,
        string.digits,
        letter,
        either,
        string.digits,
        letter,
        letter,
        string.digits,
        string.digits,
    )
    whole = "".join(rng.choice(kind) for kind in kinds)
    return rng.choice((whole, f"{whole[:4]}-{whole[4:7]}-{whole[7:]}"))


def npi(rng: Random) -> str:
    head = digits(rng, 9, "12")
    return head + luhn("80840" + head)


def dea(rng: Random) -> str:
    number = digits(rng, 6)
    total = sum(map(int, number[::2])) + 2 * sum(map(int, number[1::2]))
    return f"{rng.choice('ABFM')}{rng.choice(string.ascii_uppercase)}{number}{total % 10}"


def rpps(rng: Random) -> str:
    head = "10" + digits(rng, 8)
    return head + luhn(head)


def polish_doctor(rng: Random) -> str:
    tail = digits(rng, 6, "123456789")
    check = weighted(tail, range(1, 7)) % 11
    return f"{check}{tail}" if 0 < check < 10 else polish_doctor(rng)


def iban(rng: Random) -> str:
    country, account = rng.choice(
        (
            ("DE", digits(rng, 18)),
            ("NL", "INGB0" + digits(rng, 9)),
            ("AT", digits(rng, 16)),
            ("PL", digits(rng, 24)),
            ("PT", digits(rng, 21)),
            ("SE", digits(rng, 20)),
            ("ES", digits(rng, 20)),
            ("FR", digits(rng, 23)),
        )
    )
    number = int("".join(str(int(c, 36)) for c in f"{account}{country}00"))
    whole = f"{country}{98 - number % 97:02d}{account}"
    return rng.choice((whole, " ".join(whole[i : i + 4] for i in range(0, len(whole), 4))))


def card(rng: Random) -> str:
    head = rng.choice(("4", "51", "53", "55")) + digits(rng, 14)
    head = head[:15]
    whole = head + luhn(head)
    return rng.choice((whole, " ".join(whole[i : i + 4] for i in range(0, 16, 4))))


def vin(rng: Random) -> str:
    letters = "ABCDEFGHJKLMNPRSTUVWXYZ"
    values = dict(zip(letters, (1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 7, 9, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
    head = rng.choice(("WVW", "1FT", "JHM", "VF1", "YV1", "5YJ", "ZFA")) + "".join(
        rng.choice(letters + string.digits) for _ in range(5)
    )
    tail = rng.choice("ABCDEFGHJKLMNPRSTVWXY") + rng.choice(letters) + digits(rng, 6)
    weights = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
    total = sum(
        values.get(c, 0) * w if c in values else int(c) * w for c, w in zip(f"{head}0{tail}", weights, strict=True)
    )
    return f"{head}{'0123456789X'[total % 11]}{tail}"


def gtin(rng: Random) -> str:
    head = "0" + digits(rng, 12)
    return head + ean(head)


def imei(rng: Random) -> str:
    head = "35" + digits(rng, 12)
    return head + luhn(head)
