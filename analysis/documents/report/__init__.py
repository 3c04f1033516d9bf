"""What a report needs beside the verbs of prose: the protocol in sections, marks, lists, displays by number."""

from __future__ import annotations

from collections.abc import Callable

from analysis.documents.report.appendices import (
    format_attached,
    format_case_report_form,
    format_conversions,
    format_data_listings,
    format_methods,
    format_signatures,
)
from analysis.documents.report.design import (
    format_amendments,
    format_arm_table,
    format_changes,
    format_criteria,
    format_deviation_rules,
    format_endpoints,
    format_measures,
    format_objectives,
    format_people,
    format_periods,
    format_schedule,
    format_windows,
)
from analysis.documents.report.efficacy import (
    format_efficacy,
    format_margin_text,
    format_response,
    format_survival_text,
    format_trend_text,
)
from analysis.documents.report.estimands import format_estimands, format_intercurrent_events
from analysis.documents.report.exhibits import format_exhibit_list, format_exhibits, format_see
from analysis.documents.report.front import (
    format_abbreviations,
    format_contents,
    format_report_setup,
    format_report_title,
    format_terms,
    format_title_fields,
)
from analysis.documents.report.gaps import format_author, format_draft_page, format_told
from analysis.documents.report.issues import (
    format_deviations_text,
    format_exposure_text,
    format_listed,
    format_missing_text,
    format_see_about,
    format_sensitivity_text,
    format_subset_text,
)
from analysis.documents.report.patients import format_analysis_sets, format_baseline_text, format_disposition
from analysis.documents.report.plan import (
    format_analyses,
    format_conventions,
    format_populations,
    format_post_hoc,
    format_shells,
)
from analysis.documents.report.safety import (
    format_category_text,
    format_compared,
    format_deaths_text,
    format_events_text,
    format_frequent,
    format_liver_text,
    format_serious_text,
    format_shift_text,
)
from analysis.documents.report.synopsis import format_synopsis

_ALL = (
    format_abbreviations,
    format_amendments,
    format_analyses,
    format_analysis_sets,
    format_arm_table,
    format_attached,
    format_author,
    format_baseline_text,
    format_case_report_form,
    format_category_text,
    format_changes,
    format_compared,
    format_contents,
    format_conventions,
    format_conversions,
    format_criteria,
    format_data_listings,
    format_deaths_text,
    format_deviation_rules,
    format_deviations_text,
    format_disposition,
    format_draft_page,
    format_efficacy,
    format_endpoints,
    format_estimands,
    format_events_text,
    format_exhibit_list,
    format_exhibits,
    format_exposure_text,
    format_frequent,
    format_intercurrent_events,
    format_listed,
    format_liver_text,
    format_margin_text,
    format_measures,
    format_methods,
    format_missing_text,
    format_objectives,
    format_people,
    format_periods,
    format_populations,
    format_post_hoc,
    format_report_setup,
    format_report_title,
    format_response,
    format_schedule,
    format_see,
    format_see_about,
    format_sensitivity_text,
    format_serious_text,
    format_shells,
    format_shift_text,
    format_signatures,
    format_subset_text,
    format_survival_text,
    format_synopsis,
    format_terms,
    format_title_fields,
    format_told,
    format_trend_text,
    format_windows,
)
VERBS: dict[str, Callable[..., str]] = {verb.__name__.removeprefix("format_"): verb for verb in _ALL}
