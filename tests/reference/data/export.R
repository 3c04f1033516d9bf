# Public data sets of R and its survival package, with the columns that the reference cases use.
library(survival)
put <- function(frame, name) write.csv(frame, paste0(name, ".csv"), row.names = FALSE, quote = FALSE)

put(transform(pbc[c("id", "time", "status", "trt", "age", "sex", "ascites", "hepato", "edema", "bili", "albumin",
                    "copper", "protime", "stage", "platelet")], albumin = albumin), "pbc")
put(lung[c("inst", "time", "status", "age", "sex", "ph.ecog")], "lung")
put(veteran, "veteran")
put(transform(aml, x = as.character(x)), "aml")
put(ovarian, "ovarian")
put(mgus2[c("id", "age", "sex", "ptime", "pstat", "futime", "death")], "mgus2")
put(data.frame(extra = sleep$extra, group = sleep$group, id = sleep$ID), "sleep")
put(airquality[c("Ozone", "Wind", "Temp", "Month")], "airquality")
put(PlantGrowth, "plant_growth")
put(ToothGrowth, "tooth_growth")
put(MASS::anorexia, "anorexia")
