# The mixed model with dense matrices and numerical derivatives, subject by subject: slow, plain, by another route than ours.
library(numDeriv)

rho_of <- function(x) x / sqrt(1 + x^2)

# Covariance matrix from the parameters of the R package mmrm (theta) ...
sigma_theta <- function(name, theta, m) {
  scales <- if (name %in% c("UN", "TOEPH", "ARH(1)", "CSH")) m else 1
  d <- exp(rep_len(theta[1:scales], m))
  phi <- theta[-(1:scales)]
  if (name == "UN") {
    l <- diag(m)
    l[upper.tri(l)] <- phi # column by column of the upper triangle: row by row of the lower
    l <- t(l)
    return((d * l) %*% t(d * l))
  }
  lag <- abs(outer(1:m, 1:m, "-"))
  correlation <- switch(name,
    "AR(1)" = , "ARH(1)" = rho_of(phi)^lag,
    "CS" = , "CSH" = { a <- 1 / (m - 1); ifelse(lag == 0, 1, plogis(phi) * (1 + a) - a) },
    "TOEP" = , "TOEPH" = matrix(c(1, rho_of(phi))[lag + 1], m)
  )
  outer(d, d) * correlation
}

# ... and from those of SAS: variances and correlations, or covariances where Sigma is linear in them.
sigma_sas <- function(name, psi, m) {
  lag <- abs(outer(1:m, 1:m, "-"))
  if (name == "UN") { s <- matrix(0, m, m); s[upper.tri(s, TRUE)] <- psi; return(s + t(s) - diag(diag(s))) }
  if (name == "CS") return(psi[1] + psi[2] * (lag == 0))
  if (name == "TOEP") return(matrix(psi[lag + 1], m))
  if (name == "AR(1)") return(psi[1] * psi[2]^lag)
  d <- sqrt(psi[1:m])
  correlation <- switch(name, "ARH(1)" = psi[m + 1]^lag, "CSH" = ifelse(lag == 0, 1, psi[m + 1]),
                        "TOEPH" = matrix(c(1, psi[-(1:m)])[lag + 1], m))
  outer(d, d) * correlation
}

sas_of <- function(name, sigma) {
  m <- nrow(sigma); r <- cov2cor(sigma)
  switch(name, "UN" = sigma[upper.tri(sigma, TRUE)], "CS" = c(sigma[2, 1], sigma[1, 1] - sigma[2, 1]), "TOEP" = sigma[1, ],
         "AR(1)" = c(sigma[1, 1], r[2, 1]), "ARH(1)" = , "CSH" = c(diag(sigma), r[2, 1]), "TOEPH" = c(diag(sigma), r[1, -1]))
}

theta_of <- function(name, sigma) {
  m <- nrow(sigma); r <- cov2cor(sigma); f <- function(x) x / sqrt(1 - x^2)
  if (name == "UN") { l <- t(chol(sigma)); u <- t(l / diag(l)); return(c(log(diag(l)), u[upper.tri(u)])) }
  scale <- if (name %in% c("TOEPH", "ARH(1)", "CSH")) log(diag(sigma)) / 2 else log(sigma[1, 1]) / 2
  a <- 1 / (m - 1)
  c(scale, switch(name, "AR(1)" = , "ARH(1)" = f(r[2, 1]), "CS" = , "CSH" = qlogis((r[2, 1] + a) / (1 + a)),
                  "TOEP" = , "TOEPH" = f(r[1, -1])))
}

pieces <- function(data, sigma) { # data: list of subjects, each with x, y and visit
  a <- 0; b <- 0; logdet <- 0
  for (s in data) {
    v <- sigma[s$visit, s$visit, drop = FALSE]; k <- solve(v)
    a <- a + t(s$x) %*% k %*% s$x; b <- b + t(s$x) %*% k %*% s$y
    logdet <- logdet + as.numeric(determinant(v)$modulus)
  }
  beta <- solve(a, b)
  q <- sum(vapply(data, function(s) {
    r <- s$y - s$x %*% beta
    as.numeric(t(r) %*% solve(sigma[s$visit, s$visit, drop = FALSE], r))
  }, 0))
  list(a = a, beta = as.vector(beta), logdet = logdet, q = q)
}

deviance_of <- function(data, sigma, reml) {
  if (min(eigen(sigma, TRUE, only.values = TRUE)$values) <= 1e-10) return(1e10)
  p <- pieces(data, sigma); n <- sum(lengths(lapply(data, `[[`, "y")))
  p$logdet + p$q + (n - reml * length(p$beta)) * log(2 * pi) + reml * as.numeric(determinant(p$a)$modulus)
}

# From a start (nlme::gls) to the exact optimum by Newton steps with Richardson-extrapolated derivatives.
polish <- function(data, name, sigma, reml) {
  m <- nrow(sigma); f <- function(theta) deviance_of(data, sigma_theta(name, theta, m), reml)
  theta <- theta_of(name, sigma)
  for (i in 1:4) theta <- theta - solve(hessian(f, theta), grad(f, theta))
  sigma_theta(name, theta, m)
}

# Kenward-Roger with observed information; "second": whether second derivatives are used.
kenward_roger <- function(data, sigma, to_sigma, par, second) {
  m <- nrow(sigma); k <- length(par); p <- pieces(data, sigma); phi <- solve(p$a)
  w <- 2 * solve(hessian(function(x) deviance_of(data, to_sigma(x), TRUE), par))
  d1 <- array(jacobian(function(x) as.vector(to_sigma(x)), par), c(m, m, k))
  d2 <- if (second) vapply(seq_len(m^2), function(i) hessian(function(x) to_sigma(x)[i], par), matrix(0, k, k)) else NULL
  np <- ncol(phi); pm <- vector("list", k); inner <- matrix(0, np, np)
  for (h in 1:k) pm[[h]] <- 0
  for (s in data) {
    v <- s$visit; iv <- solve(sigma[v, v, drop = FALSE]); b <- iv %*% s$x
    for (h in 1:k) {
      dh <- matrix(d1[v, v, h], length(v)); pm[[h]] <- pm[[h]] - t(b) %*% dh %*% b
      for (j in 1:k) {
        q <- t(b) %*% dh %*% iv %*% matrix(d1[v, v, j], length(v)) %*% b
        r <- if (second) t(b) %*% matrix(d2[h, j, ], m)[v, v, drop = FALSE] %*% b else 0
        inner <- inner + w[h, j] * (q - r / 4)
      }
    }
  }
  for (h in 1:k) for (j in 1:k) inner <- inner - w[h, j] * pm[[h]] %*% phi %*% pm[[j]]
  list(beta = p$beta, phi = phi, adjusted = phi + 2 * phi %*% inner %*% phi, w = w, p = pm)
}

one_df <- function(kr, row) { # Satterthwaite and Kenward-Roger agree for one contrast
  g <- vapply(kr$p, function(p) as.numeric(row %*% kr$phi %*% p %*% kr$phi %*% row), 0)
  2 * as.numeric(row %*% kr$phi %*% row)^2 / as.numeric(g %*% kr$w %*% g)
}

joint <- function(kr, l) { # Kenward and Roger 1997, section 3
  q <- nrow(l); k <- length(kr$p); theta <- t(l) %*% solve(l %*% kr$phi %*% t(l)) %*% l
  t1 <- lapply(kr$p, function(p) theta %*% kr$phi %*% p %*% kr$phi)
  a1 <- a2 <- 0
  for (h in 1:k) for (j in 1:k) {
    a1 <- a1 + kr$w[h, j] * sum(diag(t1[[h]])) * sum(diag(t1[[j]]))
    a2 <- a2 + kr$w[h, j] * sum(diag(t1[[h]] %*% t1[[j]]))
  }
  b <- (a1 + 6 * a2) / (2 * q); g <- ((q + 1) * a1 - (q + 4) * a2) / ((q + 2) * a2); den <- 3 * q + 2 * (1 - g)
  v <- 2 / q * (1 + g / den * b) / ((1 - (q - g) / den * b)^2 * (1 - (q + 2 - g) / den * b)); e <- 1 / (1 - a2 / q)
  rho <- v / (2 * e^2); df <- 4 + (q + 2) / (q * rho - 1); lambda <- df / (e * (df - 2)); x <- l %*% kr$beta
  f <- lambda / q * as.numeric(t(x) %*% solve(l %*% kr$adjusted %*% t(l), x))
  c(statistic = f, df2 = df, p.value = pf(f, q, df, lower.tail = FALSE))
}

fai_cornelius <- function(kr, l) { # Satterthwaite for several contrasts; depends on the rows of l
  e <- eigen(l %*% kr$phi %*% t(l)); turned <- t(e$vectors) %*% l
  df <- apply(turned, 1, function(row) one_df(kr, row)); expectation <- sum(df / (df - 2))
  c(statistic = mean((turned %*% kr$beta)^2 / e$values), df2 = 2 * expectation / (expectation - nrow(l)))
}
