from typing import Any

import pandas as pd

from analysis.results.liver_safety import POINTS, estimate
from analysis.results.product import Product
from tests.results.trial import Datasets, make_datasets, make_measured, make_study, values


def ratios(name: str, measured: dict[str, tuple[float, ...]]) -> pd.DataFrame:
    """Values whose upper limit is 1."""
    frame = make_measured(name, measured)
    return frame.assign(R2ANRHI=frame["AVAL"])


def estimate_safety(*frames: pd.DataFrame) -> Product:
    study = make_study(only="liver-safety", aminotransferases=["ALB", "CPCLASS"])
    block: Any = study.analysis("liver-safety")
    labs = pd.concat([frame for frame in frames if frame["PARAMCD"].iloc[0] != "CPCLASS"])
    classes = pd.concat([frame for frame in frames if frame["PARAMCD"].iloc[0] == "CPCLASS"])
    datasets: Datasets = make_datasets() | {"ADLB": labs, "ADEFF": classes}
    return estimate(study, block, datasets)


def some() -> Product:
    # ALB and CPCLASS stand for two aminotransferases
    return estimate_safety(
        ratios("ALB", {"01": (5.0, 1.0, 3.0), "02": (1.0, 2.9), "05": (1.0, 1.0), "06": (2.0, 4.0)}),
        ratios("CPCLASS", {"01": (1.0, 2.0), "05": (1.0, 3.5, 3.5)}),
        ratios("TBIL", {"01": (1.0, 2.1), "02": (1.0, 2.5), "05": (3.0, 2.0)}),
    )


def test_peaks_after_the_first_dose_are_counted_by_multiples() -> None:
    found = values(some(), "liver-safety.peak/")
    assert found["ALB/3x/LOW/n"] == 1  # 01 had 5 before, 3 after
    assert found["ALB/1x/ALL/n"] == 4
    assert found["ALB-or-CPCLASS/3x/ALL/n"] == 3
    assert found["TBIL/2x/ALL/n"] == 2  # 2 times is not above
    assert found["TBIL/2x/HIGH/N"] == 3


def test_quadrants_need_both_values() -> None:
    found = values(some(), "liver-safety.hys-law/")
    counts = {name.removesuffix("/ALL/n"): n for name, n in found.items() if name.endswith("ALL/n")}
    assert counts == {"both": 1, "aminotransferase-only": 1, "bilirubin-only": 1, "neither": 0, "unknown": 4}


def test_each_subject_is_a_point() -> None:
    points = some().frames["points"]
    assert tuple(points.columns) == POINTS
    lines = [tuple(line) for line in points.fillna("").itertuples(index=False)]
    assert lines[0] == ("01", "LOW", 3.0, 2.1, 5.0, 1.0, 57.0, 29.0, "both")
    # the first day of two equal peaks
    assert lines[2] == ("05", "HIGH", 3.5, 2.0, 1.0, 3.0, 29.0, 29.0, "aminotransferase-only")
    assert lines[3] == ("06", "HIGH", 4.0, "", 2.0, "", 29.0, "", "unknown")
