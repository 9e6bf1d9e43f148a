"""Numbers that institutions give: social security, records, plans, accounts, licences, vehicles, devices."""

import math
import re
from collections import Counter
from collections.abc import Iterator

from clinicell.datasets.privacy import cases, national
from clinicell.datasets.privacy.checksums import STRONG, WEAK, iban, luhn, vin
from clinicell.datasets.privacy.key import Key
from clinicell.datasets.privacy.public import PSEUDONYM
from clinicell.datasets.privacy.rules import ACCOUNT, CODE, DEVICE, LICENCE, PLAN, RECORD, SSN, VEHICLE
from clinicell.datasets.privacy.wordlist import listed

_NO = r"(?: ?(?:no|nr|num|number|id)\b\.?| ?#)?[\s:=.#-]{0,3}"
_SSN = re.compile(r"(?<![\w-])(?!000|666|9\d\d)\d{3}-(?!00)\d\d-(?!0000)\d{4}(?![\w-])")
_RECORD = re.compile(
    r"(?<![A-Za-z])(?:mrn|mr#|urn|med(?:ical)?\.? ?rec(?:ord)?s?|patient(?:en)?[ -]?(?:id|no|nr|number|nummer|#)|"
    r"pat[ -]?id|pt[ -]?(?:id|#)|pid|hosp(?:ital)?\.? ?(?:no|nr|number|id)|chart ?(?:no|nr|number|#)|case ?(?:no|"
    r"nr|number|#)|"
    rf"record ?(?:no|nr|number|#)|encounter|fall(?:nummer|nr)|aufnahmenummer|nhc|"
    rf"ipp){_NO}[A-Za-z]{{0,4}}-?\d{{4,12}}(?!\d)",
    re.IGNORECASE,
)
_PLAN = re.compile(
    rf"(?<![A-Za-z])(?:member|policy|insurance|insurer|beneficiary|subscriber|medicare|medicaid|"
    rf"health ?plan){_NO}(?:id )?[A-Za-z]{{0,4}}-?\d{{5,14}}",
    re.IGNORECASE,
)
_MBI = re.compile(
    r"(?<![A-Z0-9])[1-9][AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y\d]\d-?[AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y\d]\d-?[AC-HJKMNP-RT-Y]{2}\d\d(?![A-Z0-9])"
)
_ACCOUNT = re.compile(
    rf"(?<![A-Za-z])(?:acct|account|konto|iban|billing){_NO}[A-Za-z]{{0,3}}-?\d{{5,20}}", re.IGNORECASE
)
_CARD = re.compile(r"(?<![\w-])\d{4}[ -]\d{4}[ -]\d{4}[ -]\d{4}(?![\w-])")
_LICENCE = re.compile(
    rf"(?<![A-Za-z])(?:licen[cs]e|certificate|cert|driver'?s|DEA|NPI|"
    rf"DL(?=[ #]))(?: licen[cs]e)?{_NO}[A-Za-z]{{0,3}}-?\d{{5,12}}",
    re.IGNORECASE,
)
_VEHICLE = re.compile(
    r"(?i:(?:licen[cs]e|number|registration) plate|kennzeichen|\bVIN)[\s:=#]{1,3}(?=[A-Z0-9-]*\d)[A-Z0-9-]{4,17}"
)
_SERIAL = re.compile(
    rf"(?<![A-Za-z])(?:s/n|serial|imei|udi|device ?id|pacemaker|implant){_NO}[A-Za-z]{{0,4}}-?\d{{4,}}", re.IGNORECASE
)
_MAC = re.compile(r"(?<![\w:-])[0-9A-Fa-f]{2}(?:([:-])[0-9A-Fa-f]{2})(?:\1[0-9A-Fa-f]{2}){4}(?![\w:-])")
_SECRET = re.compile(
    r"(?<![A-Za-z])(?:token|password|passphrase|secret|passport|linkage key|study code|"
    r"national id)\b[\s:=#]{1,3}(?=\S*\d)\S{8,}",
    re.IGNORECASE,
)
_UID = re.compile(r"(?<![\d.])(?:1\.2\.\d{3}|1\.3\.\d{1,4}|2\.16\.\d{3})(?:\.\d+){3,}|(?<![\d.])2\.25\.\d{20,}")
_CASE = re.compile(
    r"(?<![A-Za-z])(?i:specimen|pathology|histology|histo|path|biopsy|accession|case|surgical|befund|cytology)"
    r"(?i:[ ._:#-]{0,3}(?:no|nr|number|n)?\.?)[ ._:#-]{0,3}[A-Z]{0,3}[-/]?(?:\d{2,6}[-/]\d{2,7})(?![\d/-])"
)
_UDI = re.compile(r"\(01\)\d{14}|(?<!\d)01\d{14}(?:11|17|10|21)\d{4,}")
_IMEI = re.compile(r"(?:35|86|01|99)\d{13}")
_PROVING = re.compile(r"(?<![\w.-])[A-Z0-9][A-Z0-9.+-]{8,34}(?![\w])")
_GROUPS = re.compile(r"(?<![\d.-])\d{3} \d{3} \d{3,4}(?!\d|[.-]\d)")
_NATIONAL = re.compile(
    r"(?<![A-Za-z])(?:nhs|bsn|sin|pesel|burgerservicenummer|national|aadhaar|cnp|cpf)\b\D{0,12}([\d -]{9,16}\d)",
    re.IGNORECASE,
)
_RECORDED = listed("mrn urn pid")
_PATIENTS = listed("patient patients donor subject participant person individual case proband pt")
_SAMPLES = listed("sample specimen tube")
_PLANS = listed("member insurance insurer policy beneficiary medicare medicaid subscriber versichertennummer")
_ACCOUNTS = listed("account acct iban billing konto")
_LICENCES = listed("license licence certificate dea npi")
_DEVICES = listed("serial pacemaker implant imei udi cytsn")
_NATIONS = listed("nhs bsn sin pesel cnp cpf national aadhaar kvnr nino dni")
_CODED = listed("code key uid uuid token")
_HELD = listed("token password passphrase secret passport linkage")


def is_about(key: Key) -> bool:
    """Whether even a bare number under `key` may be an identifier."""
    return key.has(
        "ssn", "social", "medical", "hospital", "chart", "vehicle", *_RECORDED, *_PATIENTS, *_SAMPLES, *_PLANS,
        *_ACCOUNTS, *_LICENCES, *_DEVICES, *_NATIONS, *_HELD,
    )  # fmt: skip


def codes(text: str, key: Key) -> Iterator[str]:
    """Yield the rules that `text` breaks."""
    value, n_digits = text.strip(), sum(map(str.isdecimal, text))
    if _MAC.search(text) or _SERIAL.search(text) or (key.has_one(_DEVICES) and n_digits >= 4):
        yield DEVICE
    if _SECRET.search(text) or _is_code(value, key) or _is_national(text, key):
        yield CODE
    is_sequence = len(text) > 100 and " " not in value
    if n_digits >= 6 and not is_sequence and (_UID.search(text) or _CASE.search(text) or national.has_one(text)):
        yield CODE
    if (
        not is_sequence
        and not key.is_feature
        and n_digits >= 4
        and len(value) < 2000
        and cases.is_case(value, is_name=not key.words)
    ):
        yield CODE
    if n_digits > 13 and (_UDI.search(text) or (_IMEI.fullmatch(value) and luhn(value))):
        yield DEVICE
    if n_digits < 3:
        return
    plates = key.has("vin", "vehicle", "kennzeichen") or (key.has("plate") and key.has("license", "licence", "number"))
    if _SSN.search(text) or (_is_ssn(key) and n_digits == 9):
        yield SSN
    if _RECORD.search(text) or _is_record(value, key):
        yield RECORD
    if _PLAN.search(text) or _MBI.search(text) or (_is_plan(key) and n_digits >= 5):
        yield PLAN
    if (
        _ACCOUNT.search(text)
        or any(luhn(re.sub(r"\D", "", card)) for card in _CARD.findall(text))
        or (key.has_one(_ACCOUNTS) and n_digits >= 5)
    ):
        yield ACCOUNT
    if plates or _VEHICLE.search(text):
        yield VEHICLE
    elif _LICENCE.search(text) or (key.has_one(_LICENCES) and re.search(r"\d{5}", text) and "://" not in text):
        yield LICENCE
    yield from _proven(text)


def _is_ssn(key: Key) -> bool:
    return key.has("ssn") or key.has_all("social", "security")


def _is_plan(key: Key) -> bool:
    return key.has_one(_PLANS) or key.has_all("health", "plan")


def _is_record(value: str, key: Key) -> bool:
    number = value.removesuffix(".0")
    if key.has_one(_RECORDED) or key.has_all("medical", "record") or key.has("hospital", "chart"):
        return re.search(r"\d{4}", number) is not None
    if key.is_keyword and key.has("smno"):
        return re.search(r"\d{4}", number) is not None
    if key.has_one(_PATIENTS) and not key.has(*_CODED, "count", "counts", "n", "num"):
        return re.fullmatch(r"[A-Za-z]{0,4}[-_ ]?\d{6,12}", number) is not None
    return key.has_one(_SAMPLES) and re.fullmatch(r"\d{7,12}", number) is not None


def _proven(text: str) -> Iterator[str]:
    """Yield the rules that numbers with a check digit break."""
    for found in _PROVING.finditer(text):
        word = found[0].strip(".-+")
        if vin(word):
            yield VEHICLE
        elif iban(word):
            yield ACCOUNT
        elif any(proves(word) for proves in STRONG):
            yield CODE
    for found in _GROUPS.finditer(text):
        if any(proves(found[0].replace(" ", "")) for proves in WEAK):
            yield CODE
    if re.search(r"\b[A-Z]{2}\d\d(?: [A-Z0-9]{4}){3,7}", text):
        spaced = re.search(r"\b[A-Z]{2}\d\d(?: [A-Z0-9]{1,4}){3,8}", text)
        if spaced and iban(spaced[0].replace(" ", "")):
            yield ACCOUNT


def _is_national(text: str, key: Key) -> bool:
    found = _NATIONAL.search(text)
    number = re.sub(r"[ -]", "", found[1] if found else text)
    if found and any(proves(number) for proves in WEAK):
        return True
    is_asked = key.has_one(_NATIONS) and (key.has("id", "number", "no", "nr") or len(key.words) == 1)
    is_persons = key.has(*_PATIENTS, *_NATIONS) and key.has("id", "number", "no", "nr")
    if is_persons and len(number) >= 9 and national.is_proven(number):
        return True
    return is_asked and re.fullmatch(r"[A-Za-z]?\d{8,18}[A-Za-z]?", number) is not None


def _is_code(value: str, key: Key) -> bool:
    is_asked = key.has_one(_HELD) or (key.has_one(_CODED) and key.has("study", *_PATIENTS))
    if not is_asked or not re.fullmatch(r"[^\s/\\]{10,128}", value) or PSEUDONYM.fullmatch(value):
        return False
    kinds = (any(map(str.isdecimal, value)), any(map(str.isalpha, value)))
    return all(kinds) and _entropy(value) > 2.5


def _entropy(text: str) -> float:
    """Return Shannon's entropy of the letters, bits per letter."""
    return -sum(n / len(text) * math.log2(n / len(text)) for n in Counter(text).values())
