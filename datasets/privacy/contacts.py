"""How to reach somebody: telephone, fax, e-mail, web and internet addresses."""

import ipaddress
import re
from collections.abc import Iterator

from clinicell.datasets.privacy.key import CITING, Key
from clinicell.datasets.privacy.rules import FAX, INTERNET, MAIL, PHONE, WEB
from clinicell.datasets.privacy.wordlist import listed

_MAIL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._%+-]*@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}")
_SPELLED = re.compile(
    r"[\w.+-]{2,} ?[\[({<] ?(?:at|@|arroba|AT) ?[\])}>] ?[\w-]+(?: ?(?:\.|[\[({<] ?(?:dot|punkt|point|punto|"
    r"DOT) ?[\])}>]) ?[\w-]+)+|"
    r"[\w.+-]{2,} at [\w-]+ dot \w+|[\w.+-]{2,} (?:AT|\(a\)|\[a\]) [\w-]+(?: DOT |\.)\w{2,}"
)
_WEB = re.compile(r"(?:\b(?:https?|s?ftp)://|\bwww\.)([^\s/:\"'<>]+)([^\s\"'<>]*)", re.IGNORECASE)
_PUBLIC_HOSTS = listed("""
    doi.org ncbi.nlm.nih.gov nih.gov ebi.ac.uk creativecommons.org spdx.org github.com githubusercontent.com
    zenodo.org figshare.com cziscience.com obolibrary.org schema.org w3.org mlcommons.org w3id.org ega-archive.org
    encodeproject.org humancellatlas.org broadinstitute.org 10xgenomics.com nature.com science.org cell.com
    biorxiv.org medrxiv.org arxiv.org flowrepository.org cellosaurus.org expasy.org ensembl.org gencodegenes.org
    genenames.org uniprot.org wikipedia.org
    gsea-msigdb.org reactome.org depmap.org cancerrxgene.org sanger.ac.uk bioconductor.org pypi.org
    opensource.org opendatacommons.org data.mendeley.com mendeley.com dryad.org datadryad.org synapse.org
    scverse.org readthedocs.io r-project.org
    """)
_PERSONAL = re.compile(
    r"^ftp|sharepoint|onedrive|dropbox|drive\.google|facebook|linkedin|instagram|twitter|tiktok|researchgate|"
    r"\.(?:docx?|xlsx?|pdf|fcs|jpe?g|png|dcm)$|patient|mrn|record|chart|portal|/~|[?&](?:id|pid|user|name)=|\d{6,}|@",
    re.IGNORECASE,
)
_ADDRESSES = listed("url uri homepage website repository documentation link links download")
_IP4 = re.compile(r"(?<![\d.])(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?!\.?\d)")
_IP6 = re.compile(r"(?<![\w:])[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){3,7}(?![\w:])")
_VERSIONED = listed("version versions release software")
_FAX = re.compile(r"\b(?:tele)?fax\b[\W_]{0,3}(?:no|nr|number)?[.:#\s]{0,3}[+(]?\d[\d ()./-]{5,18}\d", re.IGNORECASE)
_PHONES = re.compile(
    r"(?<![\w.+-])(?:\+?1[ .-]?)?(?:\([2-9]\d\d\) ?|[2-9]\d\d[ .-])[2-9]\d\d[ .-]\d{4}(?![\w-])|"
    r"(?<![\w)+])\+[1-9]\d{0,2}[ .-]?\(?\d[\d ().-]{5,16}\d(?!\w)|"
    r"(?<![\w.,+-])0\d{1,4}[ /-]\d{2,4}(?:[ -]\d{2,4}){1,4}(?![\w-]|[.,]\d)|"
    r"(?<![\w.])00[1-9]\d[ -]\d[\d ()-]{6,14}\d(?!\w)|"
    r"(?<![A-Za-z])(?:phone|tele?phone|telefon|mobile|tel|call|handy|ph)\b[\W_]{0,3}(?:no|nr|"
    r"number)?[.:#\s]{0,3}[+(]?\d[\d ()./-]{5,18}\d",
    re.IGNORECASE,
)
_PHONED = listed("phone telephone tel mobile cellphone pager telefon handy telefono")


def is_about(key: Key) -> bool:
    """Whether even a bare number under `key` may be a telephone or fax number."""
    return key.has("fax", *_PHONED)


def codes(text: str, key: Key) -> Iterator[str]:
    """Yield the rules that `text` breaks."""
    if _MAIL.search(text) or _SPELLED.search(text):
        yield MAIL
    if any(_is_foreign(host, rest, key) for host, rest in _WEB.findall(text)):
        yield WEB
    if _has_ip(text, key):
        yield INTERNET
    if key.has("fax") and _n_digits(text) >= 7:
        yield FAX
        return
    rest, n_fax = _FAX.subn(" ", text)
    if n_fax:
        yield FAX
    if any(_n_digits(found[0]) + 1 >= 8 for found in _PHONES.finditer(rest)) or (
        key.has(*_PHONED) and 7 <= _n_digits(text) <= 15
    ):
        yield PHONE


def _n_digits(text: str) -> int:
    return sum(letter.isdecimal() for letter in text)


def _is_foreign(host: str, rest: str, key: Key) -> bool:
    name = host.lower().removeprefix("www.")
    if any(name == known or name.endswith(f".{known}") for known in _PUBLIC_HOSTS):
        return False
    is_source = key.lies_in(CITING | _ADDRESSES)
    return not is_source or _PERSONAL.search(host + rest) is not None


def _has_ip(text: str, key: Key) -> bool:
    for found in _IP4.finditer(text):
        octets = [int(part) for part in found.groups()]
        # Four small numbers are more often a version than an address.
        is_version = (
            key.lies_in(_VERSIONED) or max(octets) < 20 or text[: found.start()].lower().endswith(("v", "version "))
        )
        if max(octets) < 256 and octets[0] and (key.has("ip", "ipaddress") or not is_version):
            return True
    return any(_is_ip6(found[0]) for found in _IP6.finditer(text))


def _is_ip6(text: str) -> bool:
    try:
        ipaddress.IPv6Address(text)
    except ValueError:
        return False
    return len(text) > 8
