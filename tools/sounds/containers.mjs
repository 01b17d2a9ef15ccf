// WAV and AU files byte by byte, so that the tests compare core's decoders with something else than their own libraries.

// How one sample is stored: bytes, and a writer into a DataView.
const integer = (bits) => (value) => Math.max(-(2 ** (bits - 1)), Math.min(2 ** (bits - 1) - 1, Math.round(value * 2 ** (bits - 1))));
export const encodings = {
  pcm8: { bytes: 1, tag: 1, au: 2, write: (view, at, value) => view.setInt8(at, integer(8)(value)) },
  pcm16: { bytes: 2, tag: 1, au: 3, write: (view, at, value, little) => view.setInt16(at, integer(16)(value), little) },
  pcm24: { bytes: 3, tag: 1, au: 4, write: write24 },
  pcm32: { bytes: 4, tag: 1, au: 5, write: (view, at, value, little) => view.setInt32(at, integer(32)(value), little) },
  float32: { bytes: 4, tag: 3, au: 6, write: (view, at, value, little) => view.setFloat32(at, value, little) },
  float64: { bytes: 8, tag: 3, au: 7, write: (view, at, value, little) => view.setFloat64(at, value, little) },
  muLaw: { bytes: 1, tag: 7, au: 1, write: (view, at, value) => view.setUint8(at, muLaw(integer(16)(value))) },
};

function write24(view, at, value, little) {
  const number = integer(24)(value);
  view.setUint8(at + (little ? 0 : 2), number & 255);
  view.setUint8(at + 1, (number >> 8) & 255);
  view.setUint8(at + (little ? 2 : 0), (number >> 16) & 255);
}

// ITU-T G.711.
function muLaw(sample) {
  const sign = sample < 0 ? 0x80 : 0;
  const magnitude = Math.min(32635, Math.abs(sample)) + 132;
  const exponent = Math.floor(Math.log2(magnitude)) - 7;
  return ~(sign | (exponent << 4) | ((magnitude >> (exponent + 3)) & 15)) & 255;
}

function samplesOf({ channels }, encoding, little) {
  const frames = channels[0].length;
  const bytes = new Uint8Array(frames * channels.length * encoding.bytes);
  const view = new DataView(bytes.buffer);
  for (let i = 0, at = 0; i < frames; i++)
    for (const samples of channels) {
      encoding.write(view, at, samples[i], little);
      at += encoding.bytes;
    }
  return bytes;
}

const text = (word) => Buffer.from(word, "latin1");
const little16 = (value) => Buffer.from(new Uint16Array([value]).buffer);
const little32 = (value) => Buffer.from(new Uint32Array([value]).buffer);
const little64 = (value) => Buffer.concat([little32(value), little32(0)]);
const big32 = (value) => little32(value).reverse();

// container: "plain", "extensible" (WAVE_FORMAT_EXTENSIBLE) or "rf64" (EBU Tech 3306).
export function wav(sound, name, container = "plain") {
  const encoding = encodings[name];
  const channels = sound.channels.length;
  const align = channels * encoding.bytes;
  const data = Buffer.from(samplesOf(sound, encoding, true));
  if (name === "pcm8") for (let i = 0; i < data.length; i++) data[i] ^= 128; // WAV's bytes are unsigned
  const extensible = container === "extensible";
  const format = [
    little16(extensible ? 0xfffe : encoding.tag), little16(channels), little32(sound.rate), little32(sound.rate * align),
    little16(align), little16(encoding.bytes * 8),
  ];
  if (extensible)
    format.push(little16(22), little16(encoding.bytes * 8), little32(channels === 2 ? 3 : 4), little16(encoding.tag),
      Buffer.from("000000001000800000aa00389b71", "hex"));
  const formatBytes = Buffer.concat(format);
  const padding = Buffer.alloc(data.length % 2);
  const rf64 = container === "rf64";
  const wide = rf64 ? [text("ds64"), little32(28), little64(0), little64(data.length), little64(data.length / align), little32(0)] : [];
  const body = Buffer.concat([
    text("WAVE"), ...wide, text("fmt "), little32(formatBytes.length), formatBytes,
    text("data"), little32(rf64 ? 0xffffffff : data.length), data, padding,
  ]);
  return Buffer.concat([text(rf64 ? "RF64" : "RIFF"), little32(rf64 ? 0xffffffff : body.length), body]);
}

// An annotation of a length that is no multiple of eight, as the format allows.
export function au(sound, name, { annotation = "", sizeKnown = true } = {}) {
  const encoding = encodings[name];
  const data = samplesOf(sound, encoding, false);
  const header = Buffer.concat([
    text(".snd"), big32(24 + annotation.length), big32(sizeKnown ? data.length : 0xffffffff), big32(encoding.au),
    big32(sound.rate), big32(sound.channels.length), text(annotation),
  ]);
  return Buffer.concat([header, data]);
}
