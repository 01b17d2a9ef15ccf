// Sound that plays now: from a microphone, or from another tab or the whole computer where the browser shares that. It
// goes from the audio thread (microphone-worklet.mjs) straight to the engine's worker.
const WORKLET = new URL('./microphone-worklet.mjs', import.meta.url);

// Music as it is: what makes speech clear in a call would spoil it.
const UNCHANGED = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };

const ask = {
  microphone: () => navigator.mediaDevices.getUserMedia({ audio: UNCHANGED }),
  // Browsers share sound only together with a picture, which nobody here looks at.
  async tab() {
    const stream = await navigator.mediaDevices.getDisplayMedia(
      { audio: { ...UNCHANGED, suppressLocalAudioPlayback: false }, video: true, systemAudio: 'include' });
    for (const track of stream.getVideoTracks()) {
      track.stop();
      stream.removeTrack(track);
    }
    if (stream.getAudioTracks().length === 0) throw new DOMException('', 'NoSoundShared');
    return stream;
  },
};

// Keys of words, by what the browser calls it.
const REFUSALS = {
  microphone: {
    NotAllowedError: 'listening.refused-microphone',
    NotFoundError: 'listening.missing-microphone',
    NotReadableError: 'listening.held-elsewhere-microphone',
  },
  tab: {
    NotAllowedError: 'listening.refused-tab',
    NotFoundError: 'listening.missing-tab',
    NotReadableError: 'listening.held-elsewhere-tab',
    NoSoundShared: 'listening.soundless-tab',
  },
};

function refusal(kind, words, { name, message }) {
  const key = REFUSALS[kind][name];
  return new Error(key ? words(key) : words('listening.impossible', { reason: message || name }));
}

function stopTracks(stream) {
  for (const track of stream.getTracks()) track.stop();
}

// Asks the visitor and starts to listen. kind: 'microphone' or 'tab'; words: of words.mjs; then {lost(), held(paused)}: the
// sound is gone for good, or the browser holds it back and lets it go on. Throws an Error with one sentence.
// → {name, sampleRate, running(), connect(port), resume(), end(), close()}
export async function openMicrophone(kind, words, { lost, held }) {
  const context = new AudioContext({ latencyHint: 'playback' });  // before any wait: while the click still counts
  let stream = null;
  try {
    stream = await ask[kind]();
    await context.audioWorklet.addModule(WORKLET);
    if (!stream.active) throw new DOMException('', 'NotReadableError');  // unplugged meanwhile
  } catch (error) {
    if (stream) stopTracks(stream);
    context.close();
    throw refusal(kind, words, error);
  }
  const [track] = stream.getAudioTracks();
  const source = context.createMediaStreamSource(stream);
  const worklet = new AudioWorkletNode(context, 'microphone',
    { numberOfOutputs: 0, channelCount: 1, channelCountMode: 'explicit', channelInterpretation: 'speakers' });
  source.connect(worklet);
  track.onended = lost;
  context.onstatechange = () => { if (context.state !== 'closed') held(context.state !== 'running'); };
  context.resume().catch(() => {});
  return {
    name: kind === 'microphone' ? track.label : words('listening.shared'),  // a tab's label is no name
    sampleRate: context.sampleRate,
    running: () => context.state === 'running',
    // Where the sound goes from now on; null after the last block.
    connect: port => worklet.port.postMessage({ port }, [port]),
    resume: () => context.resume().catch(() => {}),
    // No sound after what was heard until now.
    end: () => worklet.port.postMessage({ end: true }),
    close() {
      track.onended = context.onstatechange = null;
      stopTracks(stream);
      context.close();
    },
  };
}
