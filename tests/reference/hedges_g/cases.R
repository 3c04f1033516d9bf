source("../cases.R"); source("../samples.R")
suppressMessages(library(effectsize))
default_source <- paste0(r_source("effectsize"), ": hedges_g")
# effectsize finds its noncentral limits with an optimiser, to about four digits
limits <- paste0(r_source("stats"), ": uniroot on pt(ncp)")
exact <- function(t, df, unit) {
  J <- exp(lgamma(df / 2) - lgamma((df - 1) / 2)) / sqrt(df / 2)
  f <- function(p) uniroot(function(d) pt(t, df, d) - p, t + c(-1, 1) * 8 * sqrt(1 + t^2 / df), tol = 1e-13)$root
  J * sqrt(unit) * c(f(.975), f(.025))
}
for (name in names(one_sample)) {
  x <- one_sample[[name]]; g <- hedges_g(x)
  add(paste("one", name), "estimate", g$Hedges_g)
  add(paste("one", name), c("coarse.low", "coarse.high"), c(g$CI_low, g$CI_high), 2e-3, "abs")
  add(paste("one", name), c("conf.low", "conf.high"), exact(mean(x) / sd(x) * sqrt(length(x)), length(x) - 1, 1 / length(x)), 1e-8, source = limits)
}
for (name in names(two_sample)) {
  s <- two_sample[[name]]; g <- hedges_g(s$x, s$y)
  add(paste("two", name), "estimate", g$Hedges_g)
  add(paste("two", name), c("coarse.low", "coarse.high"), c(g$CI_low, g$CI_high), 2e-3, "abs")
  t <- t.test(s$x, s$y, var.equal = TRUE)
  add(paste("two", name), c("conf.low", "conf.high"), exact(t$statistic, t$parameter, 1 / length(s$x) + 1 / length(s$y)), 1e-8, source = limits)
}
write_cases()
