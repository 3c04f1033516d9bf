"""What must not change the datasets: order of records, names of arms, the calendar, a visit more."""

from collections.abc import Mapping
from functools import cache
from random import Random

import pandas as pd
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from analysis.datasets.deriving import derive_dataset
from analysis.study import Study
from tests.datasets.small import PARAMETERS, TREE, make_study
from tests.raw.breaking import make_frames

NAMES = ("ADSL", "ADLB", "ADVS", "ADEFF", "ADAE", "ADCM", "ADEX", "ADTTE")
ALBI = {"id": "ALBI", "label": "ALBI", "category": "", "score": {"rule": "albi"}}
WEIGHT = {"id": "WEIGHT", "label": "Weight", "unit": "kg", "category": "", "domain": "VS"}
STUDY = make_study(parameters=[*PARAMETERS, WEIGHT, ALBI])
LATE = STUDY.model_copy(update={"study": STUDY.study.model_copy(update={"data_date": "2099-12-31"})})
Frames = Mapping[str, pd.DataFrame]
few = settings(max_examples=4, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])


def derived(raw: Frames, study: Study = STUDY) -> dict[str, pd.DataFrame]:
    datasets: dict[str, pd.DataFrame] = {}
    for name in NAMES:
        datasets[name] = derive_dataset(study, name, raw, datasets)
    return datasets


@cache
def original() -> Frames:
    return derived(make_frames())


def assert_equal(ours: Frames, theirs: Frames, but: tuple[str, ...] = ()) -> None:
    for name in NAMES:
        kept = [column for column in theirs[name] if column not in but]
        pd.testing.assert_frame_equal(ours[name][kept], theirs[name][kept], obj=name)


def test_the_trial_is_not_trivial() -> None:
    assert all(len(frame) for frame in original().values())
    assert original()["ADEFF"]["AVAL"].notna().any()


@few
@given(st.randoms(use_true_random=False))
def test_the_order_of_records_does_not_matter(random: Random) -> None:
    seed = random.getrandbits(32)
    shuffled = {name: frame.sample(frac=1, random_state=seed) for name, frame in make_frames().items()}
    assert_equal(derived({name: frame.reset_index(drop=True) for name, frame in shuffled.items()}), original())


@few
@given(st.lists(st.from_regex(r"[A-Z][A-Za-z0-9]{0,9}", fullmatch=True), min_size=2, max_size=2, unique=True))
def test_the_names_of_arms_do_not_matter(names: list[str]) -> None:
    raw = make_frames()
    renamed = dict(zip(("A", "P"), names, strict=True))
    for column in ("ARMCD", "ACTARMCD"):
        raw["DM"][column] = raw["DM"][column].replace(renamed)
    arms = [{**arm, "id": renamed[arm["id"]], "label": f"Group {renamed[arm['id']]}"} for arm in TREE["arms"]]
    study = STUDY.model_validate(STUDY.model_dump() | {"arms": arms})
    found = derived(raw, study)
    assert_equal(found, original(), but=("TRTP", "TRTA", "TRT01P", "TRT01A"))
    assert found["ADSL"]["TRT01P"].tolist() == [f"Group {names[0]}", f"Group {names[1]}", ""]


@few
@given(st.integers(-3000, 3000))
def test_the_calendar_does_not_matter(days: int) -> None:
    raw = make_frames()
    for frame in raw.values():
        for column in frame.columns[frame.columns.str.endswith("DTC")]:
            whole = frame[column].str.len() >= len("YYYY-MM-DD")
            moved = pd.to_datetime(frame.loc[whole, column].str[:10]) + pd.Timedelta(days=days)
            frame[column] = ""
            frame.loc[whole, column] = moved.dt.strftime("%Y-%m-%d")
    found, still = derived(raw, LATE), _without_partial()
    for name, column in (("ADLB", "ADY"), ("ADLB", "AVISIT"), ("ADLB", "CHG"), ("ADAE", "ASTDY"), ("ADTTE", "AVAL")):
        pd.testing.assert_series_equal(found[name][column], still[name][column])


@cache
def _without_partial() -> Frames:
    raw = {name: _without_partial_dates(frame) for name, frame in make_frames().items()}
    return derived(raw, LATE)


def _without_partial_dates(frame: pd.DataFrame) -> pd.DataFrame:
    dates = frame.columns[frame.columns.str.endswith("DTC")]
    whole = {column: frame[column].where(frame[column].str.len() >= len("YYYY-MM-DD"), "").str[:10] for column in dates}
    return frame.assign(**whole)


@few
@given(st.integers(2, 60), st.floats(20, 50))
def test_an_unscheduled_visit_changes_only_its_own_window(day: int, value: float) -> None:
    raw = make_frames()
    when = pd.Timestamp("2024-01-10") + pd.Timedelta(days=day - 1)
    new = raw["LB"].loc[[0]].assign(LBSEQ=50.0, VISITNUM=2.5, VISIT="UNSCHEDULED 2.5", LBSTRESN=value, LBSTRESC="")
    raw["LB"] = pd.concat([raw["LB"], new.assign(LBDTC=f"{when:%Y-%m-%d}", LBSTRESC=f"{value:g}")], ignore_index=True)
    found, before = derived(raw)["ADLB"], original()["ADLB"]
    added = found["SRCSEQ"] == 50
    assert added.sum() == 1
    rest = found[~added].reset_index(drop=True)
    visit = found.loc[added, "AVISIT"].iloc[0]
    elsewhere = (rest["AVISIT"] != visit) | (rest["PARAMCD"] != "ALB") | (rest["USUBJID"] != "S-1") | (visit == "")
    pd.testing.assert_frame_equal(rest[elsewhere], before[elsewhere])
    pd.testing.assert_frame_equal(rest.drop(columns="ANL01FL"), before.drop(columns="ANL01FL"))
    chosen = found[(found["ANL01FL"] == "Y") & (found["AVISIT"] != "")]
    assert not chosen.duplicated(["USUBJID", "PARAMCD", "AVISIT"]).any()
