"""Postal codes and streets as each country writes them, beside a word that tells of an address."""

import re

from clinicell.datasets.privacy.key import Key
from clinicell.datasets.privacy.vocabulary import is_harmless
from clinicell.datasets.privacy.wordlist import listed

_ASKED = listed("""
    zip zipcode zipc postal postcode postkod postleitzahl plz eircode cep postnummer postnr pocztowy pocztowa poczt psc
    iranyitoszam postinumero cap postalcode postcodes posta pincode codigopostal codepostal codpostal codpost cpostal
    pcode postakodu postkodu kodpocztowy baridi barid yubin yubinbango yuubin youbian youbianma youzheng youzhengbianma
    postadress postal_code postort cappostale postl pstlz postleitz postale postc
    albaridi bareedi bareed posteleitzahl
    """)
_BRIEF = listed("cp pin pk kp pc pn")  # abbreviations of it, and of many another thing: the form decides
_FORM = re.compile(
    r"\d{5}(?:-\d{3,4})?|\d{4} ?[A-Z]{2}|\d\d-\d{3}|\d{3} ?\d{2}|\d{3}-\d{4}|\d{6}|\d{3} \d{3}|"
    r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}"
)
_WORD = (
    r"(?:zip(?: ?code)?(?! ?(?:file|archive|folder|of))|post ?codes?|postal(?: codes?| district)?|pin(?: ?codes?)?|"
    r"plz|postleitzahl|codes? postal|"
    r"c\.?p\.?|"
    r"c[óo]d(?:igo|\.)? ?postal|cep|c\.?a\.?p\.?|codice (?:di avviamento )?postale|kod(?:\w* (?:pocztow\w+|p\.))?|"
    r"postn(?:umme)?r|"
    r"postadress|postkod|posta kodu\w*|p\.?k\.?|(?:al-?)?ramz (?:al-?)?baridi|(?:al-?)?ra[qm]{2} (?:al-?)?baridi|"
    r"yuu?bin(?: ?bango)?|youbian|youzheng(?: ?bianma)?|bianma|〒)"
)
_CODE = (
    r"(?:\d{5}-\d{3}|\d{5}(?:-\d{4})?|\d\d\.\d{3}-\d{3}|\d{4} ?[A-Z]{2}(?![A-Za-z])|\d\d-\d{3}|\d{3} \d\d(?!\d)|"
    r"\d{3}-\d{4}|"
    r"\d{6}|\d{3} \d{3}|\d{4}|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})(?![\w%]|[.,]\d|-\d)"
)
_TOLD = re.compile(
    rf"(?i:(?<![A-Za-z0-9]){_WORD})(?![A-Za-z\d])(?i:[^;\n]{{0,28}}?)(?<![\w.,/-])(?:[A-Z]{{1,2}}-)?{_CODE}"
)
# A home, a way there, a part of a town: here a postal code stands without its word.
_HOME_WORD = (
    r"(?:address|adres\w*|adress\w*|anschrift|direcci[óo]n|domicili\w*|indirizzo|endere[çc]o|morada|lives? (?:in|at|"
    r"near)|living (?:in|at|near)|"
    r"resid(?:es?|ent|ing|ence|ente|entes)|home|neighbou?rhood|mov(?:ed|es|ing) to|wohn\w*|zog|umgezogen|lebt|"
    r"habit\w*|demeur\w+|"
    r"log[ée]e?|"
    r"d[ée]m[ée]nag\w+|viven?|barrio|mud[oa]u?|mora(?:dor|dora)?|bairro|abita\w*|risied\w*|trasferit\w*|residen\w*|"
    r"woon\w*|"
    r"wonend|verhuis\w*|mieszka\w*|zamieszka\w*|zam\.|przeprowadz\w+|bor|bosatt|boende|flytta\w*|otur\w+|ya[sş][iı]\w*|"
    r"ikamet\w*|mahalle\w*|ta[sş][iı]n\w*|unwan\w*|yaskun\w*|sakin\w*|hayy|jusho|juusho|zaiju\w*|sumu|dizhi|zhuzhi|"
    r"zhu zai|"
    r"letters?|brief\w*|courrier|correo|correio|posta|przesy\w+|brev\w*|mailing|courier|street|stra(?:ss|ß)e|rue|"
    r"calle|rua|straat|ulica|ul\.|gata\w*|caddesi|soka[kğg]\w*)"
)
_AT_HOME = re.compile(
    rf"(?i:(?<![A-Za-z0-9]){_HOME_WORD})(?![A-Za-z])(?i:[^;\n]{{0,48}}?)(?<![\w.,/+-])(?:[A-Z]{{1,2}}-)?"
    r"(?:\d{5}-\d{3}|\d{5}|\d{4} ?[A-Z]{2}(?![A-Za-z])|\d\d-\d{3}|\d{3} \d\d|\d{3}-\d{4}|\d{6}|\d{3} \d{3}|"
    r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})(?![\w%]|[.,]\d|-\d| ?(?:cells|Zellen|reads|genes|bp|UMIs?|nuclei|events|x\b|"
    r"[uµ]?m[2l]?\b|px|bytes|Da\b|dead|rpm))"
)
_TOWNED = re.compile(
    r"(?<![\w.,/+-])(?:[A-Z]{1,2}-)?(?:\d{5}(?:-\d{3})?|\d\d-\d{3}|\d{3} \d\d|\d{4} ?[A-Z]{2}|\d{6}|\d{3}-\d{4}),? "
    r"([A-ZÀ-ÞŁŚŻİŞÇ][a-zà-ÿąćęłńóśźżğışç]{3,})(?![\w])|"
    r"(?<![\w])([A-ZÀ-ÞŁŚŻİŞÇ][a-zà-ÿąćęłńóśźżğışç]{3,}),?(?: -)? (?:\d{5}(?:-\d{3})?|\d{6}|\d{3} \d{3}|\d{3} \d\d|"
    r"\d\d-\d{3})(?![\w%]|[.,]\d|-\d)"
)
# Streets that `places` does not know: the far side of Europe, India, Brazil, the East.
_STREET = re.compile(
    r"(?<!\w)[A-ZÇĞİÖŞÜ][\wçğıöşü]+ (?:Caddesi|Cad\.?|Sokak|Soka[gğ][iı]|Sok\.?|Sk\.?|Bulvar[iı]|Blv\.?|Mah(?:allesi|"
    r"\.)?)(?!\w)"
    r"(?:,? ?(?:No\.?|No:|Numara|D\.?)? ?:? ?\d{1,4})?|"
    r"(?<!\w)\d{1,4}(?:/\d{1,3}|-[A-Z])?,? (?:[A-Z]\.? ?){0,2}[A-Z]?[\w .'-]{2,28} (?:Road|Rd|Street|St|Marg|Nagar|"
    r"Lane|Colony|Layout|"
    r"Sector|Cross|Main|Salai|Enclave|Vihar|Puram|Chowk|Bagh|Gali|Avenue|Ave)\b|"
    r"(?<!\w)\d{1,4}(?: ?(?:bis|ter|[AB]))?,? (?:av|bd|blvd|all|imp|pl|r|ch|rte|chem|sq)\.? (?:(?:de|du|des|la|le|l'|"
    r"d') ?){0,2}[A-ZÀ-Ý][a-zà-ÿ]{2,}|"
    r"(?<!\w)(?:Flat|House|H\.? ?No\.?|Door No\.?|Plot|Apt\.?|Apartment|"
    r"Block)[ .:#-]{1,2}(?:No\.? ?)?[A-Z]?-?\d{1,4}[A-Z]?,? [A-Z][a-z]+|"
    r"(?<!\w)(?:R\.|Rua|Av\.?|Avenida|Alameda|Al\.|Travessa|Pra[çc]a|Estrada|Rodovia|Largo|Avda\.?|C/|Calle|Plaza|"
    r"Pza\.?|Paseo|P\.?[ºo]|"
    r"Ronda|Via|V\.le|Viale|Corso|C\.so|Piazza|P\.zza|Piazzale|Vicolo|Largo|ul\.|Ulica|ulica|al\.|Aleja|aleja|os\.|"
    r"Osiedle|osiedle|pl\.) "
    r"(?:[a-z']{1,5} ){0,2}[A-ZÀ-ÞŁŚŻ][\w'’à-ÿąćęłńóśźż-]*(?: [\w'’à-ÿąćęłńóśźż-]+){0,3},? (?:n[º°.o]*\.? ?)?\d{1,4}\b|"
    r"(?<!\w)[A-ZÅÄÖ][\wåäöé-]*(?:gatan|v[äa]gen|gr[äa]nd|torget|stigen|backen|all[ée]n|plan|leden)[ ,]{1,2}\d{1,4}\b|"
    r"(?<!\w)(?:[Ss]hari['a‘’]?|[Tt]ari[qk]|[Ss]h\.|[Hh]ay+) (?:[aA]l-?|"
    r"el-?)?[A-Z]?[\w'‘’-]+(?: [\w'’-]+){0,2},? (?:raqm |no\.? ?)?\d{1,4}\b|"
    r"(?<!\w)\d{1,2}-chome\b|\bchome \d|(?<!\w)[A-Z][a-z]+(?:-[A-Za-z]+)? \d{1,2}-\d{1,2}-\d{1,3}(?!\w|-)|"
    r"(?<![\w-])\d{1,2}-\d{1,2}-\d{1,3},? [A-Z][a-z]+(?:-ku|-shi|-cho)?|"
    r"(?<!\w)[A-Z]\w+(?: \w+)?(?: ?[Ll]u| [Jj]ie| [Dd]ajie| [Rr]oad| [Xx]iang|"
    r" [Hh]utong),? ?(?:No\.? ?)?\d{1,4}(?: ?[Hh]ao)?\b(?! ?%)|"
    r"(?<!\w)\d{1,4} ?hao\b|(?<!\w)[A-Z][\w'’-]*(?:straat|laan|weg|plein|gracht|kade|dreef|hof|steeg|"
    r"singel)[ ,]{1,2}\d{1,4}[a-zA-Z]{0,2}\b"
)
_PREFIXED = re.compile(
    r"(?<![\w-])(?:SE|CH|PL|NL|DE|FR|ES|IT|TR|BR|AT|BE|PT)-(?:\d{5}(?:-\d{3})?|\d{3} \d\d|\d\d-\d{3}|"
    r"\d{4}(?: ?[A-Z]{2}(?![A-Z]))?)"
    r"(?![\w-]|[.,]\d)|〒 ?\d{3}-?\d{4}"
)
_PARTED = re.compile(r"[ :=,]|〒|[A-Z]{2}-\d")
_NO_TOWNS = listed("""
    cells reads genes counts events nuclei donors patients samples units nach days steps dalton euro dollar blasts
    """)


def asks_for_code(key: Key) -> bool:
    """Whether a name asks for a postal code in one of many languages."""
    return (
        key.has_one(_ASKED)
        or key.has_all("post", "code")
        or key.has_all("kod", "p")
        or key.has_all("p", "kodu")
        or (key.has("post") and key.has("nr", "nummer", "no", "num", "kod", "code"))
    )


def may_be_code(key: Key) -> bool:
    """Whether a name may be short for a postal code."""
    return not key.is_feature and len(key.words - _BRIEF) < 2 and key.has_one(_BRIEF)


def is_code(text: str, key: Key) -> bool:
    """Whether a value under such a short name has the form of a postal code."""
    return may_be_code(key) and _FORM.fullmatch(text.strip()) is not None


def tells_address(text: str) -> bool:
    """Whether a text holds a postal code or a street.

    Examples
    --------
    >>> tells_address("mieszka w 31-027 z żoną"), tells_address("viability of 12345 cells")
    (True, False)
    """
    if not any(map(str.isdecimal, text)) or not _PARTED.search(text):
        return False
    if _TOLD.search(text) or _AT_HOME.search(text) or _STREET.search(text) or _PREFIXED.search(text):
        return True
    return any(_is_town(word) for found in _TOWNED.findall(text) for word in found if word)


def _is_town(word: str) -> bool:
    low = word.lower()
    return low not in _NO_TOWNS and not is_harmless(low)
