"""What a file looks like, from its first bytes."""

MAGIC = (
    (b"\x89HDF\r\n\x1a\n", "HDF5"),
    (b"\x89HDF", "cut-off HDF5"),
    (b"\x1f\x8b", "gzip"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip without a file"),
    (b"FCS", "FCS"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"7z\xbc\xaf", "7-Zip"),
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"PAR1", "Parquet"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
)


def looks_like(head: bytes) -> str:
    """Return in words what the first bytes of a file look like.

    Examples
    --------
    >>> looks_like(b"<!doctype html><title>Sign in</title>")
    'it is an HTML page, perhaps a sign-in page'
    """
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not head:
        return "it is empty"
    if start.startswith((b"<!doctype html", b"<html")):
        return "it is an HTML page, perhaps a sign-in page"
    if start.startswith(b"version https://git-lfs"):
        return "it is a pointer of Git LFS, not the file itself"
    for magic, name in MAGIC:
        if head.startswith(magic):
            return f"it is {name}"
    if head[257:262] == b"ustar":
        return "it is a tar archive"
    if b"\0" not in head and start[:1] in (b"{", b"["):
        return "it is JSON text"
    return "it is text" if b"\0" not in head else "its format is not known"
