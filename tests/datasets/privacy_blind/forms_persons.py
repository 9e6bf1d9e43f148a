# ruff: noqa: E501, SIM905 - a table: one form is one row
"""Classes A to C: names, places, dates and ages."""

from datetime import UTC, date, datetime, timedelta
from random import Random

from .form import Form
from .people import CITIES, COUNTIES, POSTCODES, address, first, last, street, word

EN, DE, FR, ES, IT, NL = "en", "de", "fr", "es", "it", "nl"
NAME_KEYS = ("patient_name", "Patientenname", "nom_patient", "full_name", "Name", "nombre", "naam", "paziente")
SURNAME_KEYS = ("last_name", "Nachname", "surname", "nom_de_famille", "cognome", "apellido", "family_name")
STAFF_KEYS = ("operator", "physician", "Behandler", "treating_doctor", "medecin", "contact", "analyst", "created_by")
NAME_PHRASES = (
    (EN, "patient {} consented to storage"),
    (EN, "called {} for the second visit"),
    (EN, "specimen of {} arrived warm"),
    (DE, "Patientin {} ist informiert"),
    (DE, "Material von Frau {} erhalten"),
    (FR, "prélèvement de Madame {} refait"),
    (ES, "la muestra de la señora {} llegó tarde"),
    (IT, "campione del signor {} congelato"),
    (NL, "monster van mevrouw {} ontvangen"),
)
STAFF_PHRASES = (
    (EN, "gated by {} and checked twice"),
    (EN, "discussed with {} on the ward"),
    (EN, "sorted by {}"),
    (DE, "Befund durch {} freigegeben"),
    (DE, "Rücksprache mit {} gehalten"),
    (FR, "validé par {} au laboratoire"),
    (IT, "refertato da {} in reparto"),
)


def day(rng: Random, start: int = 1932, stop: int = 2023) -> date:
    return date(start, 1, 1) + timedelta(days=rng.randrange((stop - start) * 365))


def birth(rng: Random) -> date:
    return day(rng, 1932, 1999)


def visit(rng: Random) -> date:
    return day(rng, 2011, 2025)


NAMES = (
    Form("A", "first last", lambda r: f"{first(r)} {last(r)}", NAME_KEYS, NAME_PHRASES, is_plain=True),
    Form("A", "last, first", lambda r: f"{last(r)}, {first(r)}", NAME_KEYS, NAME_PHRASES, is_plain=True),
    Form("A", "initial last", lambda r: f"{first(r)[0]}. {last(r)}", NAME_KEYS, NAME_PHRASES, is_plain=True),
    Form("A", "last initial", lambda r: f"{last(r)} {first(r)[0]}.", NAME_KEYS, NAME_PHRASES),
    Form("A", "surname", last, SURNAME_KEYS, NAME_PHRASES),
    Form("A", "capitals", lambda r: f"{last(r).upper()} {first(r)}", NAME_KEYS, NAME_PHRASES, is_plain=True),
    Form("A", "lower case", lambda r: f"{first(r)} {last(r)}".lower(), NAME_KEYS, NAME_PHRASES),
    Form("A", "dicom", lambda r: f"{last(r).upper()}^{first(r).upper()}", ("PatientName", *NAME_KEYS), NAME_PHRASES, is_plain=True),
    Form("A", "doctor", lambda r: f"Dr. {last(r)}", STAFF_KEYS, STAFF_PHRASES, is_plain=True),
    Form("A", "professor", lambda r: f"Prof. Dr. med. {first(r)[0]}. {last(r)}", STAFF_KEYS, STAFF_PHRASES, is_plain=True),
    Form("A", "staff member", lambda r: f"{first(r)} {last(r)}", STAFF_KEYS, STAFF_PHRASES, is_plain=True),
    Form("A", "login", lambda r: f"{word(first(r))[0]}{word(last(r))}".lower(), ("user", "username", "login", "operator"), ((EN, "exported by user {}"), (EN, "path was /home/{}/export/run2"), (EN, r"copied from C:\Users\{}\Desktop"))),
    Form("A", "in a token", lambda r: f"{word(last(r))}_{word(first(r))}", NAME_KEYS, NAME_PHRASES, ("{}", "BM_{}", "donor_{}", "{}_d28", "{}_CD34pos"), is_plain=True),
    Form("A", "surname in a token", lambda r: word(last(r)), SURNAME_KEYS, NAME_PHRASES, ("donor_{}", "BM_{}_d0", "{}_PBMC", "Pat_{}", "Frau_{}", "Dr_{}_plate2")),
    Form("A", "camel case", lambda r: word(first(r)) + word(last(r)), NAME_KEYS, NAME_PHRASES, ("{}", "{}_tumor", "patient-{}"), is_plain=True),
)  # fmt: skip

PLACES = (
    Form("B", "street", street, ("address", "street", "Strasse", "adresse", "street_address"), ((EN, "lives at {}"), (DE, "wohnhaft {}"), (EN, "kit sent to {}")), is_plain=True),
    Form("B", "address", address, ("address", "Anschrift", "domicile", "home_address", "direccion"), ((EN, "home address {}"), (DE, "Anschrift: {}"), (FR, "domicilié {}"), (IT, "residente in {}")), is_plain=True),
    Form("B", "city", lambda r: r.choice(CITIES), ("city", "Wohnort", "ville", "town", "residence", "birthplace", "comune"), ((EN, "lives in {}"), (EN, "was born in {}"), (DE, "wohnt in {}"), (FR, "habite à {}"), (ES, "reside en {}"))),
    Form("B", "postcode", lambda r: r.choice(POSTCODES), ("zip", "postcode", "PLZ", "code_postal", "postal_code", "zip_code", "CEP"), ((EN, "zip code {}"), (EN, "postcode {}"), (DE, "PLZ {}"))),
    Form("B", "county", lambda r: r.choice(COUNTIES), ("county", "Landkreis", "district", "arrondissement", "provincia"), ((EN, "resident of {}"), (EN, "registered in {}"))),
    Form("B", "coordinates", lambda r: f"{r.uniform(40, 55):.5f}, {r.uniform(2, 14):.5f}", ("geo", "coordinates", "lat_lon", "home_location", "gps"), ((EN, "home at GPS {}"), (EN, "coordinates of the household {}")), is_plain=True),
)  # fmt: skip

BIRTH_KEYS = (
    "birth_date",
    "dob",
    "Geburtsdatum",
    "date_naissance",
    "date_of_birth",
    "fecha_nacimiento",
    "geboortedatum",
    "data_di_nascita",
)
VISIT_KEYS = (
    "collection_date",
    "Entnahmedatum",
    "date_of_surgery",
    "visit_date",
    "date_prelevement",
    "admission",
    "died_on",
    "sampling_date",
)
BORN = (
    (EN, "born {}"),
    (EN, "DOB {}"),
    (DE, "geb. {}"),
    (DE, "geboren am {}"),
    (FR, "née le {}"),
    (ES, "nacida el {}"),
    (IT, "nata il {}"),
)
SEEN = (
    (EN, "drawn on {}"),
    (EN, "admitted {}"),
    (EN, "relapse confirmed {}"),
    (DE, "entnommen am {}"),
    (DE, "verstorben {}"),
    (FR, "opérée le {}"),
)
MONTHS_DE = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split()
MONTHS_FR = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()


def said(forms: str) -> tuple[str, ...]:
    return tuple(forms.split("|"))


def american(at: date) -> str:
    return f"{at.month}/{at.day}/{at.year}"


def spelt(at: date, pattern: str, months: list[str]) -> str:
    return pattern.format(at.day, months[at.month - 1], at.year)


def _iso_week(rng: Random) -> str:
    year, week, weekday = visit(rng).isocalendar()
    return rng.choice((f"{year}-W{week:02d}-{weekday}", f"{year}-W{week:02d}", f"KW {week}/{year}"))


def _stamp(rng: Random) -> datetime:
    return datetime(*visit(rng).timetuple()[:3], rng.randrange(24), rng.randrange(60), rng.randrange(60), tzinfo=UTC)


DAYS = (
    Form("C", "iso", lambda r: birth(r).isoformat(), BIRTH_KEYS, BORN, said("BM_{}|{}_relapse|sample_{}_A"), is_plain=True),
    Form("C", "iso visit", lambda r: visit(r).isoformat(), VISIT_KEYS, SEEN, said("BM_{}|P01_{}|{}_run2"), is_plain=True),
    Form("C", "compact", lambda r: f"{visit(r):%Y%m%d}", VISIT_KEYS, SEEN, said("BM_{}|P01_{}|{}_plate1|donor3_{}_d28")),
    Form("C", "compact birth", lambda r: f"{birth(r):%Y%m%d}", BIRTH_KEYS, BORN, said("P07_{}|{}_PBMC")),
    Form("C", "six digits", lambda r: f"{birth(r):%d%m%y}", BIRTH_KEYS, BORN, said("JM_{}|pat_{}_BM")),
    Form("C", "german", lambda r: f"{birth(r):%d.%m.%Y}", BIRTH_KEYS, BORN, said("BM_{}|{}_KM"), is_plain=True),
    Form("C", "german short", lambda r: f"{birth(r):%d.%m.%y}", BIRTH_KEYS, BORN, said("KM_{}"), is_plain=True),
    Form("C", "american", lambda r: american(birth(r)), BIRTH_KEYS, BORN, is_plain=True),
    Form("C", "slashes", lambda r: f"{visit(r):%d/%m/%Y}", VISIT_KEYS, SEEN, is_plain=True),
    Form("C", "iso slashes", lambda r: f"{visit(r):%Y/%m/%d}", VISIT_KEYS, SEEN, is_plain=True),
    Form("C", "day month year", lambda r: f"{birth(r):%e %b %Y}".strip(), BIRTH_KEYS, BORN, is_plain=True),
    Form("C", "fcs style", lambda r: f"{visit(r):%d-%b-%Y}".upper(), ("$DATE", *VISIT_KEYS), SEEN, said("BM_{}|{}_tube1"), is_plain=True),
    Form("C", "month day year", lambda r: f"{birth(r):%B %-d, %Y}", BIRTH_KEYS, BORN, is_plain=True),
    Form("C", "german month", lambda r: spelt(birth(r), "{}. {} {}", MONTHS_DE), BIRTH_KEYS, BORN[2:4], is_plain=True),
    Form("C", "french month", lambda r: spelt(visit(r), "{} {} {}", MONTHS_FR), VISIT_KEYS, SEEN[5:], is_plain=True),
    Form("C", "month year", lambda r: f"{visit(r):%B %Y}", VISIT_KEYS, ((EN, "diagnosed in {}"), (EN, "relapsed {}")), is_plain=True),
    Form("C", "short month year", lambda r: f"{visit(r):%b-%y}", VISIT_KEYS, ((EN, "diagnosed {}"),), said("BM_{}")),
    Form("C", "numeric month year", lambda r: f"{visit(r):%m/%Y}", VISIT_KEYS, ((EN, "first seen {}"), (DE, "Erstdiagnose {}")), is_plain=True),
    Form("C", "iso month", lambda r: f"{visit(r):%Y-%m}", VISIT_KEYS, ((EN, "follow-up ended {}"),)),
    Form("C", "excel serial", lambda r: str((birth(r) - date(1899, 12, 30)).days), BIRTH_KEYS, ()),
    Form("C", "iso week", _iso_week, ("collection_week", *VISIT_KEYS), SEEN, is_plain=True),
    Form("C", "timestamp", lambda r: f"{_stamp(r):%Y-%m-%dT%H:%M:%SZ}", ("collected_at", "timestamp", *VISIT_KEYS), SEEN, is_plain=True),
    Form("C", "timestamp spaced", lambda r: f"{_stamp(r):%Y-%m-%d %H:%M:%S}", ("created", *VISIT_KEYS), SEEN, is_plain=True),
    Form("C", "hl7", lambda r: f"{_stamp(r):%Y%m%d%H%M%S}+0100", ("OBR-7", "received_at", *VISIT_KEYS), SEEN),
    Form("C", "unix time", lambda r: str(int(_stamp(r).timestamp())), ("collected_at", "draw_time", "admission_time"), ()),
    Form("C", "old age", lambda r: str(r.randrange(90, 104)), ("age", "Alter", "age_years", "age_at_diagnosis", "edad"), ((EN, "{} years old"), (EN, "aged {}"), (EN, "{}-year-old woman"), (DE, "{} Jahre alt"), (FR, "âgée de {} ans"), (EN, "a {} y/o man"))),
)  # fmt: skip
