source("../cases.R"); source("../samples.R")
suppressMessages(library(coin)); suppressWarnings(suppressMessages(library(exactRankTests)))
base <- paste0(r_source("stats"), ": wilcox.test"); exact <- paste0(r_source("exactRankTests"), ": wilcox.exact")
pratt <- paste0(r_source("coin"), ": wilcoxsign_test, Pratt")
for (name in names(one_sample)) {
  x <- one_sample[[name]]
  t <- wilcox.exact(x)
  add(paste(name, "wilcoxon exact"), c("statistic", "p.value"), c(t$statistic, t$p.value), source = exact)
  for (correct in c(TRUE, FALSE)) {
    t <- suppressWarnings(wilcox.test(x, exact = FALSE, correct = correct))
    add(paste(name, "wilcoxon", if (correct) "normal-cc" else "normal"), c("statistic", "p.value"),
        c(t$statistic, t$p.value), source = base)
  }
  for (side in c("less", "greater")) {
    quantity <- paste0("p.value.", side)
    add(paste(name, "wilcoxon exact"), quantity, wilcox.exact(x, alternative = side)$p.value, source = exact)
    for (correct in c(TRUE, FALSE)) add(paste(name, "wilcoxon", if (correct) "normal-cc" else "normal"), quantity,
      suppressWarnings(wilcox.test(x, exact = FALSE, correct = correct, alternative = side))$p.value, source = base)
  }
  zero <- rep(0, length(x))
  add(paste(name, "pratt exact"), "p.value", pvalue(wilcoxsign_test(x ~ zero, zero.method = "Pratt", distribution = "exact")), source = pratt)
  add(paste(name, "pratt normal"), "p.value", pvalue(wilcoxsign_test(x ~ zero, zero.method = "Pratt")), source = pratt)
}
t <- wilcox.test(one_sample$distinct)
add("distinct wilcoxon exact", "p.value again", t$p.value, source = base)
write_cases()
