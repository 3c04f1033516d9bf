source("../cases.R")
library(survival)
default_source <- paste0(r_source("survival"), ": survfit, summary(rmean)")
lung <- read.csv("../data/lung.csv"); pbc <- read.csv("../data/pbc.csv"); aml <- read.csv("../data/aml.csv")
frames <- list(
  aml = data.frame(time = aml$time, event = aml$status, arm = ifelse(aml$x == "Maintained", 1, 2)),
  lung = data.frame(time = lung$time, event = lung$status == 2, arm = lung$sex),
  pbc = with(pbc[!is.na(pbc$trt), ], data.frame(time, event = status == 2, arm = trt))
)
taus <- list(aml = c(20, 40), lung = c(182.5, 500), pbc = c(1826, 3652))
mean_of <- function(d, tau) {
  t <- summary(survfit(Surv(time, event) ~ 1, d), rmean = tau)$table
  c(t[["rmean"]], t[["se(rmean)"]])
}
z <- qnorm(.975); q <- c("estimate", "std.error", "conf.low", "conf.high")
for (name in names(frames)) for (tau in taus[[name]]) {
  m <- lapply(1:2, function(a) mean_of(frames[[name]][frames[[name]]$arm == a, ], tau))
  for (a in 1:2) add(paste(name, tau, a), q, c(m[[a]], m[[a]][1] + c(-z, z) * m[[a]][2]))
  d <- m[[2]][1] - m[[1]][1]; se <- sqrt(m[[1]][2]^2 + m[[2]][2]^2)
  add(paste(name, tau, "difference"), c(q, "p.value"), c(d, se, d + c(-z, z) * se, 2 * pnorm(-abs(d) / se)))
  r <- log(m[[2]][1] / m[[1]][1]); se <- sqrt(sum(sapply(m, function(x) (x[2] / x[1])^2)))
  add(paste(name, tau, "ratio"), c(q, "p.value"), c(exp(r), se, exp(r + c(-z, z) * se), 2 * pnorm(-abs(r) / se)))
}
write_cases()
