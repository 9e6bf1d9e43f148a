"""Which edition of the standard this is: the one place that a release changes."""

SCHEMA_VERSION = "1.0"  # what uns["schema_version"] says
STANDARD = f"clinicell-standard {SCHEMA_VERSION}"
