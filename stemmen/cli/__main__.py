"""`python -m stemmen.cli`."""

from stemmen.cli import main

main()
