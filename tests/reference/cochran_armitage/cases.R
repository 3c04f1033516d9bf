source("../cases.R")
suppressMessages(library(coin))
normal <- paste0(r_source("stats"), ": prop.trend.test"); exact <- paste0(r_source("stats"), ": every table enumerated")
groups <- list(
  smokers = list(x = c(83, 90, 129, 70), n = c(86, 93, 136, 82)),
  dose = list(x = c(0, 2, 4), n = c(8, 8, 8)),
  pain = list(x = c(6, 7, 9, 14, 23), n = c(32, 33, 32, 32, 32))
)
scores <- list(smokers = 1:4, dose = log2(c(25, 50, 100)), pain = 0:4)
for (name in names(groups)) {
  g <- groups[[name]]; t <- prop.trend.test(g$x, g$n, scores[[name]])
  z <- sign(sum(scores[[name]] * (g$x - g$n * sum(g$x) / sum(g$n)))) * sqrt(t$statistic)
  add(paste(name, "normal"), c("statistic", "p.value"), c(z, t$p.value), source = normal)
}
g <- groups$dose; s <- scores$dose
all <- as.matrix(expand.grid(0:8, 0:8, 0:8)); all <- all[rowSums(all) == sum(g$x), ]
chance <- apply(all, 1, function(x) prod(choose(g$n, x))) / choose(24, sum(g$x))
trend <- all %*% s; middle <- sum(g$n * s) / 24 * sum(g$x); here <- sum(g$x * s)
add("dose exact", c("p.value", "p.value.rise"), c(sum(chance[abs(trend - middle) >= abs(here - middle) - 1e-9]), sum(chance[trend >= here - 1e-9])), source = exact)
sas <- "SAS/STAT User's Guide, PROC FREQ, example of pain by dose (as printed)"
add("pain normal", "sas.statistic", 4.7918, 5e-5, "abs", sas)
add("pain exact", c("sas.rise", "sas.p"), c(7.237e-7, 1.324e-6), 5e-10, "abs", sas)
write_cases()
