# Rubin's rules with Barnard-Rubin degrees of freedom by mice::pool.scalar. Rscript cases.R
source("../cases.R")
default_source <- paste0(r_source("mice"), ": pool.scalar")
inputs <- read.csv("inputs.csv")
complete <- c(small = 12, trial = 45, large = Inf, two = 30)
for (case in names(complete)) {
  rows <- inputs[inputs$case == case, ]
  pooled <- mice::pool.scalar(rows$estimate, rows$std_error^2, n = complete[[case]] + 1, k = 1)
  t <- pooled$qbar / sqrt(pooled$t)
  add(case, c("estimate", "std.error", "parameter", "fraction.missing", "variance.within", "variance.between", "p.value"),
      c(pooled$qbar, sqrt(pooled$t), pooled$df, pooled$fmi, pooled$ubar, pooled$b, 2 * pt(-abs(t), pooled$df)))
}
write_cases()
