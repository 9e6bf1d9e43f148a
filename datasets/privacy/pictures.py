"""Photographs of persons, told in words or by the name of a file, in many languages."""

import re

_PHOTO = (
    r"(?:photos?|photograph(?:s|ed|ie|ies)?|pictures?|snapshots?|selfies?|headshots?|portraits?|mugshots?|"
    r"close-?ups?|fotos?|fotografi\w*|"
    r"lichtbild\w*|passbild\w*|passfoto\w*|portr[äa]t\w*|portrett?\w*|aufnahme\w*|bild(?:er)?|clich[ée]s?|retrat\w*|"
    r"ritratt\w*|immagin\w+|im[áa]ge(?:n|m|ns|nes)|pasfoto\w*|zdj[ęe]ci\w+|fotografie|porträtt\w*|foto[gğ]raf\w*|"
    r"resim|resmi|vesikal[iı]k\w*|"
    r"sura(?:t|h)?|[sṣ][uū]rat?\w*|shashin|kao ?jashin|shouxiang|zhaopian|zhao pian|xiangpian|images?)"
)
_SHOT = (
    r"(?:photos?|photograph\w*|selfies?|snapshots?|portraits?|fotos?|fotografi\w*|lichtbild\w*|passbild\w*|clich[ée]s?|"
    r"retrat\w*|ritratt\w*|zdj[ęe]ci\w+|foto[gğ]raf\w*|resim|resmi|shashin|zhaopian|surat?)"
)
_FACE = (
    r"(?:(?:full[- ])?fac(?:e|ial|es)|frontal\w*|en face|gesicht\w*|antlitz|visages?|faciale?s?|rostro|cara|rosto|"
    r"volto|viso|gezicht\w*|gelaat|twarz\w*|oblicz\w*|ansikte\w*|y[üu]z\w*|wajh\w*|kao|gao|lian|mianbu|portrait|"
    r"passport|identity|bust)"
)
_WHOM = (
    r"(?:(?:the |his |her |their )?(?:patient|donor|child|baby|mother|father|him|her|herself|himself)(?:'s)?|"
    r"(?:de[rsn]|vom) (?:patient\w*|spender\w*|kind\w*)|(?:du|de la|d'un|d'une) (?:patiente?|malade|enfant)|"
    r"de(?:l| la) (?:pacientes?|ni[ñn][oa])|d[oa] (?:paciente|doente|crian[çc]a)|de(?:l|lla) pazient\w*|"
    r"van (?:de |het )?(?:pati[ëe]nt\w*|kind)|pacjent\w*|(?:p[åa]|av) patient\w*|hasta\w*|al-?mari[dḍ]\w*|kanja|"
    r"huanzhe|bingren)"
)
_SUFFIX = r"\.(?:jpe?g|jfif|png|heic|heif|bmp|tiff?|webp|dng|nef|cr[23]|arw|raw|gif|mp4|mov)(?![a-z])"
_NEAR = r"[^.;\n]{0,40}?"
_SAID = re.compile(
    rf"(?<![a-z]){_PHOTO}(?![a-z]){_NEAR}(?<![a-z]){_FACE}(?![a-z])|"
    rf"(?<![a-z]){_FACE}(?![a-z]){_NEAR}(?<![a-z]){_PHOTO}(?![a-z])|"
    rf"(?<![a-z]){_PHOTO} (?:of |showing )?{_WHOM}(?![a-z])|"
    rf"(?<![a-z]){_SHOT}(?![a-z])[^;\n]{{0,60}}?[\w-]{{3,}}{_SUFFIX}|"
    rf"[\w-]{{3,}}{_SUFFIX}[^;\n]{{0,40}}?(?<![a-z]){_SHOT}(?![a-z])|"
    r"(?<![a-z])(?:ganzgesicht|gesichts|portrat|pass|ansikts|portratt|gezichts|pas|profil)(?:foto|bild|aufnahme|"
    r"photo)\w*|"
    r"(?<![a-z])(?:selfies?|head ?shots?|mug ?shots?|face ?shots?|portraits? (?:on|in) file|fototesser\w*|"
    r"frontalaufnahme\w*|"
    r"foto (?:3 ?x ?4|carne|de frente|di fronte|tessera)|photos? (?:d'identite|de face|de profil)|"
    r"fotos? de (?:rosto|perfil|identidade|carnet?)|zdjeci\w+ (?:legitymacyjn\w+|paszportow\w+|portretow\w+)|"
    r"vesikali\w+|"
    r"surat? shakhsiyy?a\w*|shomei shashin|zhengjian ?zhao\w*|passport photos?|id photos?)(?![a-z])",
    re.IGNORECASE,
)
_WHOSE = re.compile(
    r"(?<![a-z])(?:patient(?:'s)?|hasta\w*|kanja(?: no)?|huanzhe(?: de)?|bingren(?: de)?|donor's|"
    r"child's) (?:photo\w*|portrait|picture|headshot|selfie|foto\w*|"
    r"resmi|vesikal\w*|shashin|kao ?jashin|zhaopian|shouxiang)(?![a-z])",
    re.IGNORECASE,
)
_FILE = re.compile(
    r"(?<![a-z])(?:face|faces|portrait|portret|porträt|portratt|photo|foto|fotos|fotograf\w*|photograph|headshot|"
    r"selfie|gesicht|gesichtsfoto|"
    r"lichtbild|passbild|passfoto|pasfoto|visage|cliche|cara|rostro|retrato|rosto|volto|viso|ritratto|gezicht|twarz|"
    r"zdjecie|"
    r"ansikte|ansiktsfoto|yuz|resim|vesikalik|wajh|sura|surat|kao|kaojashin|shashin|shouxiang|zhaopian|lian|patient|"
    r"paciente|"
    rf"paziente|pacjent|hasta|donor|avatar|frontal)(?![a-z])[\w .()-]{{0,60}}{_SUFFIX}",
    re.IGNORECASE,
)
_BENCH = re.compile(
    r"(?<![a-z])(?:cells?|gels?|blots?|umap|tsne|slides?|smears?|plates?|micro\w*|wsi|he|h&e|stain\w*|h?istolog\w*|"
    r"tissues?|"
    r"biops\w+|confocal|fluoresc\w*|heat ?map|figures?|fig|plots?|wells?|colon(?:y|ies)|nuclei|blasts|marrow|karyo\w*|"
    r"mikroskop\w*|ausstrich\w*|zellen|tiles?|patch(?:es)?|pixels?|ct|mri|mrt|x-?ray|scanner|spectr\w*|svg|logo|"
    r"docker)(?![a-z])",
    re.IGNORECASE,
)

_HINT = re.compile(
    r"phot|foto|pict|portr|bild|clich|retrat|ritratt|immag|imag|zdj|resim|resmi|vesik|s[uū]ra|shashin|jashin|"
    r"shouxiang|zhaopian|"
    r"pian|zheng|aufnahme|selfie|shot|close|\.(?:jp|jf|png|hei|bmp|tif|webp|dng|nef|cr|arw|raw|gif|mp4|mov)",
    re.IGNORECASE,
)


def tells_picture(plain: str) -> bool:
    """Whether a text without marks on its letters tells of a photograph of somebody.

    Examples
    --------
    >>> tells_picture("Lichtbild der Patientin liegt bei"), tells_picture("image of cells, cells_01.png")
    (True, False)
    """
    if _HINT.search(plain) is None:
        return False
    found = _SAID.search(plain) or _WHOSE.search(plain) or _FILE.search(plain)
    return found is not None and not _BENCH.search(plain)
