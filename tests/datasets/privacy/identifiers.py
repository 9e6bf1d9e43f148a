"""Made-up identifiers of the 18 classes, and the words around them: nobody's, and none of them read by the screen.

The vocabulary is cut in two halves that share no word: the rules may be looked at beside one (``"tuned"``), the other
(``"held_out"``) is for counting only.
"""

import base64
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

Half = Literal["tuned", "held_out"]


def listed(text: str) -> tuple[str, ...]:
    return tuple(text.split())


GIVEN = listed("""
    Maria James Fatima Wei Olga Pedro Aisha John Ingrid Rajesh Chloe Ahmed Yuki Patrick Svetlana Carlos Nkechi
    Thomas Mei Ewa Siobhan Hans Priya Luca Xochitl David Zeynep Michael Agnieszka Robert Leila Klaus Thandiwe
    Sarah Dmitri Anna Hiroshi Elizabeth Mohammed Giulia Sven Linda Kwame Emily Francois Barbara Nguyet Richard
    Katarzyna Susan
    """)
FAMILY = listed("""
    Gonzalez Smith Khan Zhang Petrova Silva Hassan Johnson Larsson Patel Dubois Ali Tanaka Murphy Ivanova Garcia
    Okafor Williams Chen Kowalski Kelly Schneider Sharma Rossi Hernandez Brown Yilmaz Jones Nowak Miller Ahmadi
    Weber Dlamini Davis Sokolov Schmidt Suzuki Taylor Rahman Bianchi Nilsson Anderson Mensah Wilson Lefevre
    Thompson Tran Moore Wojcik Clark
    """)
STREETS = listed("""
    Maple Church Oak High Washington Station Lincoln Mill Elm Victoria Jackson Park Cedar Queen Walnut Bridge
    Franklin King Chestnut Orchard
    """)
STREET_KINDS = ("Street", "Avenue", "St", "Road", "Ave", "Lane", "Rd", "Drive", "Blvd", "Way")
CITIES = (("Boston", "MA"), ("Houston", "TX"), ("Cleveland", "OH"), ("Seattle", "WA"), ("Rochester", "MN"),
          ("Baltimore", "MD"), ("Denver", "CO"), ("Atlanta", "GA"),
          ("Portland", "OR"), ("Nashville", "TN"))  # fmt: skip
MAILS = ("gmail.com", "hospital.org", "yahoo.com", "klinikum.de", "nhs.net", "outlook.com", "chu-lyon.fr", "ucsf.edu")
MONTHS = listed("""
    January February March April May June July August September October November December
    """)
OPENINGS = ("Patient stable, ", "Follow-up note: ", "Sample thawed twice; ", "Seen in clinic today, ",
            "Referred for BM biopsy, ",
            "Consent on file, ", "Per chart review, ", "Relapse suspected; ")  # fmt: skip
ENDINGS = (" and counts were low.", "; repeat the biopsy.", ", see the letter.", " before chemotherapy.",
           ", no blasts seen.",
           " as discussed by phone.", "; sent to the core lab.", ", results pending.")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Identifier:
    """One made-up identifier: its class by the letter of 45 CFR 164.514(b)(2)(i), the rule that must name it.

    `key` is the name of the column, keyword or entry it stands under; a neutral one says nothing. `value` is what
    must never be shown; `text` is what is written, with `value` in it.
    """

    letter: str
    code: str
    key: str
    value: str
    text: str
    is_free: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """One half of the vocabulary, and the random numbers that draw from it."""

    rng: np.random.Generator
    half: Half

    def one(self, words: "tuple[str, ...] | list[str]") -> str:
        """Return a word of this half."""
        own = words[self.half == "held_out" :: 2]
        return own[int(self.rng.integers(len(own)))]

    def any(self, words: "tuple[str, ...] | list[str]") -> str:
        return words[int(self.rng.integers(len(words)))]

    def digits(self, n: int) -> str:
        """Return `n` digits, the first no 0."""
        return str(self.rng.integers(1, 10)) + "".join(map(str, self.rng.integers(0, 10, n - 1)))

    def between(self, low: int, high: int) -> int:
        return int(self.rng.integers(low, high))

    def city(self) -> tuple[str, str]:
        own = CITIES[self.half == "held_out" :: 2]
        return own[int(self.rng.integers(len(own)))]


Maker = Callable[[Words], tuple[str, str]]  # (value, text)


def _bare(make: Callable[[Words], str]) -> Maker:
    def maker(words: Words) -> tuple[str, str]:
        value = make(words)
        return value, value

    return maker


def full_name(w: Words) -> str:
    return f"{w.one(GIVEN)} {w.one(FAMILY)}"


def titled(w: Words) -> str:
    return f"{w.any(['Dr.', 'Mr.', 'Mrs.', 'Prof.', 'Ms'])} {w.one(GIVEN)} {w.one(FAMILY)}"


def reversed_name(w: Words) -> str:
    return f"{w.one(FAMILY)}, {w.one(GIVEN)}"


def address(w: Words) -> str:
    return f"{w.between(1, 999)} {w.one(STREETS)} {w.any(STREET_KINDS)}"


def us_zip(w: Words) -> str:
    return f"{w.between(1001, 99951):05d}"


def place(w: Words) -> str:
    city, state = w.city()
    return f"{city}, {state} {us_zip(w)}"


def _day(w: Words) -> tuple[int, int, int]:
    return w.between(1931, 2025), w.between(1, 13), w.between(1, 29)


def iso(w: Words) -> str:
    return "{:04d}-{:02d}-{:02d}".format(*_day(w))


def slashed(w: Words) -> str:
    year, month, day = _day(w)
    return w.any([f"{day:02d}/{month:02d}/{year}", f"{month}/{day}/{year}", f"{day:02d}.{month:02d}.{year}"])


def textual(w: Words) -> str:
    year, month, day = _day(w)
    name = MONTHS[month - 1]
    return w.any([f"{day} {name} {year}", f"{name} {day}, {year}", f"{day:02d}-{name[:3].upper()}-{year}"])


def hl7(w: Words) -> str:
    return "{:04d}{:02d}{:02d}".format(*_day(w)) + f"{w.between(0, 24):02d}{w.between(0, 60):02d}{w.between(0, 60):02d}"


def compact(w: Words) -> str:
    return "{:04d}{:02d}{:02d}".format(*_day(w))


def serial(w: Words) -> str:
    return str(w.between(25000, 45600))


def phone(w: Words) -> str:
    a, b, c = w.between(201, 990), w.between(200, 999), w.between(0, 10000)
    return w.any(
        [f"({a}) {b}-{c:04d}", f"{a}-{b}-{c:04d}", f"+1 {a} {b} {c:04d}", f"+44 20 7{b} {c:04d}", f"+49 89 {b}{c:04d}"]
    )


def mail(w: Words) -> str:
    return f"{w.one(GIVEN).lower()}.{w.one(FAMILY).lower()}@{w.one(MAILS)}"


def ssn(w: Words) -> str:
    return f"{w.between(1, 666):03d}-{w.between(1, 100):02d}-{w.between(1, 10000):04d}"


def mrn(w: Words) -> str:
    return w.any(["", "0", "00"]) + w.digits(w.between(6, 9))


def plan(w: Words) -> str:
    return w.any(["W", "XYZ", "H"]) + w.digits(9)


def mbi(w: Words) -> str:
    letters = "ACDEFGHJKMNPQRTUVWXY"
    letter = lambda: letters[w.between(0, len(letters))]  # noqa: E731
    either = lambda: w.any([*letters, *"0123456789"])  # noqa: E731
    d = w.digits(5)
    return f"{d[0]}{letter()}{either()}{d[1]}-{letter()}{either()}{d[2]}-{letter()}{letter()}{d[3]}{d[4]}"


def iban(w: Words) -> str:
    body = w.digits(18)
    check = 98 - int(body + "131400") % 97  # DE00
    return f"DE{check:02d}{body}"


def vin(w: Words) -> str:
    table = dict(
        zip(
            "ABCDEFGHJKLMNPRSTUVWXYZ",
            (1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 7, 9, 2, 3, 4, 5, 6, 7, 8, 9),
            strict=True,
        )
    )
    table |= {str(n): n for n in range(10)}
    weights = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
    letters = [w.any(list(table)) for _ in range(11)] + list(w.digits(6))
    rest = sum(table[letter] * weight for letter, weight in zip(letters, weights, strict=True)) % 11
    letters[8] = "X" if rest == 10 else str(rest)
    return "".join(letters)


def device(w: Words) -> str:
    return w.any(["SN", "PM", "R6", "A"]) + w.digits(w.between(6, 10))


def mac(w: Words) -> str:
    return ":".join(f"{n:02x}" for n in w.rng.integers(0, 256, 6))


def url(w: Words) -> str:
    return f"https://{w.any(['portal', 'pacs', 'mychart'])}.{w.one(MAILS)}/{w.any(['patient', 'record'])}/{w.digits(7)}"


def ipv4(w: Words) -> str:
    return f"{w.any(['10.12', '192.168', '172.16', '131.142'])}.{w.between(20, 255)}.{w.between(1, 255)}"


def ipv6(w: Words) -> str:
    return "2001:db8:" + ":".join(f"{n:x}" for n in w.rng.integers(4096, 65536, 6))


def fingerprint(w: Words) -> str:
    return base64.b64encode(w.rng.bytes(60)).decode()


def photo(w: Words) -> str:
    return base64.b64encode(b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + w.rng.bytes(160)).decode()


def photo_file(w: Words) -> str:
    return f"face_{w.one(FAMILY).lower()}_{w.between(1, 99)}.jpg"


def nhs(w: Words) -> str:
    while True:
        body = w.digits(9)
        check = 11 - sum(int(d) * weight for d, weight in zip(body, range(10, 1, -1), strict=True)) % 11
        if check != 10:
            number = body + str(check % 11)
            return f"{number[:3]} {number[3:6]} {number[6:]}"


def cnp(w: Words) -> str:
    body = f"{w.between(1, 3)}{w.between(30, 99):02d}{w.between(1, 13):02d}{w.between(1, 29):02d}{w.between(1, 47):02d}"
    body += f"{w.between(1, 1000):03d}"
    rest = sum(int(d) * int(k) for d, k in zip(body, "279146358279", strict=True)) % 11
    return body + str(1 if rest == 10 else rest)


def bsn(w: Words) -> str:
    while True:
        body = w.digits(8)
        rest = sum(int(d) * k for d, k in zip(body, range(9, 1, -1), strict=True)) % 11
        if rest < 10:
            return body + str(rest)


def kvnr(w: Words) -> str:
    letter, body = w.any("ABCDEFGHKLMNPRSTUVWXYZ"), w.digits(8)
    digits = [int(d) for d in f"{ord(letter) - 64:02d}{body}"]
    total = sum(sum(divmod(d * (1 + i % 2), 10)) for i, d in enumerate(digits))
    return f"{letter}{body}{total % 10}"


def sin(w: Words) -> str:
    body = w.digits(8)
    total = sum(sum(divmod(int(d) * (1 + i % 2), 10)) for i, d in enumerate(body))
    number = body + str(-total % 10)
    return f"{number[:3]} {number[3:6]} {number[6:]}"


def hashed(w: Words) -> str:
    name = w.any(["md5", "sha1", "sha256"])
    return hashlib.new(name, str(w.between(0, 1_000_000)).encode()).hexdigest()


def study_code(w: Words) -> str:
    return "".join(w.any("ABCDEFGHJKLMNPQRSTUVWXYZ23456789") for _ in range(12)) + w.digits(2)


def home(w: Words) -> str:
    user = w.one(GIVEN).lower()[0] + w.one(FAMILY).lower()
    return w.any([f"/home/{user}", f"C:\\Users\\{user}", f"/Users/{user}"])


def _home_file(w: Words) -> tuple[str, str]:
    path = home(w)
    return path, path + w.any(["/project/run.fcs", "/data/aml.h5ad", "/x/y.csv"]).replace(
        "/", "\\" if "\\" in path else "/"
    )


def _after(lead: tuple[str, ...], make: Callable[[Words], str]) -> Maker:
    """Return text in which a keyword says what the number is."""

    def maker(words: Words) -> tuple[str, str]:
        value = make(words)
        return value, f"{words.any(lead)}{value}"

    return maker


# letter, code, keys (those of a column that says what it holds), how it is written
KEYED: tuple[tuple[str, str, tuple[str, ...], Maker], ...] = (
    ("A", "L4-PHI-01", ("patient_name", "operator", "physician", "surname", "technician", "PatientName"),
     _bare(full_name)),
    ("A", "L4-PHI-01", ("patient_name", "last_first"), _bare(reversed_name)),
    ("B", "L4-PHI-02", ("address", "home_address", "street"), _bare(address)),
    ("B", "L4-PHI-02", ("zip", "zip_code", "postal_code", "ZIP", "plz"), _bare(us_zip)),
    ("B", "L4-PHI-02", ("city", "town", "county", "birthplace"), _bare(lambda w: w.city()[0])),
    ("C", "L4-PHI-03", ("date_of_birth", "dob", "admission_date", "sampleDate", "collection_date"), _bare(serial)),
    ("C", "L4-PHI-03", ("dob", "visit_date", "death_date", "dx_date"), _bare(compact)),
    ("C", "L4-PHI-19", ("age", "age_at_diagnosis", "Age", "patient_age"), _bare(lambda w: str(w.between(90, 111)))),
    ("D", "L4-PHI-04", ("phone", "telephone", "mobile", "contact_phone"), _bare(lambda w: w.digits(10))),
    ("E", "L4-PHI-05", ("fax", "fax_number", "clinic_fax"), _bare(phone)),
    ("G", "L4-PHI-07", ("ssn", "social_security_number", "SSN"), _bare(lambda w: ssn(w).replace("-", ""))),
    ("H", "L4-PHI-08", ("mrn", "patient_id", "medical_record_number", "MRN", "hospital_number", "donor_id"),
     _bare(mrn)),
    ("I", "L4-PHI-09", ("member_id", "insurance_number", "health_plan_id", "policy_no"), _bare(plan)),
    ("J", "L4-PHI-10", ("account_number", "billing_account", "bank_account"), _bare(lambda w: w.digits(10))),
    ("K", "L4-PHI-11", ("license_number", "drivers_license", "certificate_no"), _bare(lambda w: "D" + w.digits(8))),
    ("L", "L4-PHI-12", ("license_plate", "vehicle_id", "number_plate"),
     _bare(lambda w: f"{w.digits(1)}ABC{w.digits(3)}")),
    ("M", "L4-PHI-13", ("device_serial", "serial_number", "pacemaker_id", "implant_serial"), _bare(device)),
    ("P", "L4-PHI-16", ("fingerprint_template", "voiceprint", "iris_scan", "biometric"), _bare(fingerprint)),
    ("R", "L4-PHI-18", ("nhs_number", "national_id", "bsn"), _bare(lambda w: w.any([nhs, bsn])(w))),
    ("R", "L4-PHI-18", ("study_code", "linkage_key", "access_token", "patient_uid"), _bare(study_code)),
)  # fmt: skip
# what bears its form, or its keyword, in itself: found wherever it stands
FORMED: tuple[tuple[str, str, Maker], ...] = (
    ("A", "L4-PHI-01", _bare(titled)),
    ("B", "L4-PHI-02", _bare(place)),
    ("B", "L4-PHI-02", _bare(address)),
    ("C", "L4-PHI-03", _bare(iso)),
    ("C", "L4-PHI-03", _bare(slashed)),
    ("C", "L4-PHI-03", _bare(textual)),
    ("C", "L4-PHI-03", _bare(hl7)),
    ("D", "L4-PHI-04", _bare(phone)),
    ("E", "L4-PHI-05", _after(("Fax: ", "fax ", "FAX "), phone)),
    ("F", "L4-PHI-06", _bare(mail)),
    ("G", "L4-PHI-07", _bare(ssn)),
    ("H", "L4-PHI-08", _after(("MRN ", "MRN: ", "mrn=", "Patient ID ", "Hosp. no. ", "medical record "), mrn)),
    ("I", "L4-PHI-09", _bare(mbi)),
    ("I", "L4-PHI-09", _after(("Member ID ", "policy no. ", "Insurance no: "), plan)),
    ("J", "L4-PHI-10", _bare(iban)),
    ("J", "L4-PHI-10", _after(("acct ", "Account no. ", "account number "), lambda w: w.digits(9))),
    ("K", "L4-PHI-11", _after(("license no. ", "Licence number ", "DL# "), lambda w: "S" + w.digits(7))),
    ("L", "L4-PHI-12", _bare(vin)),
    ("M", "L4-PHI-13", _after(("S/N ", "serial no. ", "Serial Number: "), device)),
    ("M", "L4-PHI-13", _bare(mac)),
    ("N", "L4-PHI-14", _bare(url)),
    ("O", "L4-PHI-15", _bare(ipv4)),
    ("O", "L4-PHI-15", _bare(ipv6)),
    ("P", "L4-PHI-16", _after(("voiceprint ", "fingerprint template ", "retina scan "), lambda w: "T" + w.digits(8))),
    ("Q", "L4-PHI-17", _bare(photo)),
    ("Q", "L4-PHI-17", _bare(photo_file)),
    ("R", "L4-PHI-18", _bare(nhs)),
    ("R", "L4-PHI-18", _bare(cnp)),
    ("R", "L4-PHI-18", _bare(kvnr)),
    ("R", "L4-PHI-18", _bare(sin)),
    ("R", "L4-PHI-21", _bare(hashed)),
    ("R", "L4-PHI-20", _home_file),
)  # fmt: skip
# a name stands in a sentence without any sign but its capitals
NAMED: tuple[tuple[str, str, Maker], ...] = (
    ("A", "L4-PHI-01", _bare(full_name)),
    ("A", "L4-PHI-01", _after(("patient ", "Pt ", "mother of "), full_name)),
    ("A", "L4-PHI-01", _after(("seen by ", "reviewed by ", "per "), titled)),
)
NEUTRAL = ("x", "field", "info", "extra", "col", "attr_b", "meta")
NOTES = ("notes", "comment", "remarks", "clinical_note")


def keyed(w: Words, n: int) -> Identifier:
    """Return the nth kind of identifier whose key says what it is."""
    letter, code, keys, make = KEYED[n % len(KEYED)]
    value, text = make(w)
    return Identifier(letter, code, w.any(keys), value, text)


def formed(w: Words, n: int) -> Identifier:
    """Return the nth kind of identifier that bears its form in itself, under a key that says nothing."""
    letter, code, make = FORMED[n % len(FORMED)]
    value, text = make(w)
    return Identifier(letter, code, w.any(NEUTRAL), value, text)


def free(w: Words, n: int) -> Identifier:
    """Return the nth kind of identifier within a sentence."""
    kinds = (*NAMED, *FORMED)
    letter, code, make = kinds[n % len(kinds)]
    value, text = make(w)
    return Identifier(letter, code, w.any(NOTES), value, f"{w.one(OPENINGS)}{text}{w.one(ENDINGS)}", is_free=True)
