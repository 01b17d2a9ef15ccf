// Sound on its way from the browser's audio thread to the engine's worker, past the page, which may be busy or in the
// background. Messages in: {port}, where the sound goes from here on, and {end}. Over that port go blocks of samples,
// of one channel (the browser has mixed them), and null after the last.
const BLOCK = 2048;  // samples, some 45 ms: a message a block

class Microphone extends AudioWorkletProcessor {
  #target = null;
  #block = new Float32Array(BLOCK);
  #filled = 0;
  #ended = false;

  constructor() {
    super();
    this.port.onmessage = ({ data }) => {
      if (data.port) this.#target = data.port;
      else this.#end();
    };
  }

  process([[samples]]) {
    if (this.#ended) return false;
    if (!samples || !this.#target) return true;
    for (let taken = 0; taken < samples.length;) {
      const part = samples.subarray(taken, taken + BLOCK - this.#filled);
      this.#block.set(part, this.#filled);
      this.#filled += part.length;
      taken += part.length;
      if (this.#filled === BLOCK) this.#send();
    }
    return true;
  }

  #send() {
    const block = this.#block.slice(0, this.#filled);
    this.#target.postMessage(block, [block.buffer]);
    this.#filled = 0;
  }

  #end() {
    if (this.#ended || !this.#target) return;
    this.#ended = true;
    if (this.#filled > 0) this.#send();
    this.#target.postMessage(null);
  }
}

registerProcessor('microphone', Microphone);
