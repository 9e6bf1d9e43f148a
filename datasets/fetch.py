"""Getting the raw files of a data set: from a mirror folder first, then from the web, verified either way."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any  # pooch is untyped

from clinicell.datasets._store import Store, is_intact, refusal
from clinicell.datasets.card import DatasetCard, RawFile
from clinicell.errors import CardError, FetchError
from clinicell.files import sha256

MIRROR_VARIABLE = "CLINICELL_MIRROR"
_BLOCK = 1 << 16  # bytes


def fetch(card: DatasetCard, store: Store | None = None) -> Path:
    """Return a folder with exactly the raw files of `card`, each under its path, every byte verified.

    What the store lacks comes from the folder that ``CLINICELL_MIRROR`` names, else from the file's address. Files that
    came in before another one failed stay in the store.

    Raises
    ------
    CardError
        The data set is simulated and has no raw files.
    FetchError
        A file cannot be had here, or what came is not what the card names; the store keeps nothing of it.
    SurroundingsError
        The store cannot be written.
    """
    if card.is_simulated:
        raise CardError(f"{card.id!r} is simulated and has no raw files; `load` makes it")
    store = store or Store()
    with store.opened():
        if is_intact(store.raw_folder(card), card):
            return store.raw_folder(card)
        mirror = mirror_folder()
        wanted = [file for file in card.files if not store.holds(file)]
        lost = [file for file in wanted if file.url is None and _in_mirror(card, file, mirror) is None]
        if lost:
            raise FetchError(_what_is_lost(card, lost, mirror))
        for file in wanted:
            _obtain(card, file, store, mirror)
        return store.materialise(card)


def mirror_folder() -> Path | None:
    """Return the folder that ``CLINICELL_MIRROR`` names; None when it is not set.

    Raises
    ------
    FetchError
        It names no folder.
    """
    named = os.environ.get(MIRROR_VARIABLE)
    if not named:
        return None
    folder = Path(named).expanduser()
    if not folder.is_dir():
        raise FetchError(f"{MIRROR_VARIABLE} names {named!r}, which is no folder; name one, or unset it")
    return folder


def _in_mirror(card: DatasetCard, file: RawFile, mirror: Path | None) -> Path | None:
    place = card.mirror_path(file)
    if mirror is None or place is None or not (mirror / place).is_file():
        return None
    return mirror / place


def _obtain(card: DatasetCard, file: RawFile, store: Store, mirror: Path | None) -> None:
    found = _in_mirror(card, file, mirror)
    if found is not None:
        store.admit(found, file, origin=f"the mirror's {card.mirror_path(file)}")
    elif file.url is not None:
        with store.workplace() as place:
            store.admit(_download(card, file, file.url, place), file, origin=file.url)


def _download(card: DatasetCard, file: RawFile, url: str, place: Path) -> Path:
    """Return the downloaded file in `place`; wrong bytes are described before pooch removes them."""
    import pooch

    def verified(url: str, output: Any, pooch_: Any) -> None:  # noqa: ANN401 - pooch calls it so
        _stream(url, Path(output), card, file, pooch_)
        if sha256(Path(output)) != file.sha256:
            raise FetchError(refusal(Path(output), file, origin=url))

    pooch.get_logger().setLevel("WARNING")  # what we say of a download is said by our caller
    named = pooch.retrieve(url, f"sha256:{file.sha256}", fname=file.sha256, path=place, downloader=verified)
    return Path(named)


def _stream(url: str, output: Path, card: DatasetCard, file: RawFile, caller: Any) -> None:  # noqa: ANN401 - as above
    import pooch
    import requests

    try:
        pooch.HTTPDownloader(chunk_size=_BLOCK)(url, str(output), caller)
    except requests.exceptions.ChunkedEncodingError as error:
        raise FetchError(f"{refusal(output, file, origin=url)}; the connection broke off: {error}") from error
    except requests.RequestException as error:
        why = str(error) if isinstance(error, requests.HTTPError) else f"{url} gives nothing ({type(error).__name__})"
        raise FetchError(
            f"{file.path}: {why}; expected sha256 {file.sha256} ({file.bytes:,} bytes)\n"
            f"  original:  {card.original}\n"
            f"  what now:  try again, or set {MIRROR_VARIABLE} to a folder that holds it"
        ) from error


def _what_is_lost(card: DatasetCard, lost: Sequence[RawFile], mirror: Path | None) -> str:
    """Return which files cannot be had here, where the original is, and what to run."""
    first = lost[0]
    where = f"set {MIRROR_VARIABLE} to a folder that holds it" if mirror is None else f"put it into the mirror {mirror}"
    return (
        f"{len(lost)} of {len(card.files)} raw files of {card.id!r} have no public address, e.g. {first.path!r} "
        f"(sha256 {first.sha256}, {first.bytes:,} bytes)\n"
        f"  made from: {first.derived_from}\n"
        f"  how:       {first.how}\n"
        f"  original:  {card.original}\n"
        f"  what now:  {where} as {card.mirror_path(first)}, then run `clinicell datasets fetch {card.id}`"
    )
