// What the parts do when they are used, and that what they say is what the results say.

import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { open, settle } from './browse.mjs';
import { partsOf } from './check_page.mjs';

/** The runs of a page: from the runs.jsonl beside it, else from the page itself. */
function runsOf({ file, results }) {
  if (results) return readFileSync(results, 'utf8').trim().split('\n').map((line) => JSON.parse(line));
  const html = readFileSync(file, 'utf8');
  const start = html.indexOf('id="descend-data">') + 'id="descend-data">'.length;
  return JSON.parse(html.slice(start, html.indexOf('</script>', start))).folders.flatMap((folder) => folder.runs);
}

/** As the page writes short numbers. */
function words(value) {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e7)) return value.toExponential(3).replace(/\.?0+e/, 'e').replace('e+', 'e').replaceAll('-', '−');
  return String(Number(value.toPrecision(6))).replace('-', '−');
}

export async function checkArticle({ browser, out, test }, subject) {
  if (!(await partsOf(browser, subject.file)).includes('#article')) return;
  const runs = runsOf(subject);
  const { page, troubles, close } = await open(browser, subject.file, { hash: '#article' });
  const player = page.locator('#first figure').first();
  const slider = player.locator('input[type=range]');
  await test(`${subject.name} article plays`, async () => {
    await player.scrollIntoViewIfNeeded();
    const play = player.locator('button.main');
    await play.click();
    await page.waitForTimeout(700);
    const position = Number(await slider.inputValue());
    const last = Number(await slider.getAttribute('max'));
    assert.ok(position > 0 && position < last, `stands at ${position} of ${last}`);
    await page.screenshot({ path: join(out, `${subject.name}-playing.png`) });
    await play.click();
    const held = await slider.inputValue();
    await page.waitForTimeout(200);
    assert.equal(await slider.inputValue(), held, 'it moves on after pause');
  });
  await test(`${subject.name} article says what the results say`, async () => {
    await slider.focus();
    const run = runs.find((line) => line.problem.name === 'spiral' && line.optimizer.learning_rate === 1 && !line.optimizer.momentum && (line.schedule?.name ?? 'constant') === 'constant' && line.seed === 0 && /^table/.test(line.label));
    assert.ok(run, 'no run for the first table');
    const { step, loss, accuracy } = run.trace;
    for (const key of ['Home', 'PageUp', 'End']) {
      await page.keyboard.press(key);
      await settle(page);
      const text = await player.locator('.status').first().textContent();
      // The state shown is the last recorded one that is not beyond the slider.
      const position = Number(await slider.inputValue());
      const i = step.filter((at) => at <= position).length - 1;
      assert.ok(text.includes(`Step ${step[i]}: loss ${loss[i].toFixed(3)}, accuracy ${accuracy[i].toFixed(3)}`), `${text} but the results say ${loss[i]}, ${accuracy[i]}`);
    }
  });
  await test(`${subject.name} article compares, holds out, marks`, async () => {
    await player.getByLabel('Two runs side by side').check();
    assert.equal(await player.locator('.lane').count(), 2);
    await player.locator('.lane select').nth(1).selectOption({ index: 1 });
    await player.getByLabel('Held-out points').check();
    assert.match(await player.locator('.status').first().textContent(), /held-out loss/);
    await player.getByLabel(/Mark where/).check();
    assert.match(await player.locator('.verdict').first().textContent(), /fall together/);
    await settle(page);
    await player.screenshot({ path: join(out, `${subject.name}-two-runs.png`) });
    await player.getByLabel('Two runs side by side').uncheck();
    assert.equal(await player.locator('.lane').count(), 1);
  });
  await test(`${subject.name} landscapes name the verdict`, async () => {
    const expected = { small: /stuck in the first local minimum/, heavy: /global minimum/, good: /global minimum/ };
    for (const [section, pattern] of Object.entries(expected)) {
      assert.match(await page.locator(`#${section} .lane .verdict`).first().textContent(), pattern);
    }
    await page.locator('#big .cards button').last().click();
    const exploded = runs.find((line) => line.label === 'figure bog').outcome;
    const words = await page.locator('#big .lane .verdict').first().textContent();
    assert.ok(words.startsWith(`Diverged at step ${exploded.diverged_step}: from step ${exploded.explosion_start_step} on`), words);
    assert.deepEqual(troubles, []);
  });
  await close();
}

export async function checkRuns({ browser, out, test }, subject) {
  if (!(await partsOf(browser, subject.file)).includes('#runs')) return;
  const runs = runsOf(subject);
  await test(`${subject.name} explorer reads values, filters, bands`, async () => {
    const { page, troubles, close } = await open(browser, subject.file, { hash: '#runs' });
    await page.locator('.plot').focus();
    await page.keyboard.press('End');
    const first = runs.find((run) => (subject.results ? run.trace?.loss : Array.isArray(run.trace?.loss)));
    const last = first?.trace.loss.at(-1) ?? null;
    const spoken = await page.locator('.plot [role=status]').textContent();
    if (last !== null) assert.ok(spoken.endsWith(`loss ${words(last)}`), `says “${spoken}”, the results say ${last}`);
    const box = await page.locator('.plot .u-over').boundingBox();
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.8, box.y + box.height * 0.8, { steps: 5 });
    await page.mouse.up();
    await settle(page);
    await page.screenshot({ path: join(out, `${subject.name}-zoomed.png`) });
    await page.getByRole('button', { name: 'Show all', exact: true }).click();
    await page.getByLabel('Show', { exact: true }).selectOption('band');
    await settle(page);
    await page.screenshot({ path: join(out, `${subject.name}-band.png`) });
    await page.getByLabel('Show', { exact: true }).selectOption('each');
    const note = page.locator('figure .note').first();
    const all = await note.textContent();
    const filter = page.locator('.filters details').first();
    if (await filter.count()) {
      await filter.locator('summary').click();
      await filter.locator('input').first().waitFor();
      await filter.locator('input').first().uncheck();
      assert.notEqual(await note.textContent(), all, 'the filter changes nothing');
      await filter.getByRole('button', { name: 'all', exact: true }).click();
      assert.equal(await note.textContent(), all);
      await page.keyboard.press('Escape');
    }
    await page.locator('.legend input').first().uncheck();
    await page.locator('.legend a').first().click();
    assert.match(page.url(), /#run=/);
    const id = decodeURIComponent(page.url().split('#run=')[1]);
    const run = runs.find((line) => line.id === id);
    const shown = await page.locator('main').textContent();
    if (run.outcome.final_loss !== null) assert.ok(shown.includes(words(run.outcome.final_loss)), 'the final loss is not on the page');
    assert.ok(shown.includes('descend run -p'));
    await settle(page);
    await page.screenshot({ path: join(out, `${subject.name}-run.png`), fullPage: true });
    assert.deepEqual(troubles, []);
    await close();
  });
}

/** A curve under each path in one dimension, contours in two; or words where the results hold none. */
export async function checkDrawings({ browser, out, test }, subject) {
  const runs = runsOf(subject).filter((run) => run.trace?.x0 && !run.trace.x2);
  const examples = [runs.find((run) => !run.trace.x1), runs.find((run) => run.trace.x1)].filter((run) => run !== undefined);
  if (examples.length === 0 || !subject.results) return;
  await test(`${subject.name} draws problems, or says why not`, async () => {
    for (const run of examples) {
      const { page, troubles, close } = await open(browser, subject.file, { hash: `#run=${run.id}` });
      const main = await page.locator('main').textContent();
      const drawn = run.drawing_file !== undefined;
      assert.equal(main.includes('These results hold no'), !drawn, `${run.problem.name} with ${run.drawing_file}`);
      await page.locator('main figure').first().scrollIntoViewIfNeeded();
      await settle(page);
      await page.screenshot({ path: join(out, `${subject.name}-${run.problem.name}.png`) });
      assert.deepEqual(troubles, []);
      await close();
    }
  });
}

export async function checkHeatMap({ browser, test }, subject) {
  if (!(await partsOf(browser, subject.file)).includes('#map')) return;
  await test(`${subject.name} heat map reads cells and opens runs`, async () => {
    const { page, troubles, close } = await open(browser, subject.file, { hash: '#map' });
    const canvas = page.locator('.heat canvas').first();
    await canvas.focus();
    await page.keyboard.press('ArrowRight');
    const reading = page.locator('.heat [role=status]');
    assert.ok((await reading.textContent()).length > 5);
    for (const key of ['+', '+', 'ArrowLeft', '-', 'Escape']) await page.keyboard.press(key);
    const sources = page.getByLabel('Results', { exact: true });
    if (await sources.count()) await sources.selectOption({ index: (await sources.locator('option').count()) - 1 });
    const cells = page.locator('.heat canvas').first();
    await cells.scrollIntoViewIfNeeded();
    await settle(page);
    const box = await cells.boundingBox();
    // The left lower cell of a suite may be empty: look along the lowest row for one that is not.
    for (let x = 0.15; x < 0.95 && !page.url().includes('#run='); x += 0.08) {
      await page.mouse.click(box.x + box.width * x, box.y + box.height * 0.8);
      await settle(page);
    }
    assert.deepEqual(troubles, []);
    await close();
  });
}

export async function checkSaving({ browser, out, test }, subject) {
  await test(`${subject.name} saves every kind`, async () => {
    const { page, troubles, close } = await open(browser, subject.file);
    const saves = page.locator('figure').first().locator('.saves button');
    const kinds = await saves.allTextContents();
    for (let i = 0; i < kinds.length; i++) {
      const [download] = await Promise.all([page.waitForEvent('download'), saves.nth(i).click()]);
      const path = join(out, `${subject.name}-saved.${kinds[i].toLowerCase()}`);
      await download.saveAs(path);
      assert.ok(statSync(path).size > 200, `${kinds[i]} is empty`);
      if (kinds[i] === 'SVG') {
        const fine = await page.evaluate((text) => new DOMParser().parseFromString(text, 'image/svg+xml').querySelector('parsererror') === null, readFileSync(path, 'utf8'));
        assert.ok(fine, 'the SVG is not well-formed');
      }
    }
    assert.deepEqual(troubles, []);
    await close();
  });
}
