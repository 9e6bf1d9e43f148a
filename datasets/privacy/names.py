"""Names of persons: after a title or a role, under a key that asks for one, or of words that are known as names."""

import re
from collections.abc import Iterator

from clinicell.datasets.privacy import asked, spoken
from clinicell.datasets.privacy.key import CITING, NOTES, Key
from clinicell.datasets.privacy.known_names import has_known, is_also_name, is_family, is_given, is_name, is_no_name
from clinicell.datasets.privacy.letters import folded
from clinicell.datasets.privacy.rules import NAME
from clinicell.datasets.privacy.vocabulary import is_harmless
from clinicell.datasets.privacy.wordlist import listed

_PARTICLE = (
    r"(?:(?:van|von|zu|de|der|den|di|da|do|dos|du|la|le|del|della|al|el|bin|ibn|ter|ten|O'|Mc|Mac|Al-|El-)[ -]?)*"
)
_WORD = rf"{_PARTICLE}[A-Z][a-z]+(?:(?:[-'][A-Z]?|[A-Z])[a-z]+)*"
_CAPS = r"[A-Z]{3,}(?:[-' ][A-Z]{2,})*"
_INITIAL = r"(?:[A-Z]\.[ -]?)+"
_TITLED = re.compile(
    rf"(?<![A-Za-z])(?:Dr|Mr|Mrs|Ms|Miss|Prof|Professor|Doctor|Herrn?|Frau|Fr|Mme|Mlle|Madame|Monsieur|"
    rf"Mademoiselle|Sra?|Sres|Senora?|"
    rf"Signora?|Sig|Dott|Dottor|Dottoressa|Dottssa|Dra|Docteur|Doutora?|Doktor|Senhora?|Mevrouw|Mevr|Meneer|"
    rf"Dhr|Pani|Fru|Herre?)\.?(?:ra)? +"
    rf"(?:(?:med|habil|rer|nat|phil|Dr|Prof|dr|ssa|PhD|MD)\.? +)*(?:{_INITIAL} ?)?(?:{_WORD}|{_CAPS})"
)
# In lower case these speak of a person all the same, whatever word follows.
_ADDRESSED = re.compile(
    r"(?<![A-Za-z])(?:madame|monsieur|mevrouw|mevr|meneer|dhr|senora?|signora?|senhora?|frau|herrn?|mrs|"
    r"mister|Madame|Monsieur|Mevrouw|"
    r"Meneer|Senora?|Signora?|Senhora?|Frau|Herrn?)\.? +([A-Za-z][A-Za-z]{2,}(?:[-'^_][A-Za-z]+)*)"
)
_ROLE = (
    r"(?<![A-Za-z])(?i:patient(?:in|e|en)?|paciente|paziente|patients?|pat|pt|donor|donneur|spender(?:in)?|"
    r"subject|proband(?:in)?|participant|"
    r"mother|father|wife|husband|daughter|son|brother|sister|spouse|partner|caregiver|guardian|next of kin|"
    r"mutter|vater|tochter|sohn|"
    r"ehefrau|ehemann|mere|pere|fille|fils|madre|padre|hija|hijo|figlia|figlio|moeder|vader|named?|called|"
    r"calling|signed|contact(?:ed)?|nurse|"
    r"operator|technician|physician|surgeon|doctor|phoned|told|rang|informed|consulted|arzt|arztin|medecin|"
    r"medico|infirmiere|"
    r"(?:specimens?|samples?|tubes?|vials?|blood|marrow|cells|biops(?:y|ies)|material|probe|muestras?|"
    r"echantillon|prelevements?|"
    r"campion[ei]|monsters?|moelle|amostra|aliquots?) (?:of|from|von|vom|de|di|do|da|del|van)|"
    r"(?:discussed|spoke|reviewed|agreed) (?:with|to)|rucksprache mit|(?:unterschrieben|gezeichnet|entnommen|"
    r"befundet|gesehen|validiert) von|"
    r"(?:vu|valide|signe|realise|preleve|prepare|fait|controle|relu) par|(?:visto|firmado|revisado|realizado|"
    r"validado) por|"
    r"(?:visto|eseguito|firmato|validato|preparato) da|(?:gezien|getekend|afgenomen|uitgevoerd) door|"
    r"(?:seen|sorted|gated|reviewed|checked|signed|performed|analy[sz]ed|run|drawn|taken|done|prepared|"
    r"processed|collected|annotated|exported|"
    r"approved|validated|ordered|referred|called|labelled|entered|thawed|loaded|counted|stained|read|reported|"
    r"written|requested|consented|"
    r"acquired|supervised|created|submitted|edited|verified|handled|made) by)(?:'s)?(?: (?:is|was|the|name|dr|"
    r"prof|mr|mrs|ms))?[:,]? +"
)
_AFTER_ROLE = re.compile(
    rf"{_ROLE}(?:({_WORD}) (?:[A-Z]\.? )?({_WORD})(?!\w)|({_INITIAL} ?{_WORD})|({_WORD},? [A-Z]\.)|({_WORD}|"
    rf"{_CAPS} {_WORD}|{_WORD} {_CAPS})"
    r"(?= [a-z(]|[.,;:!?)]|$)|([a-z]{2,}(?:[-'][a-z]+)*) ([a-z]{2,}(?:[-'][a-z]+)*))"
)
_TOKEN_ROLE = re.compile(
    r"(?<![A-Za-z])(?i:patient|pat|pt|donor|subject|proband)[ -]+([A-Za-z]{2,30}[a-z])(?![A-Za-z])"
)
_PAIR = re.compile(rf"(?=(?<![\w])({_WORD}) (?:[A-Z]\.? )?({_WORD})(?!\w))")
_CARET = re.compile(r"(?<![A-Za-z])[A-Za-z][A-Za-z' -]+\^[A-Za-z][A-Za-z'-]+")
_WHOLE = re.compile(rf"(?:{_INITIAL} ?{_WORD}|{_WORD},? [A-Z]\.(?:[A-Z]\.)?)")
_SPECIES = re.compile(r"[A-Z]\. (?:[Cc]oli|[Ee]legans|[Cc]erevisiae|[Mm]elanogaster)")
CITED = re.compile(
    r"(?:[A-Z][\w'-]+ [A-Z]{1,3}, ){0,9}[\w'-]+(?: [A-Z]{1,3})?,? et al\.?|"
    r"[A-Z][\w'-]+ (?:and|&) [A-Z][\w'-]+,? \(?(?:19|20)\d\d"
)
_INITIALS = re.compile(
    r"(?i:initial(?:s|en|es|i)?|iniziali|iniciales)\W{1,4}[A-Z]\.? ?[A-Za-z]\.?(?: ?[A-Z]\.?)?(?![A-Za-z])"
)
_BARE_INITIALS = re.compile(r"[A-Z]\.? ?-?[A-Za-z]\.?(?: ?[A-Z]\.?)?")
_LOGIN = re.compile(
    r"(?<![A-Za-z])(?i:user(?:name)?|login|account|logged in as)[ :=]{1,3}([a-z][a-z.-]{3,})\d*(?![A-Za-z])"
)
_ROLES = listed("""
    surname forename firstname lastname fullname middlename physician doctor clinician surgeon nurse operator
    technician oncologist pathologist haematologist hematologist creator lastmodifiedby modifier signatory
    attending referrer nachname vorname familienname apellido apellidos cognome prenom achternaam voornaam
    sobrenome efternamn fornamn nazwisko imie efternavn fornavn behandler arzt arztin medecin medico arts laborant
    laborantin technicien tecnico bediener operateur operatore analyst investigator radiologist cytologist
    gynaecologist physiotherapist infirmier infirmiere enfermera krankenschwester hausarzt huisarts kontaktperson
    """)  # fmt: skip
_WHOSE = listed("""
    patient first last given family full middle maiden doctor donor subject person user contact naissance famille
    patienten mutter vater mother father spouse paziente paciente familie geburts own proband
    """)
_NAMED = listed("name names nom naam nombre nome navn namn")
_BY = listed("""
    created signed reviewed approved drawn collected performed entered sorted gated prepared processed sampled
    checked validated modified edited exported requested ordered seen analysed analyzed annotated acquired
    labelled written
    """)
_LOGINS = listed("login username userid user benutzer utilisateur usuario utente gebruiker")
_NO_LOGINS = listed(
    "root admin user users guest test unknown none shared default system jovyan ubuntu runner all public"
)
_PEOPLE = listed("""
    patient pt donor subject proband contact relative kin mother father spouse partner pacjent paciente paziente
    patientin spender collected taken signed seen reviewed
    """)
_COLOURS = listed("red blue green gray grey black white brown violet amber silver golden ruby jade pink olive")
_SOFTWARE = re.compile(
    r"software|version|openpyxl|excel|office|pandas|diva|cytometer|cell ranger|\d{3,}", re.IGNORECASE
)
_NAME_LIKE = re.compile(r"[^\W\d_][^\d_@/\\:;=+]{1,59}")


def codes(text: str, key: Key) -> Iterator[str]:
    """Yield the rules that `text` breaks."""
    plain = CITED.sub(" ", folded(text))
    is_named = _is_named(plain.strip(), key) or _TITLED.search(plain) is not None
    is_spoken_of = not key.is_feature and _is_spoken_of(plain, key)
    if is_named or is_spoken_of or (not key.lies_in(CITING) and _is_known(plain, key)):
        yield NAME


def is_known_alone(text: str, key: Key) -> bool:
    """Whether a text breaks the rule by words that the lexicons know, and by nothing that stands beside them."""
    plain = CITED.sub(" ", folded(text))
    is_said = _is_named(plain.strip(), key) or _TITLED.search(plain) is not None or _is_spoken_of(plain, key)
    return not is_said and has_known(plain, is_feature=key.is_feature)


def _is_known(plain: str, key: Key) -> bool:
    if has_known(plain, is_feature=key.is_feature):
        return True
    return key.has_one(NOTES) and any(map(_may_be_names, _PAIR.findall(plain)))


def _may_be_names(pair: tuple[str, str]) -> bool:
    """Whether two words in capitals are not both of the ward: in German all nouns have capitals."""
    are_words = all(is_harmless(word.lower()) and not is_also_name(word) for word in pair)
    return not are_words and not any(map(is_no_name, pair))


def _is_spoken_of(plain: str, key: Key) -> bool:
    """Whether a text speaks of a person: by address, by role, with initials, or by the name that a computer knows."""
    if _CARET.search(plain) or _INITIALS.search(plain) or any(map(_is_login, _LOGIN.findall(plain))):
        return True
    if any(not is_no_name(word) for word in _ADDRESSED.findall(plain)):
        return True
    if not key.lies_in(CITING) and spoken.names_person(plain):
        return True
    if any(map(_is_meant, _AFTER_ROLE.finditer(plain))) or any(map(_is_borne, _TOKEN_ROLE.findall(plain))):
        return True
    if key.has("patient", "donor", "subject", "proband") and any(map(_is_one, re.findall(r"[A-Z]?[a-z]{3,}", plain))):
        return True
    value = plain.strip()
    return not key.lies_in(CITING) and _WHOLE.fullmatch(value) is not None and not _SPECIES.match(value) and not any(
        is_no_name(word) for word in re.findall(r"[A-Za-z]{3,}", value)
    )  # fmt: skip


def _is_meant(found: re.Match[str]) -> bool:
    first, last, initialled, short, alone, low_first, low_last = found.groups()
    if first:
        return not (is_no_name(first) or is_no_name(last))
    if initialled or short:
        return not any(map(is_no_name, re.findall(r"[A-Za-z]{3,}", initialled or short)))
    if alone:
        words = re.findall(r"[A-Za-z][a-z]+|[A-Z]{3,}", alone)
        # One word that nobody knows counts where it stands in a sentence in lower case: a proper name it is then.
        is_proper = len(words) == 1 and len(alone) > 4 and found.string[found.start()].islower()
        return not any(map(is_no_name, words)) and (is_proper or any(map(is_name, words)))
    return (is_given(low_first) and is_name(low_last)) or (is_name(low_first) and is_family(low_last))


def _is_one(word: str) -> bool:
    parts = re.findall(r"[A-Z]?[a-z]+", word)
    return any(is_family(part) or is_given(part) for part in (word, *parts) if len(part) > 3)


def _is_borne(word: str) -> bool:
    """Whether a word after "donor" or "patient" is a name, or a word that people bear as one."""
    return _is_one(word) or (word.istitle() and is_also_name(word) and word.lower() not in _COLOURS)


def _is_login(word: str) -> bool:
    word = word.strip(".-")
    return is_family(word[1:]) or any(is_given(part) or is_family(part) for part in re.split(r"[.-]", word))


def _is_named(text: str, key: Key) -> bool:
    if key.has("initials", "initialen", "iniziali", "iniciales") and _BARE_INITIALS.fullmatch(text):
        return True
    if key.has_one(_LOGINS) and re.fullmatch(r"[a-z][a-z._-]{2,}\d{0,3}", text):
        return text not in _NO_LOGINS
    is_asked = (
        key.has_one(_ROLES) or (key.has_one(_WHOSE) and key.has_one(_NAMED)) or key.has_all("last", "modified", "by")
    )
    is_asked = (
        is_asked
        or asked.asks_for_name(key)
        or key.has_all("last", "first")
        or (key.is_keyword and key.has("op", "exp"))
    )
    if is_asked:
        return (
            _NAME_LIKE.fullmatch(text) is not None
            and not _SOFTWARE.search(text)
            and (len(text) > 1 or not text.isascii())
        )
    if _is_worded(text, key):
        return True
    if key.has("by") and key.has_one(_BY):
        return _has_pair(text) or _WHOLE.fullmatch(text) is not None or _is_login(text)
    return key.is_keyword and key.has("src") and _has_pair(text)


def _is_worded(text: str, key: Key) -> bool:
    """Whether a value is made of words that people bear as names, under a name that asks for people."""
    words = re.findall(r"[A-Za-z'-]+", text)
    if key.is_feature or not 0 < len(words) <= 3 or re.search(r"[\d_:/=]", text) or not text[:1].isupper():
        return False
    is_of_people = key.has_one(_PEOPLE) and not key.has("id", "type", "status", "sex", "group", "source", "kind")
    are_names = [is_also_name(word) for word in words if len(word) > 1]
    is_named = key.has_one(_NAMED) and len(key.words) == 1 and len(are_names) > 1
    return (is_of_people and any(are_names) and not _COLOURS & {text.lower()}) or (is_named and all(are_names))


def _has_pair(text: str) -> bool:
    return any(not (is_no_name(first) or is_no_name(last)) for first, last in _PAIR.findall(text))
