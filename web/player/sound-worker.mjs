// core as a decoder for what is played: its own worker, so that classifying and playing do not wait for each other.
// Messages in: open, read. Out, for each read until the last: {stream, channels, sampleRate, last}; or {stream, error}.
import { createCore } from '../engine/core.mjs';
import { blobSource } from '../engine/sources.mjs';
import { createWords } from '../words/words.mjs';

const created = createCore(createWords({}, 'en'));  // what it says of an error is not shown
let opened = null;  // {stream, sampleRate, channels} of the sound that is read; null at its end

function separate(interleaved, count) {
  return Array.from({ length: count }, (_, channel) =>
    Float32Array.from({ length: interleaved.length / count }, (_, frame) => interleaved[frame * count + channel]));
}

const actions = {
  open(core, { stream, file, begin }) {
    opened = null;
    opened = { stream, ...core.openSound(blobSource(file), begin) };
  },

  read(core, { stream, seconds }) {
    if (opened?.stream !== stream) return;
    const { sampleRate, channels: count } = opened;
    const frames = Math.round(seconds * sampleRate);
    const channels = separate(core.readSound(frames, count), count);
    const last = channels[0].length < frames;
    if (last) opened = null;
    self.postMessage({ stream, channels, sampleRate, last }, channels.map(samples => samples.buffer));
  },
};

self.onmessage = async ({ data }) => {
  try {
    actions[data.action](await created, data);
  } catch (error) {
    self.postMessage({ stream: data.stream, error: error.message });
  }
};
