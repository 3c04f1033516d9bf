source("../cases.R"); source("../enumerate.R")
suppressMessages(library(coin)); library(survival)
default_source <- paste0(r_source("coin"), ": logrank_test, exact")
two <- function(case, frame) {
  t <- logrank_test(Surv(time, event) ~ factor(group), frame, distribution = "exact")
  add(case, c("statistic", "p.value"), c(statistic(t)^2, pvalue(t)))
}
aml <- read.csv("../data/aml.csv"); two("aml", data.frame(time = aml$time, event = aml$status, group = aml$x))
ovarian <- read.csv("../data/ovarian.csv"); two("ovarian", data.frame(time = ovarian$futime, event = ovarian$fustat, group = ovarian$rx))
# three groups of four, every arrangement; the statistic is coin's quadratic form
time <- c(3, 5, 7, 9, 2, 8, 9, 9, 4, 6, 6, 9); event <- c(1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0); group <- rep(1:3, each = 4)
t <- logrank_test(Surv(time, event) ~ factor(group))
score <- logrank_trafo(Surv(time, event), ties.method = "mid-ranks")
all <- arrangements(c(4, 4, 4))
distance <- function(g) sum(tapply(score, g, sum)^2)
d <- apply(all, 2, distance)
add("three", c("statistic", "p.value"), c(statistic(t), mean(d >= distance(group) - 1e-9)),
    source = paste0(r_source("coin"), ": logrank_trafo, every arrangement enumerated"))
write_cases()
