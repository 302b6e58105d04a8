"""How long do reports take, and how heavy are their pages? ``python -m benchmarks --help``."""
