"""What worker processes import, once, before there is work: WeasyPrint without any font.

Nothing may be laid out here: Pango does not survive a fork once it was used.
"""

from __future__ import annotations

import os
import warnings

from isgpress import world

# Read by fontconfig at its first use: the machine's own fonts are never seen.
os.environ["FONTCONFIG_FILE"] = str(world.package_path("typeset/fonts.conf"))

with warnings.catch_warnings():
    warnings.filterwarnings("ignore", message="No fonts configured")
    from isgpress.typeset import engine

__all__ = ["engine"]
