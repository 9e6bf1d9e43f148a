# ruff: noqa: E501 - a table: one form is one row
"""Classes D to M: ways to reach a person, and numbers that offices gave."""

from random import Random
from string import ascii_uppercase

from . import numerals as no
from .form import Form
from .people import first, last, word

EN, DE, FR, ES, IT, NL = "en", "de", "fr", "es", "it", "nl"


def mail(rng: Random) -> str:
    host = rng.choice(
        (
            "klinikum-nord.de",
            "gmail.com",
            "nhs.net",
            "chu-lyon.fr",
            "ospedale.fi.it",
            "hospital.org.br",
            "umcu.nl",
            "med.example.edu",
        )
    )
    return f"{word(first(rng)).lower()}{rng.choice('._-')}{word(last(rng)).lower()}{rng.choice(('', '57', '2'))}@{host}"


def phone(rng: Random) -> str:
    d = no.digits
    return rng.choice((
        f"+49 6221 56-{d(rng, 4)}", f"06221/{d(rng, 6)}", f"({d(rng, 3, '2345')}) 555-{d(rng, 4)}", f"{d(rng, 3, '2345')}-555-{d(rng, 4)}",
        f"+33 6 {d(rng, 2)} {d(rng, 2)} {d(rng, 2)} {d(rng, 2)}", f"+44 7{d(rng, 3)} {d(rng, 6)}", f"020 7946 {d(rng, 4)}", f"+39 055 {d(rng, 7)}",
        f"+55 11 9{d(rng, 4)}-{d(rng, 4)}", f"+46 70-{d(rng, 3)} {d(rng, 2)} {d(rng, 2)}", f"+91 {d(rng, 5, '89')} {d(rng, 5)}", f"+1.{d(rng, 3, '2345')}.555.{d(rng, 4)}",
    ))  # fmt: skip


PHONE_KEYS = ("phone", "Telefon", "tel", "mobile", "telephone", "Handy", "phone_number", "telefono")
FAX_KEYS = ("fax", "Telefax", "fax_number", "FAX", "telecopie")
TEL = (
    (EN, "reachable at {}"),
    (EN, "call {} before noon"),
    (DE, "Tel. {}"),
    (FR, "tél. {}"),
    (EN, "mother's mobile {}"),
    (ES, "teléfono {}"),
)
FAX = ((EN, "fax {}"), (EN, "results by fax to {}"), (DE, "Fax: {}"), (DE, "Telefax {}"), (FR, "télécopie {}"))

CONTACTS = (
    Form("D", "phone", phone, PHONE_KEYS, TEL, is_plain=True),
    Form("D", "phone, digits only", lambda r: no.digits(r, 10, "2345"), PHONE_KEYS, ((EN, "phone {}"), (DE, "Telefon {}"), (EN, "mobile no. {}")), ("tel{}", "phone_{}")),
    Form("E", "fax", phone, FAX_KEYS, FAX),
    Form("E", "fax, digits only", lambda r: no.digits(r, 10, "2345"), FAX_KEYS, FAX, ("fax{}", "FAX_{}")),
    Form("F", "e-mail", mail, ("email", "e_mail", "contact", "Mail", "courriel"), ((EN, "write to {}"), (DE, "Kontakt {}"), (EN, "consent form returned from {}")), ("{}", "export_{}"), is_plain=True),
    Form("F", "e-mail in brackets", lambda r: f"<{mail(r)}>", ("email", "author", "contact"), ((EN, "questions to {}"),), is_plain=True),
    Form("F", "obfuscated e-mail", lambda r: mail(r).replace("@", " (at) "), ("email", "contact"), ((EN, "write to {}"),), is_plain=True),
)  # fmt: skip

ID_TOKENS = ("{}", "BM_{}", "pat_{}")
NATIONAL = (
    Form("G", "us ssn", no.ssn, ("ssn", "social_security"), ((EN, "SSN {}"), (EN, "social security number {}")), ID_TOKENS, is_plain=True),
    Form("G", "us ssn, digits only", lambda r: no.ssn(r).replace("-", ""), ("ssn", "social_security_number"), ((EN, "SSN {}"), (EN, "ssn: {}")), ("SSN{}",)),
    Form("G", "french nir", no.nir_spaced, ("nir", "numero_secu", "num_ss"), ((FR, "n° de sécurité sociale {}"), (FR, "NIR {}")), is_plain=True),
    Form("G", "french nir, digits only", no.nir, ("nir", "no_secu"), ((FR, "NIR {}"),), ("{}",), is_plain=True),
    Form("G", "dutch bsn", no.bsn, ("bsn", "burgerservicenummer"), ((NL, "BSN {}"), (NL, "burgerservicenummer {}")), ("BSN{}",)),
    Form("G", "codice fiscale", no.codice_fiscale, ("codice_fiscale", "cod_fisc", "CF"), ((IT, "codice fiscale {}"), (IT, "C.F. {}")), ID_TOKENS, is_plain=True),
    Form("G", "personnummer", no.personnummer, ("personnummer", "pnr"), ((EN, "personnummer {}"), (EN, "person no. {}")), ID_TOKENS, is_plain=True),
    Form("G", "danish cpr", no.cpr, ("cpr", "cpr_nr", "CPR-nummer"), ((EN, "CPR {}"), (EN, "cpr-nr. {}")), ID_TOKENS, is_plain=True),
    Form("G", "aadhaar", no.aadhaar, ("aadhaar", "aadhaar_no", "UIDAI"), ((EN, "Aadhaar {}"), (EN, "Aadhaar number {}")), is_plain=True),
    Form("G", "chinese resident id", no.resident_id, ("resident_id", "id_card", "身份证号"), ((EN, "ID card {}"), (EN, "resident identity number {}")), ID_TOKENS, is_plain=True),
    Form("G", "cpf", no.cpf, ("cpf", "CPF_paciente"), ((EN, "CPF {}"), (ES, "CPF n.º {}")), ID_TOKENS, is_plain=True),
    Form("G", "canadian sin", no.sin, ("sin", "social_insurance_number", "NAS"), ((EN, "SIN {}"), (FR, "NAS {}")), ID_TOKENS),
)  # fmt: skip

MRN_KEYS = (
    "mrn",
    "MRN",
    "medical_record_number",
    "Patientennummer",
    "hospital_no",
    "patient_nr",
    "PatientID",
    "IPP",
    "num_dossier",
    "hospital_number",
    "PID",
)
RECORDS = (
    Form("H", "mrn, seven digits", lambda r: no.digits(r, 7), MRN_KEYS, ((EN, "MRN {}"), (EN, "hospital no. {}"), (DE, "Patientennummer {}"), (FR, "dossier n° {}"), (EN, "med rec #{}")), ("MRN{}", "MRN_{}_BM", "mrn-{}", "PatNr{}")),
    Form("H", "mrn, leading zeros", lambda r: "00" + no.digits(r, 6), MRN_KEYS, ((EN, "MRN: {}"), (EN, "chart number {}"), (DE, "Pat.-Nr. {}")), ("MRN{}", "pid{}")),
    Form("H", "mrn with letters", lambda r: f"{r.choice(ascii_uppercase)}{no.digits(r, 7)}", MRN_KEYS, ((EN, "MRN {}"), (EN, "unit number {}")), ("MRN_{}",)),
    Form("H", "nhs number", no.nhs_spaced, ("nhs_number", "NHS", "nhs_no"), ((EN, "NHS number {}"), (EN, "NHS No: {}")), is_plain=True),
    Form("H", "nhs number, digits only", no.nhs, ("nhs_number", "NHS_no"), ((EN, "NHS {}"), (EN, "NHS number {}")), ("NHS{}", "NHS_{}")),
    Form("I", "kvnr", no.kvnr, ("kvnr", "Versichertennummer", "insurance_number", "eGK"), ((DE, "KVNR {}"), (DE, "Versichertennummer {}")), ("{}", "KV_{}"), is_plain=True),
    Form("I", "medicare au", no.medicare_au, ("medicare_no", "medicare_number", "medicare"), ((EN, "Medicare {}"), (EN, "Medicare card {}")), is_plain=True),
    Form("I", "medicare us", no.mbi, ("mbi", "medicare_beneficiary_id", "HICN"), ((EN, "MBI {}"), (EN, "Medicare number {}")), ("MBI_{}",)),
    Form("I", "member number", lambda r: f"{r.choice(('XQH', 'W', 'YRP'))}{no.digits(r, 9)}", ("member_id", "health_plan_id", "policy_number", "insurance_id", "subscriber_id"), ((EN, "health plan no. {}"), (EN, "member ID {}"), (EN, "insurance policy {}")), ("policy_{}",)),
    Form("J", "iban", no.iban, ("iban", "IBAN", "bank_account"), ((DE, "IBAN {}"), (EN, "travel costs to {}")), is_plain=True),
    Form("J", "card", no.card, ("card_number", "credit_card", "cc_number"), ((EN, "paid with card {}"), (EN, "credit card {}")), is_plain=True),
    Form("J", "account", lambda r: no.digits(r, 8), ("account_no", "Kontonummer", "billing_account", "account_number", "guarantor_account"), ((EN, "account no. {}"), (EN, "billed to account {}"), (DE, "Konto {}")), ("acct{}",)),
    Form("K", "npi", no.npi, ("npi", "NPI", "provider_npi"), ((EN, "NPI {}"), (EN, "referring NPI: {}")), ("NPI{}",)),
    Form("K", "dea", no.dea, ("dea_number", "DEA", "prescriber_dea"), ((EN, "DEA {}"), (EN, "DEA no. {}"))),
    Form("K", "physician number", lambda r: no.digits(r, 9), ("LANR", "licence_no", "medical_license", "GMC_number", "Arztnummer", "license_number"), ((DE, "LANR {}"), (EN, "licence no. {}"), (EN, "medical license {}"))),
    Form("K", "passport", lambda r: f"{r.choice('CFGHJK')}{no.digits(r, 8)}", ("passport", "passport_no", "Reisepass", "drivers_license", "Ausweisnummer"), ((EN, "passport {}"), (EN, "passport no. {}"), (DE, "Reisepass {}"), (EN, "driver's license {}"))),
)  # fmt: skip


def plate(rng: Random) -> str:
    two = "".join(rng.choice(ascii_uppercase) for _ in range(2))
    return rng.choice(
        (
            f"HD-{two} {no.digits(rng, 4)}",
            f"M {two} {no.digits(rng, 3)}",
            f"AB{no.digits(rng, 2)} {two}C",
            f"{rng.choice('78')}{two}X{no.digits(rng, 3)}",
            f"{two}-{no.digits(rng, 3)}-{two}",
        )
    )


VEHICLES = (
    Form("L", "vin", no.vin, ("vin", "vehicle_id", "VIN", "Fahrgestellnummer"), ((EN, "VIN {}"), (EN, "car with VIN {}"), (DE, "FIN {}")), ("VIN_{}",), is_plain=True),
    Form("L", "plate", plate, ("license_plate", "Kennzeichen", "number_plate", "vehicle_plate", "immatriculation"), ((EN, "licence plate {}"), (EN, "arrived by ambulance, plate {}"), (DE, "Kfz-Kennzeichen {}"), (FR, "immatriculation {}"))),
)  # fmt: skip
