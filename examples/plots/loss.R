# Rscript loss.R FOLDER PICTURE: every run's loss against its steps, with jsonlite.
arguments <- commandArgs(trailingOnly = TRUE)
runs <- jsonlite::stream_in(file(file.path(arguments[1], "runs.jsonl")), verbose = FALSE)
steps <- runs$trace$step
losses <- runs$trace$loss
heights <- range(unlist(losses), na.rm = TRUE)
png(arguments[2], width = 900, height = 600)
plot(range(unlist(steps)), heights, type = "n", log = if (heights[1] > 0) "y" else "",
     xlab = "step", ylab = "loss")
for (run in seq_len(nrow(runs))) lines(steps[[run]], losses[[run]], col = run, lwd = 2)
names <- paste0(runs$problem_spec, ": ", runs$optimizer_spec, ", seed ", runs$seed)
legend("topright", names, col = seq_len(nrow(runs)), lwd = 2)
invisible(dev.off())
