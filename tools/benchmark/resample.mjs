// The part `resample`: three minutes of mono to the models' rate, against libsoxr, scipy and ffmpeg.
import { inputs, SONG_SECONDS } from './inputs.mjs';
import { command, native, node, page, python } from './runners.mjs';

const TARGET = 22050;

const ffmpeg = (source, rate) => ['ffmpeg', '-v', 'error', '-threads', '1', '-f', 'f32le', '-ar', String(rate), '-ac', '1', '-i', source,
  '-ar', String(TARGET), '-c:a', 'pcm_f32le', '-f', 'null', '-'];

export function resample(chromium) {
  return [44100, 48000].map(rate => {
    const song = inputs.mono(rate);
    const input = ['resample', song, String(rate), String(TARGET)];
    return {
      title: `resampling 180 s of mono, ${rate.toLocaleString('en')} to ${TARGET.toLocaleString('en')} Hz`,
      seconds: SONG_SECONDS,
      contestants: [
        { name: 'Genre Lens', where: 'native', run: native('core', input) },
        { name: 'libsoxr', where: 'native', run: native('soxr', input), note: 1 },
        { name: 'scipy', where: 'native', run: python(input), note: 2 },
        { name: 'ffmpeg', where: 'native', run: command(ffmpeg(song, rate), ffmpeg(inputs.moment, rate)), note: 3 },
        { name: 'Genre Lens', where: 'node', run: node('core', input) },
        { name: 'Genre Lens', where: 'Chromium', run: page(chromium, 'core', input) },
      ],
    };
  });
}

export const resampleNotes = [
  'libsoxr: soxr_oneshot, high quality (librosa\'s default), single precision: as wide a band as ours, and less let through above it.',
  'scipy: resample_poly with its default filter, 10 periods of the lower rate on either side; ours has 56.',
  'ffmpeg: libswresample\'s default filter, 16 periods on either side; its time for the song less its time for half a second of it.',
];
