"""A finished paper as JATS XML (Journal Article Tag Suite, Journal Publishing), made from its page.

Whatever engine made the page, the article is the same; every bound number keeps its id and names its results row.
"""
