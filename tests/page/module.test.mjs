// genrelens.mjs, the classifier for pages of others: the example page, and what the manual promises.
import assert from 'node:assert/strict';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { serve } from '../../tools/serve.mjs';
import { SITE, SOUNDS, classifyNatively, makeFolder, openBrowser } from './browser.mjs';

// A folder of a teacher's own, in which the site lies under lens/: a page beside it, which knows nothing of it.
let root;
let server;
let browser;
before(async () => {
  root = await makeFolder();
  await symlink(SITE, `${root}/lens`);
  await mkdir(`${root}/lesson`);
  await writeFile(`${root}/lesson/index.html`, '<!doctype html><title>A lesson</title><link rel="icon" href="data:,">');
  server = await serve(root);
  browser = await openBrowser({ server });
});
after(() => browser.close());

const base64 = async name => (await readFile(`${SOUNDS}/${name}`)).toString('base64');

// Runs `use` on a page of the lesson, with the module and a function that makes a file of a sound's bytes.
async function atLesson(use, argument) {
  const visitor = await browser.open({ query: 'lesson/', started: () => true });
  try {
    return await visitor.page.evaluate(async ([text, given]) => {
      const lens = await import('/lens/genrelens.mjs');
      const bytesOf = data => Uint8Array.from(atob(data), c => c.charCodeAt(0));
      const run = new Function(`return ${text}`)();
      return run({ lens, bytesOf }, given);
    }, [String(use), argument]);
  } finally {
    await visitor.close();
  }
}

function assertAgrees(answer, expected) {
  assert.equal(answer.genre, expected.genre);
  assert.equal(answer.sure, expected.sure);
  assert.equal(answer.model, expected.model);
  assert.ok(Math.abs(answer.seconds - expected.seconds) < 0.01, `${answer.seconds} s, ${expected.seconds} s`);
  const compare = (mine, theirs) => Object.entries(theirs).forEach(([label, share]) => assert.ok(Math.abs(mine[label] - share) <= 1e-3, label));
  compare(answer.probabilities, expected.probabilities);
  assert.equal(answer.timeline.length, expected.timeline.length);
  answer.timeline.forEach((moment, index) => {
    assert.ok(Math.abs(moment.start - expected.timeline[index].start) < 1e-3 && Math.abs(moment.end - expected.timeline[index].end) < 1e-3);
    compare(moment.probabilities, expected.timeline[index].probabilities);
  });
}

for (const name of ['tone.flac', 'three-minutes.mp3']) {
  test(`${name}: a page beside the site gets the command's answer`, async () => {
    const { answer, progress } = await atLesson(async ({ lens, bytesOf }, data) => {
      const progress = [];
      const answer = await lens.classify(bytesOf(data), { onProgress: now => progress.push(now) });
      return { answer, progress };
    }, await base64(name));
    assertAgrees(answer, await classifyNatively(`${SOUNDS}/${name}`));
    assert.match(answer.format, /^(FLAC|MP3)/);
    assert.equal(answer.damage, '');
    assert.ok(progress.length > 0 && progress.every(({ progress: share }, i) => share >= (progress[i - 1]?.progress ?? 0)));
    assert.equal(progress.at(-1).progress, 1);
  });
}

test('several calls wait for each other; a bad one costs only itself', async () => {
  const answers = await atLesson(async ({ lens, bytesOf }, [flac, wav]) => {
    const calls = [bytesOf(flac), new Uint8Array(), new File([bytesOf(wav)], 'x.wav'), bytesOf(flac).buffer];
    return (await Promise.allSettled(calls.map(sound => lens.classify(sound)))).map(({ value, reason }) => value ?? `${reason}`);
  }, [await base64('tone.flac'), await base64('half-16.wav')]);
  assert.equal(answers[1], 'Error: The file is empty.');
  assert.deepEqual(answers[0], answers[3]);
  assertAgrees(answers[2], await classifyNatively(`${SOUNDS}/half-16.wav`));
});

test('a call can be aborted, under way or waiting, and the next one goes on', async () => {
  const { reasons, answer } = await atLesson(async ({ lens, bytesOf }, [long, short]) => {
    const [first, second] = [new AbortController(), new AbortController()];
    const calls = [
      lens.classify(bytesOf(long), { signal: first.signal, onProgress: ({ answer }) => { if (answer) first.abort(); } }),
      lens.classify(bytesOf(long), { signal: second.signal }),
      lens.classify(bytesOf(short)),
      lens.classify(bytesOf(short), { signal: AbortSignal.abort(new Error('before it began')) }),
    ];
    second.abort(new Error('no longer wanted'));
    const ends = await Promise.allSettled(calls);
    return { reasons: ends.map(({ reason }) => reason?.message), answer: ends[2].value };
  }, [await base64('three-minutes.mp3'), await base64('half-16.wav')]);
  assert.match(reasons[0], /aborted/);
  assert.deepEqual(reasons.slice(1), ['no longer wanted', undefined, 'before it began']);
  assertAgrees(answer, await classifyNatively(`${SOUNDS}/half-16.wav`));
});

test('what cannot be is rejected in one sentence; close() ends the workers, and a later call starts anew', async () => {
  const { reasons, workers, genre } = await atLesson(async ({ lens, bytesOf }, [long, short]) => {
    let workers = 0;
    const { terminate } = Worker.prototype;
    Worker.prototype.terminate = function end() { workers++; terminate.call(this); };
    const reason = promise => promise.then(() => 'none', error => `${error.name}: ${error.message}`);
    const under = reason(lens.classify(bytesOf(long), { onProgress: ({ answer }) => { if (answer) lens.close(); } }));
    const reasons = [await under, await reason(lens.classify('song.mp3')), await reason(lens.classify(bytesOf(short), { model: 'nobody' }))];
    return { reasons, workers, genre: (await lens.classify(bytesOf(short))).genre };
  }, [await base64('three-minutes.mp3'), await base64('half-16.wav')]);
  assert.equal(reasons[0], 'AbortError: The classifier was closed.');
  assert.match(reasons[1], /^TypeError: classify\(\) takes a File/);
  assert.match(reasons[2], /^Error: There is no model nobody; there are audioset-mobilenet/);
  assert.ok(workers >= 2, `${workers} ended`);
  assert.equal(genre, (await classifyNatively(`${SOUNDS}/half-16.wav`)).genre);
});

test('a page of another origin may use it where the host allows', async () => {
  const files = await serve(SITE);
  const open = createServer(async (request, response) => {  // as a host with Access-Control-Allow-Origin
    const found = await fetch(files.address + request.url.slice(1));
    response.writeHead(found.status, { 'content-type': found.headers.get('content-type'), 'access-control-allow-origin': '*' });
    response.end(Buffer.from(await found.arrayBuffer()));
  });
  await new Promise(done => open.listen(0, '127.0.0.1', done));
  try {
    const origin = `http://127.0.0.1:${open.address().port}/`;
    const visitor = await browser.open({ query: 'lesson/', started: () => true, allowed: [origin] });
    const answer = await visitor.page.evaluate(async ([module, data]) => {
      const { classify } = await import(module);
      return classify(Uint8Array.from(atob(data), c => c.charCodeAt(0)));
    }, [`${origin}genrelens.mjs`, await base64('tone.flac')]);
    assertAgrees(answer, await classifyNatively(`${SOUNDS}/tone.flac`));
    await visitor.close();
  } finally {
    open.closeAllConnections();
    open.close();
    await files.close();
  }
});

test('the example page shows the answer', async () => {
  const visitor = await browser.open({ query: 'lens/example.html', started: () => true });
  await visitor.page.setInputFiles('#song', `${SOUNDS}/tone.flac`);
  const { genre, sure, probabilities } = await classifyNatively(`${SOUNDS}/tone.flac`);
  await visitor.page.getByText(`tone.flac is ${sure ? '' : 'perhaps '}${genre}.`).waitFor({ timeout: 60000 });
  const first = await visitor.page.textContent('#genres li');
  assert.equal(first, `${genre} ${Math.round(probabilities[genre] * 100)}%`);
  await visitor.page.setInputFiles('#song', `${SOUNDS}/picture.mp3`);
  await visitor.page.waitForFunction(() => /not|no /.test(document.getElementById('answer').textContent));
  await visitor.close();
});

test('the manual names what the module exports', async () => {
  const names = (text, pattern) => [...text.matchAll(pattern)].map(([, name]) => name).sort();
  const [manual, module] = await Promise.all(['d.ts', 'mjs'].map(kind => readFile(`${SITE}/genrelens.${kind}`, 'utf8')));
  assert.deepEqual(names(manual, /^export function (\w+)/gm), names(module, /^export (?:async )?function (\w+)/gm));
});
