// Which network answers: a model, and the backend that runs it. The page begins with what its address says; the visitor may
// choose another one while songs are on the page, which stay and are its from then on.
import { fetchModel } from './network/model.mjs';
import { addressWith } from './share/settings-link.mjs';
import { createWorkshop } from './workshop/workshop.mjs';

// page: {words, about, workshop: set here, anew(otherModel): another workshop works from now on}. query: of the address; hear: of workshop.mjs.
export function createNetworkChoice(page, query, hear) {
  const { words } = page;
  let taken = { model: query.get('model'), backend: query.get('backend') };
  let wanted = taken;
  let answering = null;  // the model's name

  const open = model => { page.workshop = createWorkshop(model, taken.backend, words, hear); };

  return {
    // The model loads beside the workers: a promise of fetchModel's.
    begin() {
      const model = fetchModel(taken.model, words);
      open(model);
      model.then(({ name }) => { answering ??= name; }, () => {});
      return model;
    },

    // setting: 'model' or 'backend'; value: '' for the page's own choice. Its files are there before anything is given up:
    // without them, the network before goes on.
    async change(setting, value) {
      const asked = wanted = { ...wanted, [setting]: value || null };
      page.about.note('');
      const model = await fetchModel(asked.model, words).catch(() => null);
      if (asked !== wanted) return;  // and another one since
      if (!model) {
        wanted = taken;
        page.about.settings(taken);
        page.about.note(words('about.not-fetched'));
        return;
      }
      taken = asked;
      history.replaceState(null, '', addressWith(taken));
      page.workshop.end();
      open(model);
      page.about.model(model);
      page.anew(model.name !== answering);
      answering = model.name;
    },
  };
}
