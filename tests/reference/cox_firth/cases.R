source("../cases.R")
library(survival)
default_source <- paste0(r_source("survival"), ": nlm on coxph's likelihood and information")
# Firth's penalised likelihood from coxph at a fixed beta; maximum and profile by nlm, optimize and uniroot
penalised <- function(beta, formula, data, ties) {
  fit <- tryCatch(suppressWarnings(coxph(formula, data, init = beta, ties = ties, control = coxph.control(iter.max = 0))),
                  error = function(e) NULL)
  if (is.null(fit)) return(-1e6)  # too far out for exp()
  value <- fit$loglik[1] - as.numeric(determinant(as.matrix(vcov(fit)))$modulus) / 2
  if (is.finite(value)) value else -1e6
}
best <- function(start, f, steptol = 1e-10) nlm(function(b) -f(b), start, gradtol = 1e-10, steptol = steptol, iterlim = 500)
run <- function(case, formula, data, names) {
  for (ties in c("efron", "breslow")) {
    f <- function(b) penalised(b, formula, data, ties)
    p <- length(names); fit <- best(rep(0, p), f); top <- -fit$minimum
    add(paste(case, ties), c("loglik.null", "loglik"), c(f(rep(0, p)), top), 1e-8)
    for (j in 1:p) {
      profile <- function(value) if (p == 1) f(value) else
        optimize(function(rest) f(append(rest, value, j - 1)), fit$estimate[-j] + c(-6, 6), maximum = TRUE, tol = 1e-10)$objective
      lr <- 2 * (top - profile(0))
      drop <- function(value) 2 * (top - profile(value)) - qchisq(.95, 1)
      reach <- 5 * sqrt(diag(vcov(suppressWarnings(coxph(formula, data, init = fit$estimate, ties = ties, control = coxph.control(iter.max = 0))))))[j]
      low <- uniroot(drop, fit$estimate[j] - c(reach, 0), tol = 1e-9)$root
      high <- uniroot(drop, fit$estimate[j] + c(0, reach), tol = 1e-9)$root
      add(paste(case, ties), paste(names[j], c("estimate", "conf.low", "conf.high", "statistic", "p.value")),
          c(fit$estimate[j], low, high, lr, pchisq(lr, 1, lower.tail = FALSE)), 1e-5, "abs")
    }
  }
}
ovarian <- read.csv("../data/ovarian.csv")
run("ovarian age+rx", Surv(futime, fustat) ~ age + rx, ovarian, c("age", "rx"))
# two of three groups with events: the plain likelihood has no maximum
few <- data.frame(time = c(1, 5, 6, 7, 9, 9, 9, 9, 2, 3, 9, 9, 9, 9, 9, 9, 4, 9, 9, 9, 9, 9, 9, 9),
                  event = c(0, 0, 1, 1, rep(0, 12), 1, rep(0, 7)), medium = rep(c(0, 1, 0), each = 8), high = rep(c(0, 0, 1), each = 8))
run("few medium+high", Surv(time, event) ~ medium + high, few, c("medium", "high"))
aml <- read.csv("../data/aml.csv"); aml$arm <- as.numeric(aml$x == "Maintained")
run("aml arm", Surv(time, status) ~ arm, aml, "arm")
write_cases()
