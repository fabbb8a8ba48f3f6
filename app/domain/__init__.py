"""The words of the field as frozen values and rules, with no I/O: applications, baselines, evidence, deadlines."""
