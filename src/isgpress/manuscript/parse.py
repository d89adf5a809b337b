"""A section's file to a Document: the passes over its tree, one after the other."""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from dataclasses import dataclass, replace
from html import escape
from urllib.parse import unquote

from lxml import etree

from isgpress.findings import Finding, PressError, Severity
from isgpress.manuscript import dialect
from isgpress.manuscript.citations import MARK, shape_citations
from isgpress.manuscript.conservation import document_text, head_of, missing_words
from isgpress.manuscript.figures import numbered, split_pictures
from isgpress.manuscript.formulas import shape_formulas
from isgpress.manuscript.lines import Aligner
from isgpress.manuscript.marks import (
    Ids,
    Marker,
    claim_ids,
    collect_targets,
    gather_marks,
    stray_attributes,
)
from isgpress.manuscript.notes import (
    NoteTexts,
    drop_calls,
    lift_blocks,
    number_calls,
    take_notes,
)
from isgpress.manuscript.overlooked import half_indented_items, run_together
from isgpress.manuscript.pictures import check_picture
from isgpress.manuscript.sanitise import GONE, sanitise, spare_words
from isgpress.manuscript.scan import scan
from isgpress.manuscript.shapes import heading_findings, shape, title_alone
from isgpress.manuscript.source import Scan, Source, file_lines
from isgpress.manuscript.tree import (
    Element,
    inner_xhtml,
    line_of,
    plain_text,
    read_html,
    remove,
    unwrap,
    write_xhtml,
)
from isgpress.manuscript.typography import punctuate, punctuate_inline
from isgpress.manuscript.words import count_words, words
from isgpress.model.manuscript import Document, Image, Note, Target
from isgpress.model.publication import Publication, Section
from isgpress.standards import roles
from isgpress.standards import words as interface_words
from isgpress.world import World

_EMPTY = '<div class="text"/>'
_DEEP = "/*" * 60  # elements in one another; no true text has half as many
_YES = frozenset(("decorative", "yes", "true", "1"))


def parse_section(
    world: World, book: Publication, section: Section
) -> tuple[Document, tuple[Finding, ...]]:
    """Give a section's text as a Document, and all that is wrong with its file.

    Reads the section's Markdown file and its pictures, nothing else; the result depends
    on these, on ``section`` and on the book's language. Links to other files stay open
    until ``link``. Findings are never raised: a file that cannot be read gives an empty
    document and the finding that says why.
    """
    try:
        text = world.read_text(section.file)
    except PressError as fault:
        return Document(
            section, inline_xhtml(section.title, book.language), _EMPTY
        ), fault.findings
    source = Source(section.file, file_lines(text, section.body_line))
    work = _Work(world, source, section, section.language or book.language, book)
    return work.document(), tuple(source.findings)


def inline_xhtml(text: str, language: str) -> str:
    """Give one line of inline Markdown (a title, a term) as XHTML, smartly punctuated."""
    root = _inline_root(text)
    punctuate_inline(root, language)
    return inner_xhtml(root)


def _inline_root(text: str) -> Element:
    source = Source("", text)
    root = read_html(dialect.inline_html(spare_words(text)), source)
    sanitise(root, source, text)
    shape_formulas(root, source)
    for cited in [s for s in root.iter("span") if s.get(MARK) is not None]:
        cited.text = f"[{cited.attrib.pop(MARK, '')}]"  # a title cites nothing
    drop_calls(root)
    return root


@dataclass
class _Work:
    """The state of one parse."""

    world: World
    source: Source
    section: Section
    language: str
    title: Publication

    def document(self) -> Document:
        scanned = scan(self.source)
        half_indented_items(scanned)
        root = self._tree(scanned)
        if root is None:
            return Document(self.section, self._inline(self.section.title), _EMPTY)
        notes = take_notes(root)
        roots = [root, *notes.texts.values()]
        self._lines(root, notes, scanned)
        heading = self._take_heading(root)
        if heading is not None and not len(root) and self.section.role != "part":
            title_alone(heading, self.source)
        self._shape(roots, notes)
        ids = Ids(self.section.slug, self.source)
        claim_ids(roots, ids)
        folder = posixpath.dirname(self.section.file)
        marker = Marker(ids, self.source, folder, self._inline)
        head = self._heading(heading, marker)
        title = self._title(heading)
        targets: list[Target] = [self._own_target(title)]
        for part in roots:
            targets += collect_targets(part, ids)
            marker.mark(part)
        marker.close()
        images = self._images(roots)
        for part in roots:
            _labels(part)
            gather_marks(part)
            stray_attributes(part, self.source)
        document = Document(self.section, title, "", heading=head)
        return self._finish(document, root, notes, (targets, marker, images))

    def _tree(self, scanned: Scan) -> Element | None:
        """Parse and sanitise; whatever goes wrong in the parser is a finding."""
        try:
            root = read_html(dialect.to_html(scanned), self.source)
        except RecursionError:
            self._refuse(scanned, "nested-too-deep", "the text is nested too deep")
            return None
        except Exception as fault:  # noqa: BLE001 - input from strangers must not crash a build
            self._refuse(
                scanned, "unreadable-markdown", f"the parser fails here ({fault!r:.80})"
            )
            return None
        if root.xpath(_DEEP):
            self._refuse(scanned, "nested-too-deep", "the text is nested too deep")
            return None
        sanitise(root, self.source, scanned.masked)
        lift_blocks(root)
        split_pictures(root)
        return root

    def _refuse(self, scanned: Scan, rule: str, message: str) -> None:
        if any(f.rule == rule for f in self.source.findings):
            return  # the scan has named the line
        line = _culprit(scanned, self._fails)
        self.source.report(rule, message, line, "write this stretch more simply", near=True)

    def _fails(self, part: Scan) -> bool:
        """Tell whether the parser cannot bear a part of the file."""
        try:
            root = read_html(dialect.to_html(part), Source("", ""))
        except Exception:  # noqa: BLE001 - as above
            return True
        return bool(root.xpath(_DEEP))

    def _lines(self, root: Element, notes: NoteTexts, scanned: Scan) -> None:
        aligner = Aligner(self.source)
        aligner.place(root)
        for label, text in notes.texts.items():
            line = scanned.notes.get(label, 1)
            aligner.to_line(line)
            aligner.place(text)
            text.set("data-line", str(line))

    def _take_heading(self, root: Element) -> Element | None:
        """Take the first ``#`` heading out of the text."""
        heading = next(root.iter("h1"), None)
        if heading is None:
            return None
        if drop_calls(heading):
            self.source.report(
                "note-in-title",
                "the title calls a note",
                line_of(heading),
                "call it from the first paragraph; titles also stand in the contents",
            )
        remove(heading)
        for mark in [s for s in heading.iter("span") if s.get("data-isg-macro")]:
            remove(mark)
        punctuate_inline(heading, self.language)
        return heading

    def _title(self, heading: Element | None) -> str:
        """Give the title as XHTML: that of the contents list, the heading's, or the role's."""
        if self.section.title:
            return self._inline(self.section.title)
        if heading is None:
            return self._role_title()
        for link in list(heading.iter("a")):
            if _is_reference(link):
                remove(link)
            else:
                unwrap(link)
        return inner_xhtml(heading).strip()

    def _heading(self, heading: Element | None, marker: Marker) -> str:
        """Give the title with its links, where it has any."""
        if self.section.title or heading is None or heading.find(".//a") is None:
            return ""
        marker.mark(heading)
        return inner_xhtml(heading).strip()

    def _role_title(self) -> str:
        """Give the title of a section whose file has none: that of its role, if any."""
        role, own = roles().get(self.section.role), interface_words(self.language)
        if role is not None and not role.listed:
            return ""
        key = self.section.role.replace("-", "_")
        if key in own and not (role and role.numbered):
            return escape(own[key], quote=False)
        if not self.source.text.strip():  # which is a finding of its own
            return ""
        self.source.report(
            "missing-title",
            "this file has no title",
            self.section.body_line,
            "start it with a line `# Title`, or give `title:` in its front matter",
        )
        return ""

    def _inline(self, text: str) -> str:
        return inline_xhtml(text, self.language)

    def _shape(self, roots: list[Element], notes: NoteTexts) -> None:
        number_calls(roots[0], notes, self.section.slug)
        language = interface_words(self.language)
        for part in roots:
            shape(part, self.source, language)
            shape_citations(part, self.source, self.title)
            run_together(part, self.source)
            punctuate(part, self.language)
        heading_findings(roots[0], self.source)

    def _own_target(self, title: str) -> Target:
        plain = plain_text(etree.fromstring(f"<i>{title}</i>"))
        return Target(self.section.slug, self.section.slug, "section", title=plain, line=1)

    def _images(self, roots: list[Element]) -> tuple[Image, ...]:
        return tuple(self._image(img) for part in roots for img in list(part.iter("img")))

    def _image(self, img: Element) -> Image:
        """Check a picture and give it its address in the press."""
        address = unquote(img.get("src", "")).strip()
        start = line_of(img)
        line = self.source.line_of(img.get("src", ""), start) or start if address else start
        if img.get("title"):
            self.source.report(
                "caption-without-figure",
                "the caption of this picture is not printed",
                line,
                "put the picture alone on its line",
                severity=Severity.WARNING,
            )
        gone = GONE in img.attrib
        decorative = img.attrib.pop("decorative", "").lower() in _YES
        alt = "" if decorative else " ".join(img.get("alt", "").split())
        img.attrib.clear()
        path = posixpath.normpath(posixpath.join(posixpath.dirname(self.section.file), address))
        if not gone:
            self._check_address(address, path, line)
        img.set("src", f"isg:file/{path}")
        img.set("alt", alt)
        if decorative:
            img.set("role", "presentation")
        elif not alt and not gone:
            self.source.report(
                "missing-alt-text",
                f"the picture `{posixpath.basename(path)}` has no alternative text",
                line,
                "say in `![...]` or `alt:` what it shows, or mark it as `decorative`",
                severity=Severity.WARNING,
            )
        return Image(path, alt, decorative, line)

    def _check_address(self, address: str, path: str, line: int) -> None:
        if address.lower().startswith(("http:", "https:", "//")):
            self.source.report(
                "picture-from-outside",
                f"the picture `{address[:60]}` lies on the web",
                line,
                "save it beside the text and name the file; a build uses no network",
            )
        elif not address:
            self.source.report(
                "missing-picture",
                "this picture names no file",
                line,
                "write `![what it shows](images/name.png)`",
            )
        elif fault := check_picture(self.world, path):
            rule, message, advice = fault
            self.source.report(rule, message, line, advice)

    def _finish(
        self,
        document: Document,
        root: Element,
        notes: NoteTexts,
        found: tuple[list[Target], Marker, tuple[Image, ...]],
    ) -> Document:
        targets, marker, images = found
        made = tuple(
            Note(name, call, label, inner_xhtml(text).strip(), int(text.get("data-line", "0")))
            for author, name, call, label in notes.order
            for text in [notes.texts[author]]
        )
        slug = self.section.slug
        of_notes = [Target(n.id, slug, "note", n.label, line=n.line) for n in made]
        document = replace(
            document,
            body=write_xhtml(root),
            notes=made,
            targets=(*targets, *marker.targets, *of_notes),
            index=tuple(marker.entries),
            images=images,
            languages=_languages([root, *notes.texts.values()], self.language),
        )
        have = document_text(document)
        if not any(f.severity is Severity.ERROR for f in self.source.findings):
            self._conserve(have)
        return replace(document, words=count_words(have) - len(words(head_of(document))))

    def _conserve(self, have: str) -> None:
        """Compare the words of the file with those of the document."""
        if lost := missing_words(self.source.text, have, titled=bool(self.section.title)):
            run, line = lost
            advice = "look for an unusual mark just before them, and write it more simply"
            if self.source.text.split("\n")[line - 1].lstrip().startswith("|"):
                advice = "this row has more cells than the head of its table: give both as many"
            self.source.report(
                "unread-words",
                f"words of this file are missing from the book: {run}",
                line,
                advice,
                near=True,
            )


def _is_reference(link: Element) -> bool:
    """Tell a mark such as "A11.1", set close to a word, from words that are a link."""
    before = link.getprevious()
    text = (link.getparent().text if before is None else before.tail) or ""
    return bool(text) and not text[-1].isspace()


def _labels(root: Element) -> None:
    """Leave an empty label where ``link`` is to put a number."""
    for element in root.iter("figure", "table"):
        if not numbered(element):
            continue
        caption = element.find("figcaption" if element.tag == "figure" else "caption")
        if caption is None:
            tag = "figcaption" if element.tag == "figure" else "caption"
            caption = etree.Element(tag)
            element.insert(len(element) if tag == "figcaption" else 0, caption)
        label = etree.Element("span", {"class": "label", "data-for": element.get("id")})
        label.tail = caption.text
        caption.text = None
        caption.insert(0, label)


def _languages(roots: list[Element], language: str) -> tuple[str, ...]:
    found = {e.get("lang") for part in roots for e in part.iter() if e.get("lang")}
    return tuple(sorted(found | {language}))


def _culprit(scanned: Scan, fails: Callable[[Scan], bool]) -> int:
    """Give the last line of the shortest stretch from the top that fails."""
    low, high = 1, len(scanned.lines)
    while low < high:
        middle = (low + high) // 2
        if fails(Scan(scanned.source, scanned.lines[:middle])):
            high = middle
        else:
            low = middle + 1
    return low
