source("../cases.R")
default_source <- paste0(r_source("stats"), ": binom.test and prop.test")
pairs <- list(c(0, 8), c(1, 8), c(7, 24), c(24, 24), c(3, 24), c(81, 263), c(15, 148), c(502, 1000))
# mid-P limits from their definition, with R's root finder
midp <- function(x, n, level = .95) {
  alpha <- (1 - level) / 2
  upper_tail <- function(p) pbinom(x, n, p, lower.tail = FALSE) + dbinom(x, n, p) / 2 - alpha
  lower_tail <- function(p) pbinom(x - 1, n, p) + dbinom(x, n, p) / 2 - alpha
  c(if (x == 0) 0 else uniroot(upper_tail, c(0, 1), tol = 1e-14)$root,
    if (x == n) 1 else uniroot(lower_tail, c(0, 1), tol = 1e-14)$root)
}
for (pair in pairs) {
  x <- pair[1]; n <- pair[2]; name <- paste0(x, "/", n)
  add(paste0(name, " clopper-pearson"), c("estimate", "conf.low", "conf.high"), c(x / n, binom.test(x, n)$conf.int))
  add(paste0(name, " wilson"), c("conf.low", "conf.high"), suppressWarnings(prop.test(x, n, correct = FALSE)$conf.int),
      1e-9, "abs")
  add(paste0(name, " wilson-cc"), c("conf.low", "conf.high"), suppressWarnings(prop.test(x, n)$conf.int), 1e-9, "abs")
  add(paste0(name, " mid-p"), c("conf.low", "conf.high"), midp(x, n), 1e-9, "abs",
      source = paste0(r_source("stats"), ": uniroot on the definition"))
}
sample_wald <- function(x, n) c(max(0, x / n - qnorm(.975) * sqrt(x * (n - x) / n^3)), min(1, x / n + qnorm(.975) * sqrt(x * (n - x) / n^3)))
definition <- paste0(r_source("stats"), ": the definition with qbeta and qnorm")
for (pair in pairs) {
  x <- pair[1]; n <- pair[2]; name <- paste0(x, "/", n); z <- qnorm(.975); q <- (x + z^2 / 2) / (n + z^2)
  add(paste0(name, " wald"), c("conf.low", "conf.high"), sample_wald(x, n), 1e-9, "abs", definition)
  add(paste0(name, " agresti-coull"), c("conf.low", "conf.high"),
      c(max(0, q - z * sqrt(q * (1 - q) / (n + z^2))), min(1, q + z * sqrt(q * (1 - q) / (n + z^2)))), 1e-9, "abs", definition)
  add(paste0(name, " jeffreys"), c("conf.low", "conf.high"),
      c(if (x == 0) 0 else qbeta(.025, x + .5, n - x + .5), if (x == n) 1 else qbeta(.975, x + .5, n - x + .5)), 1e-9, "abs", definition)
}
write_cases()
