// A small band made of arithmetic: drums from noise, bass, chords, a lead. The music is nobody's, so the repository and
// its tests owe nobody; a seed gives the same song again.

// Uniform numbers in [0, 1) from a seed (mulberry32).
export function uniform(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export const frequency = (midiNote) => 440 * 2 ** ((midiNote - 69) / 12);

export class Mixer {
  constructor(seconds, rate) {
    this.rate = rate;
    this.frames = Math.round(seconds * rate);
    this.left = new Float64Array(this.frames);
    this.right = new Float64Array(this.frames);
  }

  // wave(seconds since the note's start) for `length` seconds from `start`; pan 0 is left, 1 is right.
  play(start, length, pan, wave) {
    const first = Math.round(start * this.rate);
    const last = Math.min(this.frames, first + Math.round(length * this.rate));
    const leftGain = Math.cos((pan * Math.PI) / 2);
    const rightGain = Math.sin((pan * Math.PI) / 2);
    for (let i = first; i < last; i++) {
      const value = wave((i - first) / this.rate);
      this.left[i] += leftGain * value;
      this.right[i] += rightGain * value;
    }
  }
}

export function kick(mixer, start) {
  mixer.play(start, 0.32, 0.5, (t) => 0.95 * Math.sin(2 * Math.PI * (48 * t + 3.2 * (1 - Math.exp(-t * 28)))) * Math.exp(-t * 9));
}

export function snare(mixer, start, random) {
  let low = 0;
  mixer.play(start, 0.24, 0.45, (t) => {
    const noise = random() * 2 - 1;
    low += 0.25 * (noise - low);
    return (0.42 * (noise - low) + 0.3 * Math.sin(2 * Math.PI * 187 * t)) * Math.exp(-t * 17);
  });
}

export function hat(mixer, start, gain, random) {
  let low = 0;
  mixer.play(start, 0.07, 0.68, (t) => {
    const noise = random() * 2 - 1;
    low += 0.65 * (noise - low);
    return gain * (noise - low) * Math.exp(-t * 60);
  });
}

export function bass(mixer, start, length, note) {
  const hertz = frequency(note - 24);
  mixer.play(start, length, 0.5, (t) => {
    const phase = 2 * Math.PI * hertz * t;
    const envelope = Math.min(1, t * 120) * Math.min(1, (length - t) * 60) * (0.6 + 0.4 * Math.exp(-t * 6));
    return 0.34 * envelope * (Math.sin(phase) + 0.45 * Math.sin(2 * phase) + 0.2 * Math.sin(3 * phase));
  });
}

// An electric piano: one sine bends another's phase, less and less.
export function chord(mixer, start, length, notes) {
  notes.forEach((note, index) => {
    const hertz = frequency(note);
    mixer.play(start, length, 0.2 + (0.6 * index) / (notes.length - 1), (t) => {
      const envelope = Math.min(1, t * 200) * Math.min(1, (length - t) * 25) * Math.exp(-t * 2.2);
      const bend = 1.4 * Math.exp(-t * 5) * Math.sin(2 * Math.PI * 2 * hertz * t);
      return 0.13 * envelope * Math.sin(2 * Math.PI * hertz * t + bend);
    });
  });
}

export function lead(mixer, start, length, note, gain) {
  const hertz = frequency(note);
  mixer.play(start, length, 0.38, (t) => {
    const phase = 2 * Math.PI * hertz * t + 0.25 * Math.sin(2 * Math.PI * 5.2 * t);
    const envelope = Math.min(1, t * 90) * Math.min(1, (length - t) * 30) * Math.exp(-t * 1.6);
    return gain * envelope * (Math.sin(phase) + 0.3 * Math.sin(2 * phase) + 0.12 * Math.sin(3 * phase));
  });
}

// {rate, channels: [left, right]} of what was played: peak 0.89, a short fade at both ends.
export function finished(mixer, fade) {
  const channels = [mixer.left, mixer.right];
  const peak = channels.reduce((most, samples) => samples.reduce((a, b) => Math.max(a, Math.abs(b)), most), 0);
  const ramp = fade * mixer.rate;
  for (const samples of channels)
    for (let i = 0; i < samples.length; i++)
      samples[i] *= (0.89 / peak) * Math.min(1, i / ramp, (samples.length - 1 - i) / ramp);
  return { rate: mixer.rate, channels };
}

export function mono({ rate, channels }) {
  return { rate, channels: [channels[0].map((value, i) => (value + channels[1][i]) / 2)] };
}

export function silence({ seconds, rate = 44100 }) {
  const frames = Math.round(seconds * rate);
  return { rate, channels: [new Float64Array(frames), new Float64Array(frames)] };
}
