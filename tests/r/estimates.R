# The estimates of tests/r/rows.csv by the R package survey, an independent program; writes estimates.csv beside it.
# Run in tests/r: Rscript estimates.R
library(survey)
rows <- read.csv("rows.csv")
strata <- read.csv("strata.csv")
rows$ownership <- ifelse(rows$foreign_equity_pct >= 50, "foreign", "national")
rows <- merge(rows, strata, by = c("ownership", "size"))
rows$stratum <- paste(rows$ownership, rows$size)
design <- svydesign(ids = ~1, strata = ~stratum, fpc = ~population, data = rows)
freedom <- degf(design)
found <- list()
add <- function(measure, level, estimate) {
  low_high <- confint(estimate, level = 0.95, df = freedom)
  found[[length(found) + 1]] <<- data.frame(
    measure = measure, level = level,
    estimate_pct = 100 * as.numeric(coef(estimate)), error_pp = 100 * as.numeric(SE(estimate)),
    low_pct = 100 * low_high[1], high_pct = 100 * low_high[2]
  )
}
for (dimension in c("human_resources", "process", "product")) {
  for (level in 1:6) {
    design$variables$reached <- as.numeric(design$variables[[dimension]] >= level)
    add(dimension, level, svymean(~reached, design))
  }
}
design$variables$skilled <- design$variables$managers + design$variables$skilled_direct
add("skills", 0, svyratio(~skilled, ~workforce, design))
written <- do.call(rbind, found)
written[, 3:6] <- round(written[, 3:6], 9)
write.csv(written, "estimates.csv", row.names = FALSE, quote = FALSE)
cat(R.version.string, "| survey", as.character(packageVersion("survey")), "\n", file = "versions.txt")
