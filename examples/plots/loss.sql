-- duckdb -c ".read loss.sql", in the folder of the runs: the loss of every run as bars of text.
WITH runs AS (
  SELECT id, optimizer_spec, seed, trace FROM read_json('runs.jsonl', format = 'newline_delimited')
), states AS (
  SELECT optimizer_spec, seed, unnest(trace.step) AS step, unnest(trace.loss) AS loss FROM runs
)
SELECT optimizer_spec, seed, step, loss,
       bar(loss, least(0, min(loss) OVER run), max(loss) OVER run, 40) AS picture
FROM states
WHERE step % 20 = 0
WINDOW run AS (PARTITION BY optimizer_spec, seed)
ORDER BY optimizer_spec, seed, step;
