"""What the body leaves: photographs and biometric templates, as text or as bytes."""

import re
from collections.abc import Iterator

from clinicell.datasets.privacy import asked, pictures, prints
from clinicell.datasets.privacy.key import CITING, Key
from clinicell.datasets.privacy.letters import folded
from clinicell.datasets.privacy.rules import BIOMETRIC, PHOTO
from clinicell.datasets.privacy.wordlist import listed

_IMAGE = re.compile(
    r"(?<![A-Za-z0-9+/])(?:/9j/|iVBORw0KGgo|R0lGOD[dl]h|UklGR|SUkqA|TU0AK)[A-Za-z0-9+/=\s]{16,}|data:image/"
)
_CAMERA = re.compile(
    r"(?<![A-Za-z])(?:IMG|DSC[NF]?|DSCF|PXL|MVIMG|PICT|P\d|SNAP|Screenshot|WhatsApp Image|MOV|VID|GOPR|CIMG|SAM|WIN|"
    r"FB IMG|Photo)[-_ ]?[\d][\w -]{2,40}\."
    r"(?:jpe?g|png|heic|tiff?|gif|dng|nef|cr2|mp4|mov|avi|webp|bmp)(?![a-z])",
    re.IGNORECASE,
)
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|heic|bmp|tiff?|webp|dng)$", re.IGNORECASE)
_PICTURED = listed(
    "photo photos photograph portrait face picture headshot selfie foto bild lichtbild visage cara volto"
)
# ISO/IEC 19794: records of finger minutiae, irises and faces begin with FMR, IIR and FAC, here in base64.
_RECORD = re.compile(r"(?<![A-Za-z0-9+/])(?:Rk1S|SUlS|RkFD|VkRS)[A-Za-z0-9+/=]{16,}")
_LONG = re.compile(
    r"(?:finger|voice|iris|retina|face|palm)[ -]?(?:print|scan|code)?[ a-z]{0,12}[ :=]{1,3}[A-Za-z0-9+/]{24,}",
    re.IGNORECASE,
)
_FILE = re.compile(
    r"(?<![a-z])(?:face|faces|portrait|photo|photograph|headshot|mugshot|foto|lichtbild|passbild|wound picture|"
    r"selfie)(?![a-z])[\w .()-]{0,60}\.(?:jpe?g|png|gif|heic|bmp|tiff?|webp)(?![a-z])",
    re.IGNORECASE,
)
_SHOWN = re.compile(
    r"(?<![a-z])(?:patient|pt\d*|face|faces|eyes?|smile|wound|scar|tattoo|birthmark|mole|hands?|mother|father|baby|"
    r"child|"
    r"family|gesicht|auge|visage|cara|ojo|volto|twarz|ansikte)(?![a-z])[\w .()-]{0,60}\."
    r"(?:jpe?g|heic|bmp|webp|dng|nef|obj|stl|ply|mp4|mov|avi)(?![a-z])|"
    r"(?<![a-z])(?:left|right)[ _-](?:eye|face|hand|arm|leg|profile)[\w .()-]{0,60}\.(?:jpe?g|png|tiff?|gif)(?![a-z])",
    re.IGNORECASE,
)
_TEMPLATE = re.compile(
    r"(?:voice ?print|finger ?print (?:template|minutiae|scan|id)|retina(?:l)? scan|iris (?:scan|code)|"
    r"face ?print|palm ?print)[\s:=#]{1,3}\S*\d{4,}",
    re.IGNORECASE,
)
_TAKEN = listed("fingerprint fingerprints voiceprint faceprint palmprint biometric biometrics retina iris")
_CHEMICAL = listed("drug molecular morgan ecfp chemical gene pathway compound maccs smiles tissue dataset")
MAGIC = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8")


def codes(text: str, key: Key) -> Iterator[str]:
    """Yield the rules that `text` breaks."""
    plain = folded(text)
    is_said = not key.is_feature and not key.lies_in(CITING)
    if (
        (is_said and pictures.tells_picture(plain))
        or _IMAGE.search(text)
        or _FILE.search(text)
        or _SHOWN.search(text)
        or _CAMERA.search(text)
        or _is_picture(text, key)
    ):
        yield PHOTO
    if (
        prints.is_print(text, key)
        or (is_said and prints.tells_print(plain))
        or _TEMPLATE.search(text)
        or _RECORD.search(text)
        or _LONG.search(text)
        or (_is_taken(key) and re.fullmatch(r"\S*\d\S*", text.strip()) and len(text.strip()) >= 8)
    ):
        yield BIOMETRIC


def _is_picture(text: str, key: Key) -> bool:
    return (key.has_one(_PICTURED) or asked.asks_for_picture(key)) and _PICTURE.search(text.strip()) is not None


def _is_taken(key: Key) -> bool:
    return (key.has_one(_TAKEN) and not key.has_one(_CHEMICAL)) or asked.asks_for_biometry(key)


def is_image(data: bytes) -> bool:
    """Whether bytes begin as an image file does."""
    return data.startswith(MAGIC)
