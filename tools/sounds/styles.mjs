// Songs of four made-up genres that differ in rhythm and timbre, for small data sets and the page's demo. An artist has a key and a tempo of
// their own, so that two songs of one artist are more alike than two of one genre.
import { Mixer, bass, chord, finished, hat, kick, lead, snare, uniform } from "./instruments.mjs";

const scale = [0, 2, 3, 5, 7, 8, 10]; // natural minor, semitones
const degree = (key, step) => key + 12 * Math.floor(step / 7) + scale[((step % 7) + 7) % 7];
const triad = (key, step) => [0, 2, 4].map((third) => degree(key, step + third));
const pick = (random, list) => list[Math.floor(random() * list.length)];

// Three beats a bar: a low note, two chords, a tune, no drums.
function waltz(mixer, { key, tempo, seconds, random }) {
  const beat = 60 / (150 + 25 * tempo);
  for (let time = 0; time < seconds; time += 3 * beat) {
    const root = pick(random, [0, 3, 4, 5]);
    bass(mixer, time, beat * 0.9, degree(key, root));
    for (const late of [1, 2]) chord(mixer, time + late * beat, beat * 0.6, triad(key, root));
    lead(mixer, time, beat * 1.6, degree(key + 12, root + pick(random, [0, 2, 4])), 0.22);
  }
}

// A kick on every beat, a hat and a chord between, an off-beat bass on one note.
function stomp(mixer, { key, tempo, seconds, random }) {
  const beat = 60 / (112 + 12 * tempo);
  for (let number = 0; number * beat < seconds; number++) {
    const time = number * beat;
    const step = number % 16 < 12 ? 0 : 5;
    kick(mixer, time);
    hat(mixer, time + beat / 2, 0.2, random);
    bass(mixer, time + beat / 2, beat * 0.4, degree(key, step));
    if (random() < 0.8) chord(mixer, time + beat / 2, beat * 0.4, triad(key + 12, step));
  }
}

// Fast broken drums over a slow bass, nothing else.
function breaks(mixer, { key, tempo, seconds, random }) {
  const eighth = 30 / (162 + 12 * tempo);
  for (let number = 0; number * eighth < seconds; number++) {
    const time = number * eighth;
    const place = number % 16;
    if ([0, 10].includes(place)) kick(mixer, time);
    if ([2, 6, 9, 14].includes(place) || random() < 0.1) snare(mixer, time, random);
    hat(mixer, time, 0.3 + 0.2 * random(), random);
    hat(mixer, time + eighth / 2, 0.2, random);
    if (place === 0) bass(mixer, time, eighth * 12, degree(key, pick(random, [0, 0, 3, 5])));
  }
}

// Long notes that swell and beat against each other, nothing struck.
function drone(mixer, { key, tempo, seconds, random }) {
  const length = 5 - tempo;
  for (let time = -length; time < seconds; time += length / 2) {
    const begin = Math.max(0, time);
    for (const note of triad(key, pick(random, [0, 2, 4]))) {
      const hertz = 440 * 2 ** ((note - 69) / 12);
      const beating = 0.3 + 2 * random();
      mixer.play(begin, length, random(), (t) => {
        const swell = Math.sin((Math.PI * t) / length) ** 2;
        const phase = 2 * Math.PI * hertz * t;
        return 0.1 * swell * (Math.sin(phase) + Math.sin(phase + 2 * Math.PI * beating * t) + 0.3 * Math.sin(3 * phase));
      });
    }
  }
}

export const styles = { waltz, stomp, breaks, drone };

// {rate, channels: [left, right]}. artist: 0, 1, 2 …; number: of the artist's songs.
export function styledSong({ style, artist, number, seconds, rate = 22050, fade = 0.01 }) {
  const genre = Object.keys(styles).indexOf(style);
  const manner = uniform(1000 * genre + artist + 1);
  const key = 50 + Math.floor(manner() * 12);
  const tempo = manner();
  const mixer = new Mixer(seconds, rate);
  styles[style](mixer, { key, tempo, seconds, random: uniform(100000 + 10000 * genre + 100 * artist + number) });
  return finished(mixer, fade);
}
