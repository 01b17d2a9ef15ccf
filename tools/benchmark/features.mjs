// The part `features`: log-mel of half a minute, against other people's libraries.
import { CLIP_SECONDS, inputs } from './inputs.mjs';
import { native, node, page, python } from './runners.mjs';

export function features(chromium) {
  const input = ['features', inputs.clip];
  const peers = [
    { name: 'essentia.js', note: 1 },
    { name: 'Meyda', note: 2 },
    { name: 'transformers.js', note: 3, same: true },
  ];
  return [{
    title: 'log-mel of 30 s at 22,050 Hz (frames of 2048 every 512, 128 bands)',
    seconds: CLIP_SECONDS,
    contestants: [
      { name: 'Genre Lens', where: 'native', run: native('core', input) },
      { name: 'FFTW', where: 'native', run: native('fftw', input), note: 4, same: true },
      { name: 'numpy/scipy', where: 'native', run: python(input), note: 5, same: true },
      ...[['node', name => node(name, input)], ['Chromium', name => page(chromium, name, input)]].flatMap(([where, run]) => [
        { name: 'Genre Lens', where, run: run('core') },
        ...peers.map(peer => ({ ...peer, where, run: run(peer.name) })),
      ]),
    ],
  }];
}

export const featureNotes = [
  'essentia.js: Windowing, PowerSpectrum, MelBands, UnaryOperator(log10) frame by frame; a symmetric window and a floor of 1e-30.',
  'Meyda: melBands frame by frame; HTK scale, triangles of height 1 snapped to bins, ln(1 + power).',
  'transformers.js: CLAP\'s front end with these numbers, the same levels; its matrix product runs in ONNX Runtime, in node natively on its threads.',
  'FFTW: single precision, FFTW_MEASURE, a real frame at a time; the same sparse filters and logarithm, the same levels.',
  'numpy/scipy: scipy.fft in single precision on all frames at once, filters as a matrix product (OpenBLAS); the same levels.',
];

// Issue 3. figure(name, where): the median, milliseconds.
export function featureGoals(figure) {
  const goals = ['node', 'Chromium'].flatMap(where => [['essentia.js', 100], ['Meyda', 100], ['transformers.js', 7]].map(([peer, least]) => ({
    text: `WebAssembly in ${where}: at least ${least} times faster than ${peer}`,
    measured: figure(peer, where) / figure('Genre Lens', where), least, unit: 'times faster',
  })));
  for (const where of ['node', 'Chromium']) goals.push({
    text: `WebAssembly in ${where}: at least 2 times faster than numpy/scipy`,
    measured: figure('numpy/scipy', 'native') / figure('Genre Lens', where), least: 2, unit: 'times faster',
  });
  goals.push({
    text: 'native: at most 1.5 times the time of FFTW',
    measured: figure('Genre Lens', 'native') / figure('FFTW', 'native'), most: 1.5, unit: 'times its time',
  });
  return goals;
}
