// What the table of songs says, made of the page's words (words.mjs).

export function createSongWords(words) {
  const count = (key, n, values) => words.count(key, n, { count: words.number(n), ...values });
  const songs = n => count('songs.all', n);
  const all = ({ done, failed, reading, waiting }) => done + failed + reading + waiting;
  const part = counts => {
    const total = all(counts);
    const done = counts.done + counts.failed;
    return done === total ? songs(total) : words('songs.part', { done: words.number(done), songs: songs(total) });
  };

  return {
    genre: words.genreTitle,
    percent: words.percent,
    clock: words.clock,

    // --- a row
    verdict({ answer: { verdict }, genre, second }) {
      if (verdict === 'between') return words('songs.between', { genre: words.genre(genre.label), other: words.genre(second.label) });
      return words(verdict === 'sure' ? 'songs.sure' : 'songs.unsure');
    },
    state({ state, progress, warning }) {
      if (state === 'reading') return words('songs.reading', { percent: words.percent(progress) });
      if (state === 'waiting') return words('songs.waiting');
      return words(warning ? 'songs.cut' : 'songs.done');
    },
    remove: name => words('songs.remove', { name }),

    // --- the whole. counts: songs by state
    title: part,
    way: counts => words('songs.way', { songs: part(counts) }),
    left(seconds) {
      if (seconds === null) return words('songs.just-begun');
      if (seconds < 50) return words('songs.left-less');
      const minutes = Math.round(seconds / 60);
      return minutes < 90 ? count('songs.left-minutes', minutes) : count('songs.left-hours', Math.round(minutes / 60));
    },
    stopped: words('songs.stopped'),
    looking: words('songs.looking'),
    unread: failed => failed === 0 ? words('songs.all-read') : count('songs.unread', failed),
    ended({ done, failed }) {
      return [count('songs.ended', done), ...failed > 0 ? [count('songs.unread-sentence', failed)] : []].join(' ');
    },
    former: n => count('songs.former', n),
    inTable: n => count('songs.in-table', n),
    stop: stopped => words(stopped ? 'songs.resume' : 'songs.stop'),

    // What became of files that are not in the table now.
    note({ leftOut, known, unreadable: [name, ...others] }) {
      const sentences = [];
      if (leftOut > 0) sentences.push(count('songs.left-out', leftOut));
      if (known > 0) sentences.push(count('songs.known', known));
      if (name && others.length > 0) sentences.push(count('songs.unreadable-more', others.length, { name }));
      else if (name) sentences.push(words('songs.unreadable', { name }));
      return sentences.join(' ');
    },
    // Why nothing of what was brought can be classified.
    nothing({ leftOut, unreadable: [name] }) {
      if (name) return words('songs.none-unreadable', { name });
      return leftOut > 0 ? count('songs.none', leftOut) : words('songs.none-empty');
    },

    // --- filter and export
    find: words('songs.find'),
    everything: words('songs.everything'),
    unsure: words('songs.unsure'),
    noMusic: words('songs.no-music'),
    notRead: words('songs.not-read'),
    noneFits: words('songs.none-fits'),
    save: (ready, total) => ready === total ? words('songs.save', { songs: songs(total) })
      : words('songs.save-part', { done: words.number(ready), songs: songs(total) }),
    clear: words('songs.clear'),
    clearAgain: n => count('songs.clear-again', n),
  };
}
