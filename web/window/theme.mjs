// Light or dark: what the address says (?theme=light), else what the visitor chose here before, else what her system
// prefers, whose changes are followed until she chooses.
const STORED = 'genrelens.theme';
const THEMES = ['light', 'dark'];

// Where storing is forbidden the choice lasts as long as the page.
function remembered() {
  try {
    return localStorage.getItem(STORED);
  } catch {
    return null;
  }
}

function remember(theme) {
  try {
    localStorage.setItem(STORED, theme);
  } catch { /* see above */ }
}

// The window's colours as CSS variables: --ground, …, --genre-0, ….
function giveToStyles({ genres, 'on-genres': onGenres, ...named }) {
  const { style } = document.documentElement;
  for (const [name, colour] of Object.entries(named)) style.setProperty(`--${name}`, colour);
  genres.forEach((colour, i) => style.setProperty(`--genre-${i}`, colour));
  onGenres.forEach((colour, i) => style.setProperty(`--on-genre-${i}`, colour));
}

// wanted: of the address, or null. show(theme) is called at each change and returns the window's colours for it.
export function createTheme(wanted, show) {
  const system = matchMedia('(prefers-color-scheme: light)');
  let chosen = [wanted, remembered()].find(theme => THEMES.includes(theme)) ?? null;
  const current = () => chosen ?? (system.matches ? 'light' : 'dark');
  const apply = () => {
    document.documentElement.dataset.theme = current();
    document.querySelector('meta[name=color-scheme]').content = current();
    giveToStyles(show(current()));
  };
  system.addEventListener('change', apply);
  return {
    current,
    apply,
    toggle() {
      chosen = current() === 'light' ? 'dark' : 'light';
      remember(chosen);
      apply();
    },
  };
}
