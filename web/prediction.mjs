// What the engine says of a song, a row of floats (engine_prediction() in web/engine/bridge.cpp), as an object in the names
// that `genrelens classify --json` uses: {genre, sure, probabilities: {label: share}, timeline: [{start, end, probabilities}]}.
export function readPrediction(floats, labels) {
  const shares = at => Object.fromEntries(labels.map((label, index) => [label, floats[at + index]]));
  const probabilities = shares(1);
  const timeline = [];
  for (let at = 1 + labels.length; at + 2 + labels.length <= floats.length; at += 2 + labels.length) {
    timeline.push({ start: floats[at], end: floats[at + 1], probabilities: shares(at + 2) });
  }
  const genre = labels.reduce((best, label) => probabilities[label] > probabilities[best] ? label : best);
  return { genre, sure: floats[0] !== 0, probabilities, timeline };
}
