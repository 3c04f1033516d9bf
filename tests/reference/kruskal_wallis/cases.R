source("../cases.R"); source("../samples.R"); source("../enumerate.R")
base <- paste0(r_source("stats"), ": kruskal.test")
exact <- paste0(r_source("stats"), ": kruskal.test, every arrangement enumerated")
for (name in names(k_sample)) {
  s <- k_sample[[name]]
  t <- kruskal.test(s$values, s$group)
  add(paste(name, "asymptotic"), c("statistic", "parameter", "p.value"), c(t$statistic, t$parameter, t$p.value), source = base)
}
frame <- read.csv("../data/airquality.csv"); t <- kruskal.test(Ozone ~ Month, frame)
add("airquality asymptotic", c("statistic", "parameter", "p.value"), c(t$statistic, t$parameter, t$p.value), source = base)
plants <- read.csv("../data/plant_growth.csv"); t <- kruskal.test(weight ~ group, plants)
add("plants asymptotic", c("statistic", "parameter", "p.value"), c(t$statistic, t$parameter, t$p.value), source = base)
for (name in c("distinct", "tied")) {
  s <- k_sample[[name]]
  all <- arrangements(tabulate(s$group))
  r <- rank(s$values); sizes <- tabulate(s$group)
  distance <- function(g) sum(tapply(r, g, sum)^2 / sizes)
  h <- apply(all, 2, distance)
  add(paste(name, "exact"), "p.value", mean(h >= distance(s$group) - 1e-9), source = exact)
}
write_cases()
