// A model that tells what is music by a rule of its own, for the tests: the site's, with one logit more behind its labels'.
// What is loud all over the spectrogram, as noise is, is no music to it.
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { copySite } from './browser.mjs';

// Mean of the network's input above which sound is noise, and how steeply: the golden input's lies far below.
const LOUDEST = 0.7;
const STEEPNESS = 100;

// --- protobuf: one field after the other. Numbers are those of onnx.proto3.
const varint = value => value < 128 ? [value] : [value % 128 + 128, ...varint(Math.floor(value / 128))];
const field = (number, bytes) => [...varint(number * 8 + 2), ...varint(bytes.length), ...bytes];
const number = (of, value) => [...varint(of * 8), ...varint(value)];
const text = (of, value) => field(of, Buffer.from(value));

const node = (operation, inputs, output, ...attributes) => field(1, [
  ...inputs.flatMap(input => text(1, input)), ...text(2, output), ...text(4, operation), ...attributes.flat()]);
const axis = value => field(5, [...text(1, 'axis'), ...number(3, value), ...number(20, 2)]);
const tensor = (type, name, sizes, values) => field(5, [
  ...sizes.flatMap(size => number(1, size)), ...number(2, type), ...text(8, name), ...field(9, Buffer.from(values.buffer))]);
const floats = (name, sizes, values) => tensor(1, name, sizes, Float32Array.from(values));
const integer = (name, value) => tensor(7, name, [1], BigInt64Array.of(BigInt(value)));
const output = (name, size) => field(12, [
  ...text(1, name), ...field(2, field(1, [...number(1, 1), ...field(2, [...field(1, text(2, 'N')), ...field(1, number(1, size))])]))]);

// Fields that come again in a message's bytes are added to it: the network's grow by these.
const addedTo = card => Buffer.from(field(7, [
  ...node('GlobalAveragePool', [card.model.input.name], 'music.mean'),
  ...node('Flatten', ['music.mean'], 'music.loudness'),
  ...floats('music.weight', [1, 1], [-STEEPNESS]),
  ...floats('music.bias', [1], [STEEPNESS * LOUDEST]),
  ...node('Gemm', ['music.loudness', 'music.weight', 'music.bias'], 'music.distance'),
  ...node('Tanh', ['music.distance'], 'music.logit'),
  ...['begin', 'end', 'axis'].flatMap((name, i) => integer(`labels.${name}`, [0, card.labels.length, 1][i])),
  ...node('Slice', [card.model.logits.name, 'labels.begin', 'labels.end', 'labels.axis'], 'labels.logits'),
  ...node('Concat', ['labels.logits', 'music.logit'], 'logits.and.music', axis(1)),
  ...output('logits.and.music', card.labels.length + 1),
]));

// A site of such a model at `site`; returns the model's folder.
export async function makeMusicSite(site) {
  await copySite(site);
  const [{ name }] = JSON.parse(await readFile(path.join(site, 'models/index.json'), 'utf8'));
  const folder = path.join(site, 'models', name);
  const card = JSON.parse(await readFile(path.join(folder, 'card.json'), 'utf8'));
  const weights = path.join(folder, card.model.weights);
  const network = Buffer.concat([await readFile(weights), addedTo(card)]);
  card.model.logits = { name: 'logits.and.music', shape: [-1, card.labels.length + 1] };
  card.model.sha256 = createHash('sha256').update(network).digest('hex');
  card.calibration.music_below = 0.5;
  card.golden.logits = [...card.golden.logits.slice(0, card.labels.length), 1];
  await writeFile(weights, network);
  await writeFile(path.join(folder, 'card.json'), JSON.stringify(card));
  return folder;
}

// White noise at a quarter of full scale, always the same.
export function noise(seconds, rate) {
  let state = 1;
  return Float32Array.from({ length: seconds * rate }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state / 2 ** 31 - 1) / 4;
  });
}
