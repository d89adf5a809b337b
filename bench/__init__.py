"""Measures isgpress beside its peers; see README.md in this folder."""
