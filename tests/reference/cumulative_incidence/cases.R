source("../cases.R")
suppressMessages(library(cmprsk)); library(survival)
default_source <- paste0(r_source("cmprsk"), ": cuminc, timepoints")
pbc <- read.csv("../data/pbc.csv"); mgus <- read.csv("../data/mgus2.csv")
frames <- list(
  pbc = data.frame(time = pbc$time, cause = pbc$status),
  mgus2 = with(mgus, data.frame(time = ifelse(pstat == 0, futime, ptime), cause = ifelse(pstat == 1, 1, 2 * death)))
)
# mgus2 has ties between causes, whose covariance cmprsk leaves out: its tolerance is wider
times <- list(pbc = c(400, 1826, 3000, 4000), mgus2 = c(12, 60, 120, 240))
for (name in names(frames)) {
  d <- frames[[name]]
  fit <- cuminc(d$time, d$cause, cencode = 0)
  points <- timepoints(fit, times[[name]])
  for (cause in 1:2) for (t in seq_along(times[[name]])) {
    f <- points$est[cause, t]; se <- sqrt(points$var[cause, t]); half <- qnorm(.975) * se / (f * log(f))
    add(paste(name, cause, "log-log aalen"), paste0(c("estimate", "std.error", "conf.low", "conf.high"), "@", times[[name]][t]),
        c(f, se, f^exp(-half), f^exp(half)), if (name == "pbc") 1e-9 else 1e-3)
  }
  # survival's standard error is the infinitesimal jackknife, which is the delta method's here
  s <- summary(survfit(Surv(time, factor(cause, 0:2)) ~ 1, d), times = times[[name]])
  state <- paste0(r_source("survival"), ": survfit, multi-state")
  for (cause in 1:2) {
    add(paste(name, cause, "log-log delta"), paste0("estimate@", times[[name]]), s$pstate[, cause + 1], source = state)
    add(paste(name, cause, "log-log delta"), paste0("std.error@", times[[name]]), s$std.err[, cause + 1], source = state)
  }
}
write_cases()
