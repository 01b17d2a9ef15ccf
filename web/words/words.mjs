// Every text that a visitor reads stands in one table a language, here: key → text with {placeholders}.
//
//   const words = await fetchWords(preferredLanguages(query.get('language')));
//   words('spoken.sure', { genre: 'rock', percent: '64%' })
//   words.count('backend.wasm', 4)           // backend.wasm.one or backend.wasm.other, with {count}
//
// The window gets the same table (web/window/words.h), and so do the workers: createWords(words.table, words.language).
// A new language is one more table and one more line here; tests/page/words.test.mjs compares the tables.
const TABLES = { en: 'english', de: 'german' };  // by language tag, the fallback first

// The page's languages, by tag.
export const LANGUAGES = Object.keys(TABLES);

// What the visitor wants, best first. wanted: a language tag, or null for the browser's languages.
export const preferredLanguages = wanted => [...wanted ? [wanted] : [], ...navigator.languages];

export function createWords(table, language) {
  const plurals = new Intl.PluralRules(language);
  const point = (0.5).toLocaleString(language).charAt(1);
  const words = (key, values = {}) =>
    (table[key] ?? key).replace(/\{([a-z]+)\}/g, (whole, name) => values[name] ?? whole);
  return Object.assign(words, {
    table,
    language,
    count: (key, count, values = {}) =>
      words(`${key}.${plurals.select(count) === 'one' ? 'one' : 'other'}`, { count, ...values }),
    // What core says, {message, key, values}: message is English, and all there is of what only a broken site says.
    sentence({ message, key, values }) {
      const inWords = ([name, value]) => [name, value.replace(/^(\d+)\.(\d+)$/, `$1${point}$2`)];
      return key in table ? words(key, Object.fromEntries(Object.entries(values).map(inWords))) : message;
    },
    // A label of a card as it stands in a sentence, and alone.
    genre: label => table[`genre.${label}`] ?? label,
    genreTitle(label) {
      const name = words.genre(label);
      return name.charAt(0).toLocaleUpperCase(language) + name.slice(1);
    },
    percent(share) {
      const least = share > 0 && share < 0.005;
      return words(least ? 'number.percent-least' : 'number.percent', { number: least ? 1 : Math.round(share * 100) });
    },
    // 0:07, 1:02:03
    clock(seconds) {
      const whole = Math.floor(seconds + 1e-6);
      const two = part => String(part).padStart(2, '0');
      const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
      return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
    },
    number: (value, digits = 0) =>
      value.toLocaleString(language, { minimumFractionDigits: digits, maximumFractionDigits: digits }),
  });
}

// The first of the languages that there is a table for, else English.
export async function fetchWords(languages) {
  const tags = languages.map(language => language.toLowerCase().split('-')[0]);
  const language = tags.find(tag => Object.hasOwn(TABLES, tag)) ?? LANGUAGES[0];
  const path = `${TABLES[language]}.json`;
  const response = await fetch(new URL(path, import.meta.url));
  if (!response.ok) throw new Error(`The page is incomplete: words/${path} is missing on its server.`);
  return createWords(await response.json(), language);
}

// Puts the table's texts into the document: data-words="key" is an element's text, data-words-label="key" its name.
export function translateDocument(words) {
  document.documentElement.lang = words.language;
  document.title = words('page.title');
  for (const element of document.querySelectorAll('[data-words]')) element.textContent = words(element.dataset.words);
  for (const element of document.querySelectorAll('[data-words-label]')) {
    element.setAttribute('aria-label', words(element.dataset.wordsLabel));
  }
}
