// What the canvas shows, as real elements: a live region that says the answer, a table of the genres, and buttons that
// lie over their pictures on the canvas so that a keyboard finds them and their focus is seen.
import { mostProbableFirst } from '../workshop/prediction.mjs';

const element = id => document.getElementById(id);
const BUTTONS = ['way', 'choose', 'listen', 'folder', 'demo', 'again', 'microphone', 'tab', 'cancel', 'stop', 'share', 'theme',
  'about'];

// Puts a real element over its picture. rect: [left, top, right, bottom] in CSS pixels, or null: not on the page.
export function lieOver(node, rect) {
  if (!rect) return;
  const [left, top, right, bottom] = rect;
  Object.assign(node.style, { left: `${left}px`, top: `${top}px`, width: `${right - left}px`, height: `${bottom - top}px` });
}

// words: of words.mjs.
export function createMirror(actions, words) {
  for (const name of BUTTONS) {
    element(name).addEventListener('click', actions[name]);
    element(name).addEventListener('focus', () => place(name));
  }
  addEventListener('resize', () => requestAnimationFrame(() => BUTTONS.forEach(place)));

  function place(name) {
    lieOver(element(name), actions.rect(name));
  }

  return {
    say(sentence) { element('answer').textContent = sentence; },
    // there: false once the graphics processor has lost what the canvas shows.
    picture(there) {
      element('notice').textContent = element('answer').textContent = there ? '' : words('error.picture-lost');
      element('notice').hidden = there;
    },
    theme(theme) { element('theme').textContent = words(theme === 'light' ? 'action.dark' : 'action.light'); },
    about(sentence) { element('model').textContent = sentence; },

    // After each change of what can be done.
    update({ phase, probabilities }, { demo, again, folders, way, listening, embedded }) {
      const focused = document.activeElement;
      const song = phase === 'reading' || phase === 'finished';
      const asks = listening.state === 'asking' || listening.state === 'starting';
      const hears = listening.state === 'listening' || listening.state === 'ending';
      element('choose').textContent = words(song || phase === 'failed' ? 'action.choose-another' : 'action.choose');
      element('choose').hidden = asks || hears;
      element('folder').hidden = asks || song || !folders;
      element('way').textContent = way;
      element('way').hidden = way === '';
      element('demo').hidden = asks || song || !demo;
      element('again').hidden = asks || !song || !again;
      element('listen').textContent = words(song && !again ? 'listening.again' : 'listening.listen');
      element('listen').hidden = asks || hears || phase === 'reading' || !listening.microphone || (embedded && again);
      element('microphone').hidden = listening.state !== 'asking';
      element('tab').hidden = listening.state !== 'asking' || !listening.tab;
      element('cancel').hidden = !asks;
      element('stop').hidden = !hears;
      element('share').hidden = asks || phase !== 'finished';
      // The keyboard goes on where there is something to press.
      if (focused?.hidden) BUTTONS.map(element).find(button => !button.hidden)?.focus();
      const rows = phase === 'finished' ? mostProbableFirst(probabilities) : [];
      element('genres').hidden = rows.length === 0;
      element('genres').tBodies[0].replaceChildren(...rows.map(([label, share]) => {
        const row = document.createElement('tr');
        row.insertCell().textContent = words.genreTitle(label);
        row.insertCell().textContent = words.percent(share);
        return row;
      }));
      requestAnimationFrame(() => BUTTONS.forEach(place));
    },
  };
}
