# Every distinct order of the group labels, one a column, by plain recursion: the slow way that can be seen to be right.
arrangements <- function(sizes) {
  if (!any(sizes > 0)) return(matrix(integer(0), 0, 1))
  parts <- lapply(which(sizes > 0), function(g) {
    rest <- sizes; rest[g] <- rest[g] - 1
    below <- arrangements(rest); rbind(matrix(g, 1, ncol(below)), below)
  })
  do.call(cbind, parts)
}
