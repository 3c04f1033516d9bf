source("../cases.R")
score_source <- paste0(r_source("stats"), ": uniroot on the likelihood restricted by optimize")
# the restricted likelihood is maximised numerically, so that nothing of the closed form is used
score <- function(x1, n1, x2, n2, factor) {
  loglik <- function(p, x, n) (if (x > 0) x * log(p) else 0) + (if (x < n) (n - x) * log(1 - p) else 0)
  distance <- function(delta) {
    f <- function(p2) loglik(p2 + delta, x1, n1) + loglik(p2, x2, n2)
    edge <- 1e-12
    p2 <- optimize(f, c(max(0, -delta) + edge, min(1, 1 - delta) - edge), maximum = TRUE, tol = 1e-13)$maximum
    p1 <- p2 + delta
    (x1 / n1 - x2 / n2 - delta) / sqrt(factor * (p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2))
  }
  z <- qnorm(.975); d <- x1 / n1 - x2 / n2
  c(uniroot(function(delta) distance(delta) - z, c(-1 + 1e-6, d), tol = 1e-10)$root,
    uniroot(function(delta) distance(delta) + z, c(d, 1 - 1e-6), tol = 1e-10)$root)
}
wilson <- function(x, n, cc) suppressWarnings(prop.test(x, n, correct = cc)$conf.int)
newcombe <- function(x1, n1, x2, n2, cc) {
  w1 <- wilson(x1, n1, cc); w2 <- wilson(x2, n2, cc); d <- x1 / n1 - x2 / n2
  c(d - sqrt((x1 / n1 - w1[1])^2 + (w2[2] - x2 / n2)^2), d + sqrt((w1[2] - x1 / n1)^2 + (x2 / n2 - w2[1])^2))
}
wald <- function(x1, n1, x2, n2) suppressWarnings(prop.test(c(x1, x2), c(n1, n2), correct = FALSE)$conf.int)
limits <- c("conf.low", "conf.high")
for (four in list(c(56, 70, 48, 80), c(9, 10, 3, 10), c(6, 7, 2, 7), c(5, 56, 0, 29), c(1, 8, 3, 8), c(120, 150, 90, 160))) {
  x1 <- four[1]; n1 <- four[2]; x2 <- four[3]; n2 <- four[4]
  case <- function(interval) paste0(x1, "/", n1, "-", x2, "/", n2, " ", interval)
  add(case("miettinen-nurminen"), limits, score(x1, n1, x2, n2, (n1 + n2) / (n1 + n2 - 1)), 1e-5, "abs", score_source)
  add(case("mee"), limits, score(x1, n1, x2, n2, 1), 1e-5, "abs", score_source)
  for (cc in c(FALSE, TRUE)) add(case(if (cc) "newcombe-cc" else "newcombe"), limits, newcombe(x1, n1, x2, n2, cc), 1e-9, "abs",
                                 paste0(r_source("stats"), ": from prop.test's Wilson limits"))
  add(case("wald"), limits, wald(x1, n1, x2, n2), 1e-9, "abs", paste0(r_source("stats"), ": prop.test"))
}
write_cases()
