// The site's demo song, if it has one.

// words: of words.mjs.
export function createDemo(words) {
  let path = null;
  return {
    there: () => path !== null,
    async find() {
      const response = await fetch('sounds/index.json');
      const [name] = response.ok ? await response.json() : [];
      path = name ? `sounds/${name}` : null;
    },
    // Null if it cannot be fetched.
    async file() {
      const response = await fetch(path).catch(() => null);
      return response?.ok ? new File([await response.blob()], words('demo.name')) : null;
    },
  };
}
