// Every text of the page, in English.

import { numberWords as n } from '../data/settings';

const ordinals = ['', 'first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth'];
const ordinal = (count: number): string => ordinals[count] ?? `${count}th`;

export const english = {
  skip: 'Skip to the content',
  language: '中文',
  languageName: 'Show this page in Chinese',
  themes: { auto: 'System', light: 'Light', dark: 'Dark', label: 'Brightness' },
  pages: { label: 'Parts of the report', article: 'The article', runs: 'Runs', map: 'Heat map', timings: 'Timings', made: 'How it was made' },
  broken: (why: string): string => `The data of this report cannot be read: ${why}`,
  empty: 'This report holds no results: it is the page before the program fills it. Run “descend report DIR -o FILE.html”.',
  thinned: (shown: number, points: number, left: number): string =>
    `Of ${points.toLocaleString('en')} recorded points the page holds ${shown.toLocaleString('en')}: in every interval the lowest, the highest and the ends.` +
    (left > 0 ? ` ${left.toLocaleString('en')} runs were left out.` : '') +
    ' The files in the folder hold all of them.',
  saving: { save: 'Save', as: (title: string, kind: string): string => `Save “${title}” as ${kind}` },
  player: {
    play: 'Play', pause: 'Pause', speed: 'Speed', position: 'Step shown', controls: 'Playing', back: 'One step back', forth: 'One step on',
    step: (step: number): string => `step ${n(step)}`,
    of: (step: number, last: number): string => `step ${n(step)} of ${n(last)}`,
  },
  // Only where a name without its underscores is not the word.
  quantities: {
    value_evaluations: 'loss evaluations', compute_seconds: 'seconds of computing', samples: 'samples seen', batch_loss: 'loss of the batch',
    validation_loss: 'held-out loss', validation_accuracy: 'held-out accuracy', update_norm: 'update size', target_step: 'steps to the target',
    reached_minimum_index: 'minimum reached', reached_step: 'step that reached a minimum', best_step: 'step of the best loss',
    explosion_start_step: 'step at which the explosion began', diverged_step: 'step at which it diverged', left_domain_step: 'step that left the domain', settled_step: 'step from which on it stayed at the minimum',
  } as { [name: string]: string },
  // Of verdicts and of what ended a run.
  verdicts: { timeout: 'out of time', budget_exhausted: 'budget used up' } as { [name: string]: string },
  outcome: {
    globalMinimum: 'the global minimum',
    minimum: (count: number): string => `the ${ordinal(count)} local minimum from the start`,
    anyMinimum: (index: number): string => `local minimum number ${index + 1}`,
    reached: (where: string, step: number): string => `Reached ${where} at step ${n(step)}`,
    rests: ' and rests there.',
    oscillates: ', and oscillates about it.',
    stuck: (where: string): string => `Ended stuck in ${where}.`,
    within: (where: string): string => `Moves within the basin of ${where} without coming to rest.`,
    left: (step: number | null): string => `Left the domain${step === null ? '' : ` at step ${n(step)}`} and did not come back.`,
    diverged: (step: number | null, start: number | null): string =>
      `Diverged${step === null ? '' : ` at step ${n(step)}`}${start === null ? '' : `: from step ${n(start)} on, loss and gradient grew at every step`}.`,
    /** In place of the program's own, which are English. */
    sentences: {} as { [verdict: string]: string },
    ended: (sentence: string, loss: string): string => `${sentence}; the last loss is ${loss}.`,
    target: (step: number, loss: string): string => `Reached its target at step ${n(step)}; the last loss is ${loss}.`,
    other: (status: string, loss: string): string => `Ended (${status}) with a loss of ${loss}.`,
  },
  spiral: {
    left: 'Run', right: 'Beside it', compare: 'Two runs side by side', heldOut: 'Held-out points', intervals: 'Mark where loss and accuracy fall together', beside: 'Squares on the right', updates: 'updates', gradients: 'gradients',
    weights: 'weights and biases', biases: 'biases', largest: (value: string): string => `largest ${value}`,
    noParameters: 'This run was recorded without its parameters, so that only its curves can be shown.',
    train: 'training', held: 'held-out',
    status: (step: number, loss: string, accuracy: string, rate: string): string => `Step ${n(step)}: loss ${loss}, accuracy ${accuracy}, learning rate ${rate}`,
    statusHeld: (loss: string, accuracy: string): string => `; held-out loss ${loss}, accuracy ${accuracy}`,
    picture: (run: string): string => `Spiral points over the decision regions of ${run}, its weights and updates as coloured squares, and its curves. The line below gives the values in words.`,
    together: (count: number): string => (count === 0 ? 'Loss and accuracy never fall together here.' : `${count} tinted ${count === 1 ? 'interval' : 'intervals'}: loss and accuracy fall together.`),
    rows: 'The recorded values as a table',
  },
  landscape: {
    figure: 'Setting', arrows: 'Arrows on the ball', whole: 'All steps', gradient: 'pull of the slope', velocity: 'step to come',
    settings: (rate: string, momentum: string): string => `learning rate ${rate}, momentum ${momentum}`,
    status: (step: number, x: string, loss: string): string => `Step ${n(step)}: x = ${x}, loss ${loss}`,
    outside: (x: string): string => `outside the picture, x = ${x}`,
    picture: (name: string, verdict: string): string => `The landscape with the path of the run ${name}. ${verdict}`,
    start: 'start', minimum: 'minimum', globalMinimum: 'global minimum',
    noCurve: 'These results hold no curve of the landscape: an older build made them, or the problem draws none. Only the states that the runs visited are drawn.',
  },
  figureNames: {
    and: 'Far too small', xor: 'Over one hill', tho: 'One valley short', pog: 'Tiny rate, heavy ball', jog: 'Small rate, heavy ball', mog: 'Modest rate, heavy ball',
    log: 'Too big', sog: 'Far too big', bog: 'Exploding', cog: 'Good', rog: 'Very good',
  } as { [name: string]: string },
  batchNames: (size: number | null): string => (size === null ? 'all points' : size === 1 ? 'single points' : `batches of ${size}`),
  article: {
    title: 'Optimizers, alive',
    lead: 'One network, one data set, a few thousand steps. What decides whether the loss comes down is how the steps are taken. Every picture here is a real run of this program: play it, slow it down, set two side by side.',
    contents: 'Contents',
    erratum: 'Erratum to the article',
    tryIt: 'Try it',
    found: (count: number, all: number): string => `${count} of ${all}`,
    notHere: 'The results in this report hold no runs for this part.',
    first: {
      title: 'The first run',
      played: 'The network learns, at a constant rate of 1.0',
      text: [
        'Three arms of points wind around each other, one class each. The network is to say for every place in the plane which class lives there. It starts with small random weights, for which all three classes are equally likely almost everywhere.',
        'Gradient descent then does the same thing over and over: measure in which direction the loss rises fastest, and go the opposite way. The learning rate says how far. Here it is 1.0, and it never changes.',
      ],
      look: 'Press play. Watch how little the regions move at first; then the borders bend around the arms, and in the end they jerk from frame to frame. The loss tells the same story: long patience, then progress in jolts, never rest.',
      after: [
        'The squares are all the numbers that the network consists of: blue is positive, red negative, the deepest colour is the largest. Beside them stands what the last step changed. Early on a few neurons get nearly all of the change; later it flickers across the whole layer.',
        'In the tinted intervals loss and accuracy fall together, which seems absurd. It is not: accuracy counts only which class wins, loss also how clearly. A step can make the network surer about many points that it has right already and lose a few close calls in return.',
        'Switch on the held-out points, drawn as rings: they come from the same spiral, with other noise, and the network never learns from them. Where they lie on the wrong colour while the filled points beside them are right, the network has learned the sample rather than the spiral.',
      ],
    },
    small: {
      title: 'A step too small',
      played: 'Caught in one valley after another',
      text: [
        'A network has hundreds of dimensions and cannot be drawn, so here is a landscape with one. Its height is the loss, the ball is the state, and gradient descent lets the ball step downhill, in proportion to the slope. It starts on the left; the lowest valley lies right of the middle.',
        'With a small rate the ball does what it is told, and stops at the bottom of the first valley that it meets. The slope is zero there, so every further step is zero too. Nothing in the rule knows that a deeper valley exists. A larger rate leaps over a valley or two, and is caught by the next.',
      ],
      look: 'The path begins green and ends red. Follow where the red gathers: each setting gets stuck one valley further on, and none where it should.',
    },
    heavy: {
      title: 'A ball with weight',
      played: 'Speed carries the ball over',
      text: [
        'Momentum gives the ball a memory: each step keeps a share of the step before it. Going down builds up speed, and speed carries the ball through small valleys. Now even a very small rate arrives, since what counts is how much speed piles up.',
        'The trade is plain: the smaller the rate and the larger the momentum, the longer the ball swings before it settles.',
      ],
      look: 'Two arrows stand on the ball: the pull of the slope, and the step that it will really take. Watch them disagree: on the far side of a valley the slope pulls back while the speed goes on.',
    },
    big: {
      title: 'A step too big',
      played: 'Leaping, leaving, exploding',
      text: [
        'If the rate is too large, one step carries the ball across the valley and up the other side, higher than it was; there the slope is steeper, so the next step is longer still. With luck the ball leaps about and stays in the picture. Without luck it leaves, and every step makes the next one larger, until the numbers overflow.',
      ],
      look: 'Compare the three: jumps that never settle, jumps that end outside, and growth without end. The words under each picture say at which step it happened.',
    },
    good: {
      title: 'A step that fits',
      played: 'Quick enough and calm enough',
      text: [
        'Between the extremes lies a range in which the ball is quick enough to pass the small valleys and calm enough to stay in the deep one. There is no formula for it: it depends on the landscape. That is why one tries several.',
      ],
      look: 'Both arrive. The second needs only a few steps, but look closely at its end: it hops to and fro about the minimum, because its steps there are a little longer than the valley allows.',
    },
    rates: {
      title: 'From far too low to far too high',
      text: ['The same start, the same number of steps, and nothing but the learning rate changes.'],
      look: 'Cold colours are low rates, hot ones high. From left to right in the legend: barely moving, slow, good, restless, lost. The best rate is rarely the one whose curve falls fastest at the start.',
      picture: 'Loss against step for each learning rate',
    },
    calm: {
      title: 'A little less: 0.85',
      played: 'Rates 1.0 and 0.85, in step',
      text: [
        'At 1.0 the first run jerked about, so a somewhat smaller rate suggests itself. The article tries 0.85 on one seed and draws a conclusion from it.',
      ],
      look: 'Both runs start from the very same weights and part within a few hundred steps. Play them in step and watch which borders come first; then look at the ends.',
      seedsTitle: 'The same question, asked of many seeds',
      seedsLook: 'The line is the median over the seeds, the band holds the middle half of them. Where the bands overlap, a single seed proves nothing.',
      seedsWords: (name: string, wins: number, of: number, other: string): string => `${name} ends with the lower loss in ${wins} of ${of} seeds; in the others ${other} does.`,
    },
    decay: {
      title: 'Start fast, slow down',
      played: 'A constant and a decaying rate, in step',
      text: [
        'If a large rate is good at the start and a small one at the end, let it shrink: at step t the rate is the first rate divided by 1 + decay × t. With a decay of 0.1 it halves within ten steps; the list shows the first ones.',
      ],
      listTitle: 'The first rates for a decay of 0.1',
      listStep: 'step', listRate: 'learning rate',
      listErratum: 'For step 20 the article prints 0.9090909090909091. That is the rate of step 1; the formula gives 1 / (1 + 0.1 × 20) = 0.3333333333333333.',
      printedErratum: 'The two tables of the article for decays of 0.01 and 0.001 show a falling learning rate, but their losses and accuracies are, digit for digit, those of the constant rate 1.0. The update that printed them still multiplied by the first rate. Here are both: the run as printed, and the decay as it was meant.',
      picture: 'What the decay does to the rate and to the loss',
      pictureLook: 'The rate as meant falls quickly. With a decay of 0.01 it is a tenth after 900 steps, before the network has learned anything: its loss freezes near 1.07, while the constant rate goes on falling.',
      stuckErratum: (loss: string): string => `About the run with decay 0.01 the article says that loss and accuracy stop changing. Its own table does not show that: its loss keeps falling to 0.874. The decayed run as meant shows it indeed: it stays at ${loss}.`,
      look: 'Left the constant rate, right the decay as it was meant. Watch the squares on the right-hand run: its updates keep their pattern, but the largest of them, named above, shrinks until nothing moves.',
    },
    momentum: {
      title: 'Momentum on the network',
      played: 'Two shares of momentum, in step',
      text: [
        'The article announces this section and leaves it empty, so here it is. The update keeps a share of the one before it, 0.5 or 0.9, and the rate decays by 0.001.',
      ],
      look: 'Compare with the first run. The regions wrap around the arms far sooner, and the borders then hardly tremble: steps that point the same way add up, steps that contradict each other cancel.',
      picture: 'Loss and accuracy with and without momentum',
      pictureLook: 'Same start, same data. See how early the curves part, and which of them still falls at the end.',
    },
    batches: {
      title: 'All points, some, or one',
      text: [
        'So far every step looked at all points. One can also look at a part of them, or at a single one: each step is then cheaper and its direction rougher.',
      ],
      look: 'Against samples seen, not against steps: that is what the computing costs. Rough steps get far on little work, and pay for it with a curve that trembles.',
      picture: 'Batch, mini-batch and single samples',
    },
    others: {
      title: 'A rate for every parameter',
      played: 'Momentum, and the rule that ends lowest here, in step',
      text: [
        'The book that the article comes from goes on. So far one rate served all parameters. AdaGrad divides it, for each parameter, by the size of all gradients that this parameter has seen; RMSprop forgets old ones; Adam does the same and adds momentum.',
      ],
      look: 'Play the first thousand steps: with a rate of their own the parameters draw the borders before momentum has found them. Towards the end look for a frame in which the loss leaps up and comes back: such steps are the price of dividing by gradients that have become small.',
      picture: 'Momentum beside AdaGrad, RMSprop and Adam',
      pictureLook: 'Same network, same start. Compare how soon the curves come down, and how much they tremble once they are down.',
    },
    onward: {
      title: 'Beat it',
      text: ['Each run above is one command away. Change a number, run it again, and make a report of your own. The best result on the spiral in this report:'],
      best: (loss: string, accuracy: string): string => `loss ${loss}, accuracy ${accuracy}`,
    },
  },
  runs: {
    title: 'Runs',
    picture: 'Curves of the runs',
    look: 'Drag over the chart to zoom, double-click to see all again. Point at a curve for its values; with the keyboard, focus the chart and use the arrow keys.',
    y: 'Vertical', x: 'Horizontal', logY: 'logarithmic, vertical', logX: 'logarithmic, horizontal', show: 'Show', each: 'every run', band: 'median and band over seeds', width: 'Band', colour: 'Colour by', run: 'run',
    zoomOut: 'Show all', all: 'all', none: 'none', filter: 'Filters', search: 'Find a run', seeds: (count: number): string => `${count} ${count === 1 ? 'run' : 'runs'}`,
    drawn: (shown: number, match: number, all: number): string =>
      shown === match ? `${n(match)} of ${n(all)} runs.` : `${n(match)} of ${n(all)} runs match; the first ${n(shown)} are drawn. Filter further, or show median and band.`,
    runaways: (count: number): string => `${n(count)} that left or exploded ${count === 1 ? 'runs' : 'run'} out of the picture; “Show all” shows all of it.`,
    moreFilters: (count: number): string => `${n(count)} more`,
    nothing: 'No run has values for this choice.',
    legend: 'Legend: switch single curves', more: (count: number): string => `and ${n(count)} more`,
    open: (name: string): string => `Open ${name}`,
    plot: (y: string, x: string, count: number): string => `${y} against ${x}, ${count} curves. Use the arrow keys to read values.`,
    noLog: 'Values at or below zero have no place on a logarithmic axis and are left out.',
  },
  run: {
    back: 'All runs', outcome: 'Outcome', settings: 'Settings', command: 'The command that repeats it', missing: 'This report holds no run of that name.',
    curves: 'Its curves', path: 'Its path', pathLook: 'Dark is low. The path runs from green to red; play it to see where it hurries and where it dwells.',
    measured: 'Measured', trace: 'The recorded values as a table', tableRows: (shown: number, all: number): string => `${n(shown)} of ${n(all)} recorded states, evenly picked; the CSV has all that the page holds.`,
    overflow: 'no finite number',
  },
  paths: {
    title: 'Paths over the contours', look: 'Each line is one run on this problem, each ball where it stands. Play them to see who takes the valley and who the wall.',
    problem: 'Problem', picture: (problem: string, count: number): string => `Contours of ${problem} with the paths of ${count} runs`, noContours: 'These results hold no contours of the problem: an older build made them, or the problem draws none. Only the paths are drawn.',
  },
  map: {
    title: 'Heat map', look: 'Each cell is one run, or the median of several. Point at a cell to read it, click or press Enter to open its run, drag over cells to zoom; the arrow keys move the mark, + and − zoom, Escape shows all.',
    source: 'Results', x: 'Across', y: 'Up', value: 'Value', logColour: 'logarithmic colours', reset: 'Show all',
    cell: (x: string, y: string): string => `${x}, ${y}`, runs: (count: number): string => `${n(count)} ${count === 1 ? 'run' : 'runs'}`, nothing: 'no run here', noValue: 'diverged, or no finite value', notReached: 'not reached',
    picture: (value: string, x: string, y: string): string => `${value} over ${x} and ${y}. Use the arrow keys to read cells.`,
    none: 'A heat map needs two settings that vary, or a file map.json.', other: 'other settings: median', legend: 'Colours', cells: (count: number): string => `${count.toLocaleString('en')} cells`,
    openRun: 'Open the run', repeat: 'This cell as a run of its own',
  },
  timings: {
    title: 'Timings', stepTitle: 'Cost of a step', stepLook: 'Time of one update against the number of parameters, both axes logarithmic. The dashed line is what memory alone allows: the bytes a step must move, over the bandwidth that was measured. Curves that run along it cannot become faster by cleverer arithmetic.',
    noLimit: 'No bandwidth was measured along with these timings, so that the limit is not drawn.', limit: 'bandwidth limit', assumed: (bytes: string): string => `The limit counts ${bytes} bytes a parameter.`,
    parameters: 'parameters', nanoseconds: 'nanoseconds', gradientTitle: 'Cost of a gradient', gradientLook: 'One evaluation of loss and gradient for each problem. The axis is logarithmic: each line to the right costs ten times as much.',
    runTitle: 'Cost of a whole run', runLook: 'From start to the last step, with everything the program does around the steps.', growth: 'How the cost grows',
    growthLook: 'The exponent between the smallest and the largest size, and over the last decade: 1 means that twice the parameters take twice the time.', name: 'Benchmark', per: 'ns per parameter', overall: 'exponent', tail: 'last decade', time: 'time', rate: 'GB/s', all: 'All benchmarks', otherTitle: 'Other costs', otherLook: 'Everything else that was measured.',
  },
  made: {
    title: 'How it was made', folder: 'Folder', machine: 'Machine', session: 'Session', command: 'The command line that repeats it', runsOf: 'Runs', plugins: 'Plugins', none: 'This folder has no manifest.',
    counts: (planned: string, done: string, failed: string): string => `${planned} planned, ${done} done, ${failed} failed`, repeat: 'Any single run', repeatText: 'The page of each run names the command that makes it once more; the same settings give the same bits.',
    timingsOf: 'Where the timings were taken',
  },
};
