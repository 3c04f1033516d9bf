"""Documents: what prose may call, and the two engines that turn a Quarto document into HTML, PDF and Word.

A document begins with ``from analysis.documents import open_document`` and ``open_document("paper")``; from then on the
verbs of ``analysis/documents/prose`` stand ready for its inline code.
"""

from analysis.documents.session import open_document

__all__ = ["open_document"]
