"""Codes that nothing explains: five digits or more, or letters and digits in turn, and no form that is known."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from clinicell.datasets.ontology.genes import table
from clinicell.datasets.privacy import asked
from clinicell.datasets.privacy.key import RELEASES, Key
from clinicell.datasets.privacy.letters import alike, folded
from clinicell.datasets.privacy.public import PSEUDONYM, is_nothing, without_public
from clinicell.datasets.privacy.vocabulary import is_eponym, is_harmless
from clinicell.datasets.privacy.wordlist import listed

MANY_DIGITS, JOINED_DIGITS = 5, 6  # of a code in one piece, and of one in several
FEWEST_DIGITS, BLOB = 3, 24  # of any code; letters of one in base 64
LEAST_CODE = 100_000  # the smallest number of a column that may hold codes
# Under these names stand positions, sizes, settings, catalogue numbers and sums of files: codes of things.
_OF_THINGS = listed("""
    pos position positions start end stop coord coords coordinate coordinates region regions locus loci interval
    intervals chrom chromosome cpg count counts umi umis reads total size sizes length sum area mean median min max
    width height offset offsets shape range voltage gain threshold spill spillover compensation timestep beginanalysis
    catalog catalogue clone rrid antibody antibodies nsc cas cid inchikey inchi smiles compound drug drugs chebi
    pmid doi sha sha256 md5 checksum checksums digest digests commit etag uuid guid workflow seed random state states
    color colors colour colours hex version versions entrez ncbi probe probes peak peaks gene genes feature features
    transcript transcripts exon genome sequence sequences karyotype channel channels parameter parameters formula
    reagent kit kits panel barcode barcodes bc cell cells cellid umap tsne pca variant variants mutation mutations snp
    snps site sites allele hgvs dbsnp cosmic junction cdr3 clonotype motif primer adapter index flow flowcell term terms
    ontology well wells plate lane cluster clusters node nodes bin bins bits protein proteins uniprot refseq ensembl
    line lines ic50 ic auc gr50 bytes vars chr contig uberon mondo efo hsapdv pato hancestro cellosaurus cvcl go hp
    doid ncit
    omim orphanet geo sra ega loinc snomed icd icdo meddra rxnorm atc umls ndc mesh isbt imgt jaspar kegg reactome
    """)
_UNTELLING = listed("""
    value values info text field data item entry code codes number numbers reference name label object subject
    individual person case sample specimen external internal extra other misc meta column attribute note remark key
    """)
# Keywords of the FCS standard under which people write; all others are the instrument's.
_TYPED = listed("com src smno fil op exp proj cells inst sys cyt cytsn last modifier")
_GENE = (
    r"(?:LINC|LOC|KIAA|FLJ|MIR|SNORD|SNORA|RNU|ILMN_|Gm|ERCC-|cg|ch\.|AFFX-|BC|AK|AW|AU|AA|AI|ENS[A-Z]*|COSM|COSV|"
    r"PN-|CG)"
    r"\d{2,9}(?:\.\d+)?[A-Z]?"
)
_EXPLAINED = re.compile(
    "|".join(
        (
            rf"(?<![A-Za-z0-9]){_GENE}(?![A-Za-z0-9])",
            r"\b(?:A[CLPFJ]|BX|CR|Z|U|FP|KF|CU)\d{5,6}\.\d{1,2}\b",
            r"\b(?:RP\d{1,2}|CT[ABCD]|XX[a-z]*|GS1|KB|LL\w+|hsa|LA16c)-\d*[A-Z]*\d*[A-Z]\d+(?:\.\d+)?\b",
            r"\b\w{6,8}\d*Rik\b",
            r"\b\d{4,9}_(?:[a-z]_)?at\b",
            r"\b[A-Z]{14}-[A-Z]{10}-[A-Z]\b",
            r"\bAB_\d{5,8}\b",
            r"\bNSC[- ]?\d{2,6}\b",
            r"\b\d{2,7}-\d\d-\d\b",  # CAS registry numbers
            r"(?i:(?<![a-z])(?:cell|bc|barcode|read|peak|clone|clonotype|cluster|spot|bin|node|contig|event|c)"
            r"[ _.#-]?0*\d{1,9})(?![A-Za-z0-9:])",
            r"(?<![\w.])v?\d{1,4}(?:\.\d{1,4}){2,4}(?:[-+.]?[a-z]+\d*)?(?![\w])",
            r"(?<![\w.-])[+-]?\d{1,7}[.]\d+(?:[eE][+-]?\d+)?(?![\w]|[.-]\d)",
            r"(?<!\d)\d{1,3}(?:[,'] ?\d{3})+(?!\d)",
            r"(?<![\w.])\d{1,4}000+(?![\w])",
            r"\b(?:19|20)\d\d ?(?:[-/\u2013]|to|bis|and) ?(?:(?:19|20)\d\d|\d\d)\b(?![-/.]\d)",
            r"\b\d{5,9} ?(?:cells?|reads|bp|kb|genes?|UMIs?|counts?|events?|nuclei|x|sites|peaks|variants|features|"
            r"rows|columns|entries|transcripts|molecules|CpGs|loci|SNPs|SNVs)\b",
            r"\b[cgmnpr]\.[\w*>+-]+",
            r"\b(?:https?|s?ftp)://\S+",  # the rule of addresses judges these
            r"(?<![A-Za-z0-9])(?:RP|CH|CT[A-D]|XX|LL|GS|KB|LA)\w{0,4}-\d+[A-Z]\d+(?:__A)?(?:\.\d+)?(?![A-Za-z0-9])",
            r"(?<=_)(?:chr)?(?:\d{1,2}|X|Y|MT?)_\d{4,9}_[ACGTN-]+_[ACGTN-]+(?![A-Za-z0-9])",
            r"(?i:commit)\W{0,3}[0-9a-f]{7,40}(?![0-9a-z])",
            r"(?<![\w])\d{1,9}(?= ?\| ?[0-9a-f]{64})",  # bytes of a file, before its sum
            r"(?<![\w.])\d+\.\d+ ?[-\u2013] ?\d+\.\d+(?!\w|\.\d)",
            r"(?<![\w])(?:19|20)\d\d-\d\d-\d\d(?![\w-])",  # the rule of dates judges these
            r"(?<![A-Za-z0-9])(?:GRC[hm]\d\d|hg\d\d|mm\d\d)(?:\.p\d+)?(?:[ _.-]20\d\d(?:-[A-Z])?)?(?![A-Za-z0-9])",
            r"(?i:(?<![a-z])(?:run|commit|sha\w*|job|rev|build)[ _:-]{0,2}(?=[0-9a-f]*[a-f])[0-9a-f]{7,40}"
            r"(?![0-9a-z]))",
            r"(?i:(?<![a-z])(?:length|size|count|seed|start|end|pos|total|reads|n_\w+)[ =:]{1,2}\d{1,9}(?!\w))",
            r"(?<![\d.])10\.\d{4,9}[_/][^\s,;]+",
            r"\b\d{1,4}(?:\(\d+\))?: ?[a-z]?\d{1,5}(?:[-\u2013][a-z]?\d{1,5})?(?:\.e\d+)?",  # volume and pages
            r"(?:BioLegend|Biolegend|BD|eBioscience|Invitrogen|Miltenyi|Beckman|Abcam|CST|R&D|Thermo\w*|Illumina|10x)"
            r"[\w ]{0,20}[ #,:]{1,3}[A-Z]{0,3}\d{5,8}[A-Z]?\b",
            r"\b\d{1,2}:\d\d(?::\d\d)?\b",
            r"(?i:(?:range|between|from|quartiles?|iqr|interval|lines?|residues?|"
            r"cycles)\W{1,3})\d{1,6} ?(?:[-\u2013]|to|and) ?"
            r"\d{1,6}(?!\w)",
            r"(?:Ser|Thr|Tyr|S|T|Y|K|R|H3K|H4K)\d{1,4}(?:/(?:Ser|Thr|Tyr|[STY])?\d{1,4})+",
            r"(?i:(?<![a-z])MA\d{4}\.\d)",  # motifs of JASPAR
            r"(?<![\w.])\d{1,3}\.[0-9a-f]{7}(?!\w)",  # a release and its commit
        )
    )
)  # fmt: skip
# One piece of letters and digits; pieces that one sign joins; groups of digits with blanks between them.
_PIECE = re.compile(r"[A-Za-z0-9]+")
_PART = r"(?:[A-Z]{1,4}(?![a-z])|[A-Za-z0-9]*\d[A-Za-z0-9]*)"
_JOINED = re.compile(rf"(?<![A-Za-z0-9]){_PART}(?:[-./:]{_PART})+")
# Under a name that speaks of persons, or after words that do, fewer digits are a code.
_COUNTED_AS = listed("""
    n count counts total cells reads genes umi umis fraction percent ratio mean median size score day days week weeks
    month months year years time since age duration length interval rate status event events survival stage grade
    """)
_OF_STUDIES = listed("""
    patient patients donor donors subject participant individual proband case person persons visit family
    """)
_LABELLED = re.compile(
    r"(?<![a-z])(?:hospital|patient|pat|pt|case|chart|record|unit|ward|employee|staff|consent|consent form|referral|"
    r"registry|register|file|lab|laboratory|order|request|report|letter|link|linkage|personal|member|client|customer|"
    r"archive|block|slide|biobank|study|screening|prisoner|inmate|student|military|army|police|enrolment|enrollment|"
    r"randomi[sz]ation|badge|locker|room|bed)"
    r"(?:'s)?(?:[ .:-]{1,3}(?:number|no|nr|num|code|id|ref|reference|key|form|#)\b\.?){1,2}[ .:#=]{0,3}(?:is |was )?"
    r"((?=[A-Za-z]*[-/ ]?\d)[A-Za-z]{0,6}[-/ ]?\d[A-Za-z0-9]*(?:[-/.][A-Za-z0-9]+)*)|"
    r"(?<![a-z])(?:code|pseudonym|linked as|linkage|ref|reference|identifier|key)[ :#=.]{1,3}"
    r"([A-Z0-9]{1,8}(?:[-/][A-Z0-9]{1,8}){2,})(?![\w-])",
    re.IGNORECASE,
)
_SPACED = re.compile(r"(?<![\d.,])\d{2,5}(?: \d{2,5}){1,5}(?![\d.,])")
_TURNS = re.compile(r"(?<=\d)(?=[A-Za-z])|(?<=[A-Za-z])(?=\d)")
# Sums of files: a number in base 16 in a field or name, or after a word for it; in running text it may be anything.
_HEXES = r"(?:[0-9a-f]{16}|[0-9a-f]{32,64})"
_HEX = re.compile(rf"(?<![0-9A-Za-z])(?=[0-9]*[a-f]){_HEXES}(?![0-9A-Za-z])")
_SUM = re.compile(
    r"(?i:(?<![a-z])(?:md5|sha\d*|sum|checksum|digest|commit|hash|etag|rev|revision|image|docker|container|build|"
    r"job|run|"
    r"workflow|tag|token|blob|tree|object|fingerprint of file|uuid|guid|cache)[ _-]?(?:sum|of|is|id|256|1)?\W{0,4})"
    rf"{_HEXES}(?![0-9A-Za-z])|{_HEXES}(?=[ *]{{2}}[\w./-]+\.\w+)"
)
_BLOB = re.compile(r"(?<![\w/+.=-])[A-Za-z0-9+/]{24,}={0,2}(?![\w.-])")
_COUNTED = re.compile(r"\d+")


def is_about_things(key: Key) -> bool:
    """Whether what stands under a name counts, measures or catalogues things."""
    is_setting = key.is_keyword and not key.has_one(_TYPED)
    is_catalogue = key.has_one(_OF_THINGS) and not (asked.asks_for_persons(key) and not key.has_one(_COUNTED_AS))
    return is_setting or key.lies_in(RELEASES) or (is_catalogue and not asked.asks_for_biometry(key))


def has_code(text: str, key: Key) -> bool:
    """Whether a text holds a code of which nothing says that it names a thing.

    Examples
    --------
    >>> has_code("10432987", Key()), has_code("GSM1234567 of 2019", Key()), has_code("FX8R21KQ77", Key())
    (True, False, True)
    """
    n_digits = sum(map(str.isdecimal, text))
    if n_digits < FEWEST_DIGITS and not (n_digits and (len(text) >= BLOB or asked.asks_for_persons(key))):
        return False
    if is_nothing(text) or is_about_things(key) or PSEUDONYM.fullmatch(text.strip()):
        return False
    plain = alike(text)
    if not asked.asks_for_biometry(key):
        plain = (_SUM if " " in plain.strip() else _HEX).sub(" ", plain)
    rest = folded(_EXPLAINED.sub(" ", without_public(plain)).replace("_", " "))
    if _is_of_person(rest.strip(), key) or any(map(_is_blob, _BLOB.findall(rest))):
        return True
    if n_digits > 2 and any(map(_is_labelled, _LABELLED.findall(rest))):
        return True
    return n_digits > 3 and (
        any(_is_code(piece) and not _is_gene(piece) for piece in _PIECE.findall(rest))
        or any(_n_digits(found) >= JOINED_DIGITS and not _is_gene(found) for found in _JOINED.findall(rest))
        or any(_n_digits(found) >= 7 for found in _SPACED.findall(rest))
    )


def _is_of_person(value: str, key: Key) -> bool:
    """Whether a value under a name that speaks of persons, and of no count, is a short code."""
    if not asked.asks_for_persons(key) or key.has(*_COUNTED_AS, *_OF_STUDIES) or key.is_feature:
        return False
    is_code = re.fullmatch(r"(?=.*\d)[A-Za-z0-9]{1,12}(?:[-/. ][A-Za-z0-9]{1,12}){0,4}", value) is not None
    if re.fullmatch(r"(?=.*\d)(?=.*[A-Z])[A-Z0-9]{7,}", value):
        return True
    is_year = re.fullmatch(r"(?:19|20)\d\d", value) is not None
    return is_code and not is_year and _n_digits(value) >= (3 if re.search(r"[-/.]", value) else 4)


def _is_blob(word: str) -> bool:
    """Whether a long word is made of letters and digits as bytes in base 64 are, not as words put together."""
    kinds = "".join("d" if a.isdecimal() else "u" if a.isupper() else "l" if a.islower() else "s" for a in word)
    n_turns = sum(a != b for a, b in pairwise(kinds))
    return n_turns > 0.4 * len(word) and min(kinds.count("u"), kinds.count("l")) >= 4 and "d" in kinds


def _is_labelled(found: tuple[str, str]) -> bool:
    number, code = found
    return _n_digits(number) >= 4 or (_n_digits(code) >= 3 and any(map(str.isalpha, code)))


def _is_code(piece: str) -> bool:
    n, n_turns = _n_digits(piece), len(_TURNS.findall(piece))
    if n >= MANY_DIGITS or (n >= 4 and len(piece) >= 7 and n_turns >= 4):
        return True
    return n >= 2 and n_turns >= 3 and 8 <= len(piece) <= 20 and piece.isupper()


def _is_gene(found: str) -> bool:
    names = (found, *found.split("-")) if "-" in found else (found,)
    return not found[:1].isdecimal() and (names[0] in table("human").ids_of or (
        len(names) > 1 and all(name in table("human").ids_of for name in names[1:])
    ))  # fmt: skip


def _n_digits(text: str) -> int:
    return sum(map(str.isdecimal, text))


def is_named_apart(key: Key) -> bool:
    """Whether the name of a column of features speaks of persons, or is a word that nothing explains."""
    strange = any(len(word) > 3 and not is_harmless(word) and not is_eponym(word) for word in key.words)
    return (strange or asked.asks_for_persons(key)) and not is_about_things(key)


def may_be_codes(values: npt.NDArray[Any], key: Key) -> bool:
    """Whether numbers may be codes: whole, of six digits or more, and of about one length."""
    if key.is_feature or key.is_keyword or not values.size or values.dtype.kind not in "iuf" or _is_measured(key):
        return False
    known = values[np.isfinite(values)]
    if not known.size or known.min() < LEAST_CODE or known.max() >= 1e16 or (known != np.floor(known)).any():
        return False
    return len(str(int(known.max()))) - len(str(int(known.min()))) <= 1  # of a donor's cells each bears the same


def without_count(text: str) -> str:
    """Return a text without its last number."""
    return re.sub(r"\d+(?=\D*$)", "", text)


def _is_measured(key: Key) -> bool:
    """Whether a name says of what its numbers are, in words."""
    is_said = any(len(word) >= 4 and word not in _UNTELLING and is_harmless(word) for word in key.words)
    return is_said or is_about_things(key)


def are_counted(texts: Sequence[str]) -> bool:
    """Whether the last numbers of texts count them through: names of rows, one after the other."""
    numbers = sorted({int(found[-1]) for text in texts if (found := _COUNTED.findall(text)) and len(found[-1]) < 16})
    if len(texts) < 4 or len(numbers) < 4 or numbers[-1] - numbers[0] >= 10 * len(texts):
        return False
    return len(numbers) > 0.9 * len(texts) or numbers[0] < 10  # of several donors each is counted from the first
