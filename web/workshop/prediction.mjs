// What the engine says of a song, a row of floats (engine_prediction() in web/engine/bridge.cpp), as JavaScript wants it.

// Of the whole song: {sure, probabilities}, these one a label, in the labels' order. labels: how many.
export const readAnswer = (floats, labels) => ({ sure: floats[0] !== 0, probabilities: floats.slice(1, 1 + labels) });

// All of it in the names that `genrelens classify --json` uses: {genre, sure, probabilities: {label: share}, timeline:
// [{start, end, probabilities}]}.
export function readPrediction(floats, labels) {
  const named = shares => Object.fromEntries(labels.map((label, index) => [label, shares[index]]));
  const { sure, probabilities: shares } = readAnswer(floats, labels.length);
  const probabilities = named(shares);
  const timeline = [];
  for (let at = 1 + labels.length; at + 2 + labels.length <= floats.length; at += 2 + labels.length) {
    timeline.push({ start: floats[at], end: floats[at + 1], probabilities: named(floats.subarray(at + 2)) });
  }
  return { genre: mostProbableFirst(probabilities)[0][0], sure, probabilities, timeline };
}

// probabilities: {label: share}. [[label, share]]; of equal ones the first stays first.
export const mostProbableFirst = probabilities => Object.entries(probabilities).sort((a, b) => b[1] - a[1]);
