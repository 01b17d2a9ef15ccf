// Which backend runs the network: every candidate must answer the card's golden input as the card says, and the fastest
// that does is kept. The backends themselves live in the inference worker, at the other end of a MessagePort.

export class Inference {
  #port;
  #waiting = new Map();  // request → {resolve, reject}
  #requests = 0;

  // lost(backend): its device is gone, whether it was asked for anything or not.
  constructor(port, lost) {
    this.#port = port;
    port.onmessage = ({ data }) => {
      if ('lost' in data) return lost(data.lost);
      const { resolve, reject } = this.#waiting.get(data.request);
      this.#waiting.delete(data.request);
      if ('error' in data) reject(new Error(data.error));
      else resolve(data);
    };
  }

  // See inference-worker.mjs for the actions.
  ask(action, message, transfer = []) {
    return new Promise((resolve, reject) => {
      const request = ++this.#requests;
      this.#waiting.set(request, { resolve, reject });
      this.#port.postMessage({ request, action, ...message }, transfer);
    });
  }
}

// → {name, description, runtime, milliseconds}, the last of one run. Throws the reason if the backend cannot be used.
async function examine(inference, core, name, preparation, words) {
  const { description, runtime } = await inference.ask('prepare', { backend: name, ...preparation });
  const input = core.goldenInput();
  const run = () => inference.ask('run', { backend: name, input });
  if (!core.goldenAgrees((await run()).logits)) {
    await inference.ask('drop', { backend: name });
    throw new Error(words('backend.wrong', { backend: description }));
  }
  let milliseconds = Infinity;
  for (let count = 0; count < 3; count++) milliseconds = Math.min(milliseconds, (await run()).milliseconds);
  return { name, description, runtime, milliseconds };
}

// preparation: {weights, model, forced}. Throws one sentence if none of `names` can be used.
export async function chooseBackend(inference, core, names, preparation, words) {
  let best = null;
  const reasons = [];
  const tried = [];  // {description, milliseconds}, or {reason} why not
  for (const name of names) {
    try {
      const found = await examine(inference, core, name, preparation, words);
      tried.push({ description: found.description, milliseconds: found.milliseconds });
      const slower = best && found.milliseconds >= best.milliseconds ? found : best;
      if (slower !== found) best = found;
      if (slower) await inference.ask('drop', { backend: slower.name });
    } catch (error) {
      reasons.push(error.message);
      tried.push({ reason: error.message });
    }
  }
  if (!best) throw new Error(words('backend.none', { reasons: reasons.join('; ') }));
  return { ...best, tried };
}
