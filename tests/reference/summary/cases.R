source("../cases.R")
default_source <- paste0(r_source("stats"), ": mean, sd, quantile(type = 2)")
airquality <- read.csv("../data/airquality.csv")
for (variable in c("Ozone", "Wind", "Temp")) {
  x <- airquality[[variable]]
  x <- x[!is.na(x)]
  q <- quantile(x, c(.5, .25, .75), type = 2)
  add(variable, c("n", "mean", "sd", "median", "p25", "p75", "min", "max"),
      c(length(x), mean(x), sd(x), q, min(x), max(x)))
  add(paste0(variable, "-geometric"), c("geom_mean", "geom_sd", "geom_cv"),
      c(exp(mean(log(x))), exp(sd(log(x))), 100 * sqrt(exp(var(log(x))) - 1)))
}
for (n in c(7, 8, 10, 20)) for (p in c(.05, .1, .3, .55, .95))
  add(paste0("first-", n), paste0("q", p), quantile(airquality$Temp[1:n], p, type = 2))
write_cases()
