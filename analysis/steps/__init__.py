"""One thin command for each rule: parse paths, load, call one function, write."""
