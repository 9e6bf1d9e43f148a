from clinicell.datasets.readers.look import looks_like


def test_text_and_json_are_told_apart():
    assert looks_like(b'{"error": "not found"}') == "it is JSON text"
    assert looks_like(b"cell,gene\n") == "it is text"


def test_what_a_sender_may_have_packed_is_named():
    assert looks_like(b"PK\x03\x04...") == "it is zip"
    assert looks_like(b"\x1f\x8b\x08\0") == "it is gzip"
    assert looks_like(b"a" * 257 + b"ustar") == "it is a tar archive"
    assert looks_like(b"\0\1\2") == "its format is not known"
