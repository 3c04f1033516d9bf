source("../cases.R")
library(survival)
default_source <- paste0(r_source("survival"), ": cox.zph")
lung <- read.csv("../data/lung.csv"); lung$event <- lung$status == 2
pbc <- read.csv("../data/pbc.csv"); pbc$event <- pbc$status == 2
veteran <- read.csv("../data/veteran.csv"); veteran$event <- veteran$status
models <- list(
  list("lung age+sex+ph.ecog", Surv(time, event) ~ age + sex + ph.ecog, lung),
  list("veteran trt+karno|celltype", Surv(time, event) ~ trt + karno + strata(celltype), veteran),
  list("pbc age+bili+albumin+protime+edema", Surv(time, event) ~ age + bili + albumin + protime + edema, pbc)
)
for (m in models) for (ties in c("efron", "breslow")) for (transform in c("km", "rank", "identity", "log")) {
  fit <- coxph(m[[2]], m[[3]], ties = ties, control = coxph.control(eps = 1e-13, iter.max = 50))
  table <- cox.zph(fit, transform)$table
  for (name in rownames(table)) add(paste(m[[1]], ties, transform), paste(tolower(name), c("statistic", "parameter", "p.value")), table[name, ], 1e-6)
}
write_cases()
