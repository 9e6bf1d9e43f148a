"""What the body leaves as a code, in many languages: under the name of a column, and in running text."""

import re

from clinicell.datasets.privacy.answers import is_answer
from clinicell.datasets.privacy.key import Key
from clinicell.datasets.privacy.wordlist import listed

# Folded, in Latin letters: such a word alone asks for a template of somebody's body.
_STRONG = listed("""
    fingerprint fingerprints fingerabdruck fingerabdrucke fingerabdr daktyloskopie daktylo huella huellas impressao
    impressoes impronta impronte vingerafdruk vingerafdrukken odcisk odciski daktyloskopia fingeravtryck fingeraftryk
    fingeravtrykk parmakizi basma basmat bassma shimon zhiwen ujjlenyomat sormenjalki thumbprint palmprint palmprints
    handprint footprint earprint handabdruck handavtryck handafdruk zhangwen tenohira shoumon tenmon hongmo kousai
    kouzai shengwen seimon jomyaku jingmai irisscan iriscode irismuster irisprint voiceprint voiceprints stimmabdruck
    stimmprofil stemafdruk stemprofiel rostavtryck rostprofil glosowy sesizi faceprint faceprints facevector faceid
    gesichtserkennung gesichtsabdruck gezichtsherkenning gelaatsscan renlian kaoninsho lianmo minutiae minutien
    minuzie minucias minucje biometric biometrics biometrie biometria biometrico biometrica biometrique biometryczny
    biometrisch biometrisk biyometrik biyometri biom biometriya qiyasat seitai shengwu tezheng dactilar dactilaire
    dactilares digitales teczowki siatkowki sprachprofil fingeravtr koumon kaonin papilarne renlianshibie
    venenmuster aderpatroon gangmuster gangprofil
    """)
_BODY = listed("""
    finger fingers thumb daumen pulgar pouce polegar pollice duim kciuk tumme parmak isba palm palma paume palmo
    handpalm handflache handflata dlon avuc kaff hand hands mano main mao iris teczowka gozbebegi qazahiya retina
    retinal retine netzhaut netvlies siatkowka nathinna shabakia shabakiya momaku shiwangmo voice stimme stimm vocal
    voix voz voce stem glos glosu rost ses sawt sauti koe kao ear ohr oreja orelha oreille orecchio oor ucho ora kulak
    vein veins venen vene veias venas veines aders zyly damar warid face facial faciale gesicht gesichts gezicht gelaat
    visage rostro rosto volto viso twarz twarzy ansikte ansikts yuz wajh mianbu lian gait gang gangbild marcha demarche
    andatura looppatroon chod chodu yuruyus mishya hokou hoyo butai keystroke typing signature unterschrift firma
    assinatura handtekening podpis podpisu underskrift namnteckning imza tawqi shomei qianming dental zahn periocular
    ecg ekg heartbeat cara iride vinger vingers tecz pap linie fp doigt dito dedo digital digitale shape
    """)
_KIND = listed("""
    print prints template templates tmpl tpl code codes scan scans id hash vector vectors embedding embeddings enc
    recognition erkennung reconnaissance reconocimiento reconhecimento riconoscimento herkenning rozpoznawanie tanima
    abdruck muster vorlage vektor plantilla patron patrones gabarit modele modello modelo sjabloon afdruk patroon
    szablon wzor wzorzec kod mall monster avtryck sablon sablonu izi kodu deseni basma basmat qalib tenpureto tokucho
    muban tezheng profile profil profilo perfil profiel ref key minutiae minutien record rec geometry geometrie
    geometria pattern
    dynamics no nr num number data empreinte empreintes huella impronta impressao odcisk biometric biometrics bio
    codigo codice kennung kodierung bytes b64 base iso sample model vec vek wektor wekt geo dyn dynamic tz mb
    lianbu fp pap polegar pollice pulgar scansione bild
    """)
# Under such a word alone stands a finding of the clinic, unless the value is a code.
_ALONE = listed("""
    voice stimme voz voix voce stem glos rost ses sawt gesicht face visage rostro rosto volto twarz ansikte yuz wajh
    iris retina netzhaut netvlies siatkowka teczowka veins venen ear ohr
    """)
_CODE = re.compile(r"(?=(?:\D*\d){3})(?=\S*[A-Za-z])[\w+/=:.-]{8,}")
_EMPREINTE = listed("empreinte empreintes")
_NOT_BODIES = listed("""
    drug molecular morgan ecfp chemical gene genes pathway compound maccs smiles tissue dataset bits count counts n
    software expression score scores mutational sbs file data_set model_version footprinting spectral config schema
    cell color colour carbon
    """)
_COMPOUND = re.compile(
    r"(?:finger|hand|palm|iris|retina|netzhaut|stimm|stimmen|gesichts?|venen|ohr|gang|vinger|stem|gezichts?|gelaats|"
    r"ansikts?|rost|ader|daumen|voice|face|ear|vein|gait|thumb)"
    r"(?:abdruck|abdrucke|muster|vorlage|scan|scans|code|template|profil|profiel|vektor|vector|hash|bild|afdruk|"
    r"patroon|sjabloon|avtryck|monster|mall|kod|print|prints|id|embedding|minutien|minutiae|geometrie|geometry|"
    r"erkennung|herkenning)"
)
_SAID = re.compile(
    r"(?<![a-z])(?:finger ?prints?|thumb ?prints?|palm ?prints?|hand ?prints?|ear ?prints?|voice ?prints?|"
    r"face ?prints?|"
    r"\w*fingerabdr\w*|handabdr\w*|stimm(?:abdruck|profil|vorlage)\w*|gesichts(?:vektor|template|vorlage|erkennung)\w*|"
    r"huellas?(?: dactilar(?:es)?| de voz| vocal| palmar)?|empreintes?(?: digitales?| vocales?| palmaires?)?|"
    r"impronta(?: digitale| vocale| palmare)?|impronte digitali|impress(?:ao|oes) (?:digita(?:l|is)|palmar|vocal)|"
    r"vingerafdruk\w*|stemafdruk\w*|gezichts(?:scan|profiel|herkenning|template|sjabloon)\w*|"
    r"odcisk\w* (?:palc\w+|dloni|glosu)|szablon\w* (?:twarzy|teczowki|biometrycz\w+)|"
    r"fingeravtryck\w*|handavtryck\w*|rostavtryck\w*|rost(?:profil|prov)\w*|ansikts(?:mall|scan|vektor|igenkanning)\w*|"
    r"parmak izi|avuc ici|ses izi|yuz (?:sablonu|tanima|izi)|iris (?:kodu|taramasi|deseni)|"
    r"basmat?(?: al)?[ -]\w+|shimon|zhiwen|seimon|shengwen|zhangwen|hongmo|kousai|jomyaku|biometr\w+|biyometr\w+|"
    r"(?:iris|retinal?|face|facial|voice|vein|gait|palm|netzhaut|teczowk\w+|siatkowk\w+|netvlies|venen)[ -]?"
    r"(?:scan|code|template|vector|embedding|hash|pattern|recognition|id|signature|muster|kod|patroon|muster)\w*|"
    r"scans? (?:de |di |da |do |del |van (?:de |het )?)?(?:l')?(?:iris|retine|retina|irisu|netvlies|teczowki|"
    r"siatkowki)|"
    r"(?:gabarit|plantilla|modello|modelo|template) (?:facial|facciale|biometri\w+|du visage|del volto|vocal\w*)|"
    r"(?:gesicht|augen|hand|venen|netzhaut)s?[- ]?scans?|iris[- ]?skan\w*|scansione (?:dell'iride|della retina|"
    r"del volto)|"
    r"(?:skan|wzor|obraz) (?:teczowki|siatkowki|twarzy|dloni)|(?:kao|shimon|kousai|seimon|jomyaku) ?ninsho\w*|"
    r"(?:renlian|mianbu|hongmo|shengwen|zhiwen) ?shibie|minuti(?:ae|en)|minucias|minucje|minuzie)(?![a-z])"
    r"[^.;\n]{0,48}?[\s:=#(\"'\[<]"
    r"(?!(?:19|20)\d\d(?!\w))(?=[\w+/:.-]*\d)(?!\d{1,5}(?![\w/+-]|[.:]\w))[A-Za-z0-9][\w+/=:.-]{4,}",
    re.IGNORECASE,
)
_OF_THINGS = re.compile(
    r"cm-1|raman|infrared|ftir|morgan|ecfp|molecul|chemi|maccs|\bbits?\b|tanimoto|smiles|metabol|spectr|footprinting|"
    r"print (?:of|for) (?:the )?(?:file|data|config|model|image|container|build)",
    re.IGNORECASE,
)
_NO_COUNT = listed("count counts n total score scores quality percent status consent consented collected stage grade")


def asks_for_print(key: Key) -> bool:
    """Whether a name asks for what a body leaves as a code, whatever the value looks like."""
    if key.has_one(_NOT_BODIES) or key.is_feature:
        return False
    if key.has_one(_STRONG) or (key.has_one(_EMPREINTE) and not key.has("carbone", "moleculaire")):
        return True
    return any(map(_COMPOUND.fullmatch, key.words)) or (key.has_one(_BODY) and key.has_one(_KIND))


def is_print(text: str, key: Key) -> bool:
    """Whether a value under a name that asks for it is a template of somebody's body."""
    if key.has_one(_ALONE) and not key.has_one(_NOT_BODIES) and not key.is_feature and _CODE.fullmatch(text.strip()):
        return True
    if not asks_for_print(key) or key.has_one(_NO_COUNT) or not is_answer(text):
        return False
    return key.has_one(_STRONG) or any(map(str.isdecimal, text)) or len(max(text.split(), key=len)) >= 16


def tells_print(plain: str) -> bool:
    """Whether a text without marks on its letters holds a template or its number after the word for it.

    Examples
    --------
    >>> tells_print("huella dactilar: HD-88213"), tells_print("molecular fingerprint of 2048 bits")
    (True, False)
    """
    is_parted = " " in plain or ":" in plain or "=" in plain
    return is_parted and _SAID.search(plain) is not None and not _OF_THINGS.search(plain)
