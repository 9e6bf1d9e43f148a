"""Dates finer than a year, and ages over 89."""

import re
from collections.abc import Iterator, Sequence

from clinicell.datasets.privacy import calendars, elders
from clinicell.datasets.privacy.key import CITING, RELEASES, Key
from clinicell.datasets.privacy.letters import folded
from clinicell.datasets.privacy.rules import AGE, DATE
from clinicell.datasets.privacy.wordlist import listed

_YEAR, _MONTH, _DAY = r"(?:18|19|20)\d\d", r"(?:0?[1-9]|1[0-2])", r"(?:0?[1-9]|[12]\d|3[01])"
_TWO_DAY, _TWO_MONTH = r"(?:0[1-9]|[12]\d|3[01])", r"(?:0[1-9]|1[0-2])"
_NAMES = (
    r"(?:Jan(?:uar[y]?|\.)?|Feb(?:ruar[y]?|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?|"
    r"Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?|M[äa]rz|Mai|Juni|Juli|Okt(?:ober|\.)?|"
    r"Dez(?:ember|\.)?|janvier|f[ée]vrier|mars|avril|mai|juin|juillet|ao[ûu]t|septembre|octobre|novembre|d[ée]cembre|"
    r"enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre)"
)
_WRITTEN = re.compile(
    "|".join(
        (
            rf"(?<![\dv.]){_YEAR}([-/.]){_MONTH}\1{_DAY}(?!\d)",
            rf"(?<![\d.]){_DAY}([-/.]){_MONTH}\2{_YEAR}(?![\d])",
            rf"(?<![\d.]){_MONTH}([-/.]){_DAY}\3{_YEAR}(?![\d])",
            rf"(?<![\d/.]){_DAY}/{_MONTH}/\d\d(?![\d/])|(?<![\d/.]){_MONTH}/{_DAY}/\d\d(?![\d/])",
            rf"(?<!\d){_YEAR}年\s?{_MONTH}月",
        )
    )
)
_TEXTUAL = re.compile(
    rf"(?<![\w]){_DAY}(?:st|nd|rd|th|\.)?[ \-./]{{0,2}}(?:of |de )?{_NAMES}[ \-.,/]{{0,2}}(?:de )?{_YEAR}(?!\d)|"
    rf"(?<![\w]){_DAY}[-/ ]{_NAMES}[-/ ]\d\d(?!\d)|"
    rf"(?<![A-Za-z]){_NAMES}[ \-.]{{1,2}}{_DAY}(?:st|nd|rd|th)?,?[ \-]{{1,2}}{_YEAR}(?!\d)|"
    rf"(?<![A-Za-z]){_YEAR}[ \-.]{_NAMES}[ \-.]{_DAY}(?!\d)",
    re.IGNORECASE,
)
_HL7 = re.compile(
    r"(?<![\d.])(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d)?(?!\d)"
)
_COMPACT = re.compile(r"(?<![\d.])(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d)")
_DAY_FIRST = re.compile(
    r"(?<![\dA-Za-z.])(?:(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])|(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))"
    r"(?:19\d\d|20[0-3]\d)(?![\dA-Za-z])"
)
_EIGHT = re.compile(r"(?<!\d)\d{8}(?!\d)")
_RUN = re.compile(r"(?<!\d)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[_ ][A-Z]{1,2}\d{5}[_ ]\d{4}[_ ]")
_MON = (
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec|Mrz|Mai|Okt|Dez|Fev|Avr|Ago|Set|Out|Ene|Dic|"
    r"Gen|Mag|Giu|Lug|Ott)"
)
_COARSE = re.compile(
    rf"(?<![\w.-]){_YEAR}-(?:0[1-9]|1[0-2])(?![\w-]|\.\d)|(?<![\w-]){_YEAR}-?W(?:0[1-9]|[1-4]\d|"
    rf"5[0-3])(?:-?[1-7])?(?!\w)|"
    rf"(?<![\d/.-])(?:0[1-9]|1[0-2])/(?:19|20)\d\d(?![\d/])|(?<![A-Za-z-]){_MON}[-'](?:[0-4]\d|[5-9]\d)(?![\w-])|"
    rf"(?<![\w-])\d{{1,2}}-{_MON}-\d\d(?!\w)|\b(?:KW|CW|[Ww]eek|[Ss]emaine|Woche) ?\d{{1,2}}(?:[ /,-]{{1,3}}|"
    rf" of )(?:19|"
    rf"20)\d\d(?!\d)"
)
_DOTTED = re.compile(r"(?<![\w.,:/-])(?:0[1-9]|[12]\d|3[01])\.(?:0[1-9]|1[0-2])\.\d\d(?![\w]|\.\d)")
_SIX = r"(?:(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d\d|\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))"
_LED = re.compile(
    r"(?<![A-Za-z])(?:(?:born|birth|birthday|d\.?o\.?b\.?|b\.d\.|geb(?:oren)?\.?|geburtsdatum|n[eé]e?|"
    r"nacid[oa]|nat[oa]|nascid[oa]|"
    r"geboren|f[oø]dt|f[oö]dd|urodzon[ya]|drawn|collected|sampled|taken|received|admitted|discharged|died|"
    r"diagnosed|deceased|"
    r"operated|operee?|opérée?|seen|visit(?:ed)?|entnommen|entnahme|aufnahme|entlassen|verstorben|prelev[ée]+|"
    r"pr[ée]lev[ée]e?|"
    r"d[ée]c[ée]d[ée]e?|admise?|surgery|biopsy|scan|dated?|datum|date)\b[ :.,=]{0,3}(?:on|am|le|el|il|op|den|"
    r"em|dia|the|of|vom|du|del)?"
    rf"[ :.]{{0,2}}(?:{_SIX}|{_YEAR}-?(?:0[1-9]|1[0-2])|(?:0?[1-9]|1[0-2])[/.]{_YEAR}|"
    rf"{_DAY}[-. /]{_MONTH}[-. /]\d\d))(?![\d])",
    re.IGNORECASE,
)
_INITIALLED = re.compile(
    r"(?<![A-Za-z0-9])[A-Z]{2,3}[ _-]?(?:(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:19[1-9]\d|20[0-2]\d)|"
    r"(?:19[1-9]\d|20[0-2]\d)(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))(?![0-9A-Za-z])"
)
_CODED = re.compile(
    r"(?:[A-Za-z]+[ _-])?([A-Z]{2}|(?i:pat(?:ient)?|pt|donor|subj(?:ect)?))[ _-]?(\d{6})(?:[ _-][A-Za-z]+\d*)?"
)
_ALONE = re.compile(r"(?<!\d)\d{6}(?!\d)")  # what each of these codes holds
_NO_INITIALS = listed("AB BM PB CB PT SN ID NR LN SM RS CD CL GO HP EC NM NC UP DB MS RN DN PR")
_RELEASED = re.compile(
    r"(?:\b(?:release|version|build|GENCODE|Ensembl|GRCh\d\d\S*|hg\d\d|mm\d\d|T2T\S*|RefSeq|dbSNP|ClinVar|"
    r"COSMIC|CellTypist|"
    r"CL|EFO|MONDO|UBERON|HsapDv|PATO|GO|HANCESTRO|ChEBI|CHEBI|UniProt|Cellosaurus|ontology|annotation)(?: v?\d+)?|"
    r"\bv?\d+\.\d+(?:\.\d+)*\w*)[ ,]{0,2}\(?(?:v|of |from |on |in |released |release |dated )?"
    rf"(?:{_YEAR}[-./](?:0[1-9]|1[0-2])(?:[-./]\d\d)?|(?:\d{{1,2}} )?(?:{_NAMES} ){_YEAR}|20\d{{6}})\)?"
)
_UNIX = re.compile(r"(?:9\d{8}|1[0-9]\d{8}|2[01]\d{8})(?:\d{3}|\d{6})?(?:\.\d+)?")
_SHORT = re.compile(
    rf"{_SIX}|(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d\d|{_YEAR}[-/.]?(?:0[1-9]|1[0-2])|"
    rf"{_DAY}[-. /]{_MONTH}[-. /](?:\d\d|{_YEAR})|"
    rf"{_YEAR}[-/. ]{_MONTH}[-/. ]{_DAY}(?:[T ].*)?|{_YEAR}-\d{{3}}|{_MONTH}[/.]{_YEAR}|"
    rf"{_MON}\w*[-' .,]{{1,2}}\d{{2,4}}|{_DAY}[-. ]?{_MON}[-. ]?\d\d|"
    rf"(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:19|20)\d\d(?:[ T]\d.*)?|\d{{5}}\.\d+|{_YEAR}-?W\d\d.*"
)
_OF_PEOPLE = (_COARSE, _DOTTED, _INITIALLED)
_DATED = listed("""
    date dates dob dod doa birthday birthdate datetime timestamp datum geburtsdatum fecha naissance nacimiento nascita
    born dato tarih pvm paivamaara admission discharge thaw thawed surgery biopsy sampling drawn received odberu
    urodzenia urodzony fodselsdato fodd narozeni dt giorno fodt
    nascimento geburt geburts entnahme aufnahme dato deces geboortedatum geboorte died deceased admitted
    discharged
    """)
_TIMED = listed("time date at timestamp datetime when zeit zeitpunkt")
_PER_YEAR = {"days": 365.25, "day": 365.25, "weeks": 52.18, "week": 52.18, "months": 12.0, "month": 12.0}
MANY_NUMBERS, CHANCE = 50, 0.02  # numbers in a column, and the share of days among them that chance explains
SERIALS = (20000, 60000)  # days since 1900 as spreadsheets count them: 1954 to 2064


def is_about(key: Key) -> bool:
    """Whether even a bare number under `key` may be a date or an age."""
    return key.has(*_DATED, *_TIMED) or _is_aged(key)


def _is_aged(key: Key) -> bool:
    return elders.asks_age(key.words - _PER_YEAR.keys()) or elders.asks_birth(key.words)


def codes(text: str, key: Key) -> Iterator[str]:
    """Yield the rules that `text` breaks."""
    if _is_date(text, key):
        yield DATE
    if _is_old(text, key):
        yield AGE


def _is_date(text: str, key: Key) -> bool:
    if key.lies_in(RELEASES) or not any(map(str.isdecimal, text)):
        return False
    text = _RELEASED.sub(" ", text)
    if _LED.search(text) or _WRITTEN.search(text) or _TEXTUAL.search(text) or _HL7.search(text) or _RUN.search(text):
        return True
    if not key.is_feature and not key.lies_in(CITING) and any(form.search(text) for form in _OF_PEOPLE):
        return True
    if not key.is_feature and not key.lies_in(CITING) and (calendars.is_day(folded(text)) or is_compact(text)):
        return True
    if key.has_one(_TIMED) and not key.has("point", "series", "step") and _UNIX.fullmatch(text.strip()):
        return True
    return key.has_one(_DATED) and (_is_bare_date(text.strip()) or calendars.names_a_month(folded(text).strip()))


def is_compact(text: str) -> bool:
    """Whether eight digits in a text read as a day, with the year first or last."""
    return _COMPACT.search(text) is not None or _DAY_FIRST.search(text) is not None


def by_chance(texts: Sequence[str], places: Sequence[int]) -> frozenset[int]:
    """Return those of `places` whose dates are eight digits that read as a day as rarely as any number does.

    Of numbers drawn at random 1 in 600 reads as a day between 1900 and 2099, of article numbers 1 in 100.
    """
    numbered = [text for text in texts if _EIGHT.search(text)]
    if len(numbered) < MANY_NUMBERS:
        return frozenset()
    compact = [place for place in places if is_compact(texts[place])]
    few = frozenset(place for place in compact if not _is_date(_EIGHT.sub(" ", texts[place]), Key()))
    return few if len(compact) < CHANCE * len(numbered) else frozenset()


def initialled(texts: Sequence[str]) -> list[int]:
    """Return the places of codes of two letters and six digits, where each of the column reads as a day.

    Of six digits at random one in 27 reads as day, month and year: one that does not tells that none is meant.
    """
    if not _ALONE.search("\n".join(texts)):
        return []
    found = {place: code for place, text in enumerate(texts) if (code := _CODED.fullmatch(text.strip()))}
    are_days = all(re.fullmatch(rf"{_TWO_DAY}{_TWO_MONTH}\d\d", code[2]) for code in found.values())
    are_initials = not any(code[1] in _NO_INITIALS for code in found.values())
    return list(found) if found and are_days and are_initials else []


def _is_bare_date(text: str) -> bool:
    number = text.removesuffix(".0")
    is_serial = number.isdecimal() and SERIALS[0] <= int(number) <= SERIALS[1]
    return is_serial or _SHORT.fullmatch(number) is not None or _COMPACT.fullmatch(number) is not None


def _is_old(text: str, key: Key) -> bool:
    if not key.is_feature and not key.lies_in(CITING) and elders.is_old(folded(text)):
        return True
    found = re.match(r"\s*(\d{2,6}(?:\.\d+)?)(\s*-\s*\d+)?", text)
    if found is not None and elders.asks_birth(key.words):
        return 1800 < float(found[1]) <= elders.BORN
    if elders.asks_band(key.words):
        return elders.is_old_value(folded(text))
    unit = next((_PER_YEAR[word] for word in sorted(key.words) if word in _PER_YEAR), None)
    if unit is not None and elders.asks_age(key.words - _PER_YEAR.keys()) and found is not None:
        return 90 <= float(found[1]) / unit <= elders.OLDEST
    return elders.asks_age(key.words) and elders.is_old_value(folded(text))
