"""Narratives: what was recorded of a patient, in sentences."""

from __future__ import annotations

from analysis.displays.narrative_text import (
    format_dosing,
    format_event,
    format_history,
    format_medication,
    format_outcome,
    format_person,
)
from tests.displays.tiny import notes_of, texts, tiny_table

EVENT = {
    "term": "Oesophageal varices haemorrhage", "reported": "Variceal bleeding", "class": "Gastrointestinal disorders",
    "start": "2023-09-22", "start_day": "150", "end": "2023-09-30", "end_day": "158", "duration": "9", "grade": "3",
    "serious": "Y", "relation": "NOT RELATED", "action": "", "outcome": "RECOVERED/RESOLVED", "since_dose": "135",
}  # fmt: skip


def test_an_event_is_told_with_its_course() -> None:
    assert format_event(EVENT) == (
        "Oesophageal varices haemorrhage (reported as Variceal bleeding, Gastrointestinal disorders) began on "
        "2023-09-22 (day 150), 135 days after the last dose before it. It ended on 2023-09-30 (day 158) (9 days). "
        "Grade 3. Serious. Relation to treatment: not related. Outcome: recovered/resolved."
    )
    open_end = EVENT | {"end": "", "end_day": "", "duration": "", "since_dose": ""}
    assert "began on 2023-09-22 (day 150). No end is recorded." in format_event(open_end)


def test_a_person_history_medication_and_doses() -> None:
    person = {"age": "51", "sex": "M", "race": "ASIAN", "weight": "59.7"}
    assert format_person(person, "Low dose") == (
        "51-year-old man (Asian, 59.7 kg before the first dose) in the group Low dose."
    )
    assert format_person({}, "Low dose") == "Patient in the group Low dose."
    history = [{"term": "Chronic hepatitis B", "start": "2008", "ongoing": "Y"}, {"term": "Ascites"}]
    assert format_history(history) == "Chronic hepatitis B (2008, ongoing); Ascites."
    assert format_history([]) == "None recorded."
    doubled = [{"term": "", "reported": "LENS IMPLANT", "start": "1996"}] * 2
    assert format_history(doubled) == "Lens implant (1996)."
    drug = {"medication": "ENTECAVIR", "indication": "Chronic hepatitis B", "start": "2018-04", "ongoing": "Y"}
    assert format_medication([drug]) == "Entecavir for chronic hepatitis B (from 2018-04, ongoing)."
    hiv = {"medication": "Zidovudine", "indication": "HIV INFECTION"}
    assert format_medication([hiv, hiv]) == "Zidovudine for HIV infection."
    dose = {"dose": "25000000", "unit": "cells", "day": "8", "date": "2022-07-26", "interrupted": "Y"}
    assert format_dosing([dose]) == "1 dose: 2.5 × 10⁷ cells on day 8 (2022-07-26, interrupted)."


def test_how_the_study_ended() -> None:
    died = {"first_dose": "2023-12-30", "death": "2024-01-02", "cause_of_death": "LIVER FAILURE"}
    assert format_outcome(died) == "Died on 2024-01-02 (day 4). Recorded cause: liver failure."
    left = {"end_of_study": "2024-01-02", "end_status": "DISCONTINUED", "end_reason": "LOST TO FOLLOW-UP"}
    assert format_outcome(left) == "Left the study on 2024-01-02: lost to follow-up."
    assert format_outcome({"end_status": "COMPLETED"}) == "Alive; completed the study."
    assert format_outcome({}) == "Still in the study at the data cut-off."


def test_the_table_tells_of_each_patient() -> None:
    table = tiny_table("narratives", "narratives")
    found = texts(table)
    heads = [name for name in found if " > " not in name]
    assert heads == ["Patient 01, Low dose: serious adverse event", "Patient 06, High dose: death"]
    assert found[f"{heads[0]} > Serious event"][0].startswith("Pneumonia")
    assert "Laboratory before death" in " ".join(name for name in found if name.startswith(heads[1]))
    assert "died (n = 1), had a serious adverse event (n = 1)" in notes_of(table)
