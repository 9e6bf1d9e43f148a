# ruff: noqa: E501 - a table: one form is one row
"""Classes M to R: devices, addresses in networks, bodies, pictures and what else is unique."""

from base64 import b64encode
from random import Random

from . import numerals as no
from .form import Form
from .people import first, last, word

EN, DE, FR = "en", "de", "fr"


def jpeg(rng: Random) -> bytes:
    """Return bytes that begin and end as a picture of a camera does."""
    head = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00H\x00H\x00\x00\xff\xdb\x00C\x00"
    return head + bytes(rng.randrange(255) for _ in range(420)) + b"\xff\xd9"


def png(rng: Random) -> bytes:
    return b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x01\x00\x00\x00\x01\x00\x08\x02" + bytes(
        rng.randrange(256) for _ in range(360)
    )


def fingerprint(rng: Random) -> str:
    """Return a template of minutiae as ISO/IEC 19794-2 begins one, in base64."""
    return b64encode(b"FMR\x00 20\x00" + bytes(rng.randrange(256) for _ in range(180))).decode()


def url(rng: Random) -> str:
    name = f"{word(last(rng))}-{word(first(rng))}".lower()
    return rng.choice((
        f"https://portal.klinikum-nord.de/patient/{no.digits(rng, 7)}", f"http://intranet.hospital.org/records?id={no.digits(rng, 8)}",
        f"https://www.facebook.com/{name}", f"https://myhospital.sharepoint.com/sites/onc/{name}.docx", f"ftp://files.chu-lyon.fr/{name}/bm.fcs",
        f"https://www.linkedin.com/in/{name}-{no.digits(rng, 4)}", f"www.{name}.de/blog", f"https://ehr.example-hospital.org/pt/{no.digits(rng, 6)}/labs",
    ))  # fmt: skip


def ip(rng: Random) -> str:
    return rng.choice(
        (
            f"10.{rng.randrange(30, 250)}.{rng.randrange(20, 250)}.{rng.randrange(20, 250)}",
            f"192.168.{rng.randrange(250)}.{rng.randrange(20, 250)}",
            f"{rng.randrange(60, 220)}.{rng.randrange(250)}.{rng.randrange(250)}.{rng.randrange(20, 250)}",
        )
    )


def ip6(rng: Random) -> str:
    return rng.choice(
        (
            f"2001:db8:{rng.randrange(16**4):x}::{rng.randrange(256, 16**4):x}",
            f"fe80::{rng.randrange(256, 16**4):x}:{rng.randrange(256, 16**4):x}:fe{rng.randrange(16, 256):x}:{rng.randrange(256, 16**4):x}",
        )
    )


def mac(rng: Random) -> str:
    return ":".join(f"{rng.randrange(256):02X}" for _ in range(6))


def udi(rng: Random) -> str:
    body = "0084458800" + no.digits(rng, 3)
    weights = [3 if i % 2 == 0 else 1 for i in range(13)]
    check = -sum(int(d) * w for d, w in zip(body, weights, strict=True)) % 10
    return f"(01){body}{check}(21)A{no.digits(rng, 5)}B"


SERIAL_KEYS = (
    "device_serial",
    "serial_number",
    "Seriennummer",
    "pacemaker_sn",
    "implant_serial",
    "SN",
    "$CYTSN",
    "numero_de_serie",
)
DEVICES = (
    Form("M", "serial", lambda r: r.choice((f"PZK{no.digits(r, 6)}S", f"SN-{no.digits(r, 5)}-{no.digits(r, 3)}", f"V{no.digits(r, 9)}")), SERIAL_KEYS, ((EN, "pacemaker serial {}"), (EN, "pump S/N {}"), (DE, "Seriennummer {}"), (EN, "implant serial no. {}")), ("SN_{}",)),
    Form("M", "udi", udi, ("udi", "UDI", "device_identifier"), ((EN, "implanted device UDI {}"), (EN, "stent {}")), is_plain=True),
    Form("M", "mac", mac, ("mac_address", "device_mac", "mac"), ((EN, "glucose sensor with MAC {}"),), is_plain=True),
    Form("M", "imei", no.imei, ("imei", "phone_imei"), ((EN, "study phone IMEI {}"),), ("IMEI{}",)),
)  # fmt: skip
NETWORK = (
    Form("N", "url", url, ("url", "link", "record_url", "website", "source"), ((EN, "see {}"), (EN, "record at {}"), (DE, "siehe {}")), is_plain=True),
    Form("O", "ip", ip, ("ip", "ip_address", "client_ip", "host"), ((EN, "uploaded from {}"), (EN, "logged in from IP {}"), (EN, "host {}")), ("upload_{}", "{}_export"), is_plain=True),
    Form("O", "ip version 6", ip6, ("ip", "ip_address", "client"), ((EN, "uploaded from {}"), (EN, "questionnaire sent from {}")), is_plain=True),
)  # fmt: skip
BODIES = (
    Form("P", "fingerprint template", fingerprint, ("fingerprint", "fingerprint_template", "biometric", "minutiae"), ((EN, "fingerprint template {}"), (EN, "enrolled with finger scan {}")), is_plain=True),
    Form("P", "biometric number", lambda r: f"{r.choice(('FP', 'IR', 'VP'))}-{no.digits(r, 6)}", ("iris_code", "voiceprint_id", "fingerprint_id", "retina_scan", "Fingerabdruck", "face_id", "palm_print"), ((EN, "iris scan {}"), (EN, "voiceprint {}"), (EN, "fingerprint {}"), (DE, "Fingerabdruck {}"), (EN, "retina scan ref {}")), ("iris_{}", "fingerprint_{}")),
    Form("Q", "picture's name", lambda r: r.choice((f"IMG_{no.digits(r, 4)}.JPG", f"DSC_{no.digits(r, 4)}.jpg", f"IMG-20{r.randrange(12, 24)}{r.randrange(1, 13):02d}{r.randrange(1, 29):02d}-WA{no.digits(r, 4)}.jpg", "patient_face.jpg", "portrait.png", f"photo_{no.digits(r, 3)}.jpeg")), ("photo", "image_file", "Foto", "face_photo", "picture", "portrait"), ((EN, "photo of the face in {}"), (EN, "wound picture {}"), (DE, "Foto {}")), is_plain=True),
    Form("Q", "jpeg in base64", lambda r: b64encode(jpeg(r)).decode(), ("photo", "thumbnail", "image", "Foto"), ((EN, "portrait: {}"), (EN, "face photo {}")), is_plain=True),
    Form("Q", "data uri", lambda r: "data:image/png;base64," + b64encode(png(r)).decode(), ("photo", "avatar", "image"), ((EN, "picture {}"),), is_plain=True),
)  # fmt: skip


def initials(rng: Random) -> str:
    return f"{word(first(rng))[0]}{word(last(rng))[0]}"


def born(rng: Random) -> str:
    return f"{rng.randrange(1, 29):02d}{rng.randrange(1, 13):02d}{rng.randrange(1935, 1999)}"


OTHER = (
    Form("R", "pathology number", lambda r: r.choice((f"S{r.randrange(11, 24)}-{no.digits(r, 5)}", f"H/20{r.randrange(11, 24)}/{no.digits(r, 6)}", f"E{no.digits(r, 5)}/{r.randrange(11, 24)}")), ("accession_no", "pathology_number", "Einsendenummer", "path_no", "specimen_no"), ((EN, "pathology no. {}"), (EN, "accession number {}"), (DE, "Eingangsnummer {}")), ("path_{}",)),
    Form("R", "encounter", lambda r: f"20{r.randrange(11, 25)}{no.digits(r, 7)}", ("encounter_id", "Fallnummer", "visit_number", "case_number", "CSN", "num_sejour"), ((DE, "Fallnummer {}"), (EN, "encounter {}"), (EN, "case no. {}"), (FR, "séjour n° {}")), ("Fall_{}", "CSN{}")),
    Form("R", "initials and birthday", lambda r: f"{initials(r)}{born(r)}", ("subject_code", "patient_code", "subject_key"), ((EN, "subject code {}"), (DE, "Patientenkürzel {}")), ("{}", "{}_BM")),
    Form("R", "initials", lambda r: ".".join(initials(r)) + ".", ("initials", "patient_initials", "Initialen"), ((EN, "patient initials {}"), (DE, "Initialen {}"))),
    Form("R", "biobank number", lambda r: f"BB{no.digits(r, 8)}", ("biobank_id", "tissue_bank_no", "barcode_no", "tube_barcode"), ((EN, "biobank number {}"), (EN, "tube barcode {}")), ("biobank_{}",)),
    Form("R", "dicom uid", lambda r: f"1.2.840.113619.2.{no.digits(r, 2)}.{no.digits(r, 10)}.{no.digits(r, 6)}", ("StudyInstanceUID", "study_uid", "SOPInstanceUID"), ((EN, "CT study {}"), (EN, "StudyInstanceUID {}")), is_plain=True),
)  # fmt: skip
