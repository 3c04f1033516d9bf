source("../cases.R")
default_source <- paste0(r_source("stats"), ": t.test of log ratios")
anorexia <- read.csv("../data/anorexia.csv")
for (arm in unique(anorexia$Treat)) {
  t <- with(anorexia[anorexia$Treat == arm, ], t.test(log(Postwt / Prewt)))
  add(arm, c("estimate", "std.error", "conf.low", "conf.high", "statistic", "parameter", "p.value"),
      c(exp(t$estimate), t$stderr, exp(t$conf.int), t$statistic, t$parameter, t$p.value))
}
write_cases()
