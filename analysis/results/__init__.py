"""The analysis results: one long table, one row a statistic, unformatted, from datasets and methods."""
