"""Names that words before them give away: "seen by", "lives in", "her son": what follows is a person, or their town."""

import re

from clinicell.datasets.privacy.known_names import is_also_name
from clinicell.datasets.privacy.letters import folded
from clinicell.datasets.privacy.vocabulary import is_eponym, is_harmless, is_person
from clinicell.datasets.privacy.wordlist import listed

_NAME = r"(?:(?:van|von|de|der|den|di|da|du|la|le|del|al|el|bin|ben|af|av|zu|ter|ten|O'|Mc|St\.?) ?)*[A-Z][A-Za-z'-]+"
_INITIALS = r"(?:[A-Z][a-z]?\. ?-?){1,3}"
# A person follows, whatever the word is elsewhere.
_PERSON = re.compile(
    r"(?<![A-Za-z])(?:"
    r"(?i:seen|sorted|gated|reviewed|signed|performed|drawn|taken|prepared|processed|collected|annotated|approved|"
    r"validated|ordered|consented|counselled|counseled|interviewed|examined|informed|stained|thawed|aliquoted|"
    r"requested|dictated|typed|verified|countersigned|handled|operated|accompanied) by(?: (?i:dr|prof|mr|mrs|ms|sr|"
    r"nurse|technician|sister|the technician|the nurse))?\.?|"
    r"(?i:spoke|discussed|talked|agreed|met) (?:with|to)(?: (?i:dr|prof|mr|mrs|ms|nurse|his|her|their|the) ?\w*)?\.?|"
    r"(?i:his|her|their|the|patient's|pt's) (?i:son|daughter|wife|husband|mother|father|brother|sister|partner|sibling|"
    r"twin|niece|nephew|aunt|uncle|cousin|neighbou?r|friend|carer|grand\w+|child|baby|fiancee?),?|"
    r"(?i:(?:half-)?(?:brother|sister|sibling|twin|child|son|daughter|mother|father|parent|cousin|relative|wife|"
    r"husband|"
    r"widow) of)|"
    r"(?i:sibling|haplo\w*|family|related) donor|"
    r"(?i:nurse|technician|physician|sister|midwife|pathologist|haematologist|hematologist|surgeon|registrar|"
    r"consultant|"
    r"interpreter|pharmacist|phlebotomist|operator|wife|husband|daughter|son|mother|father|brother|tochter|sohn|"
    r"ehefrau|ehemann|mutter|vater|bruder|schwester|schwester|fille|fils|epouse|epoux|hija|hijo|esposa|esposo|marido|"
    r"figlia|figlio|moglie|marito|dochter|zoon|echtgenote|echtgenoot|filha|filho|corka|syn|zona|maz|dotter|datter)"
    r"(?: is| was|,|:| named| called)?|"
    r"(?i:named|called|known as|alias|a\.?k\.?a\.?|signed|addressed to|c/o|thanks to|courtesy of|on behalf of|"
    r"contact(?: person)?|name is|name was|calls himself|calls herself|nee|maiden name)[:,]?"
    rf") (?:\(|\")?({_INITIALS} ?{_NAME}|{_NAME}(?:,? {_NAME}| {_INITIALS}){{0,2}})(?![A-Za-z0-9_])"
)
# Particles that stand in names alone.
_PARTICLED = re.compile(
    r"(?<![A-Za-z])(?:van de[rn]?|vander|van 't|ten|von und zu|de la|de los) ([A-Z][a-z]{2,})(?![A-Za-z0-9])"
)
# After a bracket or a comma a name stands alone: "wife (Pearl)".
_ASIDE = re.compile(
    r"(?<![A-Za-z])(?i:wife|husband|son|daughter|mother|father|brother|sister|partner|donor|patient|sibling|twin|"
    rf"nurse|carer) ?(?:\(|, )({_NAME})(?:\)|,)"
)
_TOWN = re.compile(
    r"(?<![A-Za-z])(?i:"
    r"(?:lives?|living|lived|resid(?:es?|ed|ing|ent)|born|grew up|raised|domiciled|native|settled|buried|inhabitant|"
    r"citizen|mayor|farmer)(?: alone| together| now| currently| with (?:his|her|their|the) [\w-]+)? (?:in|at|near|of|"
    r"to|from|outside|around)|moved to|hails from|comes from|home (?:is|in)|on holiday in|travel+ed (?:to|from)|"
    r"flew (?:to|in from)|"
    r"wohnt(?: \w+)? (?:in|bei|nahe)|wohnhaft in|lebt (?:in|bei|auf)|geboren in|gebuertig aus|geburtig aus|"
    r"kommt aus|stammt aus|zieht nach|"
    r"habit\w* (?:a|en|au|aux|pres de|chez)|vit (?:a|en|au|pres de)|nee? a|reside (?:a|en|au)|domicilie?e? (?:a|en)|"
    r"originaire de|"
    r"vive (?:en|a|cerca de|in)|reside en|residente (?:en|a|em|in)|nacid[oa] en|natural de|vecin[oa] de|oriund[oa] de|"
    r"abita (?:a|in|vicino a)|nat[oa] a|risiede a|proveniente da|originari[oa] di|mora (?:em|no|na)|vive em|"
    r"nascid[oa] em|"
    r"woont (?:in|te|bij|op)|woonachtig (?:te|in)|geboren (?:te|in)|afkomstig uit|komt uit|"
    r"bor (?:i|pa|ved)|bosatt i|fodt i|fodd i|kommer (?:fra|fran)|bosiddende i|"
    r"mieszka (?:w|we|na|kolo)|zamieszkal\w+ (?:w|we)|urodzon\w+ (?:w|we)|pochodzi z|ze wsi|"
    r"bydli (?:v|ve|na)|bytem (?:v|ve)|narozen\w* (?:v|ve)|asuu|syntynyt|lakik|szuletett|locuieste in|nascut\w* in|"
    r"zivi u|rodjen\w* u|domiciliat\w* in"
    rf")(?: the| la| le| el| o| a| na)? ((?:[A-Z]\.? )?{_NAME}(?: {_NAME}){{0,3}})"
)
_ASIA = re.compile(
    r"(?:(?i:живёт|живет|проживает|родил\w+|родом|житель|проживающ\w+|мешкає|живе))(?: \w{1,3})? [А-ЯЁІЇЄ]\w+|"
    r"(?:(?i:больн\w+|пациент\w*|хвор\w+|гр\.|врач|доктор|медсестра))[ ,:]{1,3}[А-ЯЁІЇЄ]\w+|"
    r"(?:ασθεν\w+|κ\.|κος|κα|δρ\.?|ζει στ\w+|κατοικος)[ ,:]{1,3}[Α-ΩΆΈΉΊΌΎΏ]\w+|"
    r"\w{1,6}(?:さん|様|氏|先生|君|医師)|\w{1,8}(?:市|町|村|区)(?:に|で|在|出身|の)|\w{2,4}(?:医生|护士|先生|女士|"
    r"大夫)|"
    r"(?:住在|家住|来自|籍贯)\w{2,}|\w{2,4}(?:씨|님| 간호사| 교수)|\w{2,6}(?:시|군|구|동|읍)에|"
    r"(?:السيد|السيدة|المريض|المريضة|الدكتور|من مدينة|يسكن في|مدينة) \w+|(?:מר|גב'|גברת|ד\"ר|החולה|גר ב|גרה ב)[ -]?\w+|"
    r"(?:श्री|श्रीमती|डॉ\.?|मरीज|निवासी) \S+"
)
_TEAMS = listed("""
    team staff group board committee institute university hospital ward department unit clinic core facility laboratory
    lab centre center service bank software flow facs mean median
    """)
_WIDE = listed("""
    germany france italy spain portugal netherlands belgium austria switzerland england scotland wales ireland
    europe america usa us uk states canada mexico brazil argentina chile india china japan korea australia zealand
    africa asia poland sweden norway denmark finland iceland czechia slovakia hungary romania bulgaria greece
    turkey israel egypt nigeria kenya russia ukraine deutschland frankreich italien spanien schweiz osterreich
    niederlande italia espana brasil belgique suisse allemagne california texas florida ontario polen polska sverige
    quebec bavaria bayern iran iraq saudi arabia pakistan bangladesh vietnam thailand malaysia indonesia
    philippines singapore taiwan kingdom united republic south north east west remission complete partial stable
    northern southern eastern western norge danmark suomi magyarorszag ceska romania hrvatska nursing care assisted
    intensive hospice hospital ward clinic icu
    """)


_PROPER = re.compile(r"[ ,(\"'][^\W\d_a-z]")  # a capital within, or a letter of a script without capitals
LONGEST_CAPITALS = 6  # letters of an abbreviation


def names_person(text: str) -> bool:
    """Whether the words of a text say that a person's name follows.

    Examples
    --------
    >>> names_person("Seen by Will Young"), names_person("Sorted by Flow Cytometry")
    (True, False)
    """
    if _PROPER.search(text) is None:
        return _is_foreign(text)
    plain = folded(text)
    found = (word for form in (_PERSON, _ASIDE, _PARTICLED) for word in form.findall(plain))
    return any(_is_person(word) for word in found) or _is_foreign(text)


def _is_foreign(text: str) -> bool:
    return not text.isascii() and _ASIA.search(text) is not None


def names_town(text: str) -> bool:
    """Whether the words of a text say that the place where somebody lives follows."""
    if _PROPER.search(text) is None:
        return False
    return any(_words(found) - _WIDE for found in _TOWN.findall(folded(text)))


def _is_person(found: str) -> bool:
    words = [word for word in re.findall(r"[A-Za-z'-]{2,}", found) if word[0].isupper()]
    if not words or (len(words) == 1 and words[0].isupper() and len(words[0]) < LONGEST_CAPITALS):
        return any(is_person(word.lower()) for word in words)
    return not _TEAMS & _words(found) and any(map(_may_be_name, words))


def _may_be_name(word: str) -> bool:
    return is_also_name(word) or not all(is_harmless(part) or is_eponym(part) for part in _words(word))


def _words(found: str) -> frozenset[str]:
    return frozenset(word.lower() for word in re.findall(r"[A-Za-z]{2,}", found))
