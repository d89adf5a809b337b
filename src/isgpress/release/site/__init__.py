"""The press's own site: every title with its covers, editions and downloads, as plain pages.

No page needs a script. The folder holds all that is public: pages, catalogues, and of
each release the files that anybody may have.
"""
