"""What a value stands under: the name of its column, keyword or entry, in words."""

import re
from dataclasses import dataclass

from clinicell.datasets.privacy.letters import folded
from clinicell.datasets.privacy.wordlist import listed

# "dateOfBirth" and "PATIENTName" become words as "date_of_birth" does.
_SEAMS = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[^A-Za-z]+")
# "Geburtsdatum" and "Patientennummer" are put together without a seam.
_TAIL = re.compile(
    r"([a-z]{3,}?)(?:s|en|n|er|e)?(nummer|numer|number|nr|datum|date|name|naam|navn|namn|zeit|adresse|anschrift|ausweis|"
    r"kennzeichen|karte|akte|code|schein)"
)

CITING = listed("""
    citation citations reference references source doi title publication licence license summary original
    """)
RELEASES = listed("""
    release releases released version versions software build ontologies
    """)
NOTES = listed("""
    note notes comment comments com remark remarks memo history narrative annotationtext freetext description
    bemerkung bemerkungen kommentar notiz notizen commentaire commentaires remarque observacion observaciones
    comentario comentarios osservazioni commento opmerking opmerkingen notitie anamnese befund
    """)
# What stands under such a name in the table of the features is no feature: people wrote it, of people.
_OF_PEOPLE = listed("""
    patient patients patienten paciente paziente pacjent employee dob birth note notes comment comments com remark
    remarks memo narrative freetext bemerkung bemerkungen kommentar notiz notizen commentaire remarque observacion
    observaciones comentario comentarios osservazioni commento opmerking opmerkingen
    """)
_JOINED = listed("""
    patient donor subject sample name id number no date dob birth visit first last given family zip code home
    address phone fax mail user admission discharge collection operator hospital record serial member policy
    account age
    """)


@dataclass(frozen=True, slots=True)
class Key:
    """The name that a value stands under.

    Parameters
    ----------
    words
        The words of the name itself, in lower case, without numbers.
    above
        The words of the names that it stands within.
    is_feature
        Whether it belongs to genes, sites or channels, not to cells and donors.
    is_keyword
        Whether it is a standard keyword of an FCS file, such as ``$OP``.
    """

    words: frozenset[str] = frozenset()
    above: frozenset[str] = frozenset()
    is_feature: bool = False
    is_keyword: bool = False

    def has(self, *words: str) -> bool:
        """Whether the name holds any of `words`."""
        return not self.words.isdisjoint(words)

    def has_one(self, words: frozenset[str]) -> bool:
        """Whether the name holds one of `words`."""
        return not self.words.isdisjoint(words)

    def has_all(self, *words: str) -> bool:
        """Whether the name holds all of `words`."""
        return self.words.issuperset(words)

    def lies_in(self, words: frozenset[str]) -> bool:
        """Whether the name, or one that it stands within, holds any of `words`."""
        return not (self.words | self.above).isdisjoint(words)


def key_of(name: str, *above: str, is_feature: bool = False) -> Key:
    """Return a name as words.

    Examples
    --------
    >>> sorted(key_of("dateOfBirth_2").words)
    ['birth', 'date', 'of']
    """
    words = _words(name)
    return Key(
        words, frozenset().union(*map(_words, above)), is_feature and words.isdisjoint(_OF_PEOPLE), name.startswith("$")
    )


def _words(name: str) -> frozenset[str]:
    words = [word.lower() for word in _SEAMS.split(folded(name)) if word]
    return frozenset(part for word in words for part in _parts(word))


def _parts(word: str) -> tuple[str, ...]:
    """Return the two words that ``PATIENTNAME`` was put together from, and the word itself."""
    for place in range(2, len(word) - 1):
        if word[:place] in _JOINED and word[place:] in _JOINED:
            return word, word[:place], word[place:]
    found = _TAIL.fullmatch(word)
    return (word, found[1], found[2]) if found else (word,)
