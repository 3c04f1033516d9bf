"""Statistics that know no trial: functions of arrays and frames, each returning frozen results."""
