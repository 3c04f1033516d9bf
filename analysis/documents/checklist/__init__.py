"""Reporting checklists, filled from a finished document: what of each item stands where, and what is missing.

A writer marks where an item is reported: ``[]{.item no="12a"}`` at the beginning of the sentence. Section, page and
words are found in the finished files, so they are never typed and never out of date.
"""
