source("../cases.R"); source("../tables.R")
default_source <- paste0(r_source("stats"), ": fisher.test")
for (name in names(tables)) {
  t <- fisher.test(tables[[name]], workspace = 2e8)
  add(name, "p.value", t$p.value, if (all(dim(tables[[name]]) == 2)) 1e-9 else 1e-6)
  if (is.null(t$estimate)) next
  # fisher.test solves for odds ratio and limits to four digits only; here the same equations to the last one
  add(name, "estimate", t$estimate, 5e-4)
  x <- tables[[name]][1, 1]; margins <- c(rowSums(tables[[name]]), colSums(tables[[name]]))
  support <- max(0, margins[1] - margins[4]):min(margins[1], margins[3])
  chance <- function(log_odds) {
    d <- dhyper(support, margins[3], margins[4], margins[1], log = TRUE) + log_odds * support
    d <- exp(d - max(d)); d / sum(d)
  }
  root <- function(f) exp(uniroot(f, c(-40, 40), tol = 1e-13)$root)
  exact <- paste0(r_source("stats"), ": uniroot on the conditional distribution")
  if (x > min(support)) add(name, "conf.low", root(function(l) sum(chance(l)[support >= x]) - .025), source = exact)
  else add(name, "conf.low", 0, source = exact)
  if (x < max(support)) add(name, "conf.high", root(function(l) sum(chance(l)[support <= x]) - .025), source = exact)
}
write_cases()
