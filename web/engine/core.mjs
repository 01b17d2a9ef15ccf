// core as JavaScript sees it: engine.mjs' functions over bytes and integers (web/engine/bridge.cpp), with their memory
// taken care of. What fails throws an Error whose message is core's sentence, in the visitor's language.
import createEngine from './engine.mjs';

// words: of words.mjs.
export async function createCore(words) {
  // What brings it down is said on the page, not an error in its log.
  const engine = await createEngine({ printErr: text => console.warn(text) });
  const write = array => {
    const bytes = array instanceof ArrayBuffer ? new Uint8Array(array)
      : new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
    const pointer = engine._engine_buffer(bytes.length);
    if (pointer === 0 && bytes.length > 0) throw new Error(words('error.memory'));
    engine.HEAPU8.set(bytes, pointer);  // after the call: it may have moved the heap
  };
  const text = () => engine.UTF8ToString(engine._engine_text());
  const floats = count => new Float32Array(engine.HEAPU8.buffer, engine._engine_floats(), count).slice();
  const bytes = count => engine.HEAPU8.slice(engine._engine_bytes(), engine._engine_bytes() + count);
  const questionOf = chunk => chunk < 0 ? null : { chunk, input: floats(engine._engine_count()) };
  const answered = () => JSON.parse(text());
  const demand = success => { if (!success) throw new Error(words.sentence(answered())); };

  const readFrom = source => {
    engine.readSource = (offset, pointer, count) => {
      const read = source.read(offset, count);
      engine.HEAPU8.set(read, pointer);
      return read.length;
    };
  };

  return {
    // The card's labels, names and shapes, as an object.
    readCard(card) {
      write(card);
      demand(engine._engine_card());
      return answered();
    },
    verifyWeights(weights) {
      write(weights);
      demand(engine._engine_weights());
    },
    goldenInput: () => floats(engine._engine_golden_input()),
    goldenAgrees(logits) {
      write(logits);
      return engine._engine_golden_agrees() === 1;
    },
    // Opens a song in place of the one before: {format, seconds, bands, columnSeconds, waveformSeconds, highFrequency}. source: of
    // sources.mjs. seen: whether columns and waveform are wanted. The error for a format that the browser may know is marked as foreign.
    open(song, source, seen) {
      readFrom(source);
      const opened = engine._engine_open(song, source.size, seen);
      if (opened !== 1) throw Object.assign(new Error(words.sentence(answered())), { foreign: opened === 2 });
      return answered();
    },
    // Begins a song that is heard as it plays, in place of the one before: {bands, columnSeconds, highFrequency}.
    listen(song, sampleRate) {
      demand(engine._engine_listen(song, sampleRate, 1));
      return answered();
    },
    hear(block) {
      write(block);
      engine._engine_hear();
    },
    finish: () => engine._engine_finish(),
    level: () => engine._engine_level(),
    // Decodes a block; true while there may be more. Afterwards damage() says what ended the song early, if anything.
    step: () => engine._engine_step() === 1,
    damage() {
      const damage = answered();
      return damage ? words.sentence(damage) : '';
    },
    heapBytes: () => engine.HEAPU8.length,
    progress: () => engine._engine_progress(),
    seconds: () => engine._engine_seconds(),
    columns: () => bytes(engine._engine_columns()),
    waveform: () => bytes(engine._engine_waveform()),
    // The next chunk to ask the network about: {chunk, input}; null if there is none now.
    question: () => questionOf(engine._engine_question()),
    // The chunk that would be the last if the song ended now, as question().
    newestQuestion: () => questionOf(engine._engine_newest_question()),
    answerNewest(song, chunk, logits) {
      write(logits);
      return engine._engine_answer_newest(song, chunk) === 1;
    },
    answer(song, chunk, logits) {
      write(logits);
      return engine._engine_answer(song, chunk) === 1;
    },
    unanswered: () => engine._engine_asked() - engine._engine_answered(),
    prediction: () => floats(engine._engine_prediction()),

    // Sound that is only played, from `begin` seconds on: {sampleRate, channels}. Beside the song.
    openSound(source, begin) {
      readFrom(source);
      demand(engine._sound_open(source.size, begin));
      return answered();
    },
    // The next frames, interleaved; fewer than asked for only at the end.
    readSound(frames, channels) {
      return floats(engine._sound_read(frames) * channels);
    },
  };
}
