# ruff: noqa: E501, SIM905 - names are easier to read without quotes
"""Names and addresses of invented persons, as the wards of many countries write them."""

import unicodedata
from random import Random

FIRST = (
    "Anna Jürgen Heike Wolfgang Svenja Karl-Heinz Margarete Uwe Jean-Pierre Geneviève Élodie Thierry Benoît Giulia Lorenzo "
    "Concetta Matteo Pilar Íñigo Francisco Begoña João Conceição Thiago Larissa Anneke Sjoerd Willemijn Björn Åsa Linnea "
    "Søren Birgitte Mikkel Priya Rajesh Sunita Arjun Wei Xiaoming Haruto Yuki Min-jun Seo-yeon Thị Quang Olena Dmitri "
    "Svetlana Agnieszka Krzysztof Zsófia Ferenc Ayşe Mehmet Fatima Youssef Ngozi Chinedu Kwame Margaret Siobhán Declan "
    "Tyrone LaToya Brandon Kimberly Eleanor Walter Dorothy Sinéad Gareth Rhiannon"
).split()
LAST = (
    "Müller Schmidt Weißgerber Oberhuber Kowalczyk von-Stetten Schäfer Hartmann Lefèvre Dubois Beauchêne Rossi Esposito "
    "Ferrari Bianchi García Etxeberria Núñez Fernandes Guimarães Albuquerque de-Vries Hoekstra Bakker Johansson Lindqvist "
    "Åkesson Sørensen Kjærgaard Nørgaard Patel Chatterjee Subramanian Iyer Zhang Huang Tanaka Watanabe Park Nguyễn Trần "
    "Shevchenko Volkov Nowak Wiśniewska Szabó Nagy Yılmaz Demir Al-Masri Benali Okonkwo Adeyemi Mensah O'Brien Fitzgerald "
    "Jefferson Washington Kowalski Henderson Llewellyn McAllister Pritchard Whitfield Abernathy Castellanos"
).split()
STREETS = (
    ("Bergheimer Straße {n}", "69115 Heidelberg"),
    ("{n} Elm Street", "Springfield, IL 62704"),
    ("{n} rue de la République", "69002 Lyon"),
    ("Via Garibaldi {n}", "50123 Firenze"),
    ("{n} Harley Road", "Leeds LS2 9JT"),
    ("Calle Mayor {n}", "28013 Madrid"),
    ("Keizersgracht {n}", "1016 DK Amsterdam"),
    ("Rua Augusta {n}", "01305-000 São Paulo"),
    ("Storgatan {n}", "211 42 Malmö"),
    ("{n} Yonge Street", "Toronto ON M5B 2H1"),
)
CITIES = (
    "Heidelberg Tuttlingen Lyon Villeurbanne Firenze Leeds Harrogate Salamanca Nijmegen Uppsala Aarhus Ludhiana Chengdu "
    "Campinas Saskatoon Ballarat Springfield Poughkeepsie Gdynia Szeged"
).split()
POSTCODES = (
    "69115",
    "LS2 9JT",
    "69002",
    "62704-1234",
    "1016 DK",
    "211 42",
    "01305-000",
    "M5B 2H1",
    "94110",
    "SW1A 2AA",
)
COUNTIES = (
    "Cook County",
    "Landkreis Tuttlingen",
    "Somerset",
    "Arrondissement de Lyon",
    "Provincia di Lecce",
    "Dutchess County",
)


def plain(text: str) -> str:
    """Return a text in ASCII, umlauts as Germans transcribe them."""
    for old, new in (
        ("ä", "ae"),
        ("ö", "oe"),
        ("ü", "ue"),
        ("Ä", "Ae"),
        ("Ö", "Oe"),
        ("Ü", "Ue"),
        ("ß", "ss"),
        ("ø", "oe"),
        ("ı", "i"),
    ):
        text = text.replace(old, new)
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()


def first(rng: Random) -> str:
    return rng.choice(FIRST)


def last(rng: Random) -> str:
    return rng.choice(LAST).replace("von-", "von ").replace("de-", "de ")


def word(text: str) -> str:
    """Return a name as it stands in a file name: ASCII, no space, no apostrophe."""
    return plain(text).replace(" ", "").replace("'", "").replace("-", "")


def street(rng: Random) -> str:
    road, _ = rng.choice(STREETS)
    return road.format(n=rng.randrange(2, 240))


def address(rng: Random) -> str:
    road, town = rng.choice(STREETS)
    return f"{road.format(n=rng.randrange(2, 240))}, {town}"
