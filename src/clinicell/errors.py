"""Every error this package raises on purpose.

ClinicellError
├── NotApplicable        a model has no answer to a question, for a reason of the data and through no fault
├── InputError           the file, option or table that was given cannot be used (exit code 2)
│   ├── SchemaError      a dataset does not follow the standard
│   ├── CardError        a dataset card is missing, incomplete or contradicts itself
│   ├── TaskError        a task, panel or fold table is wrong, or unknown
│   └── PredictionError  a model's answer does not fit its task
└── SurroundingsError    disk, network, mirror or an extra is missing; what was done is kept (exit code 3)
    ├── FetchError       bytes could not be had, or are not the bytes that the card names
    └── MissingExtra     an optional dependency is not installed
"""


class ClinicellError(Exception):
    """Base class; catch this to catch anything the package raises on purpose."""

    exit_code = 2


class NotApplicable(ClinicellError):
    """Raised by a model in fit or predict: the question has no answer of its kind on these data, for the reason given.

    The panel is left out for it, which its coverage shows; a fault counts as a failure instead.
    """


class InputError(ClinicellError):
    """What was given cannot be used; nothing was written."""


class SchemaError(InputError):
    """A dataset does not follow the standard."""


class CardError(InputError):
    """A dataset card is missing, incomplete or contradicts itself."""


class TaskError(InputError):
    """A task, panel or fold table is wrong, or unknown."""


class PredictionError(InputError):
    """A model's answer does not fit its task."""


class SurroundingsError(ClinicellError):
    """The surroundings failed; what was done is kept."""

    exit_code = 3


class FetchError(SurroundingsError):
    """Bytes could not be had, or are not the bytes that the card names."""


class MissingExtra(SurroundingsError):
    """An optional dependency is not installed."""
