# ruff: noqa: E501 - a number is one line, digit by digit
"""National numbers with the check digits that each country asks for, written from the countries' own rules."""

import string
from random import Random

from .check_digits import born, digits, ean, luhn, mod11_10, verhoeff, weighted


def ssn(rng: Random) -> str:
    return f"{rng.choice((rng.randint(1, 665), rng.randint(667, 899))):03d}-{rng.randint(1, 99):02d}-{rng.randint(1, 9999):04d}"


def nhs(rng: Random) -> str:
    while True:
        head = digits(rng, 9, "4679")
        check = 11 - weighted(head, range(10, 1, -1)) % 11
        if check != 10:
            whole = head + str(check % 11)
            return rng.choice((whole, f"{whole[:3]} {whole[3:6]} {whole[6:]}"))


def nino(rng: Random) -> str:
    pair = rng.choice("ABCEGHJKLMPRSTWXYZ") + rng.choice("ABCEGHJKLMPRSTWXZ")
    if pair in ("BG", "GB", "NK", "KN", "TN", "NT", "ZZ"):
        pair = "JX"
    number = digits(rng, 6)
    return f"{pair} {number[:2]} {number[2:4]} {number[4:]} {rng.choice('ABCD')}"


def german_pension(rng: Random) -> str:
    year, month, day = born(rng)
    head, letter = f"{rng.randint(2, 29):02d}{day:02d}{month:02d}{year % 100:02d}", rng.choice(string.ascii_uppercase)
    serial = f"{rng.randint(0, 99):02d}"
    total = sum(
        sum(divmod(int(d) * w, 10))
        for d, w in zip(f"{head}{ord(letter) - 64:02d}{serial}", (2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1), strict=True)
    )
    return rng.choice(("{}{}{}{}", "{} {} {}{}")).format(head, letter, serial, total % 10)


def german_tax(rng: Random) -> str:
    pool = rng.sample("0123456789", 9)
    head = [*pool, rng.choice(pool)]
    rng.shuffle(head)
    if head[0] == "0":
        head.append(head.pop(0))
    text = "".join(head)
    return text + mod11_10(text)


def french_nir(rng: Random) -> str:
    year, month, _ = born(rng)
    head = f"{rng.choice('12')}{year % 100:02d}{month:02d}{rng.randint(21, 95):02d}{rng.randint(1, 700):03d}{rng.randint(1, 600):03d}"
    key = 97 - int(head) % 97
    spaced = f"{head[0]} {head[1:3]} {head[3:5]} {head[5:7]} {head[7:10]} {head[10:]} {key:02d}"
    return rng.choice((f"{head}{key:02d}", spaced))


def dni(rng: Random) -> str:
    number = rng.randint(10_000_000, 79_999_999)
    return f"{number}{'TRWAGMYFPDXBNJZSQVHLCKE'[number % 23]}"


def nie(rng: Random) -> str:
    lead, number = rng.choice("XYZ"), digits(rng, 7)
    check = "TRWAGMYFPDXBNJZSQVHLCKE"[int(f"{'XYZ'.index(lead)}{number}") % 23]
    return rng.choice((f"{lead}{number}{check}", f"{lead}-{number}-{check}"))


def spanish_affiliation(rng: Random) -> str:
    province, number = f"{rng.randint(1, 52):02d}", digits(rng, 8, "123456789")
    return f"{province}/{number}/{int(province + number) % 97:02d}"


ODD = dict(
    zip(
        "0123456789" + string.ascii_uppercase,
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


def fiscal_code(rng: Random) -> str:
    year, month, day = born(rng)
    consonants = "".join(rng.choice("BCDFGLMNPRSTVZ") for _ in range(6))
    head = f"{consonants}{year % 100:02d}{'ABCDEHLMPRST'[month - 1]}{day + rng.choice((0, 40)):02d}{rng.choice('ABCDEFGHL')}{rng.randint(100, 999)}"
    total = sum(ODD[c] if i % 2 == 0 else (int(c) if c.isdigit() else ord(c) - 65) for i, c in enumerate(head))
    return head + string.ascii_uppercase[total % 26]


def bsn(rng: Random) -> str:
    while True:
        head = digits(rng, 8, "12345678")
        check = weighted(head, range(9, 1, -1)) % 11
        if check != 10:
            return head + str(check)


def portuguese_tax(rng: Random) -> str:
    head = digits(rng, 8, "12")
    check = 11 - weighted(head, range(9, 1, -1)) % 11
    return head + str(check if check < 10 else 0)


def pesel(rng: Random) -> str:
    year, month, day = born(rng)
    head = f"{year % 100:02d}{month + (20 if year >= 2000 else 0):02d}{day:02d}{digits(rng, 4)}"
    return head + str(-weighted(head, (1, 3, 7, 9) * 3) % 10)


def personnummer(rng: Random) -> str:
    year, month, day = born(rng)
    day += rng.choice((0, 0, 0, 60))
    head = f"{year % 100:02d}{month:02d}{day:02d}{rng.randint(1, 999):03d}"
    whole = head + luhn(head)
    return rng.choice((f"{whole[:6]}-{whole[6:]}", f"{year // 100}{whole[:6]}-{whole[6:]}", f"{year // 100}{whole}"))


def cpr(rng: Random) -> str:
    year, month, day = born(rng)
    return f"{day:02d}{month:02d}{year % 100:02d}-{digits(rng, 4, '0123')}"


def hetu(rng: Random) -> str:
    year, month, day = born(rng)
    head, serial = f"{day:02d}{month:02d}{year % 100:02d}", f"{rng.randint(2, 899):03d}"
    return f"{head}{'A' if year >= 2000 else '-'}{serial}{'0123456789ABCDEFHJKLMNPRSTUVWXY'[int(head + serial) % 31]}"


def norwegian(rng: Random) -> str:
    while True:
        year, month, day = born(rng)
        head = f"{day:02d}{month:02d}{year % 100:02d}{rng.randint(0, 499):03d}"
        first = -weighted(head, (3, 7, 6, 1, 8, 9, 4, 5, 2)) % 11
        second = -weighted(f"{head}{first}", (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)) % 11 if first < 10 else 10
        if second < 10:
            return f"{head}{first}{second}"


def belgian(rng: Random) -> str:
    year, month, day = born(rng)
    head = f"{year % 100:02d}{month:02d}{day:02d}{rng.randint(1, 997):03d}"
    key = 97 - int(("2" if year >= 2000 else "") + head) % 97
    return f"{head[:2]}.{head[2:4]}.{head[4:6]}-{head[6:]}.{key:02d}"


def czech(rng: Random) -> str:
    while True:
        year, month, day = born(rng)
        head = f"{max(year, 1955) % 100:02d}{month + rng.choice((0, 50)):02d}{day:02d}{rng.randint(0, 999):03d}"
        if int(head) % 11 < 10:
            return f"{head[:6]}/{head[6:]}{int(head) % 11}"


def romanian(rng: Random) -> str:
    year, month, day = born(rng)
    head = f"{rng.choice('12') if year < 2000 else rng.choice('56')}{year % 100:02d}{month:02d}{day:02d}{rng.randint(1, 46):02d}{rng.randint(1, 999):03d}"
    check = weighted(head, (2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9)) % 11
    return head + str(1 if check == 10 else check)


def turkish(rng: Random) -> str:
    head = digits(rng, 9, "123456789")
    tenth = (7 * sum(map(int, head[::2])) - sum(map(int, head[1::2]))) % 10
    return f"{head}{tenth}{(sum(map(int, head)) + tenth) % 10}"


def cpf(rng: Random) -> str:
    text = digits(rng, 9)
    for _ in range(2):
        rest = 10 * weighted(text, range(len(text) + 1, 1, -1)) % 11
        text += str(rest % 10)
    return rng.choice((text, f"{text[:3]}.{text[3:6]}.{text[6:9]}-{text[9:]}"))


def rut(rng: Random) -> str:
    number = str(rng.randint(5_000_000, 24_999_999))
    rest = -weighted(number[::-1], (2, 3, 4, 5, 6, 7, 2, 3)) % 11
    return f"{int(number):,}".replace(",", ".") + "-" + "0123456789K"[rest]


def chinese(rng: Random) -> str:
    year, month, day = born(rng)
    head = f"{rng.choice(('110105', '310115', '440305', '510107', '330106'))}{year}{month:02d}{day:02d}{rng.randint(1, 999):03d}"
    return head + "10X98765432"[weighted(head, (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)) % 11]


def korean(rng: Random) -> str:
    year, month, day = born(rng)
    head = f"{year % 100:02d}{month:02d}{day:02d}{rng.choice('12' if year < 2000 else '34')}{digits(rng, 5)}"
    check = (11 - weighted(head, (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)) % 11) % 10
    return f"{head[:6]}-{head[6:]}{check}"


def aadhaar(rng: Random) -> str:
    head = digits(rng, 11, "23456789")
    whole = head + verhoeff(head)
    return f"{whole[:4]} {whole[4:8]} {whole[8:]}"


def sin(rng: Random) -> str:
    head = digits(rng, 8, "124567")
    whole = head + luhn(head)
    return rng.choice((f"{whole[:3]} {whole[3:6]} {whole[6:]}", f"{whole[:3]}-{whole[3:6]}-{whole[6:]}"))


def ahv(rng: Random) -> str:
    head = "756" + digits(rng, 9)
    whole = head + ean(head)
    return f"{whole[:3]}.{whole[3:7]}.{whole[7:11]}.{whole[11:]}"


def austrian(rng: Random) -> str:
    while True:
        year, month, day = born(rng)
        serial, date = digits(rng, 3, "123456789"), f"{day:02d}{month:02d}{year % 100:02d}"
        check = weighted(serial + date, (3, 7, 9, 5, 8, 4, 2, 1, 6)) % 11
        if check < 10:
            return f"{serial}{check} {date}"


def pps(rng: Random) -> str:
    number = digits(rng, 7)
    return number + "WABCDEFGHIJKLMNOPQRSTUV"[weighted(number, range(8, 1, -1)) % 23]


def south_african(rng: Random) -> str:
    year, month, day = born(rng)
    head = f"{year % 100:02d}{month:02d}{day:02d}{rng.randint(0, 9999):04d}08"
    return head + luhn(head)


def nric(rng: Random) -> str:
    number = digits(rng, 7)
    return f"S{number}{'JZIHGFEDCBA'[weighted(number, (2, 7, 6, 5, 4, 3, 2)) % 11]}"
