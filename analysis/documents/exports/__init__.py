"""The results in the layouts of others: CDISC ARS 1.0 (JSON) and the R package cards (CSV)."""
