// The song of the tests: a slow groove in A minor, played by the band in instruments.mjs.
import { Mixer, bass, chord, finished, hat, kick, lead, snare, uniform } from "./instruments.mjs";

// A minor, F, C, G, then D minor, F, A minor, E minor; MIDI notes, root first.
const progression = [
  [57, 60, 64, 67], [53, 57, 60, 64], [48, 55, 60, 64], [55, 59, 62, 67],
  [50, 57, 60, 65], [53, 57, 60, 69], [57, 60, 64, 72], [52, 55, 59, 64],
];
const leadScale = [69, 72, 74, 76, 79, 81, 84]; // A minor pentatonic

function bar(mixer, number, start, beat, random) {
  const notes = progression[number % progression.length];
  const drums = number % 8 !== 7;
  for (let eighth = 0; eighth < 8; eighth++) {
    const time = start + (eighth * beat) / 2;
    if (eighth === 0 || eighth === 5 || (eighth === 3 && number % 2 === 1)) kick(mixer, time);
    if (drums && (eighth === 2 || eighth === 6)) snare(mixer, time, random);
    hat(mixer, time, (eighth % 2 ? 0.1 : 0.17) * (0.8 + 0.4 * random()), random);
    if (eighth !== 2 && eighth !== 6) bass(mixer, time, beat * 0.45, notes[0] + (eighth === 7 ? 12 : 0));
  }
  chord(mixer, start, beat * 1.4, notes);
  chord(mixer, start + beat * 1.5, beat * 0.9, notes);
  chord(mixer, start + beat * 2.5, beat * 1.4, notes);
}

// A walk on the scale in eighths and quarters, with one echo.
function melody(mixer, beat, seconds, random) {
  let step = 3;
  for (let time = beat * 4; time < seconds; ) {
    const length = random() < 0.6 ? beat / 2 : beat;
    if (random() < 0.75) {
      step = Math.max(0, Math.min(leadScale.length - 1, step + Math.floor(random() * 5) - 2));
      lead(mixer, time, length * 1.2, leadScale[step], 0.2);
      lead(mixer, time + beat * 0.75, length, leadScale[step], 0.06);
    }
    time += length;
  }
}

// {rate, channels: [left, right]}, peak 0.89.
export function groove({ seconds, rate = 44100, seed = 1, beatsPerMinute = 100, fade = 0.01 }) {
  const mixer = new Mixer(seconds, rate);
  const random = uniform(seed);
  const beat = 60 / beatsPerMinute;
  for (let number = 0; number * 4 * beat < seconds; number++) bar(mixer, number, number * 4 * beat, beat, random);
  melody(mixer, beat, seconds, random);
  return finished(mixer, fade);
}
