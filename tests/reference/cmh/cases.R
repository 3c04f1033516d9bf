source("../cases.R")
suppressMessages(library(vcdExtra))
named <- function(x, d) array(x, d, dimnames = list(row = seq_len(d[1]), column = seq_len(d[2]), stratum = seq_len(d[3])))
strata <- list(
  migraine = named(c(16, 5, 11, 20, 12, 7, 16, 19), c(2, 2, 2)),
  admissions = named(UCBAdmissions, c(2, 2, 6)),
  job = named(c(1, 2, 0, 0, 3, 3, 1, 2, 11, 17, 8, 4, 2, 3, 5, 2, 1, 0, 0, 0, 1, 3, 0, 1, 2, 5, 7, 9, 1, 1, 3, 6), c(4, 4, 2)),
  three = named(c(4, 7, 2, 6, 5, 9, 8, 3, 1, 5, 2, 6, 9, 4, 4, 3, 8, 7), c(3, 3, 2))
)
write.csv(do.call(rbind, lapply(names(strata), function(n) data.frame(name = n, as.data.frame(as.table(strata[[n]]))))),
          "strata.csv", row.names = FALSE, quote = FALSE)
test <- function(case, statistic, df, ...) add(case, c("statistic", "parameter", "p.value"),
                                               c(statistic, df, pchisq(statistic, df, lower.tail = FALSE)), ...)
general <- paste0(r_source("stats"), ": mantelhaen.test"); forms <- paste0(r_source("vcdExtra"), ": CMHtest")
for (name in names(strata)) {
  t <- mantelhaen.test(strata[[name]], correct = FALSE)
  test(paste(name, "association table"), t$statistic, t$parameter, source = general)
  for (scores in c("table", "rank", "ridit", "modridit")) {
    parts <- apply(strata[[name]], 3, function(x) {
      # mid-ranks within the stratum, over 1, n or n + 1
      unit <- c(rank = 1, ridit = sum(x), modridit = sum(x) + 1)[scores]
      own <- function(margin) if (scores == "table") seq_along(margin) else (cumsum(margin) - (margin - 1) / 2) / unit
      vcdExtra:::CMHtest2(x, rscores = own(rowSums(x)), cscores = own(colSums(x)), details = TRUE)
    })
    found <- vcdExtra:::CMHtest3(parts, types = c("cor", "rmeans", "general"))$table
    test(paste(name, "correlation", scores), found[["cor", "Chisq"]], found[["cor", "Df"]], source = forms)
    test(paste(name, "means", scores), found[["rmeans", "Chisq"]], found[["rmeans", "Df"]], source = forms)
  }
  found <- CMHtest(strata[[name]], overall = TRUE, details = TRUE, rscores = "midrank", cscores = "midrank")$ALL$table
  add(paste(name, "correlation modridit"), "midrank.statistic", found[["cor", "Chisq"]], source = forms)
}
test("migraine association corrected", mantelhaen.test(strata$migraine)$statistic, 1, source = general)
for (name in c("migraine", "admissions")) {
  t <- mantelhaen.test(strata[[name]], correct = FALSE)
  add(paste(name, "odds ratio"), c("estimate", "conf.low", "conf.high"), c(t$estimate, t$conf.int), source = general)
}
sas <- "SAS/STAT User's Guide, PROC FREQ, example of migraine by gender (to four decimals)"
add("migraine association table", "sas.statistic", 8.3052, 5e-5, "abs", sas)
add("migraine odds ratio", c("sas.estimate", "sas.low", "sas.high"), c(3.3132, 1.4456, 7.5934), 5e-5, "abs", sas)
write_cases()
