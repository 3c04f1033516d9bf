# Collects reference values and writes cases.csv: source("../cases.R") in a method's folder, add(...) them, write_cases().
.cases <- list()

r_source <- function(...) {
  packages <- c(...)
  versions <- vapply(packages, function(p) paste(p, as.character(packageVersion(p))), "")
  paste(c(paste0("R ", R.version$major, ".", R.version$minor), versions), collapse = ", ")
}

add <- function(case, quantity, expected, tolerance = 1e-9, kind = "rel", source = default_source) {
  for (i in seq_along(quantity)) {
    value <- as.numeric(expected[[i]])
    .cases[[length(.cases) + 1]] <<- data.frame(
      case = case, quantity = quantity[[i]],
      expected = if (is.na(value)) "nan" else formatC(value, digits = 15, format = "g"),
      tolerance = formatC(tolerance, format = "g"), tolerance_kind = kind, source = source
    )
  }
}

write_cases <- function() write.csv(do.call(rbind, .cases), "cases.csv", row.names = FALSE, quote = TRUE)
