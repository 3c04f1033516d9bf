"""The texts of a first paper. ``‹verb(...)›`` becomes inline code; ``{name}`` is filled in from the outline."""

from __future__ import annotations

HEAD = """
---
bibliography: references.bib
---

```{python}
#| include: false
from analysis.documents import open_document

open_document("paper")
```

```{python}
title_page("Clinical Trial")
```
"""

ABSTRACT = """
::: {{.abstract}}

# Abstract {{#abstract .unnumbered}}

**BACKGROUND:** *To be written.*

**METHODS:** {design}

**RESULTS:** {results}

**CONCLUSION:** *To be written.*

:::
"""

NOTICE = """
::: {.notice}

**A first draft.** Its numbers, and the words that state a direction, come from the results; its sentences were laid out
from the data and `study.yaml`. What is in *italics* is the authors' to write.

:::
"""

INTRODUCTION = """
# Introduction

*Background to be written.*{disease}

{aim}
"""

METHODS = """
# Methods

## Design

{design}

## Statistical analysis

{statistics}
"""

GROUPS = "There were ‹number_of_arms()› groups: ‹arms()›."
ONE_GROUP = "All patients were to receive the same treatment (‹arms()›)."
DOSES = "Treatments were ‹doses()›."
PLANNED = 'It was planned for ‹fact("planned_enrolment")›.'
MAIN = 'Results are told here for {names}, on ‹visits("mmrm")›.'

POPULATIONS = """\
Efficacy was analyzed in the full analysis population (treated, with a value after baseline), safety in all patients
treated. Baseline is the last value on or before the day of the first dose; every other value belongs to the visit in
whose window it lies, the one nearest to the visit's day counting. Values are described by mean and standard deviation,
or by median and quartiles where they are skewed."""

POPULATIONS_GIVEN = """\
The analysis datasets were taken as they were given: populations, baseline and analysis visits are theirs; imputed
records were left out. Efficacy was analyzed in the full analysis population, safety in all patients treated. Values are
described by mean and standard deviation, or by median and quartiles where they are skewed."""

MODEL = """\
Changes from baseline were analyzed by a mixed model for repeated measures[@Mallinckrodt2008] with {effects}
as fixed effects, by restricted maximum likelihood, with degrees of freedom after Kenward and
Roger[@Kenward1997]; the covariance that was used stands below the tables. Skewed parameters were analyzed as
logarithms. {adjusted} Missing values were taken as missing at random."""
ADJUSTED = """\
*P* values of changes over all groups are adjusted by Holm's method[@Holm1979] within each parameter; those of single
groups and of differences between groups are not adjusted."""
ADJUSTED_ALONE = "*P* values of changes are adjusted by Holm's method[@Holm1979] within each parameter."
EFFECTS, ONE_EFFECT = "group by visit and baseline by visit", "visit and baseline by visit"
NOT_ADJUSTED = "*P* values are not adjusted for multiplicity."

SURVIVAL_METHODS = "{names} was estimated by the Kaplan-Meier method[@Kaplan1958]{compared}."
LOG_RANK = " and compared by the log-rank test[@Mantel1966]"
RESPONSE_METHODS = """\
Patients without a value count as no responders; proportions have exact intervals[@Clopper1934]{compared}."""
SCORE = ", their differences score intervals by Miettinen and Nurminen"
EVENTS_METHODS = """\
Adverse events are treatment-emergent where they start on or after the day of the first dose, up to
‹last_safety_day()›. Proportions have exact intervals[@Clopper1934]."""

LEVELS = """\
Tests are two-sided at a level of ‹fact("significance_level")›, and intervals have a confidence level of
‹confidence()›."""

FLOW_SHORT = """\
Of ‹participants("screened")› patients screened, ‹participants("enrolled")› were enrolled and
‹participants("treated")› treated."""

FLOW = """
## Participant flow

Of ‹participants("screened")› patients screened, ‹participants("excluded")› were excluded and ‹participants("enrolled")›
enrolled (‹link("consort-flow")›). Treatment was given to ‹participants("treated")› patients; of these,
‹participants("completed")› completed the study, ‹participants("discontinued")› left it early, and for
‹participants("ongoing")› the end is not recorded. ‹participants("analysed/full-analysis")› patients were analyzed for
efficacy and ‹participants("analysed/safety")› for safety.
"""

PATIENTS = """
## Patients

Patients were ‹characteristic("AGE")› years old{women} (‹link("baseline")›).
"""
PATIENTS_SHOWN = """
## Patients

Characteristics at baseline are shown in ‹link("baseline")›.
"""
WOMEN = ', and ‹share("SEX", "F")› were women'

CHANGE = "{label} ‹change({parameter}, {visit})› on ‹day({visit})›."
REFERENCE = "On ‹day({visit})›, {label} ‹change({parameter}, {visit}, {arm})› in the {group} group."
AGAINST = (
    "In the {group} group it ‹change({parameter}, {visit}, {arm})›; the change "
    "‹difference({parameter}, {visit}, {arm}, {reference})›."
)

EVENTS_SHORT = """\
At least one treatment-emergent adverse event occurred in ‹patients("any")›, a serious one in ‹patients("serious")›."""
DEATHS = "Deaths numbered ‹deaths()›."
DEATHS_COMPARED = "Deaths numbered ‹deaths()›; survival ‹log_rank()›."
DEATHS_ALONE = "Deaths numbered ‹deaths()›; median survival ‹median()›."

SAFETY = """
## Safety

At least one treatment-emergent adverse event occurred in ‹patients("any")›, and one that was judged related
to treatment in ‹patients("related")› (‹link("ae-overview")›). Serious events occurred in ‹patients("serious")›.
Events led to withdrawal in ‹patients("withdrawal")› and to death in ‹patients("fatal")›. They are listed by term
in ‹link("ae-terms")›.
"""

SURVIVAL = """
## Survival

Deaths numbered ‹deaths()›; survival ‹log_rank()› (‹link("survival-curves")›, ‹link("survival-summary")›).
"""
SURVIVAL_ALONE = """
## Survival

Deaths numbered ‹deaths()›; median survival ‹median()› (‹link("survival-curves")›, ‹link("survival-summary")›).
"""
TIMES = "{name} is shown in ‹link({curves})› and ‹link({table})›."

RESPONSE = """
## Response

{sentences} ({links}).
"""
RESPONSE_OF = "‹responders({criterion}, {visit}, {arm})› in the {group} group"
RESPONSE_ALL = "‹responders({criterion}, {visit})›"

DISCUSSION = """
# Discussion

*To be written: what was found, how it compares with other trials, strengths and limitations.*
"""

TAIL = """
# References

::: {#refs}
:::

::: {.colophon}
`{python} colophon()`
:::
"""
