"""A study.yaml and a manuscript to begin with, written from the data of another trial."""
