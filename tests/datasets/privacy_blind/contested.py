"""Why some of what was planted need not be found: said after the first run, from the plants alone, not from a rule."""

from .corpus import Plant

IN_TOKENS = ("in a token", "camel case")


def objection(plant: Plant) -> str:
    """Return why a plant is no identifier, or lies where the command says that it does not look; else nothing."""
    text, place = plant.texts[0], plant.place
    if not place.is_read:
        return "the help says that bodies of VCF files are not read"
    if (place.container, place.name) == ("names", "folder"):
        return "the command is given files: it says of a folder that the files in it are to be named"
    if (place.container, place.name) == ("fcs", "picture"):
        return "bytes behind the data of an FCS file are no place in which hospitals leave pictures"
    if plant.form == "biobank number":
        return "a bank's own code, which 45 CFR 164.514(c) lets it keep where it is not derived from the person"
    if plant.form == "coordinates" and plant.key in ("value", "info", "x1", "field_7", "text", "var3"):
        return "two decimal numbers of which nothing says that they are on a map"
    if plant.form in IN_TOKENS and place.kind == "prose":
        return "nobody writes a name in one word into a sentence"
    if "ambulance" in text:
        return "the ambulance's plate is not the patient's"
    if "kjrgaard" in plant.value.casefold():
        return "no name: a letter was lost when the corpus was written"
    return ""
