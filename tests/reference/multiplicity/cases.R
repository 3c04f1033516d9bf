source("../cases.R")
default_source <- paste0(r_source("stats"), ": p.adjust")
families <- list(four = c(.011, .02, .04, .35), ties = c(.01, .01, .5, .5, .03), missing = c(.04, NA, .001, .2),
                 ten = c(.0001, .0004, .0019, .0095, .0201, .0278, .0298, .0344, .0459, .324))
methods <- c(holm = "holm", hochberg = "hochberg", "benjamini-hochberg" = "BH")
for (name in names(families)) for (method in names(methods)) {
  p <- families[[name]]
  add(paste(name, method), paste0("p", seq_along(p)), p.adjust(p, methods[[method]]))
}
add("four holm 6", paste0("p", 1:4), p.adjust(families$four, "holm", n = 6))
add("four benjamini-hochberg 6", paste0("p", 1:4), p.adjust(families$four, "BH", n = 6))
write_cases()
