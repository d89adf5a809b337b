"""Proofs of finished pages, and what is other in a later printing. Knows no titles."""
