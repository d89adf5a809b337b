"""isgpress: from plain text to everything a title is sold and printed as."""
