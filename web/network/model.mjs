// A model as the site holds it: models/NAME/ with its card and weights, and models/index.json, which says of each model
// {name, weights}, the default one first.

async function fetchBuffer(path, words) {
  const response = await fetch(new URL(`../${path}`, import.meta.url));
  if (!response.ok) throw new Error(words('error.file-missing', { path }));
  return response.arrayBuffer();
}

const readJson = buffer => JSON.parse(new TextDecoder().decode(buffer));

// Its files card and weights, the card described as an object, its folder and name, and the names of all models.
// wanted: one of them, or null for the default.
export async function fetchModel(wanted, words) {
  const models = readJson(await fetchBuffer('models/index.json', words));
  const names = models.map(({ name }) => name);
  if (names.length === 0) throw new Error(words('error.no-model'));
  const chosen = models.find(({ name }) => name === (wanted || names[0]));
  if (!chosen) throw new Error(words('error.unknown-model', { name: wanted, names: names.join(', ') }));
  const folder = `models/${chosen.name}`;
  const [card, weights] = await Promise.all(['card.json', chosen.weights].map(file => fetchBuffer(`${folder}/${file}`, words)));
  return { folder, names, name: chosen.name, card, described: readJson(card), weights };
}
