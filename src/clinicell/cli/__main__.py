"""``python -m clinicell.cli``: the same as the command ``clinicell``."""

from clinicell.cli import main

main()
