// What answers here, in plain words: the model as its card describes it, the backends that were tried and what they took,
// and what happens to a song. Another model or backend takes over, another language opens the page anew.
import { addressWith } from './share/settings-link.mjs';

const element = id => document.getElementById(id);

// The model's accuracy in one line, '' if its card says none. model: as the engine has read it.
export function accuracyLine({ accuracy, tracks, split }, words) {
  if (!accuracy) return '';
  const [value, low, high] = accuracy;
  return words(split === 'valid' ? 'model.accuracy-valid' : 'model.accuracy-split',
    { percent: words.percent(value), tracks, split, low: Math.round(low * 100), high: words.percent(high) });
}

export function backendLine({ description, milliseconds }, words) {
  return words('backend.speed', { backend: description, milliseconds: words.number(milliseconds, milliseconds < 10 ? 1 : 0) });
}

function list(node, sentences) {
  node.replaceChildren(...sentences.map(text => Object.assign(document.createElement('li'), { textContent: text })));
}

// Sentences from the card's own fields; what it does not say is not said.
function cardSentences(card, words) {
  const sentences = [];
  const { origin, evaluation, labels, licence, audio, calibration } = card;
  if (origin?.training_data) sentences.push(words('about.trained', { data: origin.training_data }));
  const accuracy = evaluation?.metrics?.track_accuracy;
  if (accuracy) {
    const { value, low, high } = accuracy;
    sentences.push(words(evaluation.split === 'valid' ? 'about.accuracy-valid' : 'about.accuracy', { percent: words.percent(value), tracks: evaluation.tracks,
      split: evaluation.split, low: words.percent(low), high: words.percent(high) }));
  }
  sentences.push(words('about.knows', { count: labels.length, genres: labels.map(words.genre).join(', ') }));
  sentences.push(words(calibration?.music_below === undefined ? 'about.names-all' : 'about.tells-music'));
  sentences.push(words('about.hears', { seconds: words.number(audio.chunk_seconds, 0), hertz: words.number(audio.sample_rate / 2) }));
  if (licence) sentences.push(words('about.licence', { licence }));
  return sentences;
}

const backendSentence = ({ description, milliseconds, reason }, words) => reason
  ? words('about.backend-refused', { reason })
  : words('about.backend-passed', { backend: description, milliseconds: words.number(milliseconds, 1) });

function fill(select, options, current) {
  select.replaceChildren(...options.map(([value, text]) => new Option(text, value, false, value === current)));
}

// page: {words, query, change(setting, value): of network-choice.mjs}
export function createAbout({ words, query, change }) {
  const whenChosen = (setting, then) => element(`about-${setting}`).addEventListener('change', ({ target }) => then(target.value));
  let names = [];
  whenChosen('model', name => change('model', name));
  whenChosen('backend', name => change('backend', name));
  whenChosen('language', language => location.assign(addressWith({ language })));
  fill(element('about-backend'), [['', words('about.automatic')], ['webgpu', 'WebGPU'], ['wasm', 'WebAssembly']], query.get('backend') ?? '');
  fill(element('about-language'), [['en', 'English'], ['de', 'Deutsch']], words.language);

  return {
    open() {
      element('about-note').textContent = '';
      element('about-dialog').showModal();
    },
    // Of fetchModel in model.mjs.
    model({ described: card, names: all, name }) {
      names = all;
      element('about-title').textContent = card.title;
      list(element('about-card'), cardSentences(card, words));
      fill(element('about-model'), names.map(each => [each, each]), name);
    },
    // What is in use, whatever was chosen. null: the page's own choice.
    settings({ model, backend }) {
      element('about-model').value = model ?? names[0];
      element('about-backend').value = backend ?? '';
    },
    note(sentence) { element('about-note').textContent = sentence; },
    // tried: [{description, milliseconds} or {reason}]
    backends: tried => list(element('about-tried'), tried.map(each => backendSentence(each, words))),
  };
}
