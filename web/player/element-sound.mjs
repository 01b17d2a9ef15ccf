// A file played by the browser's own player, from the file itself: nothing is decoded in advance.

// ended(); failed(position): the browser does not play it, or no further.
export function createElementSound(file, { ended, failed }) {
  const address = URL.createObjectURL(file);
  const audio = new Audio();
  let wanted = 0;  // s, where to go before the player knows how long the file is
  audio.preload = 'auto';
  audio.src = address;
  audio.addEventListener('ended', ended);
  audio.addEventListener('error', () => failed(audio.currentTime || wanted));

  return {
    play() { audio.play().catch(() => {}); },  // an error comes as an event; a pause before it began is none
    pause: () => audio.pause(),
    position: () => audio.currentTime,
    seek(seconds) {
      wanted = seconds;
      if (Math.abs(audio.currentTime - seconds) > 1e-3) audio.currentTime = seconds;
    },
    close() {
      audio.pause();
      audio.removeAttribute('src');
      audio.load();
      URL.revokeObjectURL(address);
    },
  };
}
