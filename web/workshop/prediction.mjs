// What the engine says of a song, a row of floats (engine_prediction() in web/engine/bridge.cpp), as JavaScript wants it.
const OF_SONG = 3;    // numbers before the labels'
const OF_MOMENT = 3;

const musicOf = float => float < 0 ? null : float;

// Of the whole song: {sure, is_music, music, probabilities}, these one a label, in the labels' order; music: the probability
// that it is, null if the network cannot tell. labels: how many.
export const readAnswer = (floats, labels) => ({
  sure: floats[0] !== 0,
  is_music: floats[1] !== 0,
  music: musicOf(floats[2]),
  probabilities: floats.slice(OF_SONG, OF_SONG + labels),
});

// All of it in the names that `genrelens classify --json` uses: {genre, sure, is_music, music, probabilities: {label: share},
// timeline: [{start, end, music, probabilities}]}.
export function readPrediction(floats, labels) {
  const named = shares => Object.fromEntries(labels.map((label, index) => [label, shares[index]]));
  const { probabilities: shares, ...answer } = readAnswer(floats, labels.length);
  const probabilities = named(shares);
  const timeline = [];
  const step = OF_MOMENT + labels.length;
  for (let at = OF_SONG + labels.length; at + step <= floats.length; at += step) {
    const [start, end, music] = floats.subarray(at);
    timeline.push({ start, end, music: musicOf(music), probabilities: named(floats.subarray(at + OF_MOMENT)) });
  }
  return { genre: mostProbableFirst(probabilities)[0][0], ...answer, probabilities, timeline };
}

// probabilities: {label: share}. [[label, share]]; of equal ones the first stays first.
export const mostProbableFirst = probabilities => Object.entries(probabilities).sort((a, b) => b[1] - a[1]);
