"""Makes the synthetic cohort in data/raw: SDTM domains of a trial that never took place.

Run from the project's root: ``python -m data.raw.generator --out FOLDER`` writes the accepted cohort,
``--search`` looks for the seed anew.
"""
