// What is measured: sounds by seed (../sounds/groove.mjs), made once in build/bench/inputs.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { wav } from '../sounds/containers.mjs';
import { groove } from '../sounds/groove.mjs';
import { mono } from '../sounds/instruments.mjs';

const folder = new URL('../../build/bench/inputs', import.meta.url).pathname;
const sources = ['./inputs.mjs', '../sounds/groove.mjs', '../sounds/instruments.mjs', '../sounds/containers.mjs'];

// A file of each format, encoded from song.wav: to add a format, add its line (and its programs to tools/setup).
//   encode: source, target → the encoder's words; reference: source → its reference decoder's words, samples to stdout.
const sox = (source, target) => ['sox', '-D', source, target];
const soxDecoder = source => ['sox', source, '-t', 'raw', '-'];
export const FORMATS = [
  { name: 'WAV', suffix: 'wav', reference: soxDecoder },
  { name: 'AIFF', suffix: 'aiff', encode: sox, reference: soxDecoder },
  { name: 'AU', suffix: 'au', encode: sox, reference: soxDecoder },
  { name: 'FLAC', suffix: 'flac', encode: (source, target) => ['flac', '-sf', '-o', target, source], reference: source => ['flac', '-dsc', source] },
  { name: 'MP3', suffix: 'mp3', encode: (source, target) => ['lame', '--quiet', '-b', '192', source, target], reference: source => ['lame', '--quiet', '--decode', source, '-'] },
  { name: 'Ogg Vorbis', suffix: 'ogg', encode: (source, target) => ['oggenc', '-Q', '-q', '6', '-o', target, source], reference: source => ['oggdec', '-Q', '-o', '-', source] },
  { name: 'Opus', suffix: 'opus', encode: (source, target) => ['opusenc', '--quiet', '--bitrate', '128', source, target], reference: source => ['opusdec', '--quiet', source, '-'] },
];

export const SONG_SECONDS = 180;
export const MOMENT_SECONDS = 0.5; // what a process takes for this long a song is its start
export const CLIP_SECONDS = 30;

export const inputs = {
  clip: path.join(folder, 'clip-22050.f32'), // mono float samples of CLIP_SECONDS
  moment: path.join(folder, 'moment.f32'), // mono, 44,100 Hz
  mono: rate => path.join(folder, `song-${rate}.f32`),
  song: ({ suffix }) => path.join(folder, `song.${suffix}`),
  short: ({ suffix }) => path.join(folder, `short.${suffix}`),
};

const samples = sound => Buffer.from(Float32Array.from(mono(sound).channels[0]).buffer);

function encode(stem, sound) {
  const source = path.join(folder, `${stem}.wav`);
  writeFileSync(source, wav(sound, 'pcm16'));
  for (const { suffix, encode: words } of FORMATS) {
    if (!words) continue;
    const [program, ...rest] = words(source, path.join(folder, `${stem}.${suffix}`));
    execFileSync(program, rest, { stdio: ['ignore', 'ignore', 'inherit'] });
  }
}

// Does nothing if they are there and no generator file has changed since.
export function makeInputs() {
  const hash = createHash('sha256');
  for (const source of sources) hash.update(readFileSync(new URL(source, import.meta.url)));
  const stamp = hash.digest('hex');
  const stampFile = path.join(folder, 'generator.sha256');
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;

  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const song = groove({ seconds: SONG_SECONDS, seed: 5, beatsPerMinute: 104 });
  encode('song', song);
  writeFileSync(inputs.mono(44100), samples(song));
  writeFileSync(inputs.mono(48000), samples(groove({ seconds: SONG_SECONDS, seed: 5, beatsPerMinute: 104, rate: 48000 })));
  writeFileSync(inputs.clip, samples(groove({ seconds: CLIP_SECONDS, seed: 5, rate: 22050 })));
  const moment = groove({ seconds: MOMENT_SECONDS, seed: 5 });
  encode('short', moment);
  writeFileSync(inputs.moment, samples(moment));
  writeFileSync(stampFile, stamp);
}
