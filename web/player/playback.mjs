// Playing the song that is shown: by the browser's own player where it knows the format, else by what core decodes. It
// tells the window where the sound is, at the display's rate, and only while it plays and the page is seen.
import { createDecodedSound } from './decoded-sound.mjs';
import { createElementSound } from './element-sound.mjs';

// show({available, playing, position}), in seconds; end(): where the song ends; say(sentence); words: of words.mjs.
export function createPlayback({ show, end, say, words }) {
  let file = null;
  let sound = null;      // made when it is first needed
  let playing = false;
  let position = 0;      // where to go on, while nothing plays

  const where = () => (playing ? sound.position() : position);
  const tell = () => show({ available: file !== null, playing, position: where() });

  // Frames are asked for only while something plays; a page that is not seen gets none.
  function follow() {
    if (!playing) return;
    tell();
    requestAnimationFrame(follow);
  }

  function make(createSound) {
    const made = createSound(file, {
      ended() {
        if (made !== sound) return;
        playing = false;
        position = end();
        tell();
      },
      // What the browser's player refuses, core decodes.
      failed(reached) {
        if (made !== sound) return;
        sound.close();
        sound = null;
        if (createSound === createElementSound) {
          sound = make(createDecodedSound);
          sound.seek(reached);
          if (playing) sound.play();
          return;
        }
        playing = false;
        position = reached;
        say(words('player.cannot'));
        tell();
      },
    });
    return made;
  }

  function play() {
    if (!file || playing) return;
    if (position >= end() - 0.05) position = 0;  // from the beginning again
    sound ??= make(createElementSound);
    sound.seek(position);
    sound.play();
    playing = true;
    follow();
  }

  function pause() {
    if (!playing) return;
    position = sound.position();
    playing = false;
    sound.pause();
    tell();
  }

  function seek(seconds) {
    if (!file) return;
    position = Math.min(Math.max(seconds, 0), end());
    if (playing) sound.seek(position);
    tell();
  }

  return {
    // null: there is nothing to play.
    load(next) {
      playing = false;
      position = 0;
      sound?.close();
      sound = null;
      file = next;
      tell();
    },
    pause,
    toggle() { if (playing) pause(); else play(); },
    seek,
    skip(seconds) { seek(where() + seconds); },
  };
}
