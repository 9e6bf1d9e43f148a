"""Ages over 89, in figures and in words of many languages, and years of birth that tell of one."""

import re

from clinicell.datasets.privacy import elders_world
from clinicell.datasets.privacy.wordlist import listed

OLDEST, BORN = 130, 1935  # years; who was born in 1935 turns 90 in 2025
_UNITS = (
    r"(?:years?|yrs?|yo|y\.?/?o\.?|yr\.?/?o\.?|jahre?n?|jahrige?[rnms]?|j\.?(?= |$|,)|ans|anos|anni|anios|jaar|jarige?|"
    r"ar(?:ig\w*|ing)?(?![a-z])|"
    r"aars?|lat|lata|letni\w*|let|lety|leta|roku|rokov|eves|ev|vuotta|vuotias\w*|vuoden|ani|godina|godini|metai|metu|"
    r"gadus?|yas\w*|tahun|tuoi|лет|года?|годин\w*|рок\w*|ετων|ετη|歳|才|岁|歲|세|살|سنة|عام\w*|שנ\w*|वर्ष|साल|ปี)"
)
_AGED = (
    r"(?:age[ds]?|alter|edad|eta|age de|agee? de|a l'age de|leeftijd|alder|alders|wiek|wieku|veku|idade|"
    r"lat|turned|turns|turning|anni|возраст\w*|ηλικια\w*|aged over)"
)
_NINETY = r"9\d|1[0-2]\d"
_FIGURES = re.compile(
    rf"(?<![\w.,:/+-])(?:{_NINETY})(?:[.,]\d{{1,2}})?[- ]?{_UNITS}(?![a-z])|"
    rf"(?<![a-z])(?:{_AGED})(?: is| was| of| at diagnosis| von| de| di| v| av|"
    rf" om)?[ :=>]{{1,3}}(?:{_NINETY})(?![\d+%]|[.,]\d|\s*[%+])"
    rf"(?! (?:cells|of|percent|genes|samples|donors|patients|days|weeks|months|degrees|deg|min|um|ml|mg|reads))",
    re.IGNORECASE,
)
_TENS = (
    r"ninet(?:y|ies)|ninetieth|neunzig\w*|quatre[- ]vingt[- ](?:dix|onze|douze|treize|quatorze|quinze|seize)[\w-]*|"
    r"nonante\w*|noventa|novanta\w*|negentig\w*|\w*entnegentig|nittio\w*|nitti\w*|halvfems\w*|\w*oghalvfems\w*|"
    r"dziewiecdziesi\w+|devadesat\w*|devatdesiat\w*|yhdeksankymmen\w*|kilencven\w*|nouazeci|devedeset\w*|doksan|"
    r"\w*undneunzig\w*|девяносто|дев'яносто|ενενηντα|九十\w?|구십|تسعين|تسعون"
)
_HUNDRED = (
    r"(?:a |one )?hundred(?:[- ]and[- ][a-z-]+)?|(?:ein)?hundert\w{0,12}|cent(?: [a-z]+)?|cien(?:to [a-z]+)?|cento\w*|"
    r"cem|honderd\w*|hundra\w*|hundrede\w*|sto|sata|szaz|сто"
)
_SAID = re.compile(
    r"(?<!\w)(?:she|he|patient|pt|woman|man|mother|father) (?:is|was|of)(?: now| just)? (?:9\d|1[0-2]\d)"
    r"(?![\d%+]|[.,]\d| ?[%+]| (?!and|with|but|when|at|when|who)\w)|"
    r"(?<!\w)(?:9\d|10\d) ?[FM](?= (?:with|w/|who)|,)|"
    r"(?<!\w)(?:[FM]|female|male|woman|man|frau|mann|femme|homme|mujer|hombre),? (?:9\d|10\d)(?![\d%+]|[.,]\d| ?%|"
    r" [a-z]+)",
    re.IGNORECASE,
)
_WORDS = re.compile(
    rf"(?<!\w)(?:{_TENS})(?:[- ](?:y |e |et |en |and |og |och )?[a-z]{{2,9}}){{0,2}}[- ]?{_UNITS}(?!\w)|"
    rf"(?<!\w)(?:{_HUNDRED})[- ]{_UNITS}(?!\w)|(?<!\w)(?:{_AGED})[ :]{{1,2}}(?:{_TENS})|"
    r"(?<!\w)\w*neunzigjahrig\w*|"
    r"(?<!\w)(?:non+agenari\w+|nonagenaire|cent+enari\w+ (?:patient|man|woman|donor|lady)|centenaire|"
    r"ottuagenario)(?!\w)|"
    r"(?<!\w)in (?:his|her|their) (?:(?:early|mid|late)[- ])?(?:nineties|90'?s)",
    re.IGNORECASE,
)
_BORN = re.compile(
    r"(?<!\w)(?:born|birth|birth year|year of birth|yob|geb(?:oren)?\.?|jahrgang|geburtsjahr|jg\.?|nee?|nacid[oa]|"
    r"nat[oa]|"
    r"nascid[oa]|geboren|fodd|fodt|f\.|ur\.|urodzon[ya]|rocznik|narozen[aya]?|roc\.|szul\.?|syntynyt|nascut[a]?|"
    r"d\.?o\.?b\.?|dob year|dogum\w*|родил\w+|г\.р\.)"
    r"(?: (?:in|im|en|nel|em|jahr|anno|w|roku|ar|i|v|the year))*[ :.=*]{1,3}(1[89]\d\d)(?![\d])",
    re.IGNORECASE,
)
_KEYS = listed("""
    age ages aged alter edad eta leeftijd idade alder wiek vek ika yas kor eletkor varsta starost godine umur
    lebensalter patientenalter agey ageyears ageyrs altersjahre alterj aldern aldrar lebensjahre lebensjahr levensjaren
    ald toshi sui patientalder patientalter alderdx yasi umr omr umur sinn nenrei nianling nianlin age_yrs agedx
    edadanos etaanni idadeanos wieklat alterjahre agegrp
    alters altersgruppe altersklasse altersband agerange ageband agegroup aldersgrupp aldersgrupper leeftijdsgroep
    leeftijdsklasse leeftijdscategorie przedzial_wiekowy wiekowa wiekowy yasgrubu etaria
    """)
_BIRTH = listed("""
    yob birthyear geburtsjahr jahrgang rocznik fodselsar fodelsear geboortejaar syntymavuosi
    """)
_BORN_WORDS = listed("birth born geburt geburts naissance nacimiento nascita nascimento geboorte fodsels urodzenia "
                     "narozeni dogum syntyma szuletesi nasterii rodjenja")  # fmt: skip
_YEARS = listed("year yr jahr annee ano anno jaar ar rok rok roku yil yili vuosi ev anul godina")
NOT_AGES = listed("""
    band bands group groups stage stages unit units ontology term bin range class category days day weeks week months
    month hours score gestational passage mean median
    """)

_BANDS = listed("""
    band bands group groups range class bin category grupo gruppo groupe gruppe grp klasse tranche fascia faixa rango
    groep przedzial grupp grubu araligi fi'a fia so duan ceng
    """)

_LETTERS = re.compile(r"[^\W\d_]{3,}")
_STEMS = listed("""
    nine neun ving nona nova nove nega nege nitt halv dzie deva devj yhde kile noua deve doks девя ενεν hund tis
    tisi tise tesa tess kyuu kyuj jius jiu stul zent eeuw mitt cent cien
    cem hond hund sto sata szaz сто nonn конт 九十 구십 تسعي ninety
    """)  # the first four letters of words that a number over 89 begins with
_WITHIN = re.compile("neunzig|negentig|halvfems|vingt|дев'ян|九十|구십|تسع|90")
_HIGH = re.compile(r"(?<!\d)(?:9\d|1[0-2]\d)(?!\d)")
_LONG_AGO = re.compile(r"(?<!\d)1[89]\d\d(?!\d)")


def is_old(plain: str) -> bool:
    """Whether a text without marks on its letters tells of an age over 89, or of a birth that long ago.

    Examples
    --------
    >>> is_old("a ninety-three-year-old woman"), is_old("born in 1926"), is_old("64 years, 92 % blasts")
    (True, True, False)
    """
    plain = elders_world.without_allowed(plain)
    low = plain.lower()
    is_named = not _STEMS.isdisjoint(word[:4] for word in _LETTERS.findall(low)) or _WITHIN.search(low)
    if is_named and (_WORDS.search(plain) or elders_world.tells_age(plain)):
        return True
    if _LONG_AGO.search(plain) and any(int(year) <= BORN for year in _BORN.findall(plain)):
        return True
    if not _HIGH.search(plain):
        return False
    return (_FIGURES.search(plain) or _SAID.search(plain)) is not None or elders_world.tells_age(plain)


def asks_age(words: frozenset[str]) -> bool:
    """Whether the words of a name ask for an age in years."""
    return not words.isdisjoint(_KEYS) and words.isdisjoint(NOT_AGES)


def asks_band(words: frozenset[str]) -> bool:
    """Whether the words of a name ask for a band of ages in years."""
    return not words.isdisjoint(_KEYS) and words.isdisjoint(NOT_AGES - _BANDS)


def asks_birth(words: frozenset[str]) -> bool:
    """Whether the words of a name ask for a year of birth."""
    is_born = not words.isdisjoint(_BORN_WORDS) and not words.isdisjoint(_YEARS)
    return is_born or not words.isdisjoint(_BIRTH)


def is_old_value(value: str) -> bool:
    """Whether a value under a name that asks for an age is over 89."""
    plain = value.strip().lower()
    return not plain.startswith("<") and elders_world.is_old_value(plain)
