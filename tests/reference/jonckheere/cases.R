source("../cases.R"); source("../samples.R"); source("../enumerate.R")
exact <- paste0(r_source("stats"), ": every arrangement enumerated")
jt <- function(v, g) {
  total <- 0
  for (a in 1:2) for (b in (a + 1):3) {
    d <- outer(v[g == a], v[g == b], "-")
    total <- total + sum(d < 0) + sum(d == 0) / 2
  }
  total
}
for (name in c("distinct", "tied")) {
  s <- k_sample[[name]]
  all <- arrangements(tabulate(s$group))
  # J of an arrangement from the comparison of all pairs, the same count as jt()
  later <- outer(s$values, s$values, function(a, b) (b > a) + (b == a) / 2)
  j <- apply(all, 2, function(g) sum(later * outer(g, g, "<")))
  here <- jt(s$values, s$group); middle <- mean(j)
  add(paste(name, "exact"), c("statistic", "p.value", "p.value.rise"),
      c(here, mean(abs(j - middle) >= abs(here - middle) - 1e-9), mean(j >= here - 1e-9)), source = exact)
  # the variance of J over all arrangements is what the normal approximation's formula must give
  z <- (here - middle) / sqrt(mean((j - middle)^2))
  add(paste(name, "normal"), c("z", "p.value"), c(z, 2 * pnorm(-abs(z))), source = exact)
}
groups <- with(k_sample$motivation, split(values, group)); pairs <- combn(3, 2)
w <- apply(pairs, 2, function(p) suppressWarnings(wilcox.test(groups[[p[2]]], groups[[p[1]]]))$statistic)
add("motivation exact", "statistic", sum(w), 0, "abs", paste0(r_source("stats"), ": wilcox.test, summed over pairs of groups"))
write_cases()
