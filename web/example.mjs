// How another page uses genrelens.mjs: classify(file), progress, and a button that stops it.
import { classify } from './genrelens.mjs';

const element = id => document.getElementById(id);
let stop = new AbortController();

function showGenres(probabilities) {
  const ranked = Object.entries(probabilities).sort((a, b) => b[1] - a[1]).slice(0, 5);
  element('genres').replaceChildren(...ranked.map(([genre, share]) => {
    const item = document.createElement('li');
    const meter = document.createElement('meter');
    meter.value = share;
    item.append(meter, `${genre} ${Math.round(share * 100)}%`);
    return item;
  }));
}

async function read(file) {
  stop.abort();  // a song before this one
  const { signal } = stop = new AbortController();
  element('stop').disabled = false;
  element('answer').textContent = `Reading ${file.name}…`;
  try {
    const answer = await classify(file, {
      signal,
      onProgress({ progress, answer: soFar }) {
        element('progress').value = progress;
        if (soFar) showGenres(soFar.probabilities);
      },
    });
    showGenres(answer.probabilities);
    element('answer').textContent = answer.is_music
      ? `${file.name} is ${answer.sure ? '' : 'perhaps '}${answer.genre}.` : `${file.name} does not sound like music.`;
  } catch (error) {
    if (signal !== stop.signal) return;  // a newer song speaks
    element('answer').textContent = signal.aborted ? 'Stopped.' : error.message;
  }
  element('stop').disabled = true;
}

element('song').addEventListener('change', ({ target }) => { if (target.files[0]) read(target.files[0]); });
element('stop').addEventListener('click', () => stop.abort());
