"""One round over a title: hands sections to workers in reading order and hears of them.

Sections wait in their worker for the folio on which they start, which is known when all
before them have been counted. Since they are handed out in reading order, the earliest
unfinished one is always at work, and the wait ends. One that fails counts as one page, so
that the others can end and all faults are told at once.
"""

from __future__ import annotations

import signal
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from isgpress.findings import Finding, Span
from isgpress.typeset import pagination
from isgpress.typeset.messages import (
    Counted,
    Done,
    Failed,
    Fill,
    LaidOut,
    Overfull,
    Ready,
    Start,
    Task,
    Turn,
)
from isgpress.typeset.pool import Died
from isgpress.typeset.shelf import Setting
from isgpress.typeset.worker import too_large

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from isgpress.model.rendered import RenderedSection
    from isgpress.typeset.facts import Facts, Written
    from isgpress.typeset.pagination import Place
    from isgpress.typeset.pool import Pool, Worker
    from isgpress.typeset.shelf import Shelf

MEMORY_SIGNALS = {-signal.SIGABRT, -signal.SIGTRAP}  # how GLib ends when it gets no memory


@dataclass(frozen=True, slots=True)
class Item:
    """A section in a round: its place, and how to get its HTML from facts before it."""

    place: Place
    render: Callable[[Sequence[Facts]], RenderedSection]
    needs_map: bool = False


class Round:
    """All that is known while a title is laid out once."""

    def __init__(
        self,
        items: list[Item],
        shelf: Shelf,
        values: Mapping[int, Mapping[str, str]],
        jobs: int,
        report: Callable[[str, int], None],
    ) -> None:
        """Take sections in reading order, and folios set in advance by section number."""
        self._items, self._shelf, self._report = items, shelf, report
        self.values = dict(values)  # folios set in advance, by section number
        self._jobs = jobs
        self._pool: Pool | None = None
        self._places = [item.place for item in items]
        self._sections: dict[int, RenderedSection] = {}
        self._counts: list[int | None] = [None] * len(items)
        self._sides: dict[int, str] = {}  # on which a worker began a section
        self._queue: list[int] = list(range(len(items)))
        self._waiting: dict[int, Worker] = {}
        self.facts: dict[int, Facts] = {}
        self.written: dict[int, Written] = {}
        self.findings: list[Finding] = []
        self.overfull: set[int] = set()
        self.moved = False  # whether a section has other pages since its slots are filled
        self._failed: set[int] = set()
        self._looked: set[tuple[int, bool]] = set()  # (section, whether for its PDF)

    def run(self, pool: Callable[[], Pool]) -> None:
        """Lay out and write all sections; a pool is asked for only if there is work."""
        while True:
            known = None
            while known != (known := (len(self.facts), len(self.written))):
                self._serve_from_shelf()
            if self._is_over():
                return
            self._pool = self._pool or pool()
            self._hand_out(self._pool)
            if all(worker.idle for worker in self._pool.workers):
                message = f"no section of {self._queue} can be laid out"
                raise RuntimeError(message)
            for worker, message in self._pool.hear():
                self._take(worker, message)

    def starts(self) -> tuple[int | None, ...]:
        """Give the first folio of each section, as far as known."""
        return pagination.first_folios(self._places, self._counts)

    def folios(self) -> dict[str, str]:
        """Give the folio of each id, as far as known."""
        return pagination.folios_of(self._places, self.starts(), self.facts)

    @property
    def has_failed(self) -> bool:
        """Whether any section failed."""
        return bool(self._failed)

    def section(self, number: int) -> RenderedSection:
        """Give the HTML of a section that was laid out."""
        return self._sections[number]

    # What is at hand without work

    def _serve_from_shelf(self) -> None:
        """Take all from the cache that can be taken now.

        Stops at as many sections to lay out as there are workers: to read on would only
        keep those waiting.
        """
        missing = 0
        for number in list(self._queue):
            section = self._section(number)
            if section is None or missing == self._jobs:
                break
            if number not in self.facts:
                self._take_facts(number)
            if number in self.facts:
                self._take_pdf(number)
            else:
                missing += 1

    def _take_facts(self, number: int) -> None:
        free = self._places[number].starts_on == pagination.ANY
        if free and self.starts()[number] is None:
            return  # which facts are meant depends on the side
        if (number, False) not in self._looked:
            self._looked.add((number, False))
            found = self._shelf.facts(self._setting(number))
            if found is not None:
                self._learn(number, found)

    def _take_pdf(self, number: int) -> None:
        start, values = self.starts()[number], self._slot_values(number)
        if start is None or values is None or (number, True) in self._looked:
            return
        self._looked.add((number, True))
        found = self._shelf.written(self._setting(number), self._printed(number, start), values)
        if found is not None:
            self._finish(number, found)
            self._queue.remove(number)
        elif values and self._shelf.overfull(self._setting(number), values):
            self.overfull.add(number)
            self._queue.remove(number)

    def _section(self, number: int) -> RenderedSection | None:
        """Give a section's HTML, None as long as it waits for the pages of earlier ones."""
        if number not in self._sections:
            item = self._items[number]
            if item.needs_map and len([n for n in self.facts if n < number]) < number:
                if not any(n < number for n in self._failed):
                    return None
                self._fail(number, ())
                self._queue.remove(number)
                return None
            early = [self.facts[n] for n in range(number)] if item.needs_map else []
            self._sections[number] = item.render(early)
        return self._sections[number]

    def _is_over(self) -> bool:
        done = len(self.written) + len(self._failed | self.overfull)
        return done == len(self._items)

    # What goes out

    def _hand_out(self, pool: Pool) -> None:
        for worker in pool.workers:
            if worker.idle and not self._fill_one(worker):
                self._start_one(worker)

    def _fill_one(self, worker: Worker) -> bool:
        for number in sorted(worker.held):
            values = self._slot_values(number)
            if values is not None and self.starts()[number] is not None:
                worker.held.remove(number)
                self._begin(worker, number, Fill(number, values))
                return True
        return False

    def _start_one(self, worker: Worker) -> None:
        for number in list(self._queue):
            section = self._section(number)
            if section is None:
                return
            if number in self.facts and not self._is_ready(number):
                continue  # laid out before; its PDF may yet be in the cache
            self._queue.remove(number)
            self._sides[number] = self._side(number)
            self._begin(worker, number, self._task(number, section))
            return

    def _is_ready(self, number: int) -> bool:
        return self.starts()[number] is not None and self._slot_values(number) is not None

    def _begin(self, worker: Worker, number: int, message: Task | Fill) -> None:
        worker.busy = number
        worker.begin()
        worker.send(message)

    def _task(self, number: int, section: RenderedSection) -> Task:
        return Task(
            number=number,
            slug=section.slug,
            file=file_of(section),
            html=section.html,
            resources={r.uri: (r.path, r.media_type) for r in section.resources},
            folios=section.folios,
            side=self._side(number),
            start=self.starts()[number],
            values=self._set_values(number),
        )

    def _side(self, number: int) -> str:
        """Give the side on which a section starts; recto where it is not yet known."""
        wanted = self._places[number].starts_on
        if wanted != pagination.ANY:
            return wanted
        return pagination.side_of(self.starts()[number] or 1)

    # What comes in

    def _take(self, worker: Worker, message: Any) -> None:
        if isinstance(message, Ready):
            return
        if isinstance(message, Died):
            self._bury(worker, message)
        elif isinstance(message, Counted):
            worker.pause()
            self._counts[message.number] = message.pages
            self._waiting[message.number] = worker
            self._release()
        elif isinstance(message, LaidOut):
            self._laid_out(worker, message)
        else:
            worker.busy = None
            worker.pause()
            self._taken(message)

    def _taken(self, message: Done | Failed | Overfull) -> None:
        if isinstance(message, Done):
            self._keep(message.number, message.written)
        elif isinstance(message, Failed):
            self._fail(message.number, message.findings)
        else:
            self._set_again(message.number)

    def _set_again(self, number: int) -> None:
        """Lay a section out with the folios that are too wide for its slots."""
        values = self._slot_values(number) or {}
        self._shelf.keep_overfull(self._setting(number), values)
        self.values[number] = values
        self._queue = sorted([*self._queue, number])

    def _laid_out(self, worker: Worker, message: LaidOut) -> None:
        number = message.number
        before = self.facts.get(number)
        self.moved |= before is not None and before.anchors != message.facts.anchors
        self._shelf.keep_facts(self._setting(number), message.facts)
        self._learn(number, message.facts)
        if message.facts.slots and not self._set_values(number):
            worker.held.add(number)
            worker.busy = None
            worker.pause()

    def _learn(self, number: int, facts: Facts) -> None:
        self.facts[number] = facts
        self._counts[number] = facts.pages
        self._release()

    def _release(self) -> None:
        """Tell their start to the sections that wait for it, where it is known."""
        starts = self.starts()
        for number, worker in list(self._waiting.items()):
            start = starts[number]
            if start is None:
                continue
            del self._waiting[number]
            side = pagination.side_of(start)
            free = self._places[number].starts_on == pagination.ANY
            if free and side != self._sides[number]:
                self._sides[number] = side
                self._counts[number] = None
                starts = self.starts()
                worker.send(Turn(side))
            else:
                worker.send(Start(start))
            worker.resume()

    def _bury(self, worker: Worker, died: Died) -> None:
        """Name the section that ended a worker; lay out again what it held."""
        number = worker.busy
        self._queue = sorted({*self._queue, *worker.held})
        if self._pool is not None:
            self._pool.replace(worker)
        if number is None or not worker.ready:
            self.findings.append(_cannot_start(died))
            self._failed = set(range(len(self._items)))
            return
        self._waiting.pop(number, None)
        self._fail(number, (why_it_died(died, file_of(self._sections[number])),))

    def _fail(self, number: int, findings: tuple[Finding, ...]) -> None:
        self._failed.add(number)
        self.findings.extend(findings)
        self._counts[number] = self._counts[number] or 1
        self._report("failed", number)
        self._release()

    def _keep(self, number: int, written: Written) -> None:
        start, values = self.starts()[number], self._slot_values(number)
        if start is not None and values is not None:
            self._shelf.keep_written(
                self._setting(number), self._printed(number, start), values, written
            )
        self._finish(number, written)

    def _finish(self, number: int, written: Written) -> None:
        self.written[number] = written
        self._report("done", number)

    # Keys and values

    def _set_values(self, number: int) -> Mapping[str, str]:
        return self.values.get(number, {})

    def _slot_values(self, number: int) -> dict[str, str] | None:
        """Give the folios for a section's slots; None as long as one is unknown."""
        facts = self.facts.get(number)
        if facts is None:
            return None
        folios = self.folios()
        known = len(self.facts) + len(self._failed - self.facts.keys()) == len(self._items)
        if not known and not all(target in folios for target in facts.slots):
            return None
        return {target: folios.get(target, "") for target in facts.slots}

    def _setting(self, number: int) -> Setting:
        values = self._set_values(number)
        return Setting(self._sections[number], self._side(number), values)

    def _printed(self, number: int, start: int) -> int | None:
        """Give the first folio of a section that prints folios, None for others."""
        return start if self.facts[number].uses_folio else None


def file_of(section: RenderedSection) -> str:
    """Give the file that findings about a section name."""
    span = section.section.span
    return section.section.file or (span.path if span else "") or section.slug


def why_it_died(died: Died, file: str) -> Finding:
    """Say why a worker ended over a file."""
    if died.late:
        return Finding(
            "section-too-slow",
            "laying out this section took longer than a section may take",
            Span(file),
            "split the file; look for tables or lists of thousands of lines",
        )
    if died.exit_code in MEMORY_SIGNALS or died.exit_code == -signal.SIGKILL:
        return too_large(file)
    return Finding(
        "layout-crashed",
        f"the layout engine broke down on this section (exit code {died.exit_code})",
        Span(file),
        "leave out half of the section, then the other half, to find the place; then report it",
    )


def _cannot_start(died: Died) -> Finding:
    return Finding(
        "layout-engine-missing",
        f"the layout engine cannot be started (exit code {died.exit_code})",
        help="run `isgpress doctor`: it says what is missing on this machine",
    )
