"""Makes ``python -m clustergraph`` the same as the ``clustergraph`` command."""

from clustergraph.cli import main

main()
