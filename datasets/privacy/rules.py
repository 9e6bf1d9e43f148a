"""The rules of the privacy screen: one for each of the 18 classes of 45 CFR 164.514(b)(2)(i), and seven beside them.

Two of those seven speak of what is not known to be harmless.

A screen that finds nothing proves nothing: germline genotypes, expression profiles and rare diseases can point to a
person without a single identifier.
"""

from collections.abc import Mapping
from types import MappingProxyType

from clinicell.datasets.schema.rule import Rule, rulebook

NO_PROOF = (
    "A passed screen is no proof of anonymity: germline genotypes, expression profiles, rare diseases and combinations "
    "of ordinary facts can still point to a person."
)

NAME, PLACE, DATE, PHONE, FAX, MAIL = (f"L4-PHI-{n:02d}" for n in range(1, 7))
SSN, RECORD, PLAN, ACCOUNT, LICENCE, VEHICLE = (f"L4-PHI-{n:02d}" for n in range(7, 13))
DEVICE, WEB, INTERNET, BIOMETRIC, PHOTO, CODE = (f"L4-PHI-{n:02d}" for n in range(13, 19))
AGE, HOME, HASH, FREE_TEXT, UNSEEN, UNEXPLAINED, STRANGER = (f"L4-PHI-{n:02d}" for n in range(19, 26))

RULES = rulebook(
    Rule(NAME, "names of persons", "remove them; donors bear a keyed pseudonym (clinicell privacy pseudonymize)"),
    Rule(PLACE, "places smaller than a state", "remove them, or keep country or state; three digits of a ZIP at most"),
    Rule(DATE, "dates finer than a year", "keep the year, or days from an anchor (days_from_baseline)"),
    Rule(PHONE, "telephone numbers", "remove them"),
    Rule(FAX, "fax numbers", "remove them"),
    Rule(MAIL, "e-mail addresses", "remove them"),
    Rule(SSN, "social security numbers", "remove them"),
    Rule(RECORD, "medical record numbers", "replace them by keyed pseudonyms (clinicell privacy pseudonymize)"),
    Rule(PLAN, "health plan numbers", "remove them"),
    Rule(ACCOUNT, "account numbers", "remove them"),
    Rule(LICENCE, "certificate or licence numbers", "remove them"),
    Rule(VEHICLE, "vehicle identifiers", "remove them"),
    Rule(DEVICE, "serial numbers or addresses of devices", "remove them; a model's name may stay"),
    Rule(WEB, "web addresses", "remove them; public repositories and DOIs may stay"),
    Rule(INTERNET, "internet protocol addresses", "remove them"),
    Rule(BIOMETRIC, "biometric identifiers", "remove them"),
    Rule(PHOTO, "photographs that may show a face", "remove them"),
    Rule(CODE, "other identifying numbers or codes", "replace them by keyed pseudonyms, or remove them"),
    Rule(AGE, "ages over 89", "write the age band '90+'"),
    Rule(HOME, "paths of a home folder, which name a user", "write the file's name, or nothing"),
    Rule(HASH, "hashes of small numbers: anyone can turn them back", "use clinicell privacy pseudonymize"),
    Rule(FREE_TEXT, "free text that a person wrote", "remove the column, or code what it says"),
    Rule(UNSEEN, "not screened: nothing is known of it", "look at it yourself, or save it in a form that is read"),
    Rule(
        UNEXPLAINED,
        "codes not known to be harmless: nothing here explains them",
        "name the column after what it counts or catalogues; replace codes of persons by keyed pseudonyms, or drop "
        "them; what you answer for as harmless you may declare: [privacy] of a recipe, --harmless of the screen",
    ),
    Rule(
        STRANGER,
        "words not known to be harmless: each may be a name",
        "map them to terms or plain words; replace names by keyed pseudonyms (clinicell privacy pseudonymize), or drop "
        "them; what you answer for as harmless you may declare: [privacy] of a recipe, --harmless of the screen",
    ),
)  # fmt: skip

# The class of the regulation that each rule stands for.
LETTERS: Mapping[str, str] = MappingProxyType(
    {
        **{f"L4-PHI-{n:02d}": letter for n, letter in enumerate("ABCDEFGHIJKLMNOPQR", start=1)},
        AGE: "C",
        HOME: "R",
        HASH: "R",
        FREE_TEXT: "R",
        UNSEEN: "A-R",
        UNEXPLAINED: "R",
        STRANGER: "A",
    }
)
NOUNS: Mapping[str, str] = MappingProxyType(
    {
        NAME: "a name", PLACE: "a place", DATE: "a date", PHONE: "a telephone number", FAX: "a fax number",
        MAIL: "an e-mail address", SSN: "a social security number", RECORD: "a record number", PLAN: "a plan number",
        ACCOUNT: "an account number", LICENCE: "a licence number", VEHICLE: "a vehicle identifier",
        DEVICE: "a device identifier", WEB: "a web address", INTERNET: "an internet address",
        BIOMETRIC: "a biometric identifier", PHOTO: "a photograph", CODE: "a code", AGE: "an age",
        HOME: "a home folder", HASH: "a hash", FREE_TEXT: "a sentence", UNSEEN: "not screened",
        UNEXPLAINED: "an unknown code", STRANGER: "an unknown word",
    }
)  # fmt: skip
