"""The values that the rooms hand to each other: frozen, picklable, without I/O.

``publication`` is what the YAML files say, ``manuscript`` what the Markdown says,
``rendered`` what a writer needs, ``artifact`` what came out.
"""
