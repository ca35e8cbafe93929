# Rscript loss.R FOLDER PICTURE: every run's loss against its steps, with jsonlite.
arguments <- commandArgs(trailingOnly = TRUE)
runs <- jsonlite::stream_in(file(file.path(arguments[1], "runs.jsonl")), verbose = FALSE)
steps <- runs$trace$step
losses <- runs$trace$loss
positive <- unlist(losses)[which(unlist(losses) > 0)]
png(arguments[2], width = 900, height = 600)
plot(range(unlist(steps)), range(positive), type = "n", log = "y", xlab = "step", ylab = "loss")
for (run in seq_len(nrow(runs))) lines(steps[[run]], losses[[run]], col = run, lwd = 2)
names <- paste0(runs$problem_spec, ": ", runs$optimizer_spec, ", seed ", runs$seed)
legend("topright", names, col = seq_len(nrow(runs)), lwd = 2)
invisible(dev.off())
