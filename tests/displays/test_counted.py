"""From a count to its patients."""

from __future__ import annotations

from analysis.displays.counted import derive_counted
from analysis.displays.model import Column, Line, Number, Table
from tests.displays.tiny import tiny_product


def test_each_count_knows_its_patients() -> None:
    row = "events.any/records/LOW/n"
    line = Line(("Any",), ((Number("2", row, "i"), " (", Number("25.0", row.replace("/n", "/p"), "%1"), ")"),))
    table = Table("ae", ("Events",), "Term", (Column(("Low",)),), (line,), ())
    frames = {"events.counted": [{"row": row, "subjects": "T-002\tT-010"}, {"row": "events.x/n", "subjects": "T-003"}]}
    assert derive_counted(table, frames, "T") == {"subjects": ["002", "010"], "counts": {"n_ae_1": [0, 1]}}
    assert derive_counted(table, {}, "T") == {}


def test_the_results_name_as_many_patients_as_they_count() -> None:
    for kind in ("flow", "baseline", "occurrence", "adverse-events", "responders", "exposure", "shift", "liver-safety"):
        product = tiny_product(kind)
        counts = {row.id: row.stat for row in product.rows}
        counted = product.frames["counted"].to_dict("records")
        assert counted, kind
        assert all(counts[one["row"]] == len(set(one["subjects"].split("\t"))) for one in counted)


def test_every_count_of_an_occurrence_table_that_is_not_zero_can_be_listed() -> None:
    product = tiny_product("occurrence")
    listed = set(product.frames["counted"]["row"])
    assert {row.id for row in product.rows if row.stat_name == "n" and row.stat > 0} == listed
