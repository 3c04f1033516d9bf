source("../cases.R"); source("../samples.R")
default_source <- paste0(r_source("stats"), ": t.test and oneway.test")
for (name in names(two_sample)) for (equal in c(TRUE, FALSE)) {
  s <- two_sample[[name]]; t <- t.test(s$x, s$y, var.equal = equal)
  add(paste(name, if (equal) "student" else "welch"),
      c("estimate", "std.error", "conf.low", "conf.high", "statistic", "parameter", "p.value"),
      c(-diff(t$estimate), t$stderr, t$conf.int, t$statistic, t$parameter, t$p.value))
}
add_f <- function(case, t) add(case, c("statistic", "parameter", "parameter2", "p.value"), c(t$statistic, t$parameter, t$p.value))
add_f("plants anova", oneway.test(weight ~ group, read.csv("../data/plant_growth.csv")))
for (name in names(k_sample)) add_f(paste(name, "anova"), oneway.test(values ~ group, k_sample[[name]]))
write_cases()
