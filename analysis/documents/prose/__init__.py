"""The verbs of prose, by the names that inline code uses. Each answers in Markdown with numbers bound to their rows."""

from __future__ import annotations

from collections.abc import Callable

from analysis.documents.prose.changes import format_change, format_course, format_directions
from analysis.documents.prose.claims import format_claim, format_claims, format_published
from analysis.documents.prose.comparisons import (
    format_depends_on_dose,
    format_difference,
    format_groups,
    format_interaction,
    format_trend,
)
from analysis.documents.prose.design import (
    format_arms,
    format_confidence,
    format_day,
    format_days_of,
    format_doses,
    format_fact,
    format_last_safety_day,
    format_margins,
    format_model,
    format_number_of_arms,
    format_number_of_visits,
    format_parameters,
    format_time,
    format_visits,
)
from analysis.documents.prose.events import (
    format_events,
    format_mild,
    format_most_frequent,
    format_patients,
    format_responders,
)
from analysis.documents.prose.numbers import format_number, format_p
from analysis.documents.prose.pages import format_colophon, format_title_page
from analysis.documents.prose.participants import (
    format_characteristic,
    format_participants,
    format_period,
    format_share,
)
from analysis.documents.prose.robustness import format_approach, format_left_out, format_regression_to_the_mean
from analysis.documents.prose.showing import format_link, format_show
from analysis.documents.prose.statements import format_holds, format_says
from analysis.documents.prose.survival import (
    format_deaths,
    format_follow_up,
    format_log_rank,
    format_median,
    format_survival,
)
from analysis.documents.prose.values import format_value
from analysis.documents.prose.wording import format_wording

_ALL = (
    format_approach,
    format_arms,
    format_change,
    format_characteristic,
    format_claim,
    format_claims,
    format_colophon,
    format_confidence,
    format_course,
    format_day,
    format_days_of,
    format_deaths,
    format_depends_on_dose,
    format_difference,
    format_directions,
    format_doses,
    format_events,
    format_fact,
    format_follow_up,
    format_groups,
    format_holds,
    format_interaction,
    format_last_safety_day,
    format_left_out,
    format_link,
    format_log_rank,
    format_margins,
    format_median,
    format_mild,
    format_model,
    format_most_frequent,
    format_number,
    format_number_of_arms,
    format_number_of_visits,
    format_p,
    format_parameters,
    format_participants,
    format_patients,
    format_period,
    format_published,
    format_regression_to_the_mean,
    format_responders,
    format_says,
    format_share,
    format_show,
    format_survival,
    format_time,
    format_title_page,
    format_trend,
    format_value,
    format_visits,
    format_wording,
)
VERBS: dict[str, Callable[..., str]] = {verb.__name__.removeprefix("format_"): verb for verb in _ALL}
