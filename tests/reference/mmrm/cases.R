# Reference values of the mixed model for repeated measures; see README.md. Rscript cases.R
suppressMessages({library(nlme); library(emmeans); library(lme4); library(pbkrtest)})
source("../cases.R")
source("dense.R")
from_gls <- paste0(r_source("nlme"), ": gls")
from_emmeans <- paste0(r_source("nlme", "emmeans"), ": emmeans of gls")
from_dense <- "dense matrices and numerical derivatives in R (dense.R), at the optimum of gls"

control <- glsControl(maxIter = 500, msMaxIter = 500, tolerance = 1e-11, msTol = 1e-13)
fit_gls <- function(formula, data, name, m, method) {
  correlation <- switch(name,
    "UN" = corSymm(form = ~ place | subject), "CS" = , "CSH" = corCompSymm(0.3, form = ~ place | subject),
    "AR(1)" = , "ARH(1)" = corAR1(0.3, form = ~ place | subject),
    "TOEP" = , "TOEPH" = corARMA(form = ~ place | subject, p = m - 1, q = 0))
  weights <- if (name %in% c("UN", "TOEPH", "ARH(1)", "CSH")) varIdent(form = ~ 1 | visit) else NULL
  do.call(gls, list(formula, data = data, correlation = correlation, weights = weights, method = method, control = control))
}
full_sigma <- function(fit, data, m) { # from a subject with all visits
  whole <- names(which(table(data$subject) == m))[1]
  unclass(getVarCov(fit, individual = whole))[1:m, 1:m]
}
structures <- c("UN", "TOEPH", "ARH(1)", "CSH", "TOEP", "AR(1)", "CS")

growth <- read.csv("growth.csv"); growth$place <- match(growth$visit, unique(growth$visit))
growth$visit <- factor(growth$visit, unique(growth$visit))
trial <- read.csv("trial.csv"); trial$visit <- factor(trial$visit, c("D29", "D57", "D85", "D169"))
trial$group <- factor(trial$group, c("low", "medium", "high")); trial$place <- as.integer(trial$visit)
trial <- trial[!is.na(trial$change), ]

blocks_of <- function(x, y, data) lapply(split(seq_along(y), data$subject), function(i)
  list(x = x[i, , drop = FALSE], y = y[i], visit = data$place[i]))

study <- function(label, formula, data, name, method) {
  case <- paste(label, name, method); m <- nlevels(data$visit)
  fit <- fit_gls(formula, data, name, m, method)
  add(case, "minus2ll", -2 * as.numeric(logLik(fit)), 1e-8, "rel", from_gls)
  add(case, "aic.mmrm", -2 * as.numeric(logLik(fit)) + 2 * length(theta_of(name, full_sigma(fit, data, m))), 1e-8, "rel", from_gls)
  sigma <- full_sigma(fit, data, m); low <- lower.tri(sigma, TRUE)
  add(case, paste0("sigma.", row(sigma)[low], col(sigma)[low]), sigma[low], 5e-5, "rel", from_gls) # gls stops there
  fit
}

ls_means <- function(fit, case, specs, data, weights = "equal") {
  grid <- suppressMessages(emmeans(fit, specs, data = data, mode = "df.error", weights = weights))
  table <- as.data.frame(grid); keys <- if (length(specs) == 1) table[[specs]] else do.call(paste, c(table[specs], sep = "/"))
  add(case, paste0(weights, ".", keys, ".estimate"), table$emmean, 2e-5, "abs", from_emmeans)
  add(case, paste0(weights, ".", keys, ".se"), table$SE, 1e-5, "rel", from_emmeans)
}

for (name in structures) for (method in c("REML", "ML")) study("growth", distance ~ sex * visit, growth, name, method)

formula <- change ~ group * visit + baseline * visit
for (name in structures) {
  fit <- study("trial", formula, trial, name, "REML"); case <- paste("trial", name, "REML")
  ls_means(fit, case, c("group", "visit"), trial)
  ls_means(fit, case, "visit", trial)
  if (name %in% c("TOEP", "AR(1)", "CS")) # emmeans would take gls variance weights as counts of patients
    ls_means(fit, case, "group", trial, "proportional")
  x <- model.matrix(formula, trial); data <- blocks_of(x, trial$change, trial)
  sigma <- polish(data, name, full_sigma(fit, trial, 4), TRUE)
  linear <- kenward_roger(data, sigma, function(x) sigma_theta(name, x, 4), theta_of(name, sigma), FALSE)
  mmrm <- kenward_roger(data, sigma, function(x) sigma_theta(name, x, 4), theta_of(name, sigma), TRUE)
  sas <- kenward_roger(data, sigma, function(x) sigma_sas(name, x, 4), sas_of(name, sigma), TRUE)
  rows <- emmeans(fit, "visit", data = trial, mode = "df.error")@linfct
  for (i in 1:4) {
    key <- paste0("pooled.", levels(trial$visit)[i]); row <- rows[i, ]
    add(case, paste0(key, ".df"), one_df(linear, row), 1e-6, "rel", from_dense)
    for (kr in list(list("kenward-roger-linear", linear), list("kenward-roger", mmrm), list("kenward-roger-sas", sas)))
      add(case, paste0(key, ".se.", kr[[1]]), sqrt(as.numeric(row %*% kr[[2]]$adjusted %*% row)), 1e-6, "rel", from_dense)
  }
  sums <- model.matrix(formula, trial, contrasts.arg = list(group = "contr.sum", visit = "contr.sum"))
  data <- blocks_of(sums, trial$change, trial)
  linear <- kenward_roger(data, sigma, function(x) sigma_theta(name, x, 4), theta_of(name, sigma), FALSE)
  terms <- c("group", "visit", "baseline", "group:visit", "visit:baseline"); places <- attr(sums, "assign")
  for (i in 1:5) {
    test <- joint(linear, diag(ncol(sums))[places == i, , drop = FALSE])
    add(case, paste0("type3.", terms[i], c(".statistic", ".df2", ".p.value")), test, 1e-5, "rel", from_dense)
  }
}

# Satterthwaite for several contrasts, with deviations from the mean (mmrm) and differences from the last level (SAS).
against_last <- function(k) diag(k) + 1
for (name in c("UN", "AR(1)")) {
  fit <- fit_gls(formula, trial, name, 4, "REML"); case <- paste("trial", name, "REML")
  sigma <- polish(data, name, full_sigma(fit, trial, 4), TRUE)
  kr <- kenward_roger(data, sigma, function(x) sigma_theta(name, x, 4), theta_of(name, sigma), FALSE)
  for (i in c(1, 2, 4)) {
    own <- diag(ncol(sums))[places == i, , drop = FALSE]
    turn <- switch(i, against_last(2), against_last(3), NULL, kronecker(against_last(3), against_last(2)))
    add(case, paste0("satterthwaite.mmrm.", terms[i], c(".statistic", ".df2")), fai_cornelius(kr, own), 1e-6, "rel", from_dense)
    add(case, paste0("satterthwaite.sas.", terms[i], c(".statistic", ".df2")), fai_cornelius(kr, turn %*% own), 1e-6, "rel", from_dense)
  }
}

# pbkrtest: compound symmetry is a random intercept; the expected information matrix.
mixed <- lmer(change ~ group * visit + baseline * visit + (1 | subject), trial,
              control = lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-10)))
from_pbkrtest <- paste0(r_source("lme4", "pbkrtest"), ": KRmodcomp, vcovAdj (expected information)")
adjusted <- vcovAdj(mixed); case <- "trial CS expected"
rows <- emmeans(fit, "visit", data = trial, mode = "df.error")@linfct
for (i in 1:4) {
  key <- paste0("pooled.", levels(trial$visit)[i]); row <- rows[i, ]
  add(case, paste0(key, ".se"), sqrt(as.numeric(row %*% as.matrix(adjusted) %*% row)), 1e-5, "rel", from_pbkrtest)
  add(case, paste0(key, ".df"), Lb_ddf(row, vcov(mixed), adjusted), 1e-4, "rel", from_pbkrtest)
}
for (term in c("group:visit", "visit:baseline")) {
  smaller <- update(mixed, as.formula(paste(". ~ . -", term)))
  test <- KRmodcomp(mixed, smaller)$test["Ftest", ]
  add(case, paste0("type3.", term, c(".statistic", ".df2", ".p.value")), c(test$stat, test$ddf, test$p.value), 1e-4, "rel", from_pbkrtest)
}

# Growth curves: straight lines over age, and parallel ones.
for (one in list(c("lines", "UN"), c("parallel", "UN"), c("lines", "TOEP"), c("lines", "AR(1)"), c("lines", "CS"))) {
  fit <- fit_gls(if (one[1] == "lines") distance ~ sex * age else distance ~ sex + age, growth, one[2], 4, "ML")
  add(paste(one[1], one[2], "ML"), "minus2ll", -2 * as.numeric(logLik(fit)), 1e-8, "rel", from_gls)
}

# Published values of the growth study, as printed.
manual <- "SAS/STAT User's Guide, MIXED, example Repeated Measures (growth data, ML)"
add("lines UN ML", c("sigma.11", "sigma.21", "sigma.22", "sigma.31", "sigma.32", "sigma.33", "sigma.41", "sigma.42", "sigma.43", "sigma.44"),
    c(5.1192, 2.4409, 3.9279, 3.6105, 2.7175, 5.9798, 2.5222, 3.0623, 3.8235, 4.6180), 1e-4, "abs", manual)
add("lines UN ML", c("boys.intercept", "boys.intercept.se", "boys.slope", "boys.slope.se", "difference.slope", "difference.slope.se"),
    c(15.8423, 0.9356, 0.8268, 0.07911, -0.3504, 0.1239), 1e-4, "abs", manual)

# SAS PROC MIXED on fev.csv, read off its output. With UN we can stop where SAS does, and all its digits are asked for;
# with the others what SAS had still to go is allowed.
printed <- read.csv("sas.csv", colClasses = "character")
for (i in seq_len(nrow(printed))) with(printed[i, ], {
  half <- 0.51 * 10^-nchar(sub("^[^.]*[.]?", "", printed)); long <- grepl("ddfm", file); un <- grepl("UN", case)
  to_go <- if (grepl("sas[.](Var|CS|Res|AR|TOEP)", quantity)) 2e-3 else if (quantity == "p.value") 3e-3 else 4e-4
  tolerance <- if (quantity == "minus2ll.history") 1e-5 else if (long) (if (un) 1e-8 else to_go) else
    if (un) half else half + to_go * abs(as.numeric(printed))
  add(case, quantity, printed, tolerance, if (long && quantity != "minus2ll.history") "rel" else "abs",
      paste("SAS PROC MIXED, output in the R package mmrm:", if (long) "design/ddfm_covtype" else "design/SAS",
            if (un) "(UN, SAS's stop)" else "(other structures)"))
})
write_cases()
