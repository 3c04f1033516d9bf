"""Tables that several methods use, by name; the same counts stand in tables.R."""

from __future__ import annotations

TABLES: dict[str, list[list[int]]] = {
    "tea": [[3, 1], [1, 3]],
    "drug": [[10, 2], [3, 15]],
    "zero": [[0, 7], [5, 4]],
    "job": [[1, 2, 1, 0], [3, 3, 6, 1], [10, 10, 14, 9], [6, 7, 12, 11]],
    "five": [[9, 4, 2], [4, 8, 8], [5, 3, 16], [9, 8, 5], [8, 3, 8]],
    "sparse": [[2, 0, 0], [1, 3, 0], [0, 1, 4], [1, 0, 2]],
    "wide": [[3, 1, 0, 2, 5, 1], [0, 4, 3, 1, 0, 2], [2, 2, 6, 0, 1, 1]],
}
