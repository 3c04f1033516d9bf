source("../cases.R"); source("../samples.R")
default_source <- paste0(r_source("stats"), ": wilcox.test(conf.int = TRUE)")
for (name in c("distinct", "five")) for (level in c(.95, .9)) {
  t <- suppressWarnings(wilcox.test(one_sample[[name]], conf.int = TRUE, conf.level = level))
  add(paste("one", name, level), c("estimate", "conf.low", "conf.high", "conf.level.attained"),
      c(t$estimate, t$conf.int, if (attr(t$conf.int, "conf.level") < level) attr(t$conf.int, "conf.level") else {
        n <- length(one_sample[[name]]); qu <- max(qsignrank((1 - level) / 2, n), 1); 1 - 2 * psignrank(qu - 1, n) }))
}
for (name in c("distinct", "eights", "three")) for (level in c(.95, .9)) {
  s <- two_sample[[name]]
  t <- suppressWarnings(wilcox.test(s$x, s$y, conf.int = TRUE, conf.level = level))
  m <- length(s$x); n <- length(s$y); qu <- max(qwilcox((1 - level) / 2, m, n), 1)
  add(paste("two", name, level), c("estimate", "conf.low", "conf.high", "conf.level.attained"),
      c(t$estimate, t$conf.int, 1 - 2 * pwilcox(qu - 1, m, n)))
}
sas <- "SAS/STAT User's Guide, PROC NPAR1WAY, example of reaction times (to two decimals)"
add("two react 0.98", c("estimate", "conf.low", "conf.high"), c(.35, 0, 1.33), 1e-9, "abs", sas)
add("moses react 0.98", c("conf.low", "conf.high"), c(0, .82), 1e-9, "abs", sas)
write_cases()
