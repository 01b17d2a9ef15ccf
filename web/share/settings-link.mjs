// Addresses of this page: as it is set up now, or with one setting changed.
const SETTINGS = ['model', 'backend', 'language', 'theme'];

// changes: {setting: value, or null for the page's own choice}. Nothing else of the address is kept: a song is not in it.
export function addressWith(changes, location = window.location) {
  const old = new URLSearchParams(location.search);
  const query = new URLSearchParams();
  for (const setting of SETTINGS) {
    const value = setting in changes ? changes[setting] : old.get(setting);
    if (value) query.set(setting, value);
  }
  const text = query.toString();
  return location.origin + location.pathname + (text && `?${text}`);
}
