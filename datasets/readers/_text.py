"""Text files as institutions ship them: packed or not, in whatever encoding, without ever holding them whole."""

import bz2
import codecs
import gzip
import io
import lzma
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from clinicell.datasets.readers.faults import Unreadable

PACKED = ((b"\x1f\x8b", gzip.open), (b"BZh", bz2.open), (b"\xfd7zXZ\x00", lzma.open))
BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
ENCODINGS = ("cp1252", "latin-1", "mac-roman", "cp437", "utf-16-le", "utf-16-be")
HARMLESS = 1 << 26  # bytes that any file may unpack to
RATIO = 300  # beyond that, a packed table of numbers does not unpack to more than this many times its size
ALIKE = 4 << 20  # bytes in blocks of one byte alone, such as blanks or line ends without end
BLOCK = 1 << 20


class _Counted(io.RawIOBase):
    """Unpacked bytes of a file, refused once they are more than a table of this size can hold."""

    def __init__(self, stream: Any, path: Path) -> None:  # noqa: ANN401 - four kinds of file share read and close
        self._stream, self._path, self._n = stream, path, 0
        self._n_alike = 0
        self._most = max(HARMLESS, RATIO * path.stat().st_size)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # a buffer is all that io ever gives
        data = self._stream.read(len(buffer))
        self._n += len(data)
        self._n_alike += len(data) if data and data.count(data[:1]) == len(data) else 0
        if self._n_alike > ALIKE:
            what = f"unpacks to more than {ALIKE >> 20} MiB of one byte, {data[:1]!r}: that is no table"
            raise Unreadable("L0-READ-02", self._path.name, what, "take out what is no data")
        if self._n > self._most:
            what = f"unpacks to more than {self._most / 2**20:,.0f} MiB, {RATIO} times its size: that is no table"
            raise Unreadable("L0-READ-02", self._path.name, what, "unpack it yourself if it is meant")
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._stream.close()
        super().close()


@contextmanager
def unpacked(path: Path) -> Iterator[IO[bytes]]:
    """Yield the bytes of a file, unpacked where its first bytes say gzip, bzip2 or xz, whatever its name says.

    Raises
    ------
    InputError
        It cannot be opened.
    Unreadable
        It is damaged, cut off, or unpacks to more than a table can hold.
    """
    try:
        with path.open("rb") as stream:
            head = stream.read(6)
        opened = next((unpack for magic, unpack in PACKED if head.startswith(magic)), None)
        with io.BufferedReader(_Counted(opened(path, "rb") if opened else path.open("rb"), path), BLOCK) as data:
            yield data
    except EOFError as error:
        raise Unreadable("L0-READ-04", path.name, f"is cut off: {error}") from error
    except (gzip.BadGzipFile, lzma.LZMAError, zlib.error) as error:
        raise Unreadable("L0-READ-05", path.name, f"is damaged: {error}") from error
    except OSError as error:
        if isinstance(error, FileNotFoundError | PermissionError | IsADirectoryError):
            raise Unreadable("L0-READ-01", path.name, f"cannot be opened: {error.strerror}") from error
        raise Unreadable("L0-READ-05", path.name, f"is damaged: {error}") from error


@contextmanager
def text(path: Path, encoding: str, newline: str | None = "") -> Iterator[IO[str]]:
    """Yield a file as text; line ends are kept as they are, as csv wants them, or made plain with None.

    Raises
    ------
    Unreadable
        Its bytes are not of this encoding.
    """
    with unpacked(path) as data, io.TextIOWrapper(data, encoding=encoding, newline=newline) as stream:
        try:
            yield stream
        except UnicodeError as error:
            what = (
                f"is not {encoding}: {error.reason}" if isinstance(error, UnicodeDecodeError) else f"is not {encoding}"
            )
            raise Unreadable("L0-READ-18", path.name, what, "declare its true encoding") from error


def certain_encoding(path: Path) -> str | None:
    """Return the encoding that the bytes leave no doubt about, or None.

    A byte-order mark decides; so does text that is valid UTF-8 to its end, which no other encoding is by chance.

    Raises
    ------
    Unreadable
        The file holds bytes that no text holds.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    with unpacked(path) as data:
        head = data.peek(4)[:4]  # type: ignore[attr-defined]  # a BufferedReader has it, the protocol does not
        marked = next((encoding for mark, encoding in BOMS if head.startswith(mark)), None)
        if marked:
            return marked
        is_utf8, n_nul, n = True, 0, 0
        while block := data.read(BLOCK):
            n_nul, n = n_nul + block.count(0), n + len(block)
            if is_utf8:
                is_utf8 = _decodes(decoder, block)
        is_utf8 = is_utf8 and _decodes(decoder, b"", final=True)
    if n_nul and n_nul < n / 4:
        raise Unreadable("L0-READ-03", path.name, f"is no text: {n_nul:,} of {n:,} bytes are 0")
    return "utf-8" if is_utf8 and not n_nul else None


def _decodes(decoder: codecs.IncrementalDecoder, block: bytes, final: bool = False) -> bool:
    try:
        decoder.decode(block, final)
    except UnicodeDecodeError:
        return False
    return True


def odd_bytes(path: Path) -> str:
    """Return in words which bytes are not ASCII, for a person who knows what wrote the file."""
    found: dict[int, int] = {}
    with unpacked(path) as data:
        while block := data.read(BLOCK):
            for byte in set(block):
                if byte > 127 or byte == 0:
                    found[byte] = found.get(byte, 0) + block.count(byte)
    most = sorted(found.items(), key=lambda pair: -pair[1])[:4]
    shown = ", ".join(
        f"0x{byte:02x} {n:,} times ({bytes([byte]).decode('cp1252', 'replace')!r} in cp1252, "
        f"{bytes([byte]).decode('mac-roman')!r} in mac-roman)"
        for byte, n in most
    )
    return f"{sum(found.values()):,} bytes are not ASCII: {shown}"
