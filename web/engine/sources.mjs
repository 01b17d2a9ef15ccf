// Where the engine's bytes come from: {size, read(offset, count)}, which returns a Uint8Array, shorter than asked for where
// nothing more can be read. Only what is asked for lies in the engine's memory, so a song may be longer than that.

// A file, read part by part when it is needed. Workers only: pages may not wait for a file. lost: it could not be read.
export function blobSource(blob) {
  const reader = new FileReaderSync();
  return {
    size: blob.size,
    lost: false,
    read(offset, count) {
      try {
        return new Uint8Array(reader.readAsArrayBuffer(blob.slice(offset, offset + count)));
      } catch {
        this.lost = true;  // moved, changed, deleted, or a folder
        return new Uint8Array(0);
      }
    },
  };
}

const HEADER = 44;       // bytes
const FLOAT_FORMAT = 3;  // WAVE_FORMAT_IEEE_FLOAT
const UNKNOWN_SIZE = 0xFFFFFFFF;

function waveHeader(channels, sampleRate, bytes) {
  const view = new DataView(new ArrayBuffer(HEADER));
  const word = (offset, letters) => [...letters].forEach((letter, i) => view.setUint8(offset + i, letter.charCodeAt(0)));
  word(0, 'RIFF');
  view.setUint32(4, Math.min(HEADER - 8 + bytes, UNKNOWN_SIZE), true);
  word(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, FLOAT_FORMAT, true);
  view.setUint16(22, channels, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, sampleRate * channels * 4, true);
  view.setUint16(32, channels * 4, true);
  view.setUint16(34, 32, true);
  word(36, 'data');
  view.setUint32(40, Math.min(bytes, UNKNOWN_SIZE), true);
  return new Uint8Array(view.buffer);
}

// Sound that the browser has decoded, {channels: [Float32Array, …], sampleRate}, as the bytes of a WAV file.
export function waveSource({ channels, sampleRate }) {
  const frames = channels[0].length;
  const frameBytes = channels.length * 4;
  const header = waveHeader(channels.length, sampleRate, frames * frameBytes);
  // The frames that hold the bytes `begin` to `end` of the sound, and of them those bytes.
  const soundBytes = (begin, end) => {
    const first = Math.floor(begin / frameBytes);
    const last = Math.ceil(end / frameBytes);
    const interleaved = new Float32Array((last - first) * channels.length);
    channels.forEach((channel, index) => {
      for (let frame = first; frame < last; frame++) interleaved[(frame - first) * channels.length + index] = channel[frame];
    });
    return new Uint8Array(interleaved.buffer, begin - first * frameBytes, end - begin);
  };
  return {
    size: HEADER + frames * frameBytes,
    read(offset, count) {
      const end = Math.min(offset + count, this.size);
      if (offset >= end) return new Uint8Array(0);
      const bytes = new Uint8Array(end - offset);
      if (offset < HEADER) bytes.set(header.subarray(offset, Math.min(end, HEADER)));
      if (end > HEADER) bytes.set(soundBytes(Math.max(offset - HEADER, 0), end - HEADER), Math.max(HEADER - offset, 0));
      return bytes;
    },
  };
}
