# Tables that several methods use, by name; the same counts stand in tables.py.
tables <- list(
  tea = rbind(c(3, 1), c(1, 3)),
  drug = rbind(c(10, 2), c(3, 15)),
  zero = rbind(c(0, 7), c(5, 4)),
  job = rbind(c(1, 2, 1, 0), c(3, 3, 6, 1), c(10, 10, 14, 9), c(6, 7, 12, 11)),
  five = rbind(c(9, 4, 2), c(4, 8, 8), c(5, 3, 16), c(9, 8, 5), c(8, 3, 8)),
  sparse = rbind(c(2, 0, 0), c(1, 3, 0), c(0, 1, 4), c(1, 0, 2)),
  wide = rbind(c(3, 1, 0, 2, 5, 1), c(0, 4, 3, 1, 0, 2), c(2, 2, 6, 0, 1, 1))
)
