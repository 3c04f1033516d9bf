source("../cases.R")
library(survival)
default_source <- paste0(r_source("survival"), ": survfit")
frames <- list(
  aml = with(read.csv("../data/aml.csv"), data.frame(time, event = status)),
  lung = with(read.csv("../data/lung.csv"), data.frame(time, event = status == 2)),
  pbc = with(read.csv("../data/pbc.csv"), data.frame(time, event = status == 2)),
  veteran = with(read.csv("../data/veteran.csv"), data.frame(time, event = status))
)
landmarks <- list(aml = c(5, 12, 23, 48, 100), lung = c(5, 180, 365.25, 730.5, 883),
                  pbc = c(41, 365.25, 1826, 3652, 4795), veteran = c(1, 90, 180, 365, 999))
types <- c("log-log" = "log-log", log = "log", linear = "plain")
for (name in names(frames)) for (type in names(types)) {
  fit <- survfit(Surv(time, event) ~ 1, frames[[name]], conf.type = types[[type]])
  case <- paste(name, type, "95")
  points <- summary(fit, times = landmarks[[name]])
  # a survival that has come to 0 has no interval; R gives NaN or NA by conf.type
  for (i in seq_along(points$time)) {
    add(case, paste0(c("survival", "std.error", "conf.low", "conf.high", "n.risk"), "@", points$time[i]),
        c(points$surv[i], points$std.err[i], points$lower[i], points$upper[i], points$n.risk[i]))
  }
  quantiles <- quantile(fit, c(.25, .5, .75))
  # for the median the limits that R prints; quantile() differs from them where a limit isn't monotone
  printed <- summary(fit)$table[c("median", "0.95LCL", "0.95UCL")]
  for (part in 1:3) quantiles[[part]][2] <- printed[part]
  for (i in 1:3) add(case, paste0(c("quantile", "quantile.low", "quantile.high"), c(.25, .5, .75)[i]),
                     c(quantiles$quantile[i], quantiles$lower[i], quantiles$upper[i]))
}
for (name in names(frames)) {
  fit <- survfit(Surv(time, 1 - event) ~ 1, frames[[name]], conf.type = "log-log", conf.int = .9)
  q <- quantile(fit, .5)
  add(paste(name, "reverse 90"), c("quantile0.5", "quantile.low0.5", "quantile.high0.5"), c(q$quantile, q$lower, q$upper))
}
write_cases()
