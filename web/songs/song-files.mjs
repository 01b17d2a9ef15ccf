// What a visitor brings, by drop, paste or picker, as songs in reading order. Each function returns an async iterable of
//   {song: {path, file}}   path: in the folder that was brought, with its name: "Music/Jazz/01 Blue.mp3"
//   {leftOut: path}        a file that is plainly no sound, beside others
//   {unreadable: path}     a folder or file that cannot be read
// A file that comes alone is never left out: whoever chose it wants to hear why it is no song.

const NO_SOUND_TYPES = /^(image|text|font|model)\/|^application\/(pdf|zip|json|xml|gzip|x-7z|x-rar|vnd\.rar|x-tar|msword|rtf|x-cue)/;
const NO_SOUND_NAMES = new RegExp('^\\.|^(thumbs\\.db|desktop\\.ini)$|\\.(' + [
  'jpe?g|png|gif|webp|bmp|tiff?|svg|heic|ico|psd', 'txt|md|nfo|log|cue|lrc|csv|json|xml|html?|pdf|rtf|docx?|url|lnk|webloc',
  'm3u8?|pls|xspf|asx|sfv|md5|ffp|accurip|par2', 'ini|db|dat|tmp|part|crdownload|zip|rar|7z|gz|tar|exe|dll|iso',
].join('|') + ')$', 'i');

const isPlainlyNoSound = file => NO_SOUND_NAMES.test(file.name) || NO_SOUND_TYPES.test(file.type);

// "2 Two" comes before "10 Ten".
const { compare } = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

function comparePaths(a, b) {
  const [left, right] = [a.split('/'), b.split('/')];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const order = compare(left[i], right[i]);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

const found = (path, file) => isPlainlyNoSound(file) ? { leftOut: path } : { song: { path, file } };

// A browser lists a folder in parts; an empty part is the end.
async function listFolder(entry) {
  const reader = entry.createReader();
  const entries = [];
  for (;;) {
    const part = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (part.length === 0) return entries.sort((a, b) => compare(a.name, b.name));
    entries.push(...part);
  }
}

async function* walk(entry) {
  const path = entry.fullPath.replace(/^\//, '');
  try {
    if (entry.isFile) {
      yield found(path, await new Promise((resolve, reject) => entry.file(resolve, reject)));
      return;
    }
    const entries = await listFolder(entry);
    for (const inside of entries) yield* walk(inside);
  } catch {
    yield { unreadable: path };
  }
}

async function* walkAll(entries) {
  for (const entry of entries) yield* walk(entry);
}

async function* all(files, path) {
  for (const file of files) yield files.length === 1 ? { song: { path: path(file), file } } : found(path(file), file);
}

// Of a drop or a paste; null if it holds no file. Its folders can be asked for only while the event is being heard.
export function broughtFiles(dataTransfer) {
  const items = [...dataTransfer.items].filter(item => item.kind === 'file');
  const entries = items.map(item => item.webkitGetAsEntry?.() ?? null);
  if (items.length === 0) return null;
  if (entries.every(Boolean) && (entries.length > 1 || entries[0].isDirectory)) {
    return walkAll(entries.sort((a, b) => compare(a.name, b.name)));
  }
  return all([...dataTransfer.files], file => file.name);
}

// Of a picker, for files or for a folder.
export function chosenFiles(files) {
  const path = file => file.webkitRelativePath || file.name;
  return all([...files].sort((a, b) => comparePaths(path(a), path(b))), path);
}

// Looks as far as the second song: {only, nothing, all}. only: the one song there is, or null; nothing: what was found
// instead, if there is no song; all: everything that was found, from the begin.
export async function look(found) {
  const seen = [];
  let songs = 0;
  let ended = false;
  while (!ended && songs < 2) {
    const { value, done } = await found.next();
    ended = done;
    if (value) seen.push(value);
    if (value?.song) songs++;
  }
  async function* all() {
    yield* seen;
    yield* found;
  }
  const nothing = songs > 0 ? null
    : { leftOut: seen.filter(item => item.leftOut).length, unreadable: seen.flatMap(item => item.unreadable ?? []) };
  return { only: songs === 1 ? seen.find(item => item.song).song : null, nothing, all: all() };
}
