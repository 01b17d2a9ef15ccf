// The player's hands: keys for the whole page, and real elements over what the canvas shows: a button that plays, a
// slider for the position, and buttons that zoom.
import { lieOver } from '../window/mirror.mjs';

const element = id => document.getElementById(id);
const STEP = 5;    // s, of an arrow key
const CLOSER = 1.5;  // of a key or button that zooms
const PLACES = { play: 'play', seek: 'waveform', closer: 'closer', wider: 'wider', whole: 'whole' };  // element: on the canvas

// playback: of playback.mjs. display: its zoom(factor), showWhole(), wheel(event) and end(). rect(name): a place on the canvas.
// words: of words.mjs.
export function createPlayerControls({ playback, display, rect, words }) {
  const actions = {
    play: playback.toggle,
    closer: () => display.zoom(CLOSER),
    wider: () => display.zoom(1 / CLOSER),
    whole: () => display.showWhole(),
  };
  const keys = {
    ' ': actions.play,
    ArrowLeft: () => playback.skip(-STEP),
    ArrowRight: () => playback.skip(STEP),
    Home: () => playback.seek(0),
    End: () => playback.seek(display.end()),
    '+': actions.closer,
    '=': actions.closer,
    '-': actions.wider,
    0: actions.whole,
  };
  let zoomable = false;   // a song is shown
  let available = false;  // and there is something to play
  let shown = '';  // of the slider: changed once a second, not with every frame

  const place = () => Object.entries(PLACES).forEach(([id, picture]) => lieOver(element(id), rect(picture)));

  for (const [id, act] of Object.entries(actions)) {
    element(id).addEventListener('click', act);
  }
  element('seek').addEventListener('input', () => playback.seek(element('seek').valueAsNumber));
  Object.keys(PLACES).forEach(id => element(id).addEventListener('focus', place));
  addEventListener('resize', () => requestAnimationFrame(place));

  addEventListener('wheel', event => {
    if (event.target !== element('canvas')) return;
    if (event.ctrlKey) event.preventDefault();  // the browser would zoom the whole page
    display.wheel(event);
  }, { capture: true, passive: false });

  // What has keys of its own keeps them. SDL, which listens on the canvas, would take the others.
  addEventListener('keydown', event => {
    if (!zoomable || element('canvas').inert || event.ctrlKey || event.altKey || event.metaKey) return;
    const act = keys[event.key];
    const own = event.target.closest?.('input:not(#seek), textarea, select, [contenteditable], dialog, [role=grid]');
    if (!act || own || (event.key === ' ' && event.target.closest?.('button, summary, a'))) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    act();
  }, true);

  // The window shows the change with its next frames.
  function placeSoon() {
    requestAnimationFrame(() => requestAnimationFrame(place));
  }

  return {
    // Whether there is a song to look at.
    song(shown) {
      zoomable = shown;
      for (const id of ['closer', 'wider', 'whole']) element(id).hidden = !zoomable;
      placeSoon();
    },

    // state: of playback.mjs' show.
    update(state) {
      if (available !== state.available) {
        available = state.available;
        for (const id of ['play', 'seek']) element(id).hidden = !available;
        placeSoon();
      }
      const last = display.end();
      const now = words('player.position-of', { now: words.clock(state.position), end: words.clock(last) });
      if (`${state.playing}${now}` === shown) return;
      shown = `${state.playing}${now}`;
      element('play').setAttribute('aria-label', words(state.playing ? 'player.pause' : 'player.play'));
      Object.assign(element('seek'), { max: last, value: state.position });
      element('seek').setAttribute('aria-valuetext', now);
    },
  };
}
