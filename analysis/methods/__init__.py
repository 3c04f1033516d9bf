"""Statistics that know no trial: functions of arrays and frames, each returning frozen results.

One idea a file, named as the method: ``from analysis.methods.fisher import estimate_fisher``. Every call with its
arguments and what it returns stands in docs/methods.md, what each was compared with in docs/validation.md.
"""
