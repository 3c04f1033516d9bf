source("../cases.R")
library(survival)
default_source <- paste0(r_source("survival"), ": coxph")
lung <- read.csv("../data/lung.csv"); lung$event <- lung$status == 2
pbc <- read.csv("../data/pbc.csv"); pbc$event <- pbc$status == 2
veteran <- read.csv("../data/veteran.csv"); veteran$event <- veteran$status
models <- list(
  list("lung age+sex+ph.ecog", Surv(time, event) ~ age + sex + ph.ecog, lung),
  list("lung age+sex|inst", Surv(time, event) ~ age + sex + strata(inst), lung),
  list("veteran trt+karno+diagtime+age", Surv(time, event) ~ trt + karno + diagtime + age, veteran),
  list("veteran trt+karno|celltype", Surv(time, event) ~ trt + karno + strata(celltype), veteran),
  list("pbc age+bili+albumin+protime+edema", Surv(time, event) ~ age + bili + albumin + protime + edema, pbc)
)
for (m in models) for (ties in c("efron", "breslow")) {
  fit <- coxph(m[[2]], m[[3]], ties = ties, control = coxph.control(eps = 1e-13, toler.chol = 1e-14, iter.max = 50))
  s <- summary(fit); ci <- confint(fit); case <- paste(m[[1]], ties)
  for (name in names(coef(fit))) add(case, paste(name, c("estimate", "std.error", "conf.low", "conf.high", "statistic", "p.value", "hr", "hr.low", "hr.high")),
    c(s$coefficients[name, 1], s$coefficients[name, 3], ci[name, ], s$coefficients[name, 4:5], exp(c(coef(fit)[name], ci[name, ]))), 1e-8)
  add(case, c("loglik.null", "loglik", "lr", "wald", "score", "lr.p"), c(fit$loglik, s$logtest[1], s$waldtest[1], s$sctest[1], s$logtest[3]), 1e-8)
  # R prints the Wald test to two decimals, so it is taken from the fit
  .cases[[length(.cases) - 2]]$expected <- formatC(fit$wald.test, digits = 15, format = "g")
}
write_cases()
