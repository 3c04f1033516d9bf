# Invents trial.csv: three dose groups, four visits, drop-out and single gaps. Run once; the file is the input of the cases.
set.seed(20240501, kind = "Mersenne-Twister", normal.kind = "Inversion", sample.kind = "Rejection")
n <- 48
visits <- c("D29", "D57", "D85", "D169")
group <- rep(c("low", "medium", "high"), each = n / 3)
sex <- sample(c("F", "M"), n, replace = TRUE, prob = c(0.4, 0.6))
baseline <- round(rnorm(n, 31.5, 4.5), 1)
sd <- c(2.2, 2.8, 3.3, 4.1)
rho <- 0.65^abs(outer(1:4, 1:4, "-"))
errors <- matrix(rnorm(4 * n), n) %*% chol(diag(sd) %*% rho %*% diag(sd))
mean_change <- c(1, 2.8, 3, 0.3)
slope <- c(-0.1, -0.15, -0.2, -0.3)
shift <- c(low = 0, medium = 0.6, high = 1.1)[group]
change <- round(rep(mean_change, each = n) + outer(baseline - 31.5, slope) + shift + errors, 1)
last <- sample(1:4, n, replace = TRUE, prob = c(0.06, 0.08, 0.1, 0.76))
change[outer(last, 1:4, "<")] <- NA
change[cbind(sample(n, 6), sample(1:3, 6, replace = TRUE))] <- NA
trial <- data.frame(
  subject = rep(sprintf("P%02d", 1:n), 4), group = rep(group, 4), sex = rep(sex, 4), baseline = rep(baseline, 4),
  visit = rep(visits, each = n), change = as.vector(change)
)
write.csv(trial[order(trial$subject), ], "trial.csv", row.names = FALSE, quote = FALSE)
