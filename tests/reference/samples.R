# Small samples that several methods use, by name; the same numbers stand in samples.py.
one_sample <- list(
  sleep = c(1.2, 2.4, 1.3, 1.3, 0, 1, 1.8, .8, 4.6, 1.4),
  distinct = c(1.83, .5, -1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.3, -.7, .41, -.29),
  zeros = c(0, 0, 1, -2, 3, 3, -1, 4, 5, 6, -2, 7),
  tied = c(-1, 1, 1, 2, 2, 2, 3, -3, 4, 5, 5, 6, 6, -6, 7, 8),
  five = c(.3, 1.1, -.2, 2.7, 1.9)
)
two_sample <- list(
  distinct = list(x = c(.8, .83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, .73, 1.46), y = c(1.15, .88, .9, .74, 1.21)),
  tied = list(x = c(4, 5, 5, 6, 7, 7, 8, 9), y = c(1, 2, 4, 4, 5, 6, 3)),
  eights = list(x = c(29.1, 33.4, 27.8, 31.2, 35.5, 30, 28.6, 32.7), y = c(26.2, 30.4, 25.9, 28.8, 33.1, 27.4, 24.3, 29.9)),
  three = list(x = c(1.1, 2.5, 3.7), y = c(2.2, 4.1, 5.3)),
  # the reaction times of SAS/STAT's NPAR1WAY example, stimulus 2 against 1
  react = list(x = c(3.27, 3.27, 3.27, 3.70, 3.70, 3.74),
               y = c(1.94, 1.94, 2.92, 2.92, 2.92, 2.92, 3.27, 3.27, 3.27, 3.27, 3.70, 3.70, 3.74))
)
k_sample <- list(
  distinct = list(values = c(2.9, 3.0, 2.5, 2.6, 3.2, 3.8, 2.7, 4.0, 2.4, 2.8, 3.4, 3.7, 2.2, 2.0),
                  group = c(1, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 3)),
  tied = list(values = c(1, 2, 2, 3, 2, 3, 4, 4, 3, 5, 5, 4), group = rep(1:3, each = 4)),
  motivation = list(values = c(40, 35, 38, 43, 44, 41, 38, 40, 47, 44, 40, 42, 48, 40, 45, 43, 46, 44),
                    group = rep(1:3, each = 6))
)
