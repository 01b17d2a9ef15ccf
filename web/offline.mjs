// Works offline after the first visit: service-worker.js keeps the page's files, and, told here, those that this visit has
// used. Silently absent where a browser knows no service worker, and on hosts without https.
import { RUNTIMES, runtimeFiles } from './network/runtime-files.mjs';

// Asked for once the network runs, so that nothing the visitor waits for is slowed. runtime: of RUNTIMES; model: its folder.
export async function keepForOffline({ runtime, model }) {
  if (!navigator.serviceWorker) return;
  try {
    await navigator.serviceWorker.register(new URL('./service-worker.js', import.meta.url), { updateViaCache: 'none' });
    const { active } = await navigator.serviceWorker.ready;
    active.postMessage({ keep: [...runtimeFiles(RUNTIMES[runtime]).map(file => `ort/${file}`), `${model}/`] });
  } catch {
    // Not allowed here, or the host cannot be reached: the page works without.
  }
}
