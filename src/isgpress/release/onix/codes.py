"""The few codes of ONIX that isgpress writes, by what they stand for here."""

from __future__ import annotations

from isgpress.release.products import Form

# list 150 and 175: form, and details
FORMS = {Form.PRINT: "BC", Form.LARGE_PRINT: "BC", Form.EPUB: "ED", Form.SCREEN: "ED"}
HARDBACK, PAMPHLET = "BB", "BF"
# how it is bound, list 175
BINDINGS = {"perfect-bound": "B305", "flaps": "B305", "saddle-stitched": "B310"}
DETAILS = {
    Form.PRINT: (),
    Form.LARGE_PRINT: (),
    Form.EPUB: ("E101", "E200"),
    Form.SCREEN: ("E107", "E201"),
}
# list 21: large print from 14 to 19 pt, and larger
LARGE, ULTRA_LARGE, ULTRA = "LTE", "ULP", 20
TEXT_FONT = "03"  # list 79
# the smallest British formats by the width of their trim in mm, list 175
PAPERBACKS = {111: "B104", 129: "B105"}

UNSAID = {"pfr"}  # ONIX has no code for those who read proofs

# list 28
AUDIENCES = {
    "general": "01",
    "academic": "05",
    "professional": "06",
    "children": "02",
    "young-adult": "03",
}
# list 64 and 65, status and availability
STATUS = {
    "available": "04",
    "forthcoming": "02",
    "print-on-demand": "04",
    "out-of-print": "07",
}
AVAILABLE = {
    "available": "20",
    "forthcoming": "10",
    "print-on-demand": "23",
    "out-of-print": "51",
}
# list 93
SUPPLIERS = {"publisher": "01", "distributor": "03", "wholesaler": "04"}
# list 27: Thema subjects, and qualifiers by their first figure
THEMA = "93"
QUALIFIERS = {"1": "94", "2": "95", "3": "96", "4": "97", "5": "98", "6": "99"}
BISAC, BIC, KEYWORDS = "10", "12", "20"
# where prices are told without tax (list 58, 01), by habit of the trade
WITHOUT_TAX = {"USD", "CAD"}
# list 178
FILE_FORMATS = {
    "image/jpeg": "D502",
    "application/epub+zip": "E101",
    "application/pdf": "E107",
}
# articles that are left out when titles are sorted, by language
ARTICLES = {
    "en": ("The", "A", "An"),
    "fr": ("Le", "La", "Les", "L’", "Un", "Une", "Des"),
    "de": ("Der", "Die", "Das", "Ein", "Eine"),
    "es": ("El", "La", "Los", "Las", "Un", "Una"),
    "pt": ("O", "A", "Os", "As", "Um", "Uma"),
    "it": ("Il", "Lo", "La", "I", "Gli", "Le", "L’", "Un", "Una"),
    "nl": ("De", "Het", "Een"),
}
# list 196, as far as it is given out; the rest of it is in the schema's code lists
ACCESSIBILITY = {
    *("00", "01", "02", "03", "04", "05", "06", "08", "09", "10", "11", "12", "13", "14"),
    *("15", "16", "17", "18", "19", "20", "21", "22", "24", "25", "26", "27", "28", "29"),
    *("30", "31", "32", "34", "35", "36", "37", "38", "39", "40", "41", "51", "52", "53"),
    *("54", "75", "76", "77", "80", "81", "82", "84", "85", "86", "88", "89", "90", "91"),
    *("92", "93", "94", "95", "96", "97", "98", "99"),
}
