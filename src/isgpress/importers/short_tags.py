"""Reference names of ONIX 3 for the short tags that lists of titles need.

Source: EDItEUR, ONIX for Books 3.1, format specification.
"""

from __future__ import annotations

_COMPOSITES = """ONIXMessage Product ProductIdentifier DescriptiveDetail TitleDetail
TitleElement Contributor Language Extent Subject Collection CollectionIdentifier
CollateralDetail TextContent
PublishingDetail Imprint Publisher PublishingDate CopyrightStatement CopyrightOwner
RelatedMaterial RelatedProduct RelatedWork WorkIdentifier ProductSupply SupplyDetail Price
EpubLicense EpubLicenseExpression Header Sender"""

REFERENCE_NAMES = {
    **{name.lower(): name for name in _COMPOSITES.split()},
    "a001": "RecordReference",
    "a002": "NotificationType",
    "b006": "EpubType",
    "b012": "ProductForm",
    "b029": "Subtitle",
    "b030": "TitlePrefix",
    "b031": "TitleWithoutPrefix",
    "b034": "SequenceNumber",
    "b035": "ContributorRole",
    "b036": "PersonName",
    "b037": "PersonNameInverted",
    "b039": "NamesBeforeKey",
    "b040": "KeyNames",
    "b047": "CorporateName",
    "b057": "EditionNumber",
    "b067": "SubjectSchemeIdentifier",
    "b069": "SubjectCode",
    "b070": "SubjectHeadingText",
    "b079": "ImprintName",
    "b081": "PublisherName",
    "b087": "CopyrightYear",
    "b201": "WorkIDType",
    "b202": "TitleType",
    "b203": "TitleText",
    "b209": "CityOfPublication",
    "b221": "ProductIDType",
    "b244": "IDValue",
    "b252": "LanguageCode",
    "b253": "LanguageRole",
    "b306": "Date",
    "b333": "ProductFormDetail",
    "b394": "PublishingStatus",
    "d104": "Text",
    "j192": "UnpricedItemType",
    "j151": "PriceAmount",
    "j152": "CurrencyCode",
    "m186": "DefaultCurrencyCode",
    "x344": "CollectionIDType",
    "x409": "TitleElementLevel",
    "x410": "PartNumber",
    "x426": "TextType",
    "x448": "PublishingDateRole",
    "x455": "ProductRelationCode",
    "x510": "EpubLicenseExpressionLink",
}
