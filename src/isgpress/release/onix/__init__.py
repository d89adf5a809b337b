"""ONIX for Books, the message in which shops and libraries are told of titles.

Releases 3.0 and 3.1 are written from the same values; only the namespace and the number
of the release differ. Source of all codes: EDItEUR, ONIX for Books Code Lists Issue 75,
2026-10, and the ONIX for Books Implementation and Best Practice Guide.
"""
