# ruff: noqa: E501 - a form is one row
"""What one may argue about: said before any run, judged apart, counted in no figure of the corpus."""

from .place import Kind

# class, why one may argue, kind of place, language, key, pattern
CONTESTED: tuple[tuple[str, str, Kind, str, str, str], ...] = (
    ("H", "digits under a key that says nothing", "value", "en-US", "V12", "########"),
    ("H", "digits alone as a sample's name", "token", "de", "sample", "#######"),
    ("R", "number of a pathology under a key that says nothing", "value", "it", "V7", "I{yy}-#####"),
    ("R", "number of a pathology alone as a sample's name", "token", "fr", "sample", "{yy}H#####"),
    ("R", "number of a subject in a trial", "value", "en-US", "subject_id", "0#-0##"),
    ("R", "code of a biobank that may be no patient's", "value", "nl", "biobank_id", "BB-#####"),
    ("B", "name of a hospital", "value", "en-GB", "site", "St Cuthbert's Hospital {town}"),
    ("B", "initials of a centre", "value", "fr", "centre", "CHU-V"),
    ("B", "first three digits of a ZIP code", "value", "en-US", "zip3", "4##"),
    ("B", "region or county of a large population", "value", "sv", "region", "Region Fjällbygd"),
    ("C", "year of birth alone", "value", "it", "anno_nascita", "{by}"),
    ("C", "quarter of a year", "value", "de", "Quartal", "Q2/{yyyy}"),
    ("C", "age in days", "value", "en-US", "age_days", "3####"),
    ("C", "hour of the day without a day", "value", "es", "hora_toma", "09:4#"),
    ("M", "serial number of the laboratory's cytometer", "value", "en-US", "$CYTSN", "V657####"),
    ("M", "serial number of a sequencer", "value", "en-GB", "instrument_id", "A01##5"),
    ("A", "initials alone", "value", "de", "Kürzel", "{F}."),
    ("A", "first name alone as a sample's name", "token", "pl", "sample", "{first}"),
    ("N", "address of a public web page of a hospital", "prose", "fr", "note", "Protocole : https://www.chu-valdore.fr/recherche."),
    ("N", "path in a home folder", "value", "en-US", "input_path", "/home/{f}{lower}/runs/p1"),
    ("P", "HLA type", "value", "en-US", "HLA", "A*02:01,B*07:02,C*07:02"),
    ("R", "ORCID of an author", "value", "en-GB", "curator", "0000-0002-####-####"),
    ("O", "address of the loopback", "prose", "en-US", "note", "Viewer runs at 127.0.0.1 on port 8#50."),
    ("D", "extension alone", "prose", "de", "note", "Rückfragen DW 4##."),
    ("B", "country and state", "prose", "pt-BR", "note", "Paciente procedente da Bahia, Brasil."),
    ("R", "rare disease that may single out a person", "prose", "en-US", "note", "Only known carrier of this POLD1 variant in the registry."),
    ("C", "age 89", "value", "tr", "yaş", "89"),
)  # fmt: skip
