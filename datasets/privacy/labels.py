"""Words that introduce a number of a person, in the languages of the hospitals that ship data.

The same words are read as the name of a column and as a label in running text: "Fallnummer 20231336513", "SN_PZK48707".
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain

from clinicell.datasets.privacy import asked, plates
from clinicell.datasets.privacy.key import Key
from clinicell.datasets.privacy.letters import folded
from clinicell.datasets.privacy.rules import (
    ACCOUNT,
    BIOMETRIC,
    CODE,
    DEVICE,
    FAX,
    LICENCE,
    PHONE,
    PLAN,
    RECORD,
    SSN,
    VEHICLE,
)  # fmt: skip
from clinicell.datasets.privacy.wordlist import listed

# By rule the labels, words joined by a dash standing together; and how many digits a number under them has at least.
_LABELS: tuple[tuple[str, int, frozenset[str]], ...] = (
    (PHONE, 7, listed("""
    phone telephone telefon telefono telefone telephon tel mobile mobil movil cellulare celular cellphone handy
    natel pager whatsapp portable telefoon telefonnummer rufnummer
    """)),
    (FAX, 7, listed("fax telefax telecopie telecopieur faks faxnummer fax-nummer")),
    (SSN, 9, listed("ssn social-security ss-no socsec")),
    (RECORD, 5, listed("""
    mrn urn medical-record hospital-number hospital-no chart-no chart-number unit-number unit-no record-number
    record-no dossier dossier-no ipp nhc historia-clinica cartella-clinica cartella nosologico prontuario
    aktenzeichen krankenakte encounter encounter-id visit-number visit-no visit-id csn sejour episode-no
    episode-number admission-no admission-number fallnummer fall-nr fall aufnahmenummer aufnahme-nr opnamenummer
    ricovero iep num-sejour num-dossier numero-dossier dossiernummer
    """)),
    (RECORD, 6, listed("""
    pid patient-id patient-no patient-nr patient-number patient-num patientennummer patienten-nr pat-nr pat-no
    pat-id patnr patid patientnumber patientid patientnummer patientnr case-no case-number patientenkennung
    """)),
    (PLAN, 5, listed("""
    member policy insurance insurer beneficiary subscriber medicare medicaid health-plan health-card
    versichertennummer versicherten-nr versicherungsnummer krankenkasse kvnr mutuelle carte-vitale
    tessera-sanitaria poliza polizza assicurazione seguro tarjeta-sanitaria zorgverzekering polisnummer hicn payer
    health-insurance krankenversicherung krankenversichertennummer ehic group-no
    """)),
    (ACCOUNT, 5, listed("""
    acct account konto kontonummer iban billing invoice rechnung rechnungsnummer facture factura fattura cuenta
    conto compte rekening rekeningnummer conta bank-account routing credit-card kreditkarte carte-bancaire
    """)),
    (LICENCE, 5, listed("""
    license licence certificate cert driver drivers driving dea npi passport passport-no reisepass pass-nr
    reisepassnummer ausweis ausweisnummer personalausweis fuhrerschein fuehrerschein fuhrerscheinnummer permis
    permis-de-conduire licencia patente rijbewijs rijbewijsnummer lanr arztnummer rpps adeli gmc big-nummer
    pwz id-kaart rijbewijs-nr korkort korkortsnummer forerkort prawo-jazdy dowod dowod-osobisty nr-dowodu paszport
    nr-paszportu paszportu passnummer rpps finess big-registratie numero-collegiale colegiada titulo cedula
    cedula-profissional visum residence-permit green-card birth-certificate death-certificate sterbeurkunde
    geburtsurkunde acte-de-naissance acte-de-deces medical-license registration-number ordem
    colegiado approbation passaporto passeport pasaporte paspoort carta-identita identity-card id-card
    carte-identite physician-number physician-no certificato certificado medical-licence registration-no
    """)),
    (DEVICE, 4, listed("""
    s/n serial serial-no serial-number seriennummer serien-nr numero-de-serie no-de-serie n-serie numero-serie
    numero-di-serie matricola serienummer serienr imei udi iccid device-id device-serial pacemaker implant
    implantat geratenummer gerate-nr stimulator
    """)),
    (BIOMETRIC, 4, listed("""
    fingerprint finger-print fingerabdruck empreinte empreinte-digitale huella huella-dactilar impronta
    vingerafdruk voiceprint voice-print stimmprofil faceprint face-print face-id palmprint palm-print iris
    iris-scan iris-code retina retina-scan retinal-scan biometric biometrie facial-recognition face-recognition
    face-template face-vector face-embedding face-code gesichtserkennung gesichtsvektor reconnaissance-faciale
    reconocimiento-facial riconoscimento-facciale stimmabdruck empreinte-vocale huella-vocal impronta-vocale
    impronta-digitale stemafdruk rostavtryck fingeravtryck fingeraftryk odcisk-palca irisscan iriscode iris-template
    retina-template thumbprint thumb-print handprint ear-print earprint vein-pattern finger-vein palm-vein
    hand-geometry gait minutiae minutien otisk-prstu ujjlenyomat sormenjalki parmak-izi
    """)),
    (CODE, 5, listed("""
    biobank biobank-no biobank-number tissue-bank tissue-bank-no tube-barcode barcode-no barcode-number biobanque
    biobanco pathology pathology-no pathology-number pathologie histology histology-no histo-no histologie path
    path-no path-number specimen-no specimen-number accession-no biopsy-no einsendenummer eingangsnummer
    journalnummer e-nummer study-code subject-code subject-key participant-code patient-code patient-key
    patient-uid linkage-key national-id aadhaar uidai nhs nhs-no chi-number nino ni-number bsn burgerservicenummer
    cpr cpr-nr personnummer fodselsnummer henkilotunnus pesel cnp cpf curp rut nif nie dni nss codice-fiscale
    codicefiscale steuer-id steuernummer sozialversicherungsnummer svnr sv-nummer ahv oib jmbg egn amka ppsn nric
    snils inn nir securite-sociale insee tax-id tax-file-number tfn ihi nhi national-insurance rodne-cislo
    isikukood kennitala rijksregisternummer numero-national matricule national-number itin taxpayer
    taxpayer-identification tckn tc-kimlik pps pps-number contribuinte utente numero-de-utente nass rentenversicherung
    rentenversicherungsnummer identifikationsnummer identitatsnummer identity-number identification-number
    numero-de-identificacion numer-identyfikacyjny identiteitsnummer personal-number employee-id employee-number
    staff-number staff-id personalnummer personalnr matrikelnummer service-number army-number military-id
    badge-number prescription prescription-no rezeptnummer ordonnance receta ricetta recepta cancer-registry
    cancer-registry-number registry-number krebsregister krebsregisternummer registro-de-cancer order-number lab-order
    auftragsnummer auftrags-nr lab-number labornummer laboratory-number numero-de-peticion bon-numero requisition
    requisition-no patient-guid guid-of-patient consent consent-no consent-form trial-no trial-number subject-number
    screening-number randomisation-number randomization-number
    """)),
    (VEHICLE, 5, listed("vin vehicle-id fahrgestellnummer chassis")),
)  # fmt: skip
_PLATES = listed("""
    kennzeichen immatriculation kenteken targa matricula nummernschild kfz license-plate licence-plate
    number-plate registration-plate plaque-immatriculation registration-mark plaque
    """)
_FEWER, _SHORTER = 4, (RECORD, LICENCE, CODE)  # a name of a column says more than a word before a number
_NUMBER_WORDS = r"(?:no|nr|num|number|numero|nummer|numer|n|id|code|card|ref|reg|key|is|was|to|number is|scan|template)"
_LINK = rf"(?:[ ._:=#'°º-]{{0,3}}{_NUMBER_WORDS}(?![a-z]))*[ ._:=#°º-]{{0,3}}"
_VALUE = r"(?-i:[A-Za-z]{0,4}[-/. ]?)\d[\dA-Za-z]*(?:[-/. ]?\d[\dA-Za-z]*)*"


def _phrases(words: frozenset[str]) -> str:
    """Return a pattern of labels, the longest first; their words may stand apart, joined or dotted."""
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(r"[ ._/-]{0,2}".join(map(re.escape, word.split("-"))) for word in ordered)


_LABEL = tuple(
    (code, n_digits, re.compile(rf"(?<![a-z0-9])(?:{_phrases(words)})(?![a-z]){_LINK}({_VALUE})", re.IGNORECASE))
    for code, n_digits, words in _LABELS
)
_SN = re.compile(rf"(?<![A-Za-z0-9])(?:SN|Sn|sn)[ ._:#-]{{1,3}}({_VALUE})")
_FIRST = frozenset(word.split("-")[0] for _, _, words in _LABELS for word in words)
_ANY = re.compile("|".join(sorted(map(re.escape, _FIRST))), re.IGNORECASE)
_PLATE_FORM = (
    r"(?:[A-Z]{1,3}[- ][A-Z]{1,2}[- ]?\d{1,4}[EH]?|[A-Z]{2}[- ]?\d{3}[- ]?[A-Z]{2}|[A-Z]{2}\d\d ?[A-Z]{3}|"
    r"\d{4} ?[BCDFGHJ-NPRSTV-Z]{3}|[A-Z]{1,2}-\d{3}-[A-Z]{1,2}|\d[A-Z]{3}\d{3}|[A-Z]{3}[- ]?\d{3,4}|"
    r"[A-Z]{3}\d[A-Z]\d\d)"
)
_LABELLED_PLATE = re.compile(
    rf"(?i:(?<![a-z])(?:{'|'.join(word.replace('-', '[ -]') for word in sorted(_PLATES - {'matricula', 'plaque'}))}|"
    r"nr rejestracyjny|numer rejestracyjny|registreringsnummer|rejestracja|rendszam|plaka|rekisterinumero|nummerplade|"
    r"registration(?: (?:no|number|mark))?))(?i:[ ,:=#.-]{1,3}(?:no|nr|number|is)?\.?)[ :]{0,2}"
    r"(?=[A-Z0-9 -]{0,9}\d)(?=[0-9 -]{0,8}[A-Z])[A-Z0-9]{1,4}(?:[ -]?[A-Z0-9]{1,4}){1,3}(?![A-Za-z0-9])"
)
_PLATED = re.compile(
    rf"(?i:(?<![a-z])(?:{'|'.join(word.replace('-', '[ -]') for word in sorted(_PLATES))}|plate|plates|car|van|truck|"
    rf"drives(?: an?)?|parked|vehicle|motorbike|ambulance|taxi))"
    rf"(?i:[ ,:=#.-]{{1,3}}(?:no|nr|number|plate|reg)?\.?)[ :]{{0,2}}{_PLATE_FORM}(?!\w)"
)
# Words that are also something else in a laboratory: too weak for the name of a column of numbers.
_OFTEN_OTHERWISE = listed("""
    path iris retina fall conto bank tel portable mobile driver drivers implant rut nif cartella histology
    histologie certificate matricule chassis driving patente biometric fingerprint pid patient-id case-no
    patientid patid
    """)
_NOT_PERSONS = listed("""
    n count counts total fraction percent ratio mean software version drug chemical molecular morgan ecfp gene
    pathway compound maccs dataset data set class type name score stage grade model term ontology
    """)
_HEADS = frozenset(chain.from_iterable(word.split("-") for _, _, words in _LABELS for word in words)) | frozenset(
    chain.from_iterable(word.split("-") for word in _PLATES)
)
_CHEMICAL = re.compile(r"morgan|ecfp|molecul|chemi|maccs|\bbits?\b|tanimoto|smiles", re.IGNORECASE)


def codes(text: str, key: Key) -> Iterator[str]:
    """Yield the rules of which a text bears the label before a number, or under whose name it stands."""
    if not any(map(str.isdecimal, text)):
        return
    plain = folded(text)
    if _n_digits(plain) >= 4 and _ANY.search(plain):
        for code, n_digits, label in _LABEL:
            if any(_n_digits(found[1]) >= n_digits for found in label.finditer(plain)) and not (
                code == BIOMETRIC and _CHEMICAL.search(plain)
            ):
                yield code
    if any(_n_digits(number) >= 6 for number in _SN.findall(plain)):
        yield DEVICE
    is_told = not key.is_feature and len(plain) < 2000 and plates.tells_plate(text)
    if is_told or plates.is_plate(text.strip(), key) or _PLATED.search(plain) or _LABELLED_PLATE.search(plain):
        yield VEHICLE
    yield from _asked(plain.strip(), key)


def _n_digits(text: str) -> int:
    return sum(map(str.isdecimal, text))


def _asked(value: str, key: Key) -> Iterator[str]:
    if not is_about(key) or len(value) > 60 or not re.fullmatch(r"[\w ./()+-]*\d[\w ./()+-]*", value):
        return
    n = _n_digits(value)
    yield from (code for code, n_least in _named(key.words) if n >= n_least)
    is_formed = asked.may_ask_for_plate(key) and re.fullmatch(_PLATE_FORM, value) is not None
    if is_formed or asked.asks_for_plate(key) or any(key.has_all(*word.split("-")) for word in _PLATES):
        yield VEHICLE


@lru_cache(maxsize=4096)
def _named(name: frozenset[str]) -> tuple[tuple[str, int], ...]:
    """Return the rules whose labels the words of a name are, with the digits that a number under it has at least."""
    return tuple(
        (code, _FEWER if n_digits == 5 and code in _SHORTER else n_digits)
        for code, n_digits, words in _LABELS
        if any(name.issuperset(word.split("-")) for word in words if word not in _OFTEN_OTHERWISE)
    )


def is_about(key: Key) -> bool:
    """Whether even a bare number under `key` may be a number of a person."""
    if asked.asks_for_biometry(key):
        return not key.has_one(_NOT_PERSONS - {"template", "name", "type", "model"})
    is_plate = asked.asks_for_plate(key) or asked.may_ask_for_plate(key)
    return (bool(key.words & _HEADS) or is_plate) and not key.has_one(_NOT_PERSONS)
