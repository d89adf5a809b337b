"""Two whole issues: a magazine of 32 pages, and a newspaper of 8 with fronts and jumps."""

MAGAZINE_ISSUE = """\
pages: 32
signature: 16
contents:
  - cover
  - {advert: images/hands.svg, alt: Hands., size: full, page: 2}
  - {contents: , page: 3}
  - {masthead: , page: 3, size: column}
  - {editorial: 01-editorial.md, page: 4}
  - {letters: 02-letters.md, page: 5}
  - {advert: images/bindery.svg, alt: Sewn., size: quarter, page: 5}
  - section: Features
    articles:
      - {article: 03-steam.md, pages: 4}
      - {article: 04-chapel.md, pages: 2}
      - {article: 05-unstamped.md, pages: 3}
      - {article: 06-paper.md}
  - {article: 07-sheet.md, slot: centre}
  - {article: 08-women.md, pages: 3}
  - {article: 09-marks.md}
  - {article: 10-ink.md, pages: 2}
  - {article: 11-linotype.md, pages: 2}
  - {article: 12-wapping.md, pages: 2}
  - {article: 13-reviews.md, pages: 2}
  - {advert: images/mill.svg, alt: Paper., size: column, page: 28}
  - {article: 14-riso.md, page: 30}
  - {next-issue: , page: 30, size: half}
  - {back-issues: , page: 31, size: half}
  - {subscription-form: , page: 31, size: half}
  - {advert: images/press.svg, alt: Print., size: full, slot: back}
"""

NEWSPAPER_ISSUE = """\
pages: 8
page-templates: {1: front, 2: news, 3: news, 6: news}
colour-pages: [1, 8]
contents:
  - {article: 01-lead.md, page: 1, slot: lead, jumps: [{page: 6, slot: left}]}
  - {article: 02-second.md, page: 1, slot: second, jumps: [{page: 6, slot: right}]}
  - {article: 03-brief.md, page: 1, slot: brief}
  - {article: 04-port.md, page: 2, slot: left}
  - {article: 05-rail.md, page: 2, slot: right}
  - {article: 06-docks.md, slot: foot}
  - {article: 07-mines.md, slot: left}
  - {article: 08-mills.md, slot: right}
  - {advert: images/union.svg, alt: Join., size: quarter, page: 3}
  - {article: 09-history.md, page: 4, pages: 2}
  - {advert: images/fair.svg, alt: Fair., size: quarter, page: 6}
  - {letters: 10-letters.md}
  - {article: 11-back.md, slot: back}
  - {advert: images/books.svg, alt: Books., size: half, page: 8, colour: true}
"""
