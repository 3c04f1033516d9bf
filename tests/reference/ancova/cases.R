source("../cases.R")
suppressMessages(library(emmeans))
default_source <- paste0(r_source("emmeans"), ": lm, anova, emmeans")
quantities <- c("estimate", "std.error", "conf.low", "conf.high", "parameter")
run <- function(case, data, covariates) {
  data$group <- factor(data$group)
  right <- paste(covariates, collapse = " + ")
  fit <- lm(reformulate(c("group", covariates), "outcome"), data)
  means <- emmeans(fit, "group")
  m <- as.data.frame(summary(means))
  for (i in seq_len(nrow(m))) add(paste(case, "mean", m$group[i]), quantities, c(m$emmean[i], m$SE[i], m$lower.CL[i], m$upper.CL[i], m$df[i]))
  d <- as.data.frame(summary(pairs(means, adjust = "none"), infer = TRUE))
  sides <- combn(levels(data$group), 2)
  for (i in seq_len(nrow(d))) add(paste(case, "difference", sides[1, i], sides[2, i]), c(quantities, "statistic", "p.value"),
                                  c(d$estimate[i], d$SE[i], d$lower.CL[i], d$upper.CL[i], d$df[i], d$t.ratio[i], d$p.value[i]))
  f <- anova(lm(reformulate(covariates, "outcome"), data), fit)
  add(paste(case, "group"), c("statistic", "parameter", "parameter2", "p.value"), c(f$F[2], f$Df[2], f$Res.Df[2], f$`Pr(>F)`[2]))
  full <- lm(as.formula(paste("outcome ~ group * (", right, ")")), data)
  f <- anova(fit, full)
  add(paste(case, "slopes"), c("statistic", "parameter", "parameter2", "p.value"), c(f$F[2], f$Df[2], f$Res.Df[2], f$`Pr(>F)`[2]))
  for (name in covariates) {
    s <- summary(fit)$coefficients[name, ]
    add(paste(case, "slope", name), c("estimate", "std.error", "statistic", "p.value"), s)
  }
}
anorexia <- read.csv("../data/anorexia.csv")
run("anorexia", with(anorexia, data.frame(outcome = Postwt - Prewt, group = Treat, Prewt)), "Prewt")
pbc <- read.csv("../data/pbc.csv")
pbc <- with(pbc, data.frame(outcome = log(bili), group = stage, age, copper))
run("pbc", pbc[complete.cases(pbc), ], c("age", "copper"))
# further factors, with both weights, and no covariate at all
run_factors <- function(case, data, covariates, factors, weights) {
  data$group <- factor(data$group)
  for (name in factors) data[[name]] <- factor(data[[name]])
  fit <- lm(reformulate(c("group", factors, covariates), "outcome"), data)
  means <- if (length(factors)) emmeans(fit, "group", weights = weights) else emmeans(fit, "group")
  m <- as.data.frame(summary(means))
  for (i in seq_len(nrow(m))) add(paste(case, "mean", m$group[i]), quantities, c(m$emmean[i], m$SE[i], m$lower.CL[i], m$upper.CL[i], m$df[i]))
  sides <- combn(levels(data$group), 2)
  d <- as.data.frame(summary(pairs(means, adjust = "none"), infer = TRUE))
  for (i in seq_len(nrow(d))) add(paste(case, "difference", sides[1, i], sides[2, i]), c(quantities, "statistic", "p.value"),
                                  c(d$estimate[i], d$SE[i], d$lower.CL[i], d$upper.CL[i], d$df[i], d$t.ratio[i], d$p.value[i]))
  f <- drop1(fit, test = "F"); df2 <- fit$df.residual
  for (name in c("group", factors)) add(paste(case, if (name == "group") "group" else paste("factor", name)),
    c("statistic", "parameter", "parameter2", "p.value"), c(f[name, "F value"], f[name, "Df"], df2, f[name, "Pr(>F)"]))
}
raw <- read.csv("../data/pbc.csv")
raw <- with(raw, data.frame(outcome = log(bili), group = stage, sex, edema, age))
raw <- raw[complete.cases(raw), ]
run_factors("equal", raw, "age", c("sex", "edema"), "equal")
run_factors("observed", raw, "age", c("sex", "edema"), "proportional")
run_factors("none", raw, c(), c(), "equal")
write_cases()
