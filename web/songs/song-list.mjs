// The songs of the table: one row each, in the order in which they came. Only results are kept, never sound: a row's file
// is the browser's handle of it.
//
// row: {number, path, file, state, progress, seconds, format, answer, warning, error}
//   state     'waiting', 'reading', 'done' or 'failed'
//   progress  0…1, share of its bytes read
//   seconds   decoded; format: "MP3"
//   answer    {labels, model, probabilities, sure, is_music, music, verdict} once it is done: probabilities, one a label; else
//             null
//   genre, second  of answer: {label, index, probability}; null without one, and of what is no music
//   warning   what ended it early, one sentence; error: why it failed, one sentence

const keyOf = (path, file) => `${path}\n${file.size}\n${file.lastModified}`;

// Labels by probability, the most probable first: [{label, index, probability}].
export function ranked({ labels, probabilities }) {
  return labels.map((label, index) => ({ label, index, probability: probabilities[index] }))
    .sort((a, b) => b.probability - a.probability);
}

export function createSongList() {
  const rows = [];
  const known = new Set();
  const counts = { waiting: 0, reading: 0, done: 0, failed: 0 };
  let numbers = 0;

  return {
    rows,
    counts,

    // The new row, or null if the list has that file already.
    add(path, file) {
      const key = keyOf(path, file);
      if (known.has(key)) return null;
      known.add(key);
      const row = { number: ++numbers, path, file, state: 'waiting', progress: 0, seconds: 0, format: '', answer: null,
                    genre: null, second: null, warning: '', error: '' };
      rows.push(row);
      counts.waiting++;
      return row;
    },

    remove(row) {
      const at = rows.indexOf(row);
      if (at < 0) return;
      rows.splice(at, 1);
      known.delete(keyOf(row.path, row.file));
      counts[row.state]--;
    },

    clear() {
      rows.length = 0;
      known.clear();
      for (const state of Object.keys(counts)) counts[state] = 0;
    },

    // What is known of a row from now on.
    change(row, news) {
      if (news.state) {
        counts[row.state]--;
        counts[news.state]++;
      }
      Object.assign(row, news);
      if ('answer' in news) [row.genre, row.second] = row.answer?.is_music ? ranked(row.answer) : [null, null];
    },
  };
}
