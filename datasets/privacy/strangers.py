"""Words that no dictionary, ontology or library holds: each of them may be somebody's name."""

import re
from collections.abc import Iterator

from clinicell.datasets.privacy.key import CITING, RELEASES, Key
from clinicell.datasets.privacy.letters import alike, folded
from clinicell.datasets.privacy.names import CITED
from clinicell.datasets.privacy.public import PSEUDONYM, is_nothing, without_public
from clinicell.datasets.privacy.scripts import foreign_strangers
from clinicell.datasets.privacy.vocabulary import is_eponym, is_harmless, is_named_after, is_person
from clinicell.datasets.privacy.wordlist import listed

_RUN = re.compile(r"[A-Za-z0-9]+(?:'[A-Za-z]{2,})?")
_WORD = re.compile(r"[A-Za-z']+\d*")
_TURNS = re.compile(r"(?<=\d)(?=[A-Za-z])|(?<=[A-Za-z])(?=\d)")
_ABBREVIATION = re.compile(r"[A-Z]{2,6}s")
_STAINED = re.compile(r"[A-Z]{2,}\w*?(?:low|lo|hi|high|dim|bright|neg|pos|int|mid)")
_SEAM = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z]{2})")
_RESIDUES = re.compile(r"[ACGTUN]+|C[ACDEFGHIKLMNPQRSTVWY]{5,}[FW]|[ACDEFGHIKLMNPQRSTVWY]{12,}")
_FLOWCELL = re.compile(
    r"(?<![A-Za-z0-9])[A-Z0-9]{5,6}[A-Z]{1,2}X[XYF2-7](?![A-Za-z0-9])|(?i:flow ?cell) [A-Z0-9]{8,10}\b"
)
# "Hans algorithm", "Edmondson-Steiner II": whoever a thing is called after is no patient.
_CALLED_AFTER = re.compile(
    r"(?<![A-Za-z])([A-Z][a-z]+(?:(?:-| and | & |, | )[A-Z][a-z]+){0,2})(?:'s?)? (?:(?i:algorithm|criteri\w+|score|"
    r"scoring|stag\w+|"
    r"grad\w+|class\w*|index|stain\w*|rods?|bod(?:y|ies)|cells?|method|test|model|correction|plot|curve|coefficient|"
    r"estimator|"
    r"distance|distribution|syndrome\w*|disease|anomaly|an(?:ae|e)mia|lymphoma|tumou?r|virus|smear|risk|system|type|"
    r"group|"
    r"cyst|synergy|protein|agar|medium|buffer|solution|chamber|counter|blue|trichrome|black|red|low|high|intermediate|negative|positive)|"
    r"(?:\d{1,3}|[IVX]{1,4}[ABab]?)(?:\+\d)?)(?![A-Za-z0-9])"
)
_STUDY = re.compile(
    r"(?<![A-Za-z0-9])[A-Za-z]{3,}(?:_et_al_?)?20[0-2]\d(?![0-9A-Za-z])|[A-Z][a-z]+,? 20[0-2]\d(?=[):;])"
)  # vangalen2019
_ADDRESS = re.compile(r"\b(?:https?|s?ftp)://\S+|\bwww\.\S+|\S+@\S+|[\w.-]*[\\/][\w.-]+[\\/][\w./\\-]*")
# Under these names stand things that are named anew every year: markers, types of cells, drugs, genes.
_OF_THINGS = listed("""
    gene genes symbol symbols marker markers channel channels antibody antibodies clone drug drugs compound compounds
    celltype cluster clusters pathway pathways smiles inchikey sequence junction call panel conjugate fluorochrome
    color colors colour encoding sha sha256 uuid guid commit digest checksum hash md5 workflow protein proteins hgvs
    line lines ic ic50 auc gr50 variant flow flowcell sequences allele reagent kit kits
    """)
_PERSONS = listed("donor patient subject person participant individual proband case")
LETTERS = 4  # of the shortest word that counts; of one with a capital alone, three
CAPITALS = 5  # letters of the longest abbreviation


def strangers(text: str, key: Key, *, is_name: bool) -> tuple[str, ...]:
    """Return the words of a text that may name a person; of a name of a file, column or donor each word counts.

    Examples
    --------
    >>> strangers("BM Quispe day 28", Key(), is_name=False), strangers("bone marrow, relapse", Key(), is_name=False)
    (('Quispe',), ())
    """
    if key.is_keyword and (is_name or key.has_all("p", "s") or key.has_all("p", "n")):
        return ()  # the instrument's, or markers
    if (
        is_nothing(text)
        or key.has_one(CITING)
        or key.lies_in(RELEASES)
        or key.has_one(_OF_THINGS)
        or PSEUDONYM.fullmatch(text.strip())
    ):
        return ()
    plain = _CALLED_AFTER.sub(_without_eponyms, folded(_FLOWCELL.sub(" ", text)))
    plain = _STUDY.sub(" ", CITED.sub(" ", folded(_ADDRESS.sub(" ", without_public(alike(plain))))))
    words = [word for found in _RUN.findall(plain) for word in _words(found)]
    is_prose = len(plain.split()) > 3
    known = sum(len(word) >= LETTERS and is_harmless(word.lower()) for word in words)
    known += sum(is_eponym(word.lower()) for word in words) > 1  # Kaplan-Meier
    found = (word for word in words if _is_strange(word, key, is_prose=is_prose and not is_name, known=known))
    return (*found, *foreign_strangers(text))


def _without_eponyms(found: re.Match[str]) -> str:
    words = re.findall(r"[A-Z][a-z]+", found[1])
    return found[0].removeprefix(found[1]) if all(is_named_after(word.lower()) for word in words) else found[0]


def _words(run: str) -> Iterator[str]:
    if len(_TURNS.findall(run)) < 3 and not _STAINED.fullmatch(run):  # where they change more often, it is a code
        for found in _WORD.findall(run):
            yield from _parts(found)


def _parts(found: str) -> Iterator[str]:
    word = found.rstrip("0123456789")
    if (word != found and word.isupper()) or _ABBREVIATION.fullmatch(word):
        return  # CD235, SNVs
    if is_harmless(word.lower()) or is_eponym(word.lower()) or is_person(word.lower()):
        yield word
        return
    yield from _SEAM.split(word.replace("'", ""))


def _is_strange(word: str, key: Key, *, is_prose: bool, known: int) -> bool:
    low = word.lower()
    if len(word) < LETTERS - word.istitle() or (is_prose and word.islower() and not is_person(low)) or is_harmless(low):
        return False
    if word.isupper() and (len(word) <= CAPITALS or _RESIDUES.fullmatch(word)) and not is_person(low):
        return False
    if is_eponym(low):
        return not known and not word.isupper() and (key.has_one(_PERSONS) or is_person(low))
    return len(word) >= LETTERS or is_person(low)
