// Sound as it is heard: blocks of samples that come over a MessagePort, null after the last (microphone-worklet.mjs).
export function liveSource(port) {
  const blocks = [];
  let wake = () => {};
  port.onmessage = ({ data }) => {
    blocks.push(data);
    wake();
  };
  return {
    // The next block; null after the last.
    async next() {
      while (blocks.length === 0) await new Promise(resolve => { wake = resolve; });
      return blocks.shift();
    },
    // As if null had come: the audio thread may no longer be able to send it.
    end: () => port.onmessage({ data: null }),
    close: () => port.close(),
  };
}
