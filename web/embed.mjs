// ?embed: the page as a guest in another one, in an iframe of 360 pixels' width or more: the answer and its lanes, without
// header and status line, and a link to the whole page. ?song=PATH, on this page's origin, is loaded at the start, not played.
const element = id => document.getElementById(id);

// This page with a song of the visitor's choice: what the guest was asked for, less its being a guest.
function wholePage() {
  const whole = new URL(location.href);
  whole.searchParams.delete('embed');
  return whole.href;
}

// → whether the page is a guest.
export function embedPage(query, display) {
  if (!query.has('embed')) return false;
  display.embed();
  document.documentElement.classList.add('embedded');
  element('whole-page').href = wholePage();
  element('whole-page').hidden = false;
  return true;
}

// The song that the address names, a File; null if it names none. Throws one sentence.
export async function fetchNamedSong(query, words) {
  const path = query.get('song');
  if (!path) return null;
  const address = URL.canParse(path, location.href) ? new URL(path, location.href) : null;
  if (address?.origin !== location.origin) throw new Error(words('error.song-elsewhere', { path }));
  const response = await fetch(address).catch(() => null);
  if (!response?.ok) throw new Error(words('error.song-missing', { path }));
  return new File([await response.blob()], decodeURIComponent(address.pathname.split('/').pop()));
}
