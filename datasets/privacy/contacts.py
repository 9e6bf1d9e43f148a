"""How to reach somebody: telephone, fax, e-mail, web and internet addresses."""

import ipaddress
import re
from collections.abc import Iterator

from clinicell.datasets.privacy.key import CITING, Key
from clinicell.datasets.privacy.rules import FAX, INTERNET, MAIL, PHONE, WEB
from clinicell.datasets.privacy.vocabulary import is_person
from clinicell.datasets.privacy.wordlist import listed

_MAIL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._%+-]*@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}")
_SPELLED = re.compile(
    r"[\w.+-]{2,} ?[\[({<] ?(?:at|@|arroba|AT) ?[\])}>] ?[\w-]+(?: ?(?:\.|[\[({<] ?(?:dot|punkt|point|punto|"
    r"DOT) ?[\])}>]) ?[\w-]+)+|"
    r"[\w.+-]{2,} at [\w-]+ dot \w+|[\w.+-]{2,} (?:AT|\(a\)|\[a\]) [\w-]+(?: DOT |\.)\w{2,}"
)
_AT = r"(?:at|@|arroba|arobase|chiocciola|klammeraffe|snabel-?a|malpa|kukac|zavinac|apenstaartje)"
_AT_WORDS = ("at ", "at)", "at]", "at}", "at>", "(a)", "[a]", "@", "arroba", "arobase", "chioc", "klammer", "snabel",
             "malpa", "kukac", "zavin", "apenst")  # fmt: skip
_DOT = r"(?:dot|punkt|point|punto|ponto|kropka|prik|pont|tecka|punt)"
_SPOKEN = re.compile(
    rf"[\w.+-]{{2,}}(?: {_DOT} [\w-]+)*\s?[\[({{<]?\s?{_AT}\s?[\])}}>]?\s?[\w-]+(?:\s?[\[({{<]?\s?(?:{_DOT}|"
    rf"\.)\s?[\])}}>]?"
    rf"\s?[\w-]+){{0,3}}\s?(?:[\[({{<]\s?(?:{_DOT}|\.)\s?[\])}}>]|\s{_DOT}\s)\s?[a-z]{{2,}}|"
    r"[\w.+-]{2,}\s?[\[({<]\s?(?:at|a|@)\s?[\])}>]\s?[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}",
    re.IGNORECASE,
)
# A page without its scheme; a handle by which somebody is known on the web.
_PAGE = re.compile(
    r"(?<![\w@/.:-])((?:[a-z0-9-]+\.)+(?:com|org|net|eu|de|fr|es|it|nl|be|ch|at|pl|se|no|dk|fi|pt|uk|ie|ca|us|au|jp|cn|"
    r"br|ru|info|io|me|tv|app|blog|social|example|cz|hu|ro|gr|tr|in|kr|link|page|site|online))(/[\w@~][^\s\"'<>]*)|"
    r"(?<![\w@/.:-])((?:[a-z0-9-]+\.)+(?:com|org|net|example|blog|social|co\.uk|org\.uk))(?![\w/.-]|\(|\[)()",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"(?:(?<=[\s(,;\"'])|^)@[A-Za-z][\w.]{3,29}(?=[\s,.;:)!?\"']|$)")
_ACCOUNT = re.compile(
    r"(?i:(?<![a-z])(?:skype|discord|telegram|signal|whatsapp|wechat|instagram|insta|twitter|facebook|snapchat|tiktok|"
    r"linkedin|mastodon|youtube|reddit|handle))(?: (?:id|name|account|user|handle|profile|is))?\s?[:=@]{1,2}\s?\S{3,}"
)
_ACCOUNTS = listed("""
    skype discord telegram whatsapp wechat instagram insta twitter facebook snapchat tiktok linkedin mastodon youtube
    reddit handle blog profile socialmedia
    """)
_WEB = re.compile(r"(?:\b(?:https?|s?ftp)://|\bwww\.)([^\s/:\"'<>]+)([^\s\"'<>]*)", re.IGNORECASE)
_PUBLIC_HOSTS = listed("""
    doi.org ncbi.nlm.nih.gov nih.gov ebi.ac.uk creativecommons.org spdx.org github.com githubusercontent.com
    zenodo.org figshare.com cziscience.com obolibrary.org schema.org w3.org mlcommons.org w3id.org ega-archive.org
    encodeproject.org humancellatlas.org broadinstitute.org 10xgenomics.com nature.com science.org cell.com
    biorxiv.org medrxiv.org arxiv.org flowrepository.org cellosaurus.org expasy.org ensembl.org gencodegenes.org
    genenames.org uniprot.org wikipedia.org
    gsea-msigdb.org reactome.org depmap.org cancerrxgene.org sanger.ac.uk bioconductor.org pypi.org
    opensource.org opendatacommons.org data.mendeley.com mendeley.com dryad.org datadryad.org synapse.org
    scverse.org readthedocs.io r-project.org protocols.io addgene.org ddbj.nig.ac.jp embl.org embl.de proteinatlas.org
    hubmapconsortium.org immport.org cbioportal.org cancer.gov clinicaltrials.gov who.int fda.gov ema.europa.eu
    snomed.org loinc.org illumina.com thermofisher.com biolegend.com bdbiosciences.com miltenyibiotec.com anaconda.org
    conda.io docker.com quay.io gitlab.com bitbucket.org python.org isac-net.org ga4gh.org hl7.org fairsharing.org
    osf.io huggingface.co openmicroscopy.org json-schema.org purl.org bioontology.org identifiers.org scicrunch.org
    atcc.org dsmz.de iso.org cancerimagingarchive.net europepmc.org orpha.net omim.org genome.gov gnu.org apache.org
    """)
_PERSONAL = re.compile(
    r"^ftp|sharepoint|onedrive|dropbox|drive\.google|facebook|linkedin|instagram|twitter|tiktok|researchgate|"
    r"blog|diary|memorial|obituar|caringbridge|gofundme|family|\.(?:docx?|xlsx?|pdf|fcs|jpe?g|png|dcm)$|patient|mrn|"
    r"record|chart|portal|/~|[?&](?:id|pid|user|name)=|\d{6,}|@",
    re.IGNORECASE,
)
_ADDRESSES = listed("url uri homepage website repository documentation link links download")
_DOTTED = r"(?:\.|\[\.\]|\(\.\)| ?\[dot\] ?| dot )"
_IP4 = re.compile(rf"(?<![\d.])(\d{{1,3}}){_DOTTED}(\d{{1,3}}){_DOTTED}(\d{{1,3}}){_DOTTED}(\d{{1,3}})(?!\.?\d)")
_FROM = re.compile(
    r"(?:\bip|host|from|client|server|workstation|address|login|logged|machine|addr)\W{0,3}(?:\w+ )?$", re.I
)
_IP6 = re.compile(r"(?<![\w:])[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){3,7}(?![\w:])")
_VERSIONED = listed("version versions release software")
_FAX = re.compile(r"\b(?:tele)?fax\b[\W_]{0,3}(?:no|nr|number)?[.:#\s]{0,3}[+(]?\d[\d ()./-]{5,18}\d", re.IGNORECASE)
_PHONES = re.compile(
    r"(?<![\w.+-])(?:\+?1[ .-]?)?(?:\([2-9]\d\d\) ?|[2-9]\d\d[ .-])[2-9]\d\d[ .-]\d{4}(?![\w-])|"
    r"(?<![\w)+])\+[1-9]\d{0,2}[ .-]?\(?\d[\d ().-]{5,16}\d(?!\w)|"
    r"(?<![\w.,+-])0\d{1,4}[ /-]\d{2,4}(?:[ -]\d{2,4}){1,4}(?![\w-]|[.,]\d)|"
    r"(?<![\w.])[2-9]\d\d\.\d{3}\.\d{4}(?![\w]|\.\d)|"
    r"(?<![\w.])00[1-9]\d[ -]\d[\d ()-]{6,14}\d(?!\w)|"
    r"(?<![A-Za-z])(?:phone|tele?phone|telefon|mobile|tel|call|handy|ph)\b[\W_]{0,3}(?:no|nr|"
    r"number)?[.:#\s]{0,3}[+(]?\d[\d ()./-]{5,18}\d",
    re.IGNORECASE,
)
# Groups of digits after a zero, a plus or a word, with any of the signs that people put between them.
_GROUPED = re.compile(
    r"(?<![\w.,+/-])(?:0\d{1,4}|\(0\d{1,4}\)|\+\d{1,3} ?(?:\(0\))?\d{0,4})(?:[ ./-]{1,3}\d{2,8}){1,5}(?![\w-]|[./]\d)"
)
_NUMBER = r"(\+?\(?\d[\d ()./-]{4,18}\d)(?!\w)(?! ?(?:reads|cells|bp|genes|UMI))"
_CALLED = re.compile(
    r"(?<![A-Za-z])(?:(?:phones?|telephone|telephon\w*|telefon\w*|t[ée]l[ée]fono|t[ée]l[ée]phone\w*|t[ée]l|tel|tlf|"
    r"mobile|"
    r"cellulare|celular|movil|handy|natel|gsm|whatsapp|rufnummer|puh|puhelin|ph|sms|hotline|emergency contact)"
    r"[ .:#=]{1,3}(?:no|nr|number|at|on|under|unter|op|au|al|is|n°)?[ .:#=]{0,3}|"
    r"(?:call|ring|reach(?:able|ed)?|erreichbar|contact|joindre|joignable|anrufen|llamar|chiamare|ligar|bellen|"
    r"bereikbaar|zadzwonic|"
    r"text|dial)(?: \w+){0,4}? (?:at|on|under|unter|op|au|al|a|ao|para|pod)[ :]{1,2})"
    rf"{_NUMBER}",
    re.IGNORECASE,
)
_FAXED = re.compile(
    r"(?<![A-Za-z])(?:(?:tele)?fax\w*|t[ée]l[ée]copi\w+|"
    r"faks\w*)(?: \w+){0,3}[ .:#=]{1,3}(\+?\(?\d[\d ()./-]{5,18}\d)(?!\w)",
    re.IGNORECASE,
)
_EXTENSION = re.compile(
    r"(?<![A-Za-z])(?:ext(?:ension|n)?|durchwahl|dw|poste|interno|anexo|ramal|pager|bleep|beeper|dect|apparat|toestel|"
    r"anknytning|wewn(?:etrzny)?|klapka|dahili|funk|pieper)\.?(?: (?:no|nr|number|is|on|"
    r"me on))?[ .:#=-]{0,3}x?\d[\d-]{2,6}(?![\w.])",
    re.IGNORECASE,
)
_EXTENDED = listed("ext extension durchwahl dw pager bleep beeper dect dienstnummer pieper interno ramal")
_PHONED = listed("""
    phone telephone tel mobile cellphone pager telefon handy telefono
    telefonnummer telefoonnummer telefoon telefone telefoonnr tlf tlfnr telephon puhelin puhelinnumero gsm whatsapp
    cellular celular cellulare movil mobil mobiel rufnummer natel telefonszam telefonu telefonie
    """)


_ADDRESS = re.compile(r"(?:https?|s?ftp)://\S+|(?<![\d.])10\.\d{4,9}[/_]\S+")
_DAY = re.compile(r"^(?:\d\d?[./-]\d\d?[./-](?:19|20)\d\d|(?:19|20)\d\d[./-]\d\d?[./-]\d\d?)$")


def is_about(key: Key) -> bool:
    """Whether even a bare number under `key` may be a telephone or fax number."""
    return key.has("fax", *_PHONED, *_EXTENDED)


def codes(text: str, key: Key) -> Iterator[str]:
    """Yield the rules that `text` breaks."""
    if _MAIL.search(text) or _SPELLED.search(text) or _is_spoken(text):
        yield MAIL
    if any(_is_foreign(host, rest, key) for host, rest in _WEB.findall(text)) or _is_page(text, key):
        yield WEB
    if _has_ip(text, key):
        yield INTERNET
    if key.has("fax") and _n_digits(text) >= 7:
        yield FAX
        return
    plain = _ADDRESS.sub(" ", text)
    rest, n_fax = _FAX.subn(" ", plain)
    if "fa" in text.lower() or "copi" in text.lower():
        rest, n_faxed = _FAXED.subn(" ", rest)
        n_fax += n_faxed
    if n_fax:
        yield FAX
    if (
        any(_n_digits(found[0]) + 1 >= 8 for found in _PHONES.finditer(rest))
        or (key.has_one(_PHONED) and 7 <= _n_digits(text) <= 15)
        or _is_called(rest, key)
    ):
        yield PHONE


def _n_digits(text: str) -> int:
    return sum(map(str.isdecimal, text))


def _is_spoken(text: str) -> bool:
    low = text.lower()
    return any(word in low for word in _AT_WORDS) and _SPOKEN.search(text) is not None


def _is_called(text: str, key: Key) -> bool:
    if key.has_one(_EXTENDED) and re.fullmatch(r"x?[\d -]{3,8}", text.strip()) is not None and _n_digits(text) >= 3:
        return True
    if key.is_feature or key.lies_in(CITING):
        return False
    n_digits = _n_digits(text)
    if n_digits < 7:
        return n_digits > 2 and _EXTENSION.search(text) is not None
    grouped = (found[0] for found in _GROUPED.finditer(text))
    if any(8 <= _n_digits(found) <= 15 and not _DAY.search(found) for found in grouped):
        return True
    is_said = any(_n_digits(found) >= 7 and not _DAY.search(found) for found in _CALLED.findall(text))
    return is_said or _EXTENSION.search(text) is not None


def _is_page(text: str, key: Key) -> bool:
    if key.is_feature:
        return False
    if key.has_one(_ACCOUNTS) and re.fullmatch(r"@?[\w.:#-]*[A-Za-z][\w.:#-]*", text.strip()) is not None:
        return text.strip().lower() not in ("none", "private", "public")
    if "." not in text and "@" not in text and ":" not in text and "=" not in text:
        return False
    pages = ((a or c, b or d) for a, b, c, d in _PAGE.findall(text))
    if any(_is_foreign(host, rest, key) for host, rest in pages):
        return True
    return not key.lies_in(CITING) and (_HANDLE.search(text) or _ACCOUNT.search(text)) is not None


def _is_foreign(host: str, rest: str, key: Key) -> bool:
    name = host.lower().removeprefix("www.")
    if any(name == known or name.endswith(f".{known}") for known in _PUBLIC_HOSTS):
        return False
    is_source = key.lies_in(CITING | _ADDRESSES)
    is_of_person = any(is_person(word) for word in re.findall(r"[a-z]{4,}", (host + rest).lower()))
    return not is_source or is_of_person or _PERSONAL.search(host + rest) is not None


def _has_ip(text: str, key: Key) -> bool:
    for found in _IP4.finditer(text):
        octets = [int(part) for part in found.groups()]
        # Four small numbers are more often a version than an address.
        is_version = (
            key.lies_in(_VERSIONED) or max(octets) < 20 or text[: found.start()].lower().endswith(("v", "version "))
        )
        is_meant = (
            key.has("ip", "ipaddress", "ipaddr", "client", "host") or _FROM.search(text[: found.start()]) is not None
        )
        if max(octets) < 256 and octets[0] and (is_meant or not is_version):
            return True
    return any(_is_ip6(found[0]) for found in _IP6.finditer(text))


def _is_ip6(text: str) -> bool:
    try:
        ipaddress.IPv6Address(text)
    except ValueError:
        return False
    return len(text) > 8
