"""Lists of titles that a press already has, made into stubs of book.yaml.

A list is a table (CSV) or a message of ONIX 3. Each of its rows or records is a product;
products that are editions of one work become one title.
"""
