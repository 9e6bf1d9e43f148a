"""Plates of vehicles: under the names that ask for one, and beside a word for a plate or a car, in many languages."""

import re

from clinicell.datasets.privacy.answers import is_answer
from clinicell.datasets.privacy.key import Key
from clinicell.datasets.privacy.wordlist import listed

_STRONG = listed("""
    kennzeichen kfzkennzeichen autokennzeichen kennz kfz immatriculation immatriculacion immat matriculacion kenteken
    kentekennummer kentekenplaat nummerbord targa rejestracyjny rejestracyjna rejestracyjne rejestracyjnego rejestracja
    rejestracji tablica tablice tablicy registreringsnummer registreringsnumber registreringsskylt regskylt bilskylt
    regnr regno regnum bilnummer bilnr bilregnr fordonsnummer nummerschild nummernschild nummerskylt rendszam spz
    plaka plakasi aracplaka placa placas lawha lawhat lohat lauha nambapureto nambapureeto pureto nanbaa chepai
    chepaihao paizhao sharyo sharyobango numberplate licenseplate licenceplate licplate nummerplade nummerplate nrplate
    carplate carreg vehreg carno vehicleno rekisterinumero rekisterikilpi autonummer wagennummer vrn rto
    """)
_STEM = re.compile(
    r"(?:kfz|auto|al)?(?:kennz|kentek|immat|nummer(?:bord|plaat|plate|schild)|rejestr|regn(?:r|um)|registreringsn|"
    r"skylt|plaka|"
    r"lawh|lohat|chepai|paizhao|pureet?o|targa$|vrm$|vahan|sharyou?|bilreg)"
)
_WEAK = listed("plate plates plaque plaques plak matricula chapa tag skylt tablo reg registration rej rejestr register")
_FORMED = listed("plate plates chapa tag vehicle vehiculo veiculo fahrzeug auto car patente reg toroku")
_CARS = listed("""
    vehicle vehicles veh car auto coche carro voiture vehicule veiculo vehiculo bil bilen fordon automobile automobil
    truck van motorcycle motorbike moto fahrzeug wagen pkw pojazd pojazdu samochod samochodu auta macchina veicolo
    voertuig arac araba otomobil taxi sayyara sayara markaba kuruma jidosha qiche che chepai bike scooter driver
    """)
_NUMBERS = listed("""
    plate plates registration reg regn registro number no nr num n numero nummer numer plaque immatriculation matricula
    placa chapa tag rejestracyjny plaka plakasi skylt raqm rakam bango haoma hao kz kennz license licence id mark
    patente rej regs pai
    """)
_OFFICIAL = listed("license licence lic number registration reg registered immat immatriculation veicolo auto")
_OF_THINGS = listed("""
    well wells assay pcr culture lane library batch qpcr barcode count counts n_counts seq sequencing amyloid tau
    atheroma position map index model class type name score stage grade term ontology cell cells date
    """)
# Of letters and figures in one to four groups: what no word is, and no number alone.
_GROUP = r"(?:\d{1,5}|[A-Z]{1,3}\d{1,5}[A-Z]{0,3}|\d{1,4}[A-Z]{1,3}\d{0,4}|[A-Z]{1,3})"
_ANY = (
    rf"(?=[A-Z0-9 .·/-]{{0,11}}\d)(?=[0-9 .·/-]{{0,9}}[A-Z])(?=(?:[^0-9A-Z]{{0,2}}[0-9A-Z]){{4}}){_GROUP}"
    rf"(?:[ .·/-]{{0,2}}{_GROUP}){{0,3}}(?![A-Za-z0-9])"
)
_JAPANESE = r"[A-Z][a-z]{2,9}[ -]\d{2,3} ?-?[A-Za-z]{1,3}[ -]\d{1,2}[- ]\d{2}(?!\d)"
_CHINESE = r"(?:[A-Z][a-z]{1,4}|[\u4e00-\u9fff])[ -]?[A-Z][ ·.-]?(?=[A-Z0-9]*\d)[A-Z0-9]{5,6}(?![A-Za-z0-9])"
_GULF = r"(?:\d{3,4} ?-?[A-Z](?:[ -]?[A-Z]){2}|[A-Z][a-z]{3,9} [A-Z]{1,2}[ -]?\d{4,5}|\d{1,2}[ -]\d{5})(?![A-Za-z0-9])"
# Each country's own form: enough beside a word for a car.
_FORMS = (
    r"(?:[A-Z]{2}\d\d ?[A-Z]{3}|[A-Z]{2}[ -]?\d{1,2}[ -]?[A-Z]{1,3}[ -]?\d{4}|"
    r"[A-ZÄÖÜ]{1,3}[- :][A-Z]{1,2}[- ]?\d{1,4}[EH]?|"
    r"[A-Z]{2}[- ]?\d{3}[- ]?[A-Z]{2}|\d{4}[ -]?[B-DF-HJ-NP-TV-Z]{3}|[A-Z]{3}[- ]?\d[A-Z]\d\d|[A-Z]{3}[- ]?\d{4}|"
    r"[A-Z]{2}-\d\d-\d\d|\d\d-[A-Z]{2}-\d\d|\d\d-\d\d-[A-Z]{2}|\d\d?-[A-Z]{2,3}-\d\d?|[A-Z]{1,2}-\d{2,3}-[A-Z]{1,2}|"
    r"[A-Z]{2}-[A-Z]{2}-\d\d|\d\d-[A-Z]{2}-[A-Z]{2}|"
    r"[A-Z]{2,3} ?\d[A-Z0-9]{4}|[A-Z]{3} ?\d\d[A-Z0-9]|[A-Z]{3}[- ]?\d{3}|(?:0[1-9]|[1-7]\d|"
    r"8[01]) ?[A-Z]{1,3} ?\d{2,5}|"
    r"\d[A-Z]{3}\d{3}|[A-Z]{2,3}[- ]\d{4}|\d{3}[- ]?[A-Z]{3}|\d{4} ?[A-Z]{2,3})(?![A-Za-z0-9])|"
    rf"{_JAPANESE}|{_CHINESE}|{_GULF}"
)
# Words for nothing but a plate; and those that mean a well plate, a table or a register as well.
_PLATE_ONLY = (
    r"(?:(?:licen[cs]e|number|registration|car|vehicle) plates?|(?:vehicle|car) reg(?:istration|n)?\.?(?: (?:no|nr|"
    r"number|"
    r"mark)\.?)?|registration (?:no|nr|number|mark)\.?|(?:kfz-?|auto)?kennzeichen|kfz|nummernschild|"
    r"plaques? (?:d'immatriculation|mineralogique)|immatricul\w+|matr[ií]culas?|kenteken\w*|nummerbord|nr\.? rej\w*\.?|"
    r"numer rej\w*|tablic\w+ rej\w*|rejestrac\w+|reg\.? ?nr\.?|registreringsn\w+|registreringsskylt\w*|bilnummer|"
    r"plakal[iı]|plakas[iı]|(?:raqm )?(?:al-?)?law?[ho]hat?\w*(?: (?:al-?)?\w+)?|nambaa? ?pur[ēe]e?to|sharyou? bango|"
    r"chepai(?:hao)?|che pai(?: hao)?|targata|targato)"
)
_PLATE_TOO = (
    r"(?:plates?(?: number| no\.?| reads?| noted)?|reg(?:istration|n)?\.?|plaques?|placas?|chapa|targ[ah]e?|rej\.|"
    r"patente|"
    r"tablic\w+|skylt\w*|plaka\w*|raqm)"
)
_CAR_WORD = (
    r"(?:cars?|vehicle|van|truck|taxi|cab|ambulance|motorbike|scooter|driv(?:es|ing|en|er)|drove|park(?:ed|ing|s)|"
    r"auto|wagen|pkw|fahrzeug\w*|f[äa]hrt|parkt|geparkt|parkplatz|parkausweis|voiture|v[ée]hicule|gar[ée]e?s?|"
    r"stationn\w+|conduit|coche|veh[ií]culo|aparca\w*|estaciona\w*|carro|ve[ií]culo|macchina|autovettura|veicolo|"
    r"parchegg\w+|geparkeerd|parkeer\w*|voertuig|samoch[óo]d\w*|pojazd\w*|zaparkowa\w+|parking\w*|bil(?:en)?|"
    r"parkerad\w*|"
    r"fordon\w*|ara[cç]\w*|araba\w*|park|sayyara\w*|sayarat?\w*|kuruma|jidosha|che|qiche|tingche|chesha|permit|"
    r"transport|"
    r"accident|unfall|crash|autorickshaw|rickshaw|lorry|bus|busje|ambulanc\w+|moto|parkerings\w+|opel|golf|volvo|"
    r"clio|seat|fiat|"
    r"skod\w+|toyota|vw|volkswagen|renault|peugeot|citro[eë]n|bmw|audi|mercedes|ford|honda|hyundai|kia|tata|maruti|"
    r"suzuki|"
    r"nissan|mazda|dacia|chevrolet|tesla|fengtian|lexus|jeep|dodge)"
)
_TOLD = re.compile(
    rf"(?i:(?<![A-Za-z]){_PLATE_ONLY})(?![A-Za-z])(?i:[^;\n]{{0,36}}?)(?<![A-Za-z0-9])(?:{_FORMS}|{_ANY})|"
    rf"(?i:(?<![A-Za-z]){_PLATE_TOO})(?![A-Za-z])(?i:[^;\n]{{0,36}}?)(?<![A-Za-z0-9])(?:{_FORMS})"
)
_BESIDE = re.compile(rf"(?i:(?<![A-Za-z]){_CAR_WORD})(?![A-Za-z])(?i:[^;\n]{{0,44}}?)(?<![A-Za-z0-9])(?:{_FORMS})")
_BEFORE = re.compile(
    rf"(?<![A-Za-z0-9-])(?:{_FORMS})(?i:[^;.\n]{{0,14}}?)(?i:(?<![A-Za-z])(?:{_PLATE_ONLY}|{_PLATE_TOO})|"
    r"(?<![A-Za-z])(?:ara[cç]|"
    r"kuruma|sayyara|qiche)\w*|(?<![A-Za-z])(?:car|auto|coche|carro|bil|voiture|samoch\w+)(?![a-z]))"
)
_BENCH = re.compile(
    r"(?<![a-z])(?:(?:96|384|24|6|12|48)[- ]?well|well|wells|plated|elisa|culture|qpcr|lane|barcode|assay|atheroma|"
    r"amyloid|"
    r"index|tau|neuritic|cd\d+|car[ -]?t|t[ -]cells?|flow|gated)(?![a-z])",
    re.IGNORECASE,
)


def asks_for_plate(key: Key) -> bool:
    """Whether a name asks for the plate of a vehicle."""
    if key.has_one(_OF_THINGS) or key.is_feature:
        return False
    if key.has_one(_STRONG) or any(map(_STEM.match, key.words)) or (key.has_one(_CARS) and key.has_one(_NUMBERS)):
        return True
    if key.has("reg", "regn", "rej", "registration", "immat") and key.has(
        "no", "nr", "num", "number", "numero", "mark"
    ):
        return True
    return key.has_one(_WEAK) and key.has_one(_OFFICIAL) and len(key.words & (_WEAK | _OFFICIAL)) > 1


def is_plate(text: str, key: Key) -> bool:
    """Whether a value under a name that asks for a plate is one."""
    if key.has_one(_FORMED) and not key.has_one(_OF_THINGS) and not key.is_feature and re.fullmatch(_FORMS, text):
        return True
    return asks_for_plate(key) and any(map(str.isdecimal, text)) and len(text) <= 60 and is_answer(text)


def tells_plate(text: str) -> bool:
    """Whether a text names the plate of a vehicle.

    Examples
    --------
    >>> tells_plate("Kenteken XK-12-PB genoteerd"), tells_plate("the 96-well plate AB12 was read")
    (True, False)
    """
    is_parted = " " in text or ":" in text or "=" in text
    if not is_parted or not any(map(str.isdecimal, text)) or _BENCH.search(text):
        return False
    return (_TOLD.search(text) or _BESIDE.search(text) or _BEFORE.search(text)) is not None
