// Listening: a song that is heard as it plays, from the question whether the page may to the answer after Stop. It knows
// when to ask, begin, warn and end; the sound itself is microphone.mjs', which is loaded when it is first wanted.

const SILENT_BELOW = -60;   // dB below full scale: a quiet room through a bad microphone
const SILENT_AFTER = 4000;  // ms without anything louder
const HELD_AFTER = 1000;    // ms until sound that does not begin is said to be held back
const END_AFTER = 500;      // ms for the audio thread to send its last samples
const SAID_EVERY = 5000;    // ms at least between two answers said aloud
const STEADY = 3000;        // ms that an engine must have listened for to be worth another try
const RECOVERED_FOR = 6000; // ms that the page says so

// Keys of words.
const NAMES = { microphone: 'listening.name-microphone', tab: 'listening.name-tab' };
const BEGUN = { microphone: 'listening.begun-microphone', tab: 'listening.begun-tab' };
const SILENT = { microphone: 'listening.silent-microphone', tab: 'listening.silent-tab' };
const LOST = { microphone: 'listening.lost-microphone', tab: 'listening.lost-tab' };
const HELD = 'listening.held';
const RECOVERED = 'listening.recovered';

const canListen = Boolean(navigator.mediaDevices?.getUserMedia && globalThis.AudioWorkletNode);
// Browsers on phones share no sound, nor do those that are not built on Chromium.
const brands = navigator.userAgentData?.brands ?? [];
const canShare = canListen && Boolean(navigator.mediaDevices.getDisplayMedia)
  && brands.some(({ brand }) => brand === 'Chromium') && !navigator.userAgentData.mobile;

// page: {words, display, workshop, say(sentence), update(), problem() → why nothing can be classified, begin(name) → the new
// song's number}
export function createListening(page) {
  const { words } = page;
  let state = 'off';     // asking, starting, listening, ending
  let kind = 'microphone';
  let sound = null;      // of microphone.mjs
  let song = 0;          // its number
  let begun = 0;         // ms, when this song was
  let reason = '';       // why it ended, if not by the visitor
  let loudAt = 0;        // ms, when something was heard last
  let notice = '';      // key of what is said to be wrong
  let said = { sentence: '', at: 0 };
  let attempts = 0;

  function change(next, refusal = '') {
    state = next;
    page.display.listening(state, refusal);
    page.update();
  }

  function notify(key) {
    if (key === notice) return;
    notice = key;
    const sentence = key && words(key);
    page.display.notice(sentence);
    if (sentence) page.say(sentence);
  }

  function begin() {
    song = page.begin(words(NAMES[kind]));
    page.display.live(song);
    begun = loudAt = performance.now();
    said = { sentence: '', at: begun };
    page.workshop.listen(song, sound);
  }

  function held(paused) {
    if (state === 'listening') notify(paused ? HELD : '');
  }

  function lost() {
    reason = words(LOST[kind]);
    end();
  }

  function end() {
    if (state !== 'listening') return;
    change('ending');
    sound.end();
    const ended = song;
    setTimeout(() => page.workshop.endSong(ended), END_AFTER);
  }

  function release() {
    sound?.close();
    sound = null;
    notify('');
  }

  async function start(wanted) {
    if (state !== 'asking') return;
    kind = wanted;
    change('starting');
    const attempt = ++attempts;
    try {
      const { openMicrophone } = await import('./microphone.mjs');
      const opened = await openMicrophone(kind, words, { lost, held });
      if (attempt !== attempts) return opened.close();  // cancelled, or a file was dropped
      sound = opened;
    } catch (error) {
      if (attempt !== attempts) return;
      change('asking', error.message);
      page.say(error.message);
      return;
    }
    reason = '';
    begin();
    change('listening');
    page.say(words(BEGUN[kind]));
    setTimeout(() => held(!sound?.running()), HELD_AFTER);
  }

  for (const type of ['pointerdown', 'keydown']) addEventListener(type, () => { if (notice === HELD) sound.resume(); }, true);
  addEventListener('keydown', ({ key }) => { if (key === 'Escape' && state !== 'off') actions.cancel(); });

  const actions = {
    listen() {
      if (state !== 'off' || page.problem()) return;
      import('./microphone.mjs').catch(() => {});  // while the visitor reads
      change('asking');
      page.say(`${words('listening.question')} ${words('listening.question-sentence')} ${words('listening.private')}`);
    },
    microphone: () => start('microphone'),
    tab: () => start('tab'),
    cancel() {
      if (state !== 'asking' && state !== 'starting') return;
      attempts++;
      change('off');
      page.say('');
    },
    stop: end,
  };

  page.display.listeningOffers(canListen, canShare);
  return {
    actions,
    // What can be done now, for the real buttons.
    offers: () => ({ state, microphone: canListen, tab: canShare }),

    // Another song takes its place.
    abandon() {
      attempts++;
      release();
      song = 0;
      if (state !== 'off') change('off');
    },
    level({ song: number, level }) {
      if (number !== song || state !== 'listening') return;
      page.display.level(level);
      const now = performance.now();
      if (level >= SILENT_BELOW) loudAt = now;
      if (notice === HELD || (notice === RECOVERED && now - begun < RECOVERED_FOR)) return;
      notify(now - loudAt > SILENT_AFTER ? SILENT[kind] : '');
    },
    prediction({ song: number }) {
      const now = performance.now();
      if (number !== song || now - said.at < SAID_EVERY) return;
      const { genre, is_music: isMusic } = page.display.state();
      const sentence = isMusic ? words('listening.so-far', { genre: words.genre(genre) }) : words('listening.no-music');
      if (sentence !== said.sentence) page.say(sentence);
      said = { sentence, at: now };
    },
    // The song is over. Returns why, if it was not the visitor who ended it.
    over(number) {
      if (number !== song || state === 'off') return '';
      release();
      song = 0;
      change('off');
      return reason;
    },
    // Another network hears it from now on, from here. False if nothing is heard.
    anew() {
      if (state !== 'listening') return false;
      begin();
      change('listening');
      return true;
    },
    // The engine went down with the song: a new one listens on. False if that is not to be tried.
    recover(number) {
      if (number !== song || state !== 'listening') return false;
      if (performance.now() - begun < STEADY) {
        reason = words('listening.broken');
        return false;
      }
      begin();
      change('listening');
      notify(RECOVERED);
      return true;
    },
  };
}
