"""ONIX's codes for what people did, list 17, by MARC relator; the first that has one wins.

Source: EDItEUR, ONIX code lists, issue 75, October 2026.
"""

from __future__ import annotations

ROLES = {
    "aut": "A01",
    "edt": "B01",
    "trl": "B06",
    "aui": "A24",
    "wpr": "A15",
    "aft": "A19",
    "wac": "A21",
    "ann": "A20",
    "com": "C01",
    "ctb": "A32",
    "cmm": "A21",
    "adp": "B05",
    "ill": "A12",
    "pht": "A13",
    "art": "A07",
    "ctg": "A39",
    "cov": "A36",
    "bkd": "A11",
    "ive": "A44",
    "ivr": "A43",
    "spk": "E09",
    "crp": "A01",
    "trc": "B33",
    "cre": "A09",
    "isb": "A01",
}
# further codes of the list that are nearest to one of these
_MORE = {
    "A02": "aut",
    "A03": "aut",
    "A10": "aut",
    "A23": "aui",
    "A29": "aui",
    "A16": "aui",
    "A22": "aft",
    "A35": "ill",
    "A08": "pht",
    "B09": "edt",
    "B10": "edt",
    "B11": "edt",
    "B13": "edt",
    "B15": "edt",
    "B16": "edt",
    "B18": "edt",
    "B20": "edt",
    "B21": "edt",
    "B02": "edt",
    "C02": "com",
}


def relator_of(code: str) -> str:
    """Give the MARC relator for a code of list 17; nothing for one that is not known."""
    own = {onix: marc for marc, onix in reversed(ROLES.items())}
    return own.get(code) or _MORE.get(code, "")
