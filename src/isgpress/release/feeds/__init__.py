"""Catalogues and feeds of a press's releases, for reading apps and news readers.

OPDS 1.2 (https://specs.opds.io/opds-1.2), OPDS 2.0 (https://drafts.opds.io/opds-2.0),
Atom (RFC 4287) and JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/). All addresses
are absolute, below the press's own.
"""
