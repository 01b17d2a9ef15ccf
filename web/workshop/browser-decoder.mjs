// The browser's own decoder, for formats that core does not read, such as AAC in M4A, and the sound of WebM and MP4. It
// wants the whole file and gives the whole sound at once, so it is asked only for what core has refused.
const LARGEST = 64e6;       // bytes: some 70 minutes of AAC, which fill 1.5 GB when decoded
const SAMPLE_RATE = 44100;  // Hz, to which the browser resamples

const NAMES = [  // [offset, bytes, name or its key in the words]
  [4, 'ftyp', 'format.mp4'],
  [0, '\x1A\x45\xDF\xA3', 'WebM'],
  [0, '\xFF\xF1', 'AAC'],
  [0, '\xFF\xF9', 'AAC'],
];

function nameOf(bytes) {
  const found = NAMES.find(([offset, letters]) => [...letters].every((letter, i) => bytes[offset + i] === letter.charCodeAt(0)));
  return found ? found[2] : 'format.sound';
}

// {format, channels: [Float32Array, …], sampleRate}, or null if the browser cannot decode it either.
export async function decodeByBrowser(file, words) {
  if (file.size === 0 || file.size > LARGEST) return null;
  try {
    const buffer = await file.arrayBuffer();
    const format = words('format.browser', { format: words(nameOf(new Uint8Array(buffer, 0, Math.min(16, buffer.byteLength)))) });
    const audio = await new OfflineAudioContext(1, 1, SAMPLE_RATE).decodeAudioData(buffer);
    const channels = Array.from({ length: audio.numberOfChannels }, (_, index) => audio.getChannelData(index).slice());
    return channels[0].length === 0 ? null : { format, channels, sampleRate: audio.sampleRate };
  } catch {
    return null;
  }
}
