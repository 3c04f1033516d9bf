source("../cases.R")
library(survival)
default_source <- paste0(r_source("survival"), ": survdiff")
lung <- read.csv("../data/lung.csv"); lung$event <- lung$status == 2
pbc <- read.csv("../data/pbc.csv"); pbc$event <- pbc$status == 2
veteran <- read.csv("../data/veteran.csv")
aml <- read.csv("../data/aml.csv")
add_test <- function(case, fit) {
  df <- sum(if (is.matrix(fit$exp)) rowSums(fit$exp) > 0 else fit$exp > 0) - 1
  observed <- if (is.matrix(fit$obs)) rowSums(fit$obs) else fit$obs
  expected <- if (is.matrix(fit$exp)) rowSums(fit$exp) else fit$exp
  levels <- sub(".*=", "", names(fit$n))
  add(case, c("statistic", "parameter", "p.value"), c(fit$chisq, df, pchisq(fit$chisq, df, lower.tail = FALSE)))
  add(case, paste0("observed.", levels), observed)
  add(case, paste0("expected.", levels), expected)
}
add_test("aml x", survdiff(Surv(time, status) ~ x, aml))
add_test("lung sex", survdiff(Surv(time, event) ~ sex, lung))
add_test("lung ph.ecog", survdiff(Surv(time, event) ~ ph.ecog, lung))
add_test("lung sex|inst", survdiff(Surv(time, event) ~ sex + strata(inst), lung))
add_test("veteran celltype", survdiff(Surv(time, status) ~ celltype, veteran))
add_test("veteran celltype|trt", survdiff(Surv(time, status) ~ celltype + strata(trt), veteran))
add_test("pbc trt", survdiff(Surv(time, event) ~ trt, pbc))
add_test("pbc stage", survdiff(Surv(time, event) ~ stage, pbc))
add_test("pbc edema|stage", survdiff(Surv(time, event) ~ edema + strata(stage), pbc))
# Tarone's trend from survdiff's observed, expected and variance
add_trend <- function(case, fit, scores) {
  statistic <- sum(scores * (fit$obs - fit$exp))^2 / drop(scores %*% fit$var %*% scores)
  add(case, c("statistic", "p.value"), c(statistic, pchisq(statistic, 1, lower.tail = FALSE)))
}
add_trend("pbc stage trend", survdiff(Surv(time, event) ~ stage, pbc), 1:4)
add_trend("lung ph.ecog trend", survdiff(Surv(time, event) ~ ph.ecog, lung), 0:3)
write_cases()
