/**
 * Genre Lens as a module: tells a song's genre in the visitor's own browser. Nothing leaves the device.
 *
 * ```js
 * import { classify } from 'https://example.org/genre-lens/genrelens.mjs';
 *
 * const answer = await classify(input.files[0]);
 * console.log(answer.genre, answer.probabilities[answer.genre]);
 * ```
 *
 * The module loads what it needs from the folder that it lies in: copy the whole folder that `tools/build-site` makes.
 * A page of another origin may import it if the folder's host sends `Access-Control-Allow-Origin`; its workers are then
 * started from a blob. A Content-Security-Policy on your page must allow `script-src 'wasm-unsafe-eval'` and the module's
 * origin, `connect-src` the module's origin and `worker-src` it too; from another origin `blob:` as well, in
 * `script-src` and `worker-src`.
 */

/** A label's probability, 0…1; together they are 1. The labels are the model's, such as `rock` or `hiphop`. */
export type Probabilities = Record<string, number>;

/** What the network says of one chunk of the song. */
export interface Moment {
  /** Seconds from the song's beginning. */
  start: number;
  /** Seconds from the song's beginning. Chunks overlap. */
  end: number;
  /** As in `Prediction`. */
  music: number | null;
  probabilities: Probabilities;
}

/** What is known of a song while it is read. */
export interface Prediction {
  /** The most probable label. */
  genre: string;
  /** False if the model's card says that so low a probability is more often wrong than right: say "perhaps". */
  sure: boolean;
  /** False if the sound is speech or noise rather than music, by the model's card: `genre` is then what it would be called. */
  is_music: boolean;
  /** The probability that it is music, 0…1; null if the model cannot tell: then `is_music` is true. */
  music: number | null;
  probabilities: Probabilities;
  timeline: Moment[];
}

/** The same numbers, under the same names, as `genrelens classify --json` prints. */
export interface Answer extends Prediction {
  /** The song's length, as far as it could be read. */
  seconds: number;
  /** The model's name. */
  model: string;
  /** The sound's format in words, such as `MP3, 44,100 Hz, stereo`. */
  format: string;
  /** Why the song ended early, one sentence; empty if it did not. */
  damage: string;
}

export interface Progress {
  /** How much of the song is read, 0…1. */
  progress: number;
  /** Seconds of the song that are read. */
  seconds: number;
  /** The answer so far; null before the first. */
  answer: Prediction | null;
}

export interface Options {
  /** One of the folder's `models/index.json`; the first of them if none is named. */
  model?: string;
  /** `webgpu` or `wasm`; if none is named, the fastest of those that answer the model's golden input rightly. */
  backend?: 'webgpu' | 'wasm';
  /** The language of errors and of `format`, as far as there are words in it: `en` or `de`. English if none is named. */
  language?: string;
  /** Called several times a second while the song is read. */
  onProgress?: (progress: Progress) => void;
  /** Ends the reading; the promise is then rejected with the signal's reason. */
  signal?: AbortSignal;
}

/**
 * Tells a song's genre. WAV, AIFF, AU, FLAC, MP3, Ogg Vorbis and Opus are read by Genre Lens itself, from a `File` or a `Blob`
 * part by part, so that a long song needs no more memory than a short one; what else the browser knows (M4A, WebM) by the browser.
 *
 * The first call fetches the model and ONNX Runtime and starts two workers, which then stay. Several calls wait for each other.
 *
 * Rejected with an `Error` whose message is one sentence for the visitor: what the file is, where it broke. With a
 * `TypeError` if `sound` is nothing that can be read, and with the signal's reason if it was aborted.
 */
export function classify(sound: Blob | ArrayBuffer | ArrayBufferView, options?: Options): Promise<Answer>;

/** Ends the workers and frees their memory; calls that are under way are rejected. A later call starts anew. */
export function close(): Promise<void>;
