"""The flatplan: which piece of an issue stands on which page, before anything is set.

>>> plan, findings = flatplan.plan(issue, layout)
>>> shown = flatplan.view(issue, plan, layout)
>>> flatplan.text(shown), flatplan.as_json(shown), flatplan.svg(shown)
"""

from isgpress.flatplan.names import is_open_ended
from isgpress.flatplan.picture import size, svg
from isgpress.flatplan.plan import plan
from isgpress.flatplan.table import text
from isgpress.flatplan.view import View, as_json, view

__all__ = ["View", "as_json", "is_open_ended", "plan", "size", "svg", "text", "view"]
