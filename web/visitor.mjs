// What a visitor brings: files that are dropped anywhere on the page, pasted, or chosen.
import { broughtFiles, chosenFiles } from './songs/song-files.mjs';

const element = id => document.getElementById(id);

// bring(found): of song-files.mjs, or null if it was something else. dragging(over): files hover over the page.
export function watchVisitor({ bring, dragging }) {
  for (const id of ['file', 'folder-file']) {
    element(id).addEventListener('change', ({ target }) => {
      bring(chosenFiles(target.files));
      target.value = '';  // the same file may be chosen again
    });
  }
  // Both: where the table writes its rows anew under the pointer, a browser asks the new row by dragenter, and if that is
  // not taken, the drop that follows is lost.
  for (const type of ['dragenter', 'dragover']) {
    addEventListener(type, event => {
      event.preventDefault();
      if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy';
      dragging(true);
    });
  }
  addEventListener('dragleave', event => { if (!event.relatedTarget) dragging(false); });
  addEventListener('drop', event => {
    event.preventDefault();
    dragging(false);
    bring(broughtFiles(event.dataTransfer));
  });
  addEventListener('paste', event => bring(broughtFiles(event.clipboardData)));
  // SDL would swallow Tab, which leads from the canvas to the real buttons, and the browser's own keys, such as Ctrl+V.
  addEventListener('keydown', event => {
    if (event.key === 'Tab' || event.ctrlKey || event.metaKey) event.stopImmediatePropagation();
  }, true);
}
