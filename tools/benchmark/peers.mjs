// Log-mel by other people's JavaScript libraries, for node and for a page: mono float samples at 22,050 Hz, frames of 2048
// every 512, 128 bands. Each makes what it can make once, and returns the work: samples → all levels.
const RATE = 22050;
const LENGTH = 2048;
const HOP = 512;
const BANDS = 128;

// Frames as librosa's: the song mirrored by half a frame at both ends.
function reflected(samples) {
  const half = LENGTH / 2;
  const padded = new Float32Array(samples.length + LENGTH);
  padded.set(samples, half);
  for (let i = 0; i < half; i++) {
    padded[i] = samples[half - i];
    padded[half + samples.length + i] = samples[samples.length - 2 - i];
  }
  return padded;
}

const frameCount = samples => 1 + Math.floor(samples.length / HOP);

// Its public way, a frame at a time: Windowing, PowerSpectrum, MelBands, UnaryOperator (log10). Every call
// configures its algorithm anew; vectors are freed here, as its users must.
async function essentia(libraries) {
  const { Essentia, EssentiaWASM } = await libraries.essentia();
  const library = new Essentia(EssentiaWASM);
  return samples => {
    const padded = reflected(samples);
    const levels = new Float32Array(frameCount(samples) * BANDS);
    for (let row = 0; row * BANDS < levels.length; row++) {
      const vector = library.arrayToVector(padded.subarray(row * HOP, row * HOP + LENGTH));
      const { frame } = library.Windowing(vector, false, LENGTH, 'hann', 0, false);
      const { powerSpectrum } = library.PowerSpectrum(frame, LENGTH);
      // The bank takes the power as it is ('magnitude'): 'power' would square it again.
      const { bands } = library.MelBands(powerSpectrum, RATE / 2, LENGTH / 2 + 1, false, 0, 'unit_tri', BANDS, RATE, 'magnitude', 'slaneyMel', 'linear');
      const { array } = library.UnaryOperator(bands, 10, 0, 'log10');
      levels.set(library.vectorToArray(array), row * BANDS);
      for (const used of [vector, frame, powerSpectrum, bands, array]) used.delete();
    }
    return levels;
  };
}

// A frame at a time; its bands are ln(1 + power) on the HTK scale, in triangles of height 1 snapped to bins.
async function meyda(libraries) {
  const library = await libraries.meyda();
  library.bufferSize = LENGTH;
  library.sampleRate = RATE;
  library.melBands = BANDS;
  return samples => {
    const padded = reflected(samples);
    const levels = new Float32Array(frameCount(samples) * BANDS);
    for (let row = 0; row * BANDS < levels.length; row++) {
      levels.set(library.extract('melBands', padded.subarray(row * HOP, row * HOP + LENGTH)), row * BANDS);
    }
    return levels;
  };
}

// CLAP's front end with our numbers is its spectrogram(…) with its Slaney bank, in dB; the function itself is not
// exported. Its matrix product runs in ONNX Runtime: natively in node, as WebAssembly in a page.
async function transformers(libraries) {
  const { ClapFeatureExtractor } = await libraries.transformers();
  const extractors = new Map();
  return async samples => {
    if (!extractors.has(samples.length)) extractors.set(samples.length, new ClapFeatureExtractor({
      nb_frequency_bins: LENGTH / 2 + 1, feature_size: BANDS, frequency_min: 0, frequency_max: RATE / 2, sampling_rate: RATE,
      fft_window_size: LENGTH, hop_length: HOP, nb_max_samples: samples.length, truncation: 'rand_trunc', padding: 'repeatpad',
    }));
    return (await extractors.get(samples.length)(samples)).input_features.data;
  };
}

export const PEERS = { 'essentia.js': essentia, Meyda: meyda, 'transformers.js': transformers };
