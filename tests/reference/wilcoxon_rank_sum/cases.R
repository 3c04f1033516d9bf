source("../cases.R"); source("../samples.R")
suppressMessages(library(coin))
base <- paste0(r_source("stats"), ": wilcox.test"); exact <- paste0(r_source("coin"), ": wilcox_test, exact")
for (name in names(two_sample)) {
  s <- two_sample[[name]]
  frame <- data.frame(v = c(s$x, s$y), g = factor(rep(1:2, lengths(s))))
  add(paste(name, "exact"), "p.value", pvalue(wilcox_test(v ~ g, frame, distribution = "exact")), source = exact)
  for (correct in c(TRUE, FALSE)) {
    t <- suppressWarnings(wilcox.test(s$x, s$y, exact = FALSE, correct = correct))
    add(paste(name, if (correct) "normal-cc" else "normal"), c("statistic", "p.value"), c(t$statistic, t$p.value), source = base)
    # SAS's t approximation, the same z against Student's distribution
    z <- qnorm(t$p.value / 2)
    if (t$p.value < 1) add(paste(name, if (correct) "student-cc" else "student"), "p.value", 2 * pt(z, nrow(frame) - 1),
                           source = paste0(r_source("stats"), ": pt at wilcox.test's z"))
  }
  for (side in c("less", "greater")) {
    quantity <- paste0("p.value.", side)
    add(paste(name, "exact"), quantity, pvalue(wilcox_test(v ~ g, frame, distribution = "exact", alternative = side)), source = exact)
    for (correct in c(TRUE, FALSE)) add(paste(name, if (correct) "normal-cc" else "normal"), quantity,
      suppressWarnings(wilcox.test(s$x, s$y, exact = FALSE, correct = correct, alternative = side))$p.value, source = base)
  }
}
for (name in c("distinct", "three")) add(paste(name, "exact"), "p.value again", wilcox.test(two_sample[[name]]$x, two_sample[[name]]$y)$p.value, source = base)
tooth <- read.csv("../data/tooth_growth.csv"); tooth$supp <- factor(tooth$supp)
add("tooth exact", "p.value", pvalue(wilcox_test(len ~ supp, tooth, distribution = "exact")), source = exact)
sas <- "SAS/STAT User's Guide, PROC NPAR1WAY, example of reaction times (to four decimals)"
add("react exact", c("sas.sum", "sas.p"), c(79.5, .1054), 5e-5, "abs", sas)
add("react normal", c("sas.z", "sas.p"), c(1.7720, .0764), 5e-5, "abs", sas)
add("react normal-cc", c("sas.z", "sas.p"), c(1.7265, .0843), 5e-5, "abs", sas)
add("react student-cc", "sas.p", .1014, 5e-5, "abs", sas)
write_cases()
