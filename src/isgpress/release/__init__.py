"""Release: what leaves the house, named as the trade names things, verifiable by anyone."""
