"""Files that no reader here understands: their readable runs are screened, and the rest is said to be unseen."""

import struct
from collections.abc import Iterator
from pathlib import Path

from clinicell.datasets.privacy.column import Column, Unseen, column
from clinicell.datasets.privacy.key import Key
from clinicell.datasets.privacy.slack import readable_runs

MAX_BYTES = 64 << 20  # looked at for readable runs
_KINDS: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG", "a picture"), (b"\xff\xd8\xff", "a picture"), (b"GIF8", "a picture"), (b"II*\0", "a picture"),
    (b"MM\0*", "a picture"), (b"%PDF", "a PDF document"), (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"\x80\x02", "a Python pickle"), (b"\x80\x03", "a Python pickle"), (b"\x80\x04", "a Python pickle"),
    (b"\x80\x05", "a Python pickle"), (b"SQLite format 3", "a database"), (b"PAR1", "a Parquet table"),
    (b"ARROW1", "an Arrow table"), (b"CRAM", "aligned reads"), (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a RAR archive"), (b"\x28\xb5\x2f\xfd", "packed by zstd"),
)  # fmt: skip
HEADED = (b"BAM\1", b"BCF\2")


def is_text(head: bytes) -> bool:
    """Whether the first bytes of a file are those of a text, in UTF-8, UTF-16 or an encoding of one byte."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        return True
    odd = sum(byte < 32 and byte not in b"\t\n\r\f\x1b" for byte in head)
    return b"\0" not in head and odd <= 0.02 * len(head)


def columns_of_file(path: Path) -> Iterator[Column | Unseen]:
    """Yield the readable runs of a file, and that the file itself is not screened."""
    with path.open("rb") as stream:
        data = stream.read(MAX_BYTES)
    what = next((name for magic, name in _KINDS if data.startswith(magic)), "neither text nor a form that is read")
    if data[128:132] == b"DICM":
        what = "a DICOM picture"
    yield Unseen(path="file", why=what)
    yield column("readable bytes", Key(), readable_runs(data), "strings")


def header_of(data: bytes) -> str:
    """Return the text before the records of a BAM or BCF file."""
    start = 8 if data.startswith(b"BAM\1") else 9
    (length,) = struct.unpack("<i", data[start - 4 : start])
    return data[start : start + max(0, length)].rstrip(b"\0").decode("utf-8", "replace")
