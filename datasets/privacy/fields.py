"""Names and values that stand within one text: "age: 93", "<field name='age'>93</field>", '{"age": 93}'."""

import re
from collections.abc import Iterator

MOST = 40  # fields of one text that are looked at
_NAME = r"[^\W\d_][\w .()/#$'-]{0,39}?"
_PAIRED = re.compile(
    rf"(?:^|(?<=[;,|{{<\[\n\t(?&]))\s*[\"'#*-]{{0,2}}\s*({_NAME})[\"']?\s*(?:[:=]|\t|->|=>)\s*"
    r"(?=\"([^\"]{1,200})\"|'([^']{1,200})'|([^;|\"'<>{}\n\t]{1,120}))"  # the next name may stand within
)
_ATTRIBUTED = re.compile(
    r"<[\w:.-]+[^<>]*?\b(?:name|key|id|label|property|term|tag|n)=[\"']([^\"'<>]{1,60})[\"'][^<>]*?"
    r"(?:\b(?:value|content|val|v|text)=[\"']([^\"'<>]{1,200})[\"']|>([^<>]{1,200})<)"
)
_ELEMENT = re.compile(r"<([A-Za-z][\w:.-]{1,40})(?:\s[^<>]*)?>([^<>]{1,200})</")


def fields_of(text: str) -> Iterator[tuple[str, str]]:
    """Yield the names of fields within a text, each with its value.

    Examples
    --------
    >>> list(fields_of("tissue: marrow; age: 93"))
    [('tissue', 'marrow'), ('age', '93')]
    >>> list(fields_of('<Keyword name="Alter" value="93"/>'))[0]
    ('Alter', '93')
    """
    if len(text) < 5:
        return
    n_left = MOST
    if "<" in text:
        for form in (_ATTRIBUTED, _ELEMENT):
            for found in form.finditer(text):
                yield found[1], next(part for part in found.groups()[1:] if part is not None).strip()
                n_left -= 1
    if ":" in text or "=" in text or "\t" in text:
        for found in _PAIRED.finditer(text):
            value = next((part for part in found.groups()[1:] if part is not None), "").strip(" ,")
            if value and n_left > 0:
                yield found[1].strip(), value
                n_left -= 1
