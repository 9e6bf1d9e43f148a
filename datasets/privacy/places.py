"""Places smaller than a state: addresses, postal codes, towns."""

import re
from collections.abc import Iterator

from clinicell.datasets.privacy import asked, postcodes, spoken
from clinicell.datasets.privacy.key import CITING, Key
from clinicell.datasets.privacy.lexicon import ORDINARY
from clinicell.datasets.privacy.rules import PLACE
from clinicell.datasets.privacy.wordlist import listed

_STATES = (
    "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR "
    "PA RI SC SD TN TX UT VT VA WA WV WI WY PR"
).replace(" ", "|")
_UK = (
    "AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK FY G "
    "GL GU HA HD HG HP HR HS HU HX IG IP IV KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA "
    "PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD "
    "WF WN WR "
    "WS WV YO ZE"
).replace(" ", "|")
_ADDRESS = re.compile(
    r"(?<![\w.])\d{1,5}[A-Za-z]?,? (?:[NSEW]\.? )?(?:[A-Z][\w'.-]+ ){1,3}"
    r"(?:Street|Str|St|Avenue|Ave|Road|Rd|Lane|Ln|Drive|Dr|Boulevard|Blvd|Way|Court|Ct|Place|Pl|Terrace|Square|Parkway|"
    r"Pkwy|Highway|Hwy|Crescent|Close|Circle)\b|"
    r"\b[A-ZÄÖÜ][\wäöüß-]*(?:stra(?:ß|ss)e|str\.|weg|platz|allee|gasse) \d{1,4}[a-z]?\b|"
    r"\b\d{1,4}(?: ?bis)?,? (?:rue|avenue|boulevard|chemin|place|impasse|via|calle) (?:de |du |des |la |l'|"
    r"d')*[A-ZÀ-Ý]|"
    r"\b(?:calle|via|rua|ulica|ul\.) [A-ZÀ-Ý]\w+,? \d{1,4}\b|\b[Pp]\.? ?[Oo]\.? ?[Bb]ox \d+"
)
_ABROAD = re.compile(
    r"\b[A-Z][\w'-]*(?:gracht|straat|laan|plein|kade|dijk|singel|gatan|vagen|vägen|gade|vej|gata|veien|gaten|"
    r"katu|tie|utca|ulice) \d{1,4}[a-z]?\b|"
    r"\b[A-ZÄÖÜ]\w+(?:er|-)? (?:Stra(?:ß|ss)e|Allee|Platz|Weg|Gasse|Ring|Damm|Ufer) \d{1,4}[a-z]?\b|"
    r"\b(?:[Cc]alle|[Aa]venida|[Pp]laza|[Pp]aseo|[Cc]arrera|[Vv]ia|[Cc]orso|[Pp]iazza|[Vv]iale|[Rr]ua|"
    r"[Tt]ravessa|[Ll]argo|[Uu]lica|ul\.|"
    r"[Aa]leja|[Oo]dos) (?:[a-z]{1,4} ){0,2}[A-ZÀ-Þ][\w'-]*(?: [\w'-]+){0,3},? (?:n[°º.]? ?)?\d{1,4}\b|"
    r"\b\d{1,4}(?: ?(?:bis|ter))?,? (?:rue|avenue|bd|boulevard|chemin|all[ée]e|quai|cours|place|impasse|route|"
    r"square) [\w' -]{0,20}[A-ZÀ-Þ]|"
    r"\b\d{4} [A-Z]{2} [A-Z][a-z]{2,}|\b\d{5}-\d{3} [A-ZÀ-Þ]|, \d{5} [A-ZÀ-Þ][a-zà-ÿ]{2,}"
)
_POINT = re.compile(
    r"(?<![\d.,-])(?<!\d, )(?<!\d; )(?<!\d )-?\d{2,3}\.\d{4,8}\s*[,;/ ]\s*-?\d{1,3}\.\d{4,8}(?!\s*[,;]?\s*-?\d|\.?\d)"
)
_DEGREES = re.compile(r"\d{1,3}° ?\d{1,2}['′] ?(?:\d{1,2}(?:\.\d+)?[\"″]|'')? ?[NSEWO]")
_CODED = re.compile(
    r"(?<![A-Za-z])(?:plz|postleitzahl|post ?codes?|postal codes?|codes? postal|code postale|codigo postal|"
    r"c\.p\.|cep|zip|"
    r"postnummer|kod pocztowy)[ :.=#]{1,3}[A-Z]{0,2}-?\d[\dA-Z]{2,4}[ -]?\w*",
    re.IGNORECASE,
)
_LIVING = re.compile(
    r"(?<![A-Za-z])(?:resid(?:ent|es|ing|ence)|lives?|living|born|registered|grew up|domiciled|wohnt|wohnhaft|"
    r"wohnend|gebürtig|"
    r"geboren|habit[ea]nt?|habite|domicili[ée]e?|n[ée]e?|reside|residente|vive|nacid[oa]|natural|abita|"
    r"nat[oa]|woont|woonachtig|"
    r"mora|bor|transferred|referred|kommt|moved)(?: (?:at|in|of|near|from|to|aus|zu|à|a|en|de|em|te|bei))"
    r" (?:the )?(?:[A-Z]\.? )?([A-ZÀ-Þ][\wÀ-ÿ'-]{2,})"
)
_GRID = re.compile(r"(?i:grid ref(?:erence)?\.?|\bngr)[ :]{1,2}[A-Z]{1,2} ?\d{2,5} ?\d{2,5}(?!\d)")
_COUNTY = re.compile(
    r"\b[A-Z][a-z]+ (?:County|Borough|Parish|Township)\b|\b(?:Landkreis|Kreis|Stadtkreis|Bezirk|Gemeinde|"
    r"Provinc(?:ia|ie)|Comune|"
    r"Arrondissement|D[ée]partement|Kanton|Canton|Concelho|Munic[ií]pio|Gemeente|Kommune|Powiat|Comarca|Borough|County)"
    r" (?:de |di |of |del |du |do |da |von |d'|van )?[A-ZÀ-Þ][\wÀ-ÿ'-]+"
)
_WIDE = listed("""
    germany france italy spain portugal netherlands belgium austria switzerland england scotland wales ireland
    europe america usa states canada mexico brazil argentina chile india china japan korea australia zealand
    africa asia poland sweden norway denmark finland iceland czechia slovakia hungary romania bulgaria greece
    turkey israel egypt nigeria kenya russia ukraine deutschland frankreich italien spanien schweiz osterreich
    österreich niederlande italia espana españa brasil belgique suisse allemagne california texas florida ontario
    quebec bavaria bayern iran iraq saudi arabia pakistan bangladesh vietnam thailand malaysia indonesia
    philippines singapore taiwan kingdom vitro vivo silico situ hg grch ensembl gencode uniprot geo ega sra dbgap
    github clinicaltrials remission
    """)
_ZIP = re.compile(
    rf"[A-Za-z.]{{2,}},? (?:{_STATES}),? \d{{5}}(?:-\d{{4}})?\b|\b[Zz][Ii][Pp](?: ?[Cc]ode)?\W{{1,3}}\d{{5}}(?!\d)"
)
_POSTCODE = re.compile(
    rf"(?<![\w-])(?:{_UK})\d[\dA-HJKPSTUW]? \d[ABD-HJLNP-UW-Z]{{2}}(?![\w-])|"
    r"(?<![\w-])[ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z] \d[ABCEGHJ-NPRSTV-Z]\d(?![\w-])"
)
# Three-digit ZIP areas with 20,000 people or fewer (census of 2000): not even these three digits may stay.
_SMALL_ZIP3 = listed("036 059 063 102 203 556 692 790 821 823 830 831 878 879 884 890 893")
_ZIPPED = listed("zip zipcode postal postcode postleitzahl plz eircode cep postnummer")
_PLACED = listed("""
    address street city town county village municipality birthplace hometown neighborhood neighbourhood precinct
    borough parish residence domicile wohnsitz comune gemeinde landkreis kreis bezirk provincia provincie
    arrondissement departement district commune ciudad cidade citta stadt plaats woonplaats municipio localite
    localidad anschrift direccion indirizzo endereco adres address coordinates geo geolocation latitude longitude
    lat lon lng gps geocode ort wohnort strasse adresse ville
    """)  # fmt: skip
_NOT_PLACES = listed("ip mac email mail web memory url")


def is_about(key: Key) -> bool:
    """Whether even a bare number under `key` may be a place."""
    return (
        key.has(*_ZIPPED, *_PLACED)
        or postcodes.may_be_code(key)
        or asked.asks_for_postcode(key)
        or asked.asks_for_residence(key)
    )


def codes(text: str, key: Key) -> Iterator[str]:
    """Yield the rules that `text` breaks."""
    forms = (_ADDRESS, _ABROAD, _POINT, _DEGREES, _CODED, _ZIP, _POSTCODE, _GRID)
    is_home = not key.is_feature and (_is_home(text) or _is_address(text, key))
    if is_home or any(form.search(text) for form in forms) or _is_under(text.strip(), key):
        yield PLACE


def _is_address(text: str, key: Key) -> bool:
    return not key.lies_in(CITING) and (postcodes.is_code(text, key) or postcodes.tells_address(text))


def _is_home(text: str) -> bool:
    """Whether a text says where somebody lives or was born, or names a county."""
    if _COUNTY.search(text):
        return True
    return spoken.names_town(text) or any(word.lower() not in _WIDE | ORDINARY for word in _LIVING.findall(text))


def _is_under(text: str, key: Key) -> bool:
    if key.has_one(_ZIPPED) or asked.asks_for_postcode(key):
        if sum(map(str.isdecimal, text.removesuffix(".0"))) >= 4:
            return True
        digits = re.match(r"\d+", text.removesuffix(".0"))
        if digits is None:
            return re.search(r"[A-Z]\d", text.upper()) is not None
        return len(digits[0]) >= 4 or digits[0].zfill(3) in _SMALL_ZIP3
    if key.is_keyword:
        return key.has("inst") and re.search(r"[A-Za-z]{3}", text) is not None
    is_placed = key.has_one(_PLACED) or asked.asks_for_residence(key)
    if not is_placed or key.has_one(_NOT_PLACES):
        return False
    return re.search(r"[^\W\d_]{3}|[^\W\d_A-Za-z]{2}|\d\.\d{2}|\d{5}", text) is not None
