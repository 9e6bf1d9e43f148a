"""Numbers of cases as departments of pathology write them: a letter, the year, a number, in any order."""

import re

_YEAR, _FULL = r"(?:0[5-9]|[12]\d|3[0-2])", r"(?:20[0-3]\d|199\d)"
_BY = r"[-/._: ]"
_MONTHS = (
    "JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC|MAI|OKT|DEZ|FEV|AVR|ENE|ABR|AGO|DIC|GEN|MAG|GIU|LUG|SET|OTT|OUT"
)
_THINGS = "CD|HLA|CHR|ISO|COV|GRC|RP|HG|MM"
_HEAD = (
    rf"(?!{_THINGS}|(?i:{_MONTHS}))[A-Z]{{1,3}}|"
    r"(?i:path|hist|histo|bio|biop|cyt|cyto|pat|his|surg|zyt|bx)"
)
_END = r"(?![A-Za-z0-9]|[.]\d)"
_FORM = re.compile(
    rf"(?<![A-Za-z0-9./-])(?:"
    rf"(?:{_HEAD})[-/ ]?{_YEAR}[-/_:]\d{{3,6}}|"  # S19-12345, B-19-0412
    rf"(?:{_HEAD})[-/_ ]?{_FULL}[-/_:.]\d{{2,6}}|"  # H2021/4412
    rf"(?:{_YEAR}|{_FULL})[-/_](?:{_HEAD})[-/_]\d{{2,6}}|"  # 21-HB-00912
    rf"(?:{_YEAR}|{_FULL})(?:{_HEAD})[-/_]?\d{{3,6}}|"  # 19P01234
    rf"(?:{_HEAD})[-/_ ]?\d{{3,6}}[-/]{_YEAR}|"  # H 1234/19
    rf"(?:{_HEAD})[/][A-Z]{{1,3}}[/]?{_YEAR}[/-]\d{{2,6}}|(?:{_HEAD})/{_YEAR}/\d{{2,6}}|"
    rf"{_FULL}:\d{{3,6}}"
    rf"){_END}"
)
# A whole name that is one of these may leave the letter out, or have few digits.
_WHOLE = re.compile(
    rf"(?:{_YEAR}|{_FULL})[-/](?!(?:19|20)\d\d$)\d{{3,6}}|[SHBEPTUN][-/]?{_YEAR}[-/]\d{{2}}|(?:PA|HP|SP|NP|BX|HE|UB|"
    rf"HB|HI)[-/]?{_YEAR}[-/]\d{{2}}"
)

_CATALOGUED = re.compile(
    r"(?<![a-z])(?:lots?|batch|primers?|clone|kit|catalog(?:ue)?|cat|art|charge|lote|lotto|partij|partia|parti|reagent|"
    r"antibody|oligo|probe set|plasmid|version|panel|protocol|sop|release)[ .:#]{1,3}(?:(?:no|nr|"
    r"number|clone|lot|kit)[ .:#]{1,3})?\S+",
    re.IGNORECASE,
)


def is_case(text: str, *, is_name: bool = False) -> bool:
    """Whether a text holds the number of a case of pathology.

    Examples
    --------
    >>> is_case("S19-123_BM"), is_case("CD19-123"), is_case("AML3-120")
    (True, False, False)
    """
    text = _CATALOGUED.sub(" ", text)
    text = text.replace("_", " ") if "_" in text else text
    return _FORM.search(text) is not None or (is_name and _WHOLE.fullmatch(text.strip()) is not None)
