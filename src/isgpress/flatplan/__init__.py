"""The flatplan: which piece of an issue stands on which page, before anything is set."""

from isgpress.flatplan.plan import plan

__all__ = ["plan"]
