source("../cases.R"); source("../samples.R")
suppressMessages(library(coin))
default_source <- paste0(r_source("coin"), ": oneway_test, exact")
for (name in names(two_sample)) {
  s <- two_sample[[name]]
  frame <- data.frame(v = c(s$x, s$y), g = factor(rep(1:2, lengths(s))))
  add(paste("difference", name), c("estimate", "p.value"),
      c(mean(s$x) - mean(s$y), pvalue(oneway_test(v ~ g, frame, distribution = "exact"))))
}
# all 2^n signs of the mean change
for (name in c("sleep", "distinct", "five")) {
  x <- one_sample[[name]]
  signs <- as.matrix(expand.grid(rep(list(c(-1, 1)), length(x))))
  add(paste("sign", name), "p.value", mean(abs(signs %*% x) >= abs(sum(x)) - 1e-9),
      source = paste0(r_source("stats"), ": every sign enumerated"))
}
write_cases()
