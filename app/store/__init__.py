"""The only door to the database and to the folders of snapshots and baselines."""
