// Showing the answer to a friend: a picture, a sentence or a link, to save, to copy or, on phones, to hand over.
import { download } from './download.mjs';
import { mostProbableFirst, readPrediction } from '../workshop/prediction.mjs';
import { addressWith } from './settings-link.mjs';
import { drawSharePicture } from './share-picture.mjs';

const element = id => document.getElementById(id);

const asFile = canvas => new Promise(resolve => canvas.toBlob(resolve, 'image/png'))
  .then(blob => new File([blob], 'genre-lens.png', { type: 'image/png' }));

// What the picture shows. state: of the window; floats: the last prediction, as engine_prediction() writes it.
function answerOf(state, floats, labels, colours, words) {
  const music = state.is_music;  // or else no genre is worth its colour
  const colour = label => music ? colours.genres[labels.indexOf(label) % colours.genres.length] : colours.dim;
  const ranked = mostProbableFirst(state.probabilities);
  const [[first], [second]] = ranked;
  const headline = [music ? { text: words.genreTitle(first), colour: colour(first) }
    : { text: words('result.no-genre'), colour: colours.text }];
  if (state.verdict === 'between') {
    headline.push({ text: ` ${words('result.and')} `, colour: colours.dim }, { text: words.genre(second), colour: colour(second) });
  }
  const timeline = readPrediction(floats, labels).timeline.map(({ start, end, probabilities }) =>
    ({ begin: start, end, colour: colour(mostProbableFirst(probabilities)[0][0]) }));
  const bars = ranked.map(([label, share]) => ({
    name: words.genreTitle(label), best: music && label === first, share, percent: words.percent(share), colour: colour(label),
  }));
  return { file: state.file, lead: words(`result.${state.verdict}`), headline, bars, timeline };
}

// page: {state(), prediction(): floats, labels(), colours(), answer(): the spoken sentence, theme(), words}.
export function createShare(page) {
  const { words } = page;
  const dialog = element('share-dialog');
  const note = text => { element('share-note').textContent = text; };
  const link = () => addressWith({ theme: page.theme(), language: words.language });
  const text = () => words('share.text', { file: page.state().file, answer: page.answer(), link: link() });

  async function copy(content, done) {
    try {
      await navigator.clipboard.writeText(content);
      note(done);
    } catch {
      note(words('share.refused', { text: content }));
    }
  }

  async function save() {
    const file = await asFile(element('share-picture'));
    download(file.name, file);
    note(words('share.saved'));
  }

  async function handOver() {
    const files = [await asFile(element('share-picture'))];
    const data = { text: text(), ...navigator.canShare?.({ files }) && { files } };
    await navigator.share(data).catch(error => { if (error.name !== 'AbortError') note(words('share.not-shared')); });
  }

  element('share-save').addEventListener('click', save);
  element('share-text').addEventListener('click', () => copy(text(), words('share.text-copied')));
  element('share-link').addEventListener('click', () => copy(link(), words('share.link-copied')));
  element('share-send').addEventListener('click', handOver);
  element('share-send').hidden = !navigator.share;

  return {
    async open() {
      const colours = page.colours();
      note('');
      dialog.showModal();
      const answer = answerOf(page.state(), page.prediction(), page.labels(), colours, words);
      element('share-picture').setAttribute('aria-label', page.answer());
      await drawSharePicture(element('share-picture'), answer, colours, words('share.footer'));
    },
  };
}
