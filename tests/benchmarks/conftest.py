"""What is a script here is run by hand and imports its neighbours; pytest collects the benchmarks alone."""

collect_ignore_glob = ["[!t]*.py", "time_*.py"]
