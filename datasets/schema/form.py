"""The standard as JSON Schema (2020-12): one record of ``obs`` and the entries of ``uns``, for a form in a browser."""

from collections.abc import Mapping

from clinicell.datasets.schema.columns import CELLS, CLINIC
from clinicell.datasets.schema.entries import ENTRIES, Entry
from clinicell.datasets.schema.modalities import MODALITIES, Description
from clinicell.datasets.schema.tables import Column
from clinicell.datasets.standard import SCHEMA_VERSION, STANDARD

Schema = dict[str, object]

FILE = f"clinicell-standard-{SCHEMA_VERSION}.schema.json"
ID = f"https://github.com/clinicell/clinicell/blob/main/docs/standard/{FILE}"
_OF_ENTRY: Mapping[str, Schema] = {
    "text": {"type": "string", "minLength": 1},
    "flag": {"type": "boolean"},
    "mapping": {"type": "object"},
    "text or mapping": {"type": ["string", "object"]},
    "table": {"type": "array", "items": {"type": "object"}},
}


def json_schema() -> Schema:
    """Return the JSON Schema of a document ``{"obs": {...}, "uns": {...}}``: a row of cells, and what holds for all."""
    shared: Schema = {
        "obs": _record({**CELLS.columns, **CLINIC.columns}),
        "uns": _entries(ENTRIES, {"schema_version": {"const": SCHEMA_VERSION}, "scales": _scales()}),
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": ID,
        "title": STANDARD,
        "description": "One row of obs and the entries of uns. Matrices, var and what rows say together: validation.",
        "oneOf": [{"$ref": f"#/$defs/{name}"} for name in MODALITIES],
        "$defs": {**shared, **{name: _modality(name, described) for name, described in MODALITIES.items()}},
    }


def _modality(name: str, described: Description) -> Schema:
    own: list[Schema] = [{"$ref": "#/$defs/obs"}]
    if described.obs is not None:
        own.append(_record(described.obs.columns))
    return {
        "title": described.title,
        "type": "object",
        "required": ["obs", "uns"],
        "properties": {
            "obs": {"allOf": own},
            "uns": {"allOf": [{"$ref": "#/$defs/uns"}, _entries(described.entries, {"modality": {"const": name}})]},
        },
    }


def _record(columns: Mapping[str, Column]) -> Schema:
    return {
        "type": "object",
        "required": [name for name, column in columns.items() if column.required],
        "properties": {name: {**_cell(column), "description": column.description} for name, column in columns.items()},
    }


def _cell(column: Column) -> Schema:
    if column.kind == "flag":
        return {"type": "boolean"} if column.required else {"type": ["boolean", "null"]}
    own = getattr(column.allowed, "json_schema", None)
    return dict(own()) if own else {"type": "string"}


def _entries(entries: Mapping[str, Entry], also: Mapping[str, Schema]) -> Schema:
    properties = {name: {**_entry(entry), "description": entry.description} for name, entry in entries.items()}
    for name, schema in also.items():
        properties[name] = {**properties.get(name, {}), **schema}
    required = [name for name, entry in entries.items() if entry.need == "required"]
    return {"type": "object", "required": required, "properties": properties}


def _entry(entry: Entry) -> Schema:
    if entry.kind == "list":
        return {"type": "array", "items": dict(entry.allowed.json_schema()) if entry.allowed else {}}
    return dict(entry.allowed.json_schema()) if entry.allowed else dict(_OF_ENTRY[entry.kind])


def _scales() -> Schema:
    columns = ("slot", "scale", "formula", "fitted_on")
    row = {"type": "object", "required": list(columns), "properties": {name: {"type": "string"} for name in columns}}
    return {"type": "array", "items": row}
