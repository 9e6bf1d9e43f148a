"""Ages over 89 as wards of the world write them: short forms, birthdays, years of life, words in Latin letters, bands.

One band may stay, "90 or older", however it is written; any narrower one tells of an age over 89.
"""

import re

_NINETY = r"(?:9\d|1[0-2]\d)"
_SHORT = (
    r"(?:y/?o?|yrs?|y\.|yr\.?o?|a|j|jr|jhr|jh|jahr\w*|lj|l|lat|r\.? ?z|rz|ans?|anos?|anni|enne|jaar\w*|ar(?:ig\w*|"
    r"ing\w*)?|yas\w*|ys|"
    r"sana\w*|sanah|sene|'?a+m(?:an|a)?|sai|sui|years?|letni\w*|lat(?:ek|ka|ki)|jahrig\w*|jarig\w*)"
)
_SEX = (
    r"(?:[MFWKHVDmfwkhvd]|male|female|man|woman|mann|frau|homme|femme|hombre|mujer|homem|mulher|uomo|donna|vrouw|"
    r"kobieta|mezczyzna|kvinna|erkek|kadin|kvinnlig|manlig)"
)
_WHOM = (
    r"(?:patient\w*|pat|pt|pte|pac|pcte|paciente|pazient\w*|pz|pacjent\w*|chor\w+|hasta\w*|donors?|donneu\w+|"
    r"donant\w*|doador\w*|donat\w+|spender\w*|dawc\w+|givare\w*|donor\w*|verici\w*|marid\w*|kanja|huanzhe|bingren|"
    r"subject|proband\w*)"
)
_WHO = (
    r"(?:senora?|senhora?|signora?|herrn?|frau|mme|monsieur|madame|mevrouw|meneer|pani?|lady|gentleman|woman|man|"
    r"mother|father|grand\w+|oma|opa|abuel[oa]|avo|nonn[oa]|babcia|dziadek|mormor|morfar|farmor|farfar|teyze|amca|"
    r"resident|she|he|sie|er|elle|il|ella|ela|lei|zij|hij|hon|han|ona|age[ds]?|alter|edad|eta|leeftijd|alder|wiek\w*|"
    r"idade|yas\w*|umr\w*|omr\w*|'?umr\w*|nenrei|nianling)"
)
_IS = (
    r"(?:is|was|ist|war|est|etait|es|era|e|tem|tinha|tiene|ha|a|avait|heeft|ma|mial[a]?|ar|var|is now|now|nu|ora|of|"
    r"de|di|von|van|mit|con|com|met|med)"
)
_THEN = r"(?=[,;)]|\.?$|\. | (?:yrs?|anos|anni|ans|jahre|jaar|lat|ar|yas\w*|sui|sai))(?![.,]\d)"
_FIGURES = re.compile(
    "|".join(
        (
            # years and months: 91 y 4 mo, 91;4, 91 J 4 M, 91 ans et 3 mois
            rf"(?<![\w.,/+-]){_NINETY} ?-?{_SHORT}\.?(?:,| et| und| y| e| and| en| i| och| ve| wa)? ?-?\d{{1,2}} ?-?"
            r"(?:m|mo|mos|mth|mths|months?|mon|monate?n?|mois|mes(?:es)?|mesi|mnd|maand\w*|mies\w*|man|manader|ay|"
            r"ay\w*|shahr\w*|"
            r"ashhur|kagetsu|ge ?yue|yue)(?![a-z])",
            # 91 J., w., 91 y.o., 91-sai, 91 sui
            rf"(?<![\w.,/+-]){_NINETY}(?:[.,]\d{{1,2}})?(?: ?- ?| ?)(?:y/?o|yrs?|yr\.?o|jhr|jh|lj|lat(?:ek|ka|ki)?|"
            r"letni\w*|sai|sui|sanah?|"
            r"sene|'?a+man?|enne|jr\.?|rz|r\. ?z|ar(?:ig\w*|ing\w*)|jahrig\w*|jarig\w*|yas\w*|yasl\w*)(?![a-z])",
            rf"(?<![\w.,/+-]){_NINETY} ?(?:y|J\.?|j\.|a\.|l\.)(?= ?[,;)]| ?$| {_SEX}(?![a-z])| (?:old|alt|de edad|"
            r"de idade))",
            # 91/M, F/93, (w, 91), 91 F with
            rf"(?<![\d./,-]){_NINETY} ?/ ?{_SEX}(?![\w/])|(?<![\w/]){_SEX} ?[/,;] ?{_NINETY}"
            r"(?![\w%+/]|[.,]\d| ?%| (?!with|w/|mit|avec|con|com|met|z|med|and|und)[a-zµ])",
            rf"(?<![\w]){_SEX}\.?,? (?:de |of |von |di |van |i )?{_NINETY} ?(?:y|j|a|l|ans?|anos?|anni|lat|ar|"
            r"jaar)\.?(?![a-z])",
            rf"(?<![\w.,/+-]){_NINETY}[- ]?(?:y|a|j)[- ]?(?:old|{_SEX})(?![a-z])",
            # turned 93, died at 93, (93 F), 1,104 months
            r"(?<![a-z])(?:turn(?:s|ed|ing)|cumpl\w+|fez|faz|completou|compi\w+|wordt|werd|fyller|fyllde|ukonczy\w+|"
            r"wird|wurde|fete)"
            rf" {_NINETY}(?=[,;)]|\.?$|\. | (?:last|this|in|on|im|en|em|nel|i|w|years?|ans|anos|anni|jaar|lat\w*|ar|"
            r"jahre)(?![a-z]))",
            r"(?<![a-z])(?:died|dies|dead|deceased|verstorben|gestorben|starb|decede\w*|mort\w*|fallec\w+|murio|"
            r"falec\w+|morreu|"
            r"decedut\w+|overleden|zmar\w+|avled|dog) (?:at|mit|a|aos?|con|com|op|w wieku|vid|med|"
            r"aged)(?: the age of| l'age de| los)?"
            rf" {_NINETY}(?![\d%+]|[.,]\d| ?(?:%|days|weeks))",
            rf"\({_NINETY} ?[FMWKVfmwkv]\)|(?<![a-z])(?:com|con|mit|met|med|avec) {_NINETY} ?(?:a|j|ar|y)\.?(?![a-z])",
            r"(?<![a-z])(?:mrs?|ms|miss|herr|frau)\.?(?: [a-z'-]+)? (?:is|ist|was|war) (?:now |jetzt )?"
            rf"{_NINETY} (?:and|und|but|aber|or)(?![a-z])",
            r"(?<![a-z])(?:vrouw|man|dame|heer|donna|uomo|signora|femme|mujer|mulher|kvinna|frau|mann) (?:van|di|de|"
            r"pa|von) "
            rf"{_NINETY}(?![\d%+]|[.,]\d| ?(?:%|cm|kg))",
            rf"(?<![a-z])l\. {_NINETY}(?!\d)|(?<![\w.,-]){_NINETY} (?:ars|'a?am|zhou sui)(?![a-z])|"
            rf"(?<![\w.,-]){_NINETY}'[a-z]*n[dt][ae](?![a-z])",
            r"(?<![\d.,])(?:10[89]\d|1[ ,.]?[1-5]\d\d) ?(?:months?|monate?n?|mois|meses|mesi|maand\w*|miesi\w+|"
            r"manader)(?![a-z])",
            rf"(?<![\w.,-]){_NINETY} (?:and a half|1/2|einhalb) (?:years?|yrs?|jahre?)(?![a-z])",
            # a birthday, a year of life
            rf"(?<![\w.,/+-]){_NINETY}\.?(?:st|nd|rd|th|e|eme|er|o|a|°|:?a|:?e)?[. -]{{0,2}}(?:birthday|"
            r"year of (?:life|age)|geburtstag\w*|"
            r"lebensjahr\w*|anniversaire|annee|cumpleanos|aniversario|ano de vida|compleanno|anno di (?:vita|eta)|"
            r"verjaardag\w*|"
            r"levensjaar|urodzin\w*|rok\w* zycia|fodelsedag\w*|arsdag\w*|levnadsar\w*|yas gunu\w*|yasin\w*|"
            r"dogum gunu\w*)",
            # aged 93, wiek 93, Alter: 93 -- after a word for it
            r"(?<![a-z])(?:age[ds]?|aged?|alter|edad|eta|leeftijd|alder(?:n)?|wiek\w*|idade|yas[iy]?\w*|umr\w*|"
            r"omr\w*|'umr\w*|nenrei|"
            r"nianling|sinn?|ya(?:sh)?)(?: at \w+| bei \w+| (?:au|al|alla|bij|vid|ao|w chwili|w momencie) \w+)?"
            r"(?: is| was| of| ist| war| est| es| e| is| wynosi| ar| var| jest| pacjent\w+| patient\w*| hastan\w+|"
            rf"i)?[ :=.~-]{{1,3}}(?:ca\.? |~ ?)?{_NINETY}"
            r"(?![\d+%]|[.,]\d|\s*[%+]|-?\d| (?:or|oder|and|und|ou|o|of|lub|eller|ve|years? or|jahre? oder|ans ou) )"
            r"(?! ?(?:cells|of|percent|genes|samples|donors|patients|days|weeks|months|deg|min|um|ml|mg|reads|%))",
            # a patient of 93 -- after a word for whom
            rf"(?<![a-z]){_WHOM} ?(?:\(|,? {_IS} (?:{_IS} )?){_NINETY}{_THEN}",
            rf"(?<![a-z]){_WHO}[,:(]? ?(?:\()?(?:{_IS} ){{0,2}}{_NINETY}{_THEN}",
        )
    ),
    re.IGNORECASE,
)
_TENS = (
    r"(?:ninet(?:y|ie)[\w-]*|\w*neunzig\w*|quatre[- ]vingts?[- ](?:dix|onze|douze|treize|quatorze|quinze|"
    r"seize)[\w-]*|nonante[\w-]*|"
    r"noventa|noventi\w+|novant\w*|\w*negentig\w*|nittio\w*|nitti\w*|dziewiecdziesi\w+|doksan\w*|"
    r"tis'?[iea]+'?[iea]*n\w*|tes'?[ea]+n\w*|"
    r"kyuu?juu?[\w-]*|jiu ?shi\w*|hundred|einhundert\w*|hundert\w*|cento\w*|cien(?:to)?|cem|honderd\w*|hundra\w*|sto|"
    r"yuz|mi'?a)"
)
_AGE_WORD = (
    r"(?:years?(?:[- ]old)?|yrs?|jahren?|ans|anos|anni|jaar|ar|lat|lata|yas\w*|sana\w*|'?a+man?|sai|sui|yasl\w*|"
    r"jahrig\w*|jarig\w*|letni\w*|"
    r"arig\w*|aring\w*)"
)
_WORDS = re.compile(
    rf"(?<!\w){_TENS}(?:[- ](?:y |e |et |en |und |och |wa |wa-|bir|iki|uc|dort|bes|alti|yedi|sekiz|"
    rf"dokuz)?[a-z]{{0,9}}){{0,2}}[- ]?{_AGE_WORD}(?![a-z])|"
    r"(?<!\w)(?:wahid|i[t]h?n[ae]yn|thala\w+|arba\w*|khams\w*|sitt\w*|sab'?\w*|thaman\w*|"
    r"tis'?a\w*)[ -]wa[- ]?tis'?\w+|"
    r"(?<!\w)\w*(?:neunzig|negentig|nittio?|dziewiecdziesi)\w*(?:jahrig|jarig|arig|aring|letni|lat[ek])\w*|"
    r"(?<!\w)novant\w*enn[ei]\w*|(?<!\w)(?:non+agen\w+|nonagenaire\w*|neunzigerin?|novantenn\w+|nonagenari\w*|"
    r"dziewiecdziesieciolat\w+|"
    r"negentiger|doksanlik|centenari\w*|centenaire\w*|zentenar\w*|stulat\w+|eeuweling)(?!\w)|"
    r"(?<!\w)(?:mid|late|early)[- ](?:nineties|90'?s)|(?<!\w)(?:mitte|ende|anfang) (?:neunzig|90)(?!\w)|"
    r"(?<!\w)(?:jiu ?shi ?(?:yi|er|san|si|wu|liu|qi|ba|jiu)?|kyuu?juu?[- ]?\w{0,6}) ?-?(?:sai|sui)(?!\w)",
    re.IGNORECASE,
)
_BAND = re.compile(
    rf"(?<![\w.,/+-]){_NINETY} ?(?:[-\u2013~/]|to|bis|a|à|ate|au?|t/m|tot|tem|till|ila|do|-) ?{_NINETY}(?![\d%+]|"
    r"[.,]\d)",
    re.IGNORECASE,
)
_OVER = re.compile(
    r"(?<![\w.,/+-])(?:9[1-9]|1[0-2]\d) ?(?:\+|plus|(?:years? |yrs? |jahre |ans |anos |anni |jaar |lat |ar )?(?:or|"
    r"oder|ou|o|of|lub|eller|y|and|und|en|e|i|och|ve) "
    r"(?:older|over|more|above|mehr|alter|plus|mas|mais|piu|ouder|meer|wiecej|starsz\w+|aldre|uzeri|oltre))|"
    r"(?:>=|≥|=>) ?(?:9[1-9]|1[0-2]\d)(?![\d%]|[.,]\d)|(?<![<>])> ?(?:9\d|1[0-2]\d)(?![\d%]|[.,]\d)",
    re.IGNORECASE,
)
_AGED = re.compile(
    r"(?<![a-z])(?:ag(?:e|ed|es)|alter\w*|edad\w*|eta|leeftijd\w*|alder\w*|wiek\w*|idade\w*|yas\w*|faixa etaria|"
    r"fascia d'eta|tranche d'age|"
    r"umr\w*|omr\w*|nenrei\w*|nianling\w*|years?|yrs?|jahre?|ans|anos|anni|jaar|lat|ar)(?![a-z])|"
    r"\d ?[JjaAlL]\.(?![a-z])",
    re.IGNORECASE,
)
_OLDER = (
    r"(?:older|over|above|more|plus|alter|mehr|daruber|hoher|plus age\w*|mas|mayor\w*|mais|acima|piu|oltre|ouder|"
    r"meer|hoger|wiecej|starsz\w+|"
    r"powyzej|aldre|mer|daröver|uzeri|ustu|ileri|akthar|fawq|ijou?|yishang)"
)
_ALLOWED = re.compile(
    r"(?:(?:>=|≥|=>) ?90|(?:>|over|above|uber|ueber|plus de|mas de|mais de|acima de|oltre i?|piu di|ouder dan|boven|"
    r"ponad|powyzej) ?89)(?!\d|[.,]\d)|"
    r"(?<![\d.,-])90 ?(?:[a-z]{1,8} ?)?(?:\+|plus\b)|(?<![\d.,-])90 ?(?:[a-z]{1,8} )?(?:or|oder|ou|o|of|lub|eller|y|"
    r"and|und|et|en|e|i|och|ve) "
    rf"{_OLDER}(?![a-z])|(?<![\d.,-])90 ?(?:yas )?(?:uzeri|ustu|ijou?|yishang)(?![a-z])",
    re.IGNORECASE,
)
_TEMPERATURE = re.compile(rf"{_NINETY} ?(?:°|degrees|deg\b|% )")


def without_allowed(plain: str) -> str:
    """Return a text without the one band that may stay: "90 or older"."""
    return _ALLOWED.sub(" ", plain) if "9" in plain else plain


def tells_age(plain: str) -> bool:
    """Whether a text without marks on its letters tells of an age over 89 that is no band "90 or older".

    Examples
    --------
    >>> tells_age("F/93 mit Anämie"), tells_age("91-sai"), tells_age("90+"), tells_age("age 90-94")
    (True, True, False, True)
    """
    rest = without_allowed(plain)
    if _FIGURES.search(rest) or _WORDS.search(rest):
        return True
    return (_BAND.search(rest) or _OVER.search(rest)) is not None and _AGED.search(plain) is not None


def is_old_value(value: str) -> bool:
    """Whether a value under a name that asks for an age tells more than "90 or older" of one over 89.

    Examples
    --------
    >>> is_old_value("90-94"), is_old_value(">= 90"), is_old_value("91+"), is_old_value("novantadue")
    (True, False, True, True)
    """
    plain = value.strip().lower()
    if _TEMPERATURE.search(plain) or "%" in plain:
        return False
    rest = without_allowed(plain)
    if _BAND.search(rest) or _OVER.search(rest):
        return True
    found = re.search(rf"(?<![\d.,+-]){_NINETY}(?![\d+%])", rest)
    is_bare = (
        re.fullmatch(
            rf"[^\d<>]{{0,14}}{_NINETY}(?:[.,]\d+)?(?:[^\d+%][^\d]{{0,14}}(?:\d{{1,2}}[^\d]{{0,10}})?)?", rest.strip()
        )
        is not None
    )
    is_ranged = re.search(r"\d ?[-\u2013] ?\d", rest) is not None
    if found is not None and is_bare and not is_ranged:
        return True
    return re.match(rf"(?:\w+[- ]wa[- ]?)?{_TENS}(?!\w)", rest.strip()) is not None and len(rest.split()) <= 5
