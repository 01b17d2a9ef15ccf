// The song's time: waveform, spectrogram and timeline share one axis.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { SOUNDS, openBrowser } from './browser.mjs';

let browser;
before(async () => { browser = await openBrowser(); });
after(() => browser.close());

const LANES = ['waveform', 'spectrogram', 'timeline'];

// A visitor whose song is classified.
async function listen(file, options = {}) {
  const visitor = await browser.open(options);
  await visitor.ready();
  await visitor.drop(file);
  await visitor.until({ phase: 'finished' });
  visitor.rect = name => visitor.page.evaluate(id => window.genrelens.rect(id), name);
  return visitor;
}

test('the waveform reaches the song\'s end and lies over the spectrogram, pixel for pixel', async () => {
  const visitor = await listen(`${SOUNDS}/tone.wav`);
  const { seconds, waveform: peaks, columns } = await visitor.state();
  assert.ok(Math.abs(peaks * 0.005 - seconds) < 0.05, `${peaks} columns for ${seconds} s`);
  assert.ok(Math.abs(columns * 0.02 - seconds) < 0.05, `${columns} columns for ${seconds} s`);
  const [waveform, spectrogram, timeline] = await Promise.all(LANES.map(visitor.rect));
  assert.deepEqual([waveform[0], waveform[2]], [spectrogram[0], spectrogram[2]]);
  assert.deepEqual([waveform[0], waveform[2]], [timeline[0], timeline[2]]);
  assert.ok(waveform[3] <= spectrogram[1] && spectrogram[3] <= timeline[1]);
  await visitor.close();
});

const player = visitor => visitor.state().then(state => state.player);
const wait = (visitor, seconds) => visitor.page.waitForTimeout(seconds * 1000);
const near = (value, wanted, slack, what) => assert.ok(Math.abs(value - wanted) <= slack, `${what}: ${value}, not ${wanted}`);

// Until the player's state fits.
async function untilPlayer(visitor, fits) {
  for (const end = Date.now() + 30000; ;) {
    const state = await player(visitor);
    if (fits(state)) return state;
    assert.ok(Date.now() < end, `waited for ${fits}, but there is ${JSON.stringify(state)}`);
    await wait(visitor, 0.02);
  }
}

async function clickAt(visitor, lane, share) {
  const [left, top, right, bottom] = await visitor.rect(lane);
  await visitor.page.mouse.move(left + share * (right - left), (top + bottom) / 2);
  await wait(visitor, 0.1);
  await visitor.page.mouse.down();
  await wait(visitor, 0.1);
  await visitor.page.mouse.up();
}

for (const name of ['tone.wav', 'tone.mp3', 'tone.ogg', 'tone.flac', 'tone-48000.opus', 'tone.aiff', 'tone.au']) {
  test(`${name}: it plays in real time, stands still when paused, and stops at its end`, async () => {
    const visitor = await listen(`${SOUNDS}/${name}`);
    await visitor.click('play');
    await untilPlayer(visitor, p => p.playing && p.position > 0.1);
    // The page's clock and the song's are read together.
    const read = () => visitor.page.evaluate(() => [performance.now() / 1000, window.genrelens.state().player.position]);
    const [begin, from] = await read();
    await wait(visitor, 1.5);
    const [end, to] = await read();
    // A machine under load may let the sound stand still for a moment, but it never runs ahead.
    assert.ok(to - from < end - begin + 0.35 && to - from > 0.4 * (end - begin), `${to - from} s in ${end - begin} s`);

    await visitor.page.keyboard.press(' ');
    await untilPlayer(visitor, p => !p.playing);
    const paused = await player(visitor);
    await wait(visitor, 0.4);
    assert.equal((await player(visitor)).position, paused.position);

    await visitor.page.keyboard.press('End');
    await visitor.page.keyboard.press('ArrowLeft');
    near((await player(visitor)).position, paused.end - 5, 0.01, '5 s before the end');
    await clickAt(visitor, 'waveform', (paused.end - 0.6) / paused.end);
    await visitor.page.keyboard.press(' ');
    await untilPlayer(visitor, p => p.playing);
    await untilPlayer(visitor, p => !p.playing && p.position === p.end);
    await visitor.close();
  });
}

test('what core decodes for the ear is the file\'s own sound, without a gap', async () => {
  const visitor = await browser.open();
  // Keeps what is handed to the browser to be heard, and when.
  await visitor.page.addInitScript(() => {
    window.pieces = [];
    const { start } = AudioBufferSourceNode.prototype;
    AudioBufferSourceNode.prototype.start = function (at) {
      const { numberOfChannels, sampleRate, duration } = this.buffer;
      window.pieces.push({ at, numberOfChannels, sampleRate, duration, left: [...this.buffer.getChannelData(0).subarray(0, 1000)] });
      return start.call(this, at);
    };
  });
  await visitor.page.reload();
  await visitor.page.waitForFunction(() => window.genrelens);
  await visitor.ready();
  await visitor.drop(`${SOUNDS}/tone.aiff`);
  await visitor.until({ phase: 'finished' });
  visitor.rect = name => visitor.page.evaluate(id => window.genrelens.rect(id), name);
  await visitor.page.keyboard.press('ArrowRight');  // to 5 s
  await visitor.page.keyboard.press(' ');
  await untilPlayer(visitor, p => p.position > 6.2);
  const pieces = await visitor.page.evaluate(() => window.pieces);
  const file = await readFile(`${SOUNDS}/tone.aiff`);
  const sound = file.indexOf('SSND') + 16;
  assert.ok(pieces.length >= 3 && pieces.length < 8, `${pieces.length} pieces`);  // seconds ahead, not the song
  pieces.forEach((piece, i) => {
    assert.equal(piece.sampleRate, 44100);
    const first = (5 + i) * 44100;
    piece.left.forEach((sample, frame) => {
      const wanted = file.readInt16BE(sound + (first + frame) * piece.numberOfChannels * 2) / 32768;
      assert.equal(sample, wanted, `piece ${i}, frame ${frame}`);
    });
    if (i > 0) near(piece.at, pieces[i - 1].at + pieces[i - 1].duration, 1e-6, `begin of piece ${i}`);
  });
  await visitor.close();
});

test('a click in each lane, a drag and every key seek to the right second', async () => {
  const visitor = await listen(`${SOUNDS}/tone.mp3`);
  const { end } = await player(visitor);
  for (const [lane, share] of [['waveform', 0.25], ['spectrogram', 0.5], ['timeline', 0.75]]) {
    await clickAt(visitor, lane, share);
    const { position } = await untilPlayer(visitor, p => p.position > 0);
    const [left, , right] = await visitor.rect(lane);
    near(position, share * end, end / (right - left), lane);
  }
  const [left, top, right, bottom] = await visitor.rect('spectrogram');
  await visitor.page.mouse.move(left + 100, (top + bottom) / 2);
  await visitor.page.mouse.down();
  await visitor.page.mouse.move(left + (right - left) / 3, bottom + 200, { steps: 5 });
  await wait(visitor, 0.2);
  near((await player(visitor)).position, end / 3, end / (right - left), 'while the button is down');
  await visitor.page.mouse.up();
  await wait(visitor, 0.2);
  near((await player(visitor)).position, end / 3, end / (right - left), 'after it');

  const press = async key => {
    await visitor.page.keyboard.press(key);
    return (await player(visitor)).position;
  };
  assert.equal(await press('Home'), 0);
  near(await press('ArrowRight'), 5, 1e-3, 'right');
  near(await press('ArrowRight'), Math.min(10, end), 1e-3, 'right again');
  near(await press('ArrowLeft'), Math.min(10, end) - 5, 1e-3, 'left');
  near(await press('End'), end, 1e-3, 'end');
  await visitor.close();
});

test('button and slider are real, have names, and lie over their pictures', async () => {
  const visitor = await listen(`${SOUNDS}/tone.flac`);
  const slider = visitor.page.getByRole('slider', { name: 'Position in the song' });
  await slider.focus();
  await visitor.page.keyboard.press('ArrowRight');
  await untilPlayer(visitor, p => p.position > 4.9);
  assert.match(await slider.getAttribute('aria-valuetext'), /^0:05 of 0:1\d$/);
  const box = await slider.boundingBox();
  const rect = await visitor.rect('waveform');
  [box.x, box.y, box.x + box.width, box.y + box.height].forEach((edge, i) => near(edge, rect[i], 1, 'edge'));

  await visitor.page.getByRole('button', { name: 'Play' }).focus();
  await visitor.page.keyboard.press(' ');
  await untilPlayer(visitor, p => p.playing);
  await visitor.page.getByRole('button', { name: 'Pause' }).focus();
  await visitor.page.keyboard.press('Enter');
  await untilPlayer(visitor, p => !p.playing);
  await visitor.page.getByRole('button', { name: 'Zoom in' }).focus();
  await visitor.page.keyboard.press('Enter');
  await untilPlayer(visitor, p => p.visible[1] - p.visible[0] < p.end);
  await visitor.page.getByRole('button', { name: 'Show the whole song' }).focus();
  await visitor.page.keyboard.press('Enter');
  await untilPlayer(visitor, p => p.visible[1] === p.end);
  await visitor.close();
});

test('another song stops the one that plays; one that cannot be read leaves nothing to play', async () => {
  const visitor = await listen(`${SOUNDS}/tone.wav`);
  await visitor.page.keyboard.press(' ');
  await untilPlayer(visitor, p => p.position > 0.1);
  await visitor.drop(`${SOUNDS}/tone.flac`);
  const state = await visitor.until({ file: 'tone.flac', phase: 'finished' });
  assert.equal(state.player.playing, false);
  assert.equal(state.player.position, 0);
  await visitor.drop(`${SOUNDS}/picture.mp3`);
  const failed = await visitor.until({ file: 'picture.mp3', phase: 'failed' });
  assert.equal(failed.player.available, false);
  assert.equal(await visitor.page.getByRole('button', { name: 'Play' }).count(), 0);
  await visitor.page.keyboard.press(' ');
  assert.equal((await player(visitor)).playing, false);
  await visitor.close();
});

test('the time axis zooms about the pointer, pans, and shows the whole song again', async () => {
  const visitor = await listen(`${SOUNDS}/tone.wav`);
  const { mouse, keyboard } = visitor.page;
  const { end } = await player(visitor);
  const [left, top, right, bottom] = await visitor.rect('spectrogram');
  const x = left + 0.7 * (right - left);
  const under = ({ visible: [from, to] }) => from + 0.7 * (to - from);
  await mouse.move(x, (top + bottom) / 2);
  await mouse.wheel(0, -300);
  const closer = await untilPlayer(visitor, p => p.visible[1] - p.visible[0] < 0.8 * end);
  near(under(closer), 0.7 * end, 0.01, 'the time under the pointer');
  await wait(visitor, 0.3);

  const before = await player(visitor);
  await keyboard.down('Shift');
  await mouse.wheel(0, -100);
  await keyboard.up('Shift');
  const panned = await untilPlayer(visitor, p => Math.abs(p.visible[0] - before.visible[0]) > 0.1);
  near(panned.visible[1] - panned.visible[0], before.visible[1] - before.visible[0], 1e-3, 'what is shown');

  // The ruler follows the hand.
  await wait(visitor, 0.3);
  const held = await player(visitor);
  const ruler = await visitor.rect('ruler');
  await mouse.move(x, ruler[1] + 10);
  await wait(visitor, 0.1);
  await mouse.down();
  await mouse.move(x + 60, ruler[1] + 10, { steps: 6 });
  await wait(visitor, 0.2);
  await mouse.up();
  const moved = (await player(visitor)).visible[0] - held.visible[0];
  const hand = -60 / (right - left) * (held.visible[1] - held.visible[0]);
  near(moved, Math.max(hand, -held.visible[0]), 0.05, 'seconds panned');

  for (let presses = 0; presses < 30; presses++) await keyboard.press('+');
  const closest = await untilPlayer(visitor, p => p.visible[1] - p.visible[0] < 2.1);
  near(closest.visible[1] - closest.visible[0], 2, 1e-3, 'the least that is shown');
  await keyboard.press('-');
  await untilPlayer(visitor, p => p.visible[1] - p.visible[0] > 2.5);
  await keyboard.press('0');
  const whole = await untilPlayer(visitor, p => p.visible[1] === p.end);
  assert.equal(whole.visible[0], 0);
  await visitor.close();
});

test('the view follows the cursor while the song plays', async () => {
  const visitor = await listen(`${SOUNDS}/tone.wav`);
  for (let presses = 0; presses < 20; presses++) await visitor.page.keyboard.press('+');
  const { visible } = await untilPlayer(visitor, p => p.visible[1] - p.visible[0] < 2.1);
  assert.equal(visible[0], 0);
  await visitor.page.keyboard.press(' ');
  const later = await untilPlayer(visitor, p => p.position > visible[1] + 0.3);
  assert.ok(later.visible[0] < later.position && later.position < later.visible[1], JSON.stringify(later));
  await visitor.close();
});

test('under the pointer stand the time and frequency that the axes say, and the loudest is where the tone is', async () => {
  const visitor = await listen(`${SOUNDS}/tone.wav`);
  const { end } = await player(visitor);
  const mel = hertz => 2595 * Math.log10(1 + hertz / 700);
  const [left, top, right, bottom] = await visitor.rect('spectrogram');
  const point = async (share, hertz) => {
    await visitor.page.mouse.move(left + share * (right - left), bottom - mel(hertz) / mel(11025) * (bottom - top));
    await wait(visitor, 0.15);
    return (await player(visitor)).hover;
  };
  const levels = {};
  for (const hertz of [220, 440, 880, 3000, 7000]) {
    const hover = await point(0.4, hertz);
    near(hover.seconds, 0.4 * end, end / (right - left), 'seconds');
    near(mel(hover.hertz), mel(hertz), 2 * mel(11025) / (bottom - top), 'mel');
    levels[hertz] = hover.level;
  }
  assert.ok(Object.values(levels).every(level => level >= -100 && level <= 0), JSON.stringify(levels));
  assert.ok(Math.max(levels[220], levels[440], levels[880]) > levels[7000] + 20, JSON.stringify(levels));

  const { moment } = await player(visitor);
  assert.ok(Object.keys((await visitor.state()).probabilities).includes(moment));
  const [, waveformTop] = await visitor.rect('waveform');
  await visitor.page.mouse.move(left + 50, waveformTop + 20);
  await untilPlayer(visitor, p => p.hover && p.hover.hertz === null);
  await visitor.page.mouse.move(10, 10);
  await untilPlayer(visitor, p => p.hover === null);
  await visitor.close();
});

test('a finger that presses sees what is there, a tap seeks, two fingers zoom', async () => {
  const visitor = await listen(`${SOUNDS}/tone.flac`, { width: 360, height: 740, density: 2, touch: true });
  const session = await visitor.page.context().newCDPSession(visitor.page);
  const touch = async (type, ...touchPoints) => {
    await session.send('Input.dispatchTouchEvent', { type, touchPoints });
    await wait(visitor, 0.05);
  };
  // The lanes come into view as a finger brings them there.
  await touch('touchStart', { x: 180, y: 600 });
  for (let y = 580; y >= 20; y -= 20) await touch('touchMove', { x: 180, y });
  await touch('touchEnd');
  await wait(visitor, 0.3);
  const [left, top, right, bottom] = await visitor.rect('spectrogram');
  const y = (top + bottom) / 2;
  assert.ok(bottom < 740, 'the spectrogram is in view');
  const { end } = await player(visitor);
  const x = left + 0.6 * (right - left);
  await touch('touchStart', { x, y });
  const { hover } = await untilPlayer(visitor, p => p.hover !== null);
  near(hover.seconds, 0.6 * end, end / 50, 'seconds');
  await touch('touchEnd');
  const { position } = await untilPlayer(visitor, p => p.hover === null && p.position > 0);
  near(position, 0.6 * end, end / 50, 'the tapped second');

  await touch('touchStart', { x: left + 100, y, id: 0 }, { x: left + 130, y, id: 1 });
  for (let way = 5; way <= 60; way += 5) await touch('touchMove', { x: left + 100 - way, y, id: 0 }, { x: left + 130 + way, y, id: 1 });
  const { visible } = await player(visitor);
  await touch('touchEnd');
  near(visible[1] - visible[0], end * 30 / 150, end * 0.1, 'seconds between the fingers');
  assert.equal((await player(visitor)).position, position, 'pinching does not seek');
  assert.equal((await visitor.rect('spectrogram'))[1], top, 'nor does it scroll');
  await visitor.close();
});

test('bars settle smoothly, or at once for who wants no motion', async () => {
  const paths = {};
  for (const motion of ['no-preference', 'reduce']) {
    const visitor = await browser.open({ motion });
    await visitor.ready();
    await visitor.page.evaluate(() => {
      window.lengths = [];
      const look = () => {
        const { genre, player, probabilities } = window.genrelens.state();
        if (genre) window.lengths.push(player.bars[Object.keys(probabilities).indexOf(genre)]);
        requestAnimationFrame(look);
      };
      look();
    });
    await visitor.drop(`${SOUNDS}/short.wav`);
    const { probabilities, genre } = await visitor.until({ phase: 'finished' });
    await untilPlayer(visitor, p => p.bars.length > 0);
    await wait(visitor, 1.5);
    const lengths = await visitor.page.evaluate(() => window.lengths);
    near(lengths.at(-1), probabilities[genre], 0.002, 'the bar\'s length');
    paths[motion] = new Set(lengths.filter(length => length > 0)).size;
    await visitor.close();
  }
  assert.ok(paths['no-preference'] >= 4, `${paths['no-preference']} lengths on the way`);
  assert.equal(paths.reduce, 1);
});

test('two hours play from where they are touched, and nobody holds them decoded', async () => {
  const visitor = await browser.open();
  await visitor.ready();
  await visitor.page.evaluate(() => {
    const rate = 8000;
    const hours = 2;
    const header = new DataView(new ArrayBuffer(24));
    [0x2E736E64, 24, hours * 3600 * rate * 2, 3, rate, 1].forEach((word, i) => header.setUint32(4 * i, word));
    const minute = new DataView(new ArrayBuffer(60 * rate * 2));
    for (let i = 0; i < 60 * rate; i++) minute.setInt16(2 * i, 8000 * Math.sin(i / 5) * Math.sin(i / 40000));
    const file = new File([header, ...Array(hours * 60).fill(minute)], 'two-hours.au');
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(file);
    document.getElementById('canvas').dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
  });
  await visitor.until({ file: 'two-hours.au', phase: 'reading' });
  const { end } = await untilPlayer(visitor, p => p.end > 7000);
  near(end, 7200, 0.1, 'seconds');
  await visitor.page.keyboard.press('End');
  await visitor.page.keyboard.press('ArrowLeft');
  await visitor.page.keyboard.press(' ');
  await untilPlayer(visitor, p => p.playing && p.position > 7196);
  await visitor.page.keyboard.press(' ');
  const heap = (await visitor.state()).windowBytes;
  await visitor.page.waitForFunction(() => window.genrelens.state().columns > 4000, null, { timeout: 120000 });
  const { windowBytes } = await visitor.state();
  assert.ok(windowBytes <= heap + 16e6 && windowBytes < 64e6, `the window holds ${windowBytes} bytes, ${heap} before`);
  await visitor.close();
});
