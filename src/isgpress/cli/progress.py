"""Shows a build while it runs: live on a terminal, plain lines anywhere else."""

from __future__ import annotations

import os
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Self, TextIO

if TYPE_CHECKING:
    from types import TracebackType

    from rich.progress import TaskID

    from isgpress.build.events import Progress


def is_live(stream: TextIO) -> bool:
    """Tell whether a stream is a terminal that can redraw its lines."""
    return stream.isatty() and os.environ.get("TERM") not in (None, "", "dumb")


def progress_on(stream: TextIO, *, quiet: bool = False) -> Shown:
    """Give what shows progress best on that stream."""
    if quiet:
        return Shown()
    return Live(stream) if is_live(stream) else Plain(stream)


class Shown(AbstractContextManager["Shown"]):
    """Takes a build's steps and shows nothing of them."""

    def __call__(self, step: Progress) -> None:
        """Take a step."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Show nothing more."""


class Plain(Shown):
    """Writes one line as each stage of a title begins, without control codes."""

    def __init__(self, stream: TextIO) -> None:
        """Write to that stream."""
        self._stream = stream
        self._begun: set[tuple[str, str]] = set()

    def __call__(self, step: Progress) -> None:
        """Write a line where the stage is new."""
        if (step.slug, step.stage) not in self._begun:
            self._begun.add((step.slug, step.stage))
            # at once with its end: threads tell of their stages at the same time
            self._stream.write(f"{step.slug}: {step.stage}\n")
            self._stream.flush()


class Live(Shown):
    """Draws a bar for each title with stage, chapter and time left."""

    def __init__(self, stream: TextIO) -> None:
        """Draw on that stream; NO_COLOR is respected."""
        from rich import progress  # noqa: PLC0415 - only on a terminal
        from rich.console import Console  # noqa: PLC0415

        self._bars = progress.Progress(
            progress.TextColumn("{task.fields[slug]}"),
            progress.TextColumn("{task.description}"),
            progress.BarColumn(bar_width=24),
            progress.TimeRemainingColumn(compact=True),
            progress.TextColumn("{task.fields[section]}", style="dim", markup=False),
            console=Console(file=stream),
            transient=True,
        )
        self._tasks: dict[tuple[str, str], TaskID] = {}

    def __enter__(self) -> Self:
        """Begin to draw."""
        self._bars.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Wipe the bars: the summary follows."""
        self._bars.stop()

    def __call__(self, step: Progress) -> None:
        """Move a bar on; the bar of a title's earlier stage goes."""
        key = (step.slug, step.stage)
        if key not in self._tasks:
            for old in [k for k in self._tasks if k[0] == step.slug]:
                self._bars.remove_task(self._tasks.pop(old))
            self._tasks[key] = self._bars.add_task(
                step.stage, total=step.total or None, slug=step.slug, section=""
            )
        self._bars.update(
            self._tasks[key],
            completed=step.done,
            total=step.total or None,
            section=step.section,
        )
