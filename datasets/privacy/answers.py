"""Whether a value answers with the thing that its name asks for, or says only that there is one, or none."""

import re

from clinicell.datasets.privacy.letters import folded
from clinicell.datasets.privacy.public import is_nothing
from clinicell.datasets.privacy.wordlist import listed

_STATUS = listed("""
    yes no y n true false ja nein oui non si sim nao tak nie evet hayir nej nee na nd none nil unknown unbekannt inconnu
    desconocido desconhecido sconosciuto onbekend nieznany okand bilinmiyor hai iie shi fou naam la not collected taken
    obtained recorded stored captured kept held available applicable present absent pending refused declined waived
    withdrawn consented consent given erhoben vorhanden nicht fehlt missing empty removed redacted deleted withheld
    masked anonymised anonymized vermisst entfernt supprime retire eliminado removido rimosso verwijderd usuniety
    borttagen silindi to be done ok failed passed success match matched mismatch enrolled ukjent of and the by or in on
    site file record was is were has have been never only normal abnormal brak yok aucun aucune ninguno ninguna nenhum
    nessuno geen ingen ej keine kein ohne sans sem sin senza bez without
    """)


def is_answer(value: str) -> bool:
    """Whether a value is more than a yes, a no, a state of affairs or a small count.

    Examples
    --------
    >>> is_answer("MIN-4471-a"), is_answer("not collected"), is_answer("12"), is_answer("nein")
    (True, False, False, False)
    """
    plain = folded(value).strip().lower()
    if is_nothing(plain) or len(plain) < 3:
        return False
    if not re.search(r"[^\W\d_]", plain):
        return sum(map(str.isdecimal, plain)) >= 4 and not re.fullmatch(r"[+-]?\d+[.,]\d+", plain)
    words = re.findall(r"[^\W_]+", plain)
    return not all(word in _STATUS for word in words)
