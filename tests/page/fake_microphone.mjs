// Chromium's fake microphone, which plays a file, and a visitor who lets the page listen to it.
import { readFile, writeFile } from 'node:fs/promises';

export const FAKE = '--use-fake-device-for-media-stream';
export const ALLOWED = '--use-fake-ui-for-media-stream';  // without it, this Chromium refuses what it would ask
export const playing = file => [FAKE, ALLOWED, `--use-file-for-fake-audio-capture=${file}%noloop`];

// Of one channel, 16 bits.
export async function readWave(file) {
  const bytes = await readFile(file);
  return Float32Array.from({ length: (bytes.length - 44) / 2 }, (_, i) => bytes.readInt16LE(44 + 2 * i) / 32768);
}

// bits: 16, or 32 for floats.
export async function writeWave(target, samples, rate, bits) {
  const size = samples.length * bits / 8;
  const wave = Buffer.alloc(44 + size);
  wave.write('RIFF', 0);
  wave.writeUInt32LE(36 + size, 4);
  wave.write('WAVEfmt ', 8);
  wave.writeUInt32LE(16, 16);
  wave.writeUInt16LE(bits === 16 ? 1 : 3, 20);
  wave.writeUInt16LE(1, 22);
  wave.writeUInt32LE(rate, 24);
  wave.writeUInt32LE(rate * bits / 8, 28);
  wave.writeUInt16LE(bits / 8, 32);
  wave.writeUInt16LE(bits, 34);
  wave.write('data', 36);
  wave.writeUInt32LE(size, 40);
  samples.forEach((sample, i) => {
    if (bits === 16) wave.writeInt16LE(Math.round(sample * 32767), 44 + 2 * i);
    else wave.writeFloatLE(sample, 44 + 4 * i);
  });
  await writeFile(target, wave);
}

// Up to where the page listens.
export async function listen(visitor, kind = 'microphone') {
  await visitor.click('listen');
  await visitor.click(kind);
  return visitor.until({ phase: 'reading' });
}

export const heardFor = (visitor, seconds) =>
  visitor.page.waitForFunction(wanted => window.genrelens.state().seconds >= wanted, seconds, { polling: 50 });
