# gnuplot -c loss.gp FOLDER PICTURE: every run's loss against its steps. FOLDER holds what
# `descend export DIR --format csv -o FOLDER` wrote.
set terminal pngcairo size 900, 600
set output ARG2
set datafile separator ","
set xlabel "step"
set ylabel "loss"
traces = ARG1."/traces.csv"
stats traces using (column("loss")) nooutput
if (STATS_min > 0) { set logscale y; set autoscale yfix }
ids = system("tail -n +2 '".traces."' | cut -d , -f 1 | uniq")
plot for [id in ids] traces using (strcol("id") eq id ? column("step") : NaN):(column("loss")) \
  with lines linewidth 2 title id
