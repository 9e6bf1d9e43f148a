"""Fetching: only the bytes that the card names ever enter the store, whoever sends them."""

import hashlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from clinicell.datasets._store import Store
from clinicell.datasets.card import DatasetCard
from clinicell.datasets.fetch import fetch
from clinicell.errors import CardError, FetchError

MATRIX = b"cell,site1,site2\nc1,0,1\nc2,1,-1\n" * 50
NOTES = b"two clones\n"
SIGN_IN = b"\n <!DOCTYPE html><html><body>Please sign in</body></html>"


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def raw(path: str, data: bytes, url: str | None = None) -> dict[str, object]:
    origin = {"url": url} if url else {"derived_from": "supplementary table 4", "how": "sheet 2 saved as CSV"}
    return {"path": path, "sha256": digest(data), "bytes": len(data), **origin}


def card_of(*files: dict[str, object], **fields: object) -> DatasetCard:
    written = {
        "id": "small_crc",
        "title": "Small",
        "modality": "genotype",
        "summary": "Two cells.",
        "source": "Nobody 2020",
        "original": "https://example.org/where-the-original-is",
        "licence": "CC0-1.0",
        "allows": ["research"],
        "label_provenance": "made up",
        "mirror": "subclone/small_crc",
        "counts": {"n_obs": 2, "n_vars": 2, "n_donors": 1, "n_samples": 1},
        "files": list(files),
        **fields,
    }
    return DatasetCard.model_validate(written)


def files_in(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def small_mirror(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "mirror" / "subclone" / "small_crc"
    (folder / "crc2").mkdir(parents=True)
    (folder / "crc2" / "matrix.csv").write_bytes(MATRIX)
    (folder / "notes.txt").write_bytes(NOTES)
    monkeypatch.setenv("CLINICELL_MIRROR", str(tmp_path / "mirror"))
    return folder


@pytest.fixture
def no_mirror(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CLINICELL_MIRROR", raising=False)


class Answers(BaseHTTPRequestHandler):
    """A web server that serves what its class says: status, bytes, and how many bytes it promises."""

    status, body, promised = 200, b"", 0

    def do_GET(self) -> None:
        self.send_response(self.status)
        self.send_header("Content-Length", str(self.promised or len(self.body)))
        self.end_headers()
        self.wfile.write(self.body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def web(no_mirror: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[type[Answers], str]]:
    class Here(Answers):
        pass

    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with ThreadingHTTPServer(("127.0.0.1", 0), Here) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield Here, f"http://127.0.0.1:{server.server_port}/matrix.csv"
        server.shutdown()
        thread.join()


def test_a_raw_folder_holds_exactly_the_files_of_the_card(store: Store, small_mirror: Path) -> None:
    (small_mirror / "not_in_the_card.txt").write_text("x")
    folder = fetch(card_of(raw("crc2/matrix.csv", MATRIX), raw("notes.txt", NOTES)), store)
    assert files_in(folder) == {"crc2/matrix.csv", "notes.txt"}
    assert (folder / "crc2" / "matrix.csv").read_bytes() == MATRIX
    assert not any(path.is_symlink() for path in folder.rglob("*"))
    assert not list((store.root / "incoming").iterdir())


def test_a_file_of_another_folder_of_the_mirror_is_found_under_its_own_path(store: Store, small_mirror: Path) -> None:
    (small_mirror.parents[1] / "atlas").mkdir()
    (small_mirror.parents[1] / "atlas" / "lines.csv").write_bytes(NOTES)
    folder = fetch(card_of({**raw("lines.csv", NOTES), "mirror": "atlas/lines.csv"}), store)
    assert (folder / "lines.csv").read_bytes() == NOTES


def test_what_is_in_the_store_needs_no_mirror_any_more(
    store: Store, small_mirror: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = card_of(raw("notes.txt", NOTES))
    first = fetch(card, store)
    monkeypatch.delenv("CLINICELL_MIRROR")
    (first / "notes.txt").unlink()
    assert (fetch(card, store) / "notes.txt").read_bytes() == NOTES
    assert fetch(card, store) == first


@pytest.mark.parametrize(
    ("bytes_there", "says"),
    [
        (MATRIX.replace(b"1", b"0"), "does not hold the bytes that the card names"),
        (MATRIX[:100], "it ends after 100 of 1,600 bytes"),
        (b"", "it ends after 0 of 1,600 bytes"),
        (SIGN_IN, "it begins with <!doctype html: a sign-in page or an error page"),
        (b"version https://git-lfs.github.com/spec/v1\n", "a pointer to the file"),
    ],
)
def test_wrong_bytes_in_the_mirror_are_refused_with_both_hashes(
    store: Store, small_mirror: Path, bytes_there: bytes, says: str
) -> None:
    (small_mirror / "crc2" / "matrix.csv").write_bytes(bytes_there)
    with pytest.raises(FetchError) as refused:
        fetch(card_of(raw("crc2/matrix.csv", MATRIX)), store)
    message = str(refused.value)
    assert says in message
    assert digest(MATRIX) in message
    assert digest(bytes_there) in message
    assert f"({len(bytes_there):,} bytes)" in message
    assert files_in(store.root) == {"CACHEDIR.TAG"}


def test_files_that_came_before_a_wrong_one_are_kept(store: Store, small_mirror: Path) -> None:
    (small_mirror / "crc2" / "matrix.csv").write_bytes(b"wrong")
    with pytest.raises(FetchError):
        fetch(card_of(raw("notes.txt", NOTES), raw("crc2/matrix.csv", MATRIX)), store)
    held = store.object_path(digest(NOTES)).relative_to(store.root).as_posix()
    assert files_in(store.root) == {"CACHEDIR.TAG", held}


def test_what_cannot_be_had_is_named_with_its_origin_and_what_to_run(store: Store, no_mirror: None) -> None:
    with pytest.raises(FetchError) as refused:
        fetch(card_of(raw("crc2/matrix.csv", MATRIX), raw("notes.txt", NOTES, "http://127.0.0.1:9/notes.txt")), store)
    message = str(refused.value)
    assert "1 of 2 raw files of 'small_crc' have no public address, e.g. 'crc2/matrix.csv'" in message
    for part in (
        "supplementary table 4",
        "sheet 2 saved as CSV",
        "https://example.org/where-the-original-is",
        "CLINICELL_MIRROR",
        "subclone/small_crc/crc2/matrix.csv",
        "clinicell datasets fetch small_crc",
    ):
        assert part in message


def test_a_file_that_the_mirror_lacks_is_asked_for_under_the_mirrors_path(store: Store, small_mirror: Path) -> None:
    (small_mirror / "notes.txt").unlink()
    with pytest.raises(FetchError, match=r"put it into the mirror .* as subclone/small_crc/notes.txt"):
        fetch(card_of(raw("notes.txt", NOTES)), store)


def test_a_mirror_that_is_no_folder_is_named(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLINICELL_MIRROR", str(tmp_path / "nowhere"))
    with pytest.raises(FetchError, match=r"CLINICELL_MIRROR names .*nowhere.*, which is no folder"):
        fetch(card_of(raw("notes.txt", NOTES)), store)


def test_a_simulated_set_has_nothing_to_fetch(store: Store) -> None:
    card = card_of(mirror="", simulation={"module": "snv", "seed": 7})
    with pytest.raises(CardError, match="is simulated and has no raw files"):
        fetch(card, store)


def test_a_card_with_the_wrong_size_is_told_the_right_one(store: Store, small_mirror: Path) -> None:
    with pytest.raises(CardError, match="the card says 3, its sha256 has 11"):
        fetch(card_of({**raw("notes.txt", NOTES), "bytes": 3}), store)
    assert files_in(store.root) == {"CACHEDIR.TAG"}


def test_the_right_bytes_from_the_web_are_kept(store: Store, web: tuple[type[Answers], str]) -> None:
    server, url = web
    server.body = MATRIX
    folder = fetch(card_of(raw("crc2/matrix.csv", MATRIX, url)), store)
    assert (folder / "crc2" / "matrix.csv").read_bytes() == MATRIX
    assert not list((store.root / "incoming").iterdir())


def test_the_mirror_comes_before_the_web(store: Store, small_mirror: Path) -> None:
    folder = fetch(card_of(raw("notes.txt", NOTES, "http://127.0.0.1:9/not-there")), store)
    assert (folder / "notes.txt").read_bytes() == NOTES


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (MATRIX[:-1] + b"!", "does not hold the bytes that the card names"),
        (SIGN_IN, "it begins with <!doctype html: a sign-in page or an error page"),
        (MATRIX[:800], "it ends after 800 of 1,600 bytes"),
    ],
)
def test_wrong_bytes_from_the_web_are_refused_with_both_hashes(
    store: Store, web: tuple[type[Answers], str], body: bytes, says: str
) -> None:
    server, url = web
    server.body = body
    with pytest.raises(FetchError) as refused:
        fetch(card_of(raw("crc2/matrix.csv", MATRIX, url)), store)
    message = str(refused.value)
    assert says in message
    assert digest(MATRIX) in message
    assert digest(body) in message
    assert url in message
    assert files_in(store.root) == {"CACHEDIR.TAG"}


def test_a_connection_that_breaks_in_the_middle_is_refused(store: Store, web: tuple[type[Answers], str]) -> None:
    server, url = web
    large = MATRIX * 100
    server.body, server.promised = large[:100_000], len(large)
    with pytest.raises(
        FetchError, match=r"the connection broke off: .*100000 bytes read, 60000 more expected"
    ) as refused:
        fetch(card_of(raw("crc2/matrix.csv", large, url)), store)
    message = str(refused.value)
    assert "it ends after 65,536 of 160,000 bytes" in message  # whole blocks
    assert digest(large) in message
    assert digest(large[:65_536]) in message
    assert files_in(store.root) == {"CACHEDIR.TAG"}


def test_an_error_page_is_named_by_its_status(store: Store, web: tuple[type[Answers], str]) -> None:
    server, url = web
    server.status, server.body = 404, SIGN_IN
    with pytest.raises(FetchError, match=r"404 .*Not Found"):
        fetch(card_of(raw("crc2/matrix.csv", MATRIX, url)), store)
    assert files_in(store.root) == {"CACHEDIR.TAG"}


def test_a_server_that_is_not_there_is_named(store: Store, web: tuple[type[Answers], str]) -> None:
    with pytest.raises(
        FetchError, match=r"gives nothing \(ConnectionError\)(.|\n)*where-the-original-is(.|\n)*CLINICELL_MIRROR"
    ):
        fetch(card_of(raw("crc2/matrix.csv", MATRIX, "http://127.0.0.1:9/matrix.csv")), store)
