"""Months of many languages, and the other calendars and forms in which people write a day."""

import re
from functools import cache

from clinicell.datasets.privacy.wordlist import listed

# Folded: without marks. The long names are told from words by their length; the short ones need a day and a year.
_LONG = listed("""
    january february march april may june july august september october november december januar februar marz mai
    juni juli oktober dezember janner feber janvier fevrier mars avril juin juillet aout septembre octobre novembre
    decembre enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre diciembre
    gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre janeiro fevereiro marco maio junho julho
    setembro outubro novembro dezembro januari februari maart mei augustus marts maj augusti stycznia styczen lutego
    luty marca marzec kwietnia kwiecien maja czerwca czerwiec lipca lipiec sierpnia sierpien wrzesnia wrzesien
    pazdziernika pazdziernik listopada listopad grudnia grudzien ledna leden unora unor brezna brezen dubna duben
    kvetna kveten cervna cerven cervence cervenec srpna srpen zari rijna rijen prosince prosinec januara februara
    aprila juna jula augusta septembra oktobra novembra decembra tammikuuta tammikuu helmikuuta helmikuu maaliskuuta
    maaliskuu huhtikuuta huhtikuu toukokuuta toukokuu kesakuuta kesakuu heinakuuta heinakuu elokuuta elokuu
    syyskuuta syyskuu lokakuuta lokakuu marraskuuta marraskuu joulukuuta joulukuu marcius aprilis majus junius
    julius augusztus szeptember ianuarie februarie martie aprilie iunie iulie septembrie octombrie noiembrie
    decembrie ocak subat mart nisan mayis haziran temmuz agustos eylul ekim kasim aralik sijecnja veljace ozujka
    travnja svibnja lipnja srpnja kolovoza rujna listopada studenoga prosinca siecanj januari maret juni juli
    agustus desember sausio vasario kovo balandzio geguzes birzelio liepos rugpjucio rugsejo spalio lapkricio
    gruodzio thang января февраля марта апреля мая июня июля августа сентября октября ноября декабря січня лютого
    березня квітня травня червня липня серпня вересня жовтня листопада грудня ιανουαριου φεβρουαριου μαρτιου
    απριλιου μαιου ιουνιου ιουλιου αυγουστου σεπτεμβριου οκτωβριου νοεμβριου δεκεμβριου يناير فبراير مارس ابريل مايو
    يونيو يوليو اغسطس سبتمبر اكتوبر نوفمبر ديسمبر ינואר פברואר מרץ אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר
    דצמבר
    """)
_SHORT = listed("""
    jan feb mar apr jun jul aug sep sept oct nov dec mrz okt dez janv fevr avr juil ene abr ago dic gen mag giu lug
    set ott fev out mrt mei maj kwi cze lip sie wrz paz lis gru oca sub nis haz tem eyl eki kas ara des янв фев мар
    апр авг сен окт ноя дек
    """)
_ROMAN = r"(?:I{1,3}|IV|VI{0,3}|IX|XI{0,2})"
_DAY, _YEAR = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:1[89]|20)\d\d"
_ORDINAL = r"(?:st|nd|rd|th|er|e|o|a|[.ºª°])?"
_OF = r"(?:of|de|del|di|do|d')"


def _any(words: frozenset[str]) -> str:
    return "|".join(sorted(words, key=lambda word: (-len(word), word)))


_MONTHS = rf"(?:{_any(_LONG | _SHORT)})"
_FULL = rf"(?:{_any(_LONG)})"
_COUNTED = (
    r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|"
    r"fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth|twenty[- ]\w+(?:st|nd|rd|th)|"
    r"thirty[- ]first)"
)
_SEASONS = listed("""
    spring summer autumn fall winter fruhjahr fruhling sommer herbst printemps automne hiver primavera verano otono
    invierno estate autunno inverno lente zomer herfst
    """)
_NAMED = _LONG | _SHORT | _SEASONS
_LETTERS = re.compile(r"[^\W\d_]{3,}")
_QUARTER = re.compile(r"[Qq][1-4]")
_OTHER = re.compile(
    r"[年月일년]|[./-] ?[IVX]{1,4} ?[./-]|(?<!\d)1[34]\d\d[/-]\d|\d\.\d{1,2}\.(?!\d)|[\u0660-\u0669\u06f0-\u06f9]{4}"
)


@cache
def _forms() -> tuple[re.Pattern[str], ...]:
    """Return the forms of days; they are long, and most files need none of them."""
    return tuple(
        re.compile(form, re.IGNORECASE)
        for form in (
            rf"(?<![\w]){_DAY}{_ORDINAL}[ .,/-]{{0,2}}(?:{_OF} ?)?{_MONTHS}\.?[ .,/-]{{0,2}}(?:{_OF}l? ?|anno )?"
            rf"(?:{_YEAR}|'\d\d)(?!\d)",
            rf"(?<![\w]){_DAY}(?:\.|st|nd|rd|th|er)? ?(?:{_OF} )?{_FULL}(?![\w])(?! ?\d{{5}})",
            rf"(?<![\w]){_MONTHS}\.? ?{_DAY}(?:st|nd|rd|th|\.)?,? {_YEAR}(?!\d)",
            r"(?<![\w])(?:january|february|march|april|may|june|july|august|september|october|november|december) "
            rf"(?:the )?{_DAY}(?:st|nd|rd|th)(?!\w)",
            rf"(?<![\w]){_YEAR}[., /-]{{1,2}}{_MONTHS}[., /-]{{1,2}}{_DAY}(?!\d)",
            rf"(?<![\w]){_COUNTED},? (?:day )?(?:of )?{_FULL}(?![a-z])|(?<![\w]){_FULL} (?:the )?{_COUNTED}(?![a-z])",
            rf"(?<![\w]){_FULL} ?[,']? ?(?:{_OF}l? )?{_YEAR}(?!\d)",
            rf"(?<![\w])(?:spring|summer|autumn|fall|winter|fruhjahr|fruhling|sommer|herbst|printemps|automne|hiver|"
            rf"primavera|verano|otono|invierno|estate|autunno|inverno|lente|zomer|"
            rf"herfst) (?:of |{_OF}l? )?{_YEAR}(?!\d)",
            rf"(?<![\w])Q[1-4][ /'-]{{0,2}}(?:{_YEAR})(?!\d)|(?<![\w]){_YEAR}[ /-]?Q[1-4](?!\w)",
            rf"(?<![\w])(?:am|vom|seit|den|dnia|dne|del|le|on|op)[ ]{_DAY}\.(?:0?[1-9]|1[0-2])\.(?!\d)",
        )
    ) + tuple(
        re.compile(form)
        for form in (
            r"(?<![\w])(?:Jan|Feb|Fev|Mar|Apr|Avr|Abr|May|Jun|Jul|Aug|Ago|Sept?|Oct|Okt|Nov|Dec|Dez|"
            r"Dic|Mrz|Janv|Ene)\.?"
            rf"[ ,'-]{{1,2}}{_YEAR}(?!\d)",
            rf"(?<![\w.]){_DAY}([./ -]) ?{_ROMAN}\1 ?(?:{_YEAR}|\d\d(?=[ .,;]|$))(?!\w)",
            r"(?:令和|平成|昭和|大正|明治) ?(?:\d{1,2}|元)年|\d{1,2} ?月 ?\d{1,2} ?日|\d{1,2} ?월 ?\d{1,2} ?일|(?:19|"
            r"20)\d\d ?년 ?\d",
            r"(?<![\w./-])1[34]\d\d([/-])(?:0?[1-9]|1[0-2])\1(?:0?[1-9]|[12]\d|3[01])(?![\w/-])",
            r"(?<![\w])[\u0660-\u0669\u06f0-\u06f9]{4}[/-][\u0660-\u0669\u06f0-\u06f9]{1,2}",
        )
    )


def is_day(plain: str) -> bool:
    """Whether a text without marks on its letters speaks of a day, a month or a season of a year."""
    is_named = not _NAMED.isdisjoint(_LETTERS.findall(plain.lower()))
    is_hinted = is_named or _QUARTER.search(plain) or _OTHER.search(plain)
    return bool(is_hinted) and any(form.search(plain) for form in _forms())


def names_a_month(value: str) -> bool:
    """Whether a value is a month, or a month and a day, and nothing else.

    Examples
    --------
    >>> names_a_month("March 14th"), names_a_month("marrow")
    (True, False)
    """
    if _NAMED.isdisjoint(_LETTERS.findall(value.lower())):
        return False
    return (
        re.fullmatch(rf"(?:{_DAY}\W{{1,3}})?{_FULL}(?:\W{{1,3}}(?:{_DAY}|{_YEAR}){_ORDINAL})?", value, re.I) is not None
    )
