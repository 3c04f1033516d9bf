source("../cases.R")
default_source <- paste0(r_source("stats"), ": poisson.test")
for (pair in list(c(0, 11.5), c(1, 11.5), c(7, 24), c(130, 1000.25))) {
  t <- poisson.test(pair[1], pair[2])
  add(paste0(pair[1], "/", pair[2]), c("estimate", "conf.low", "conf.high"), c(t$estimate, t$conf.int))
}
for (four in list(c(3, 10.5, 8, 9.25), c(0, 4, 5, 4), c(15, 19.017, 41, 28.01), c(5, 5, 5, 5))) {
  t <- poisson.test(four[c(1, 3)], four[c(2, 4)])
  add(paste0(four[1], "/", four[2], ":", four[3], "/", four[4]), c("estimate", "conf.low", "conf.high", "p.value"),
      c(t$estimate, t$conf.int, t$p.value))
}
write_cases()
