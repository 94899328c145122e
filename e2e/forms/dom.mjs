// xforms-engine wants a browser's DOM around it; jsdom lends it one. Import this before the engine.
import { JSDOM } from 'jsdom';

const { window } = new JSDOM('');
globalThis.__dirname = '/'; // its bundled tree-sitter asks for it
for (const name of Object.getOwnPropertyNames(window)) {
  if (!(name in globalThis) && /^[A-Z]|^document$/.test(name)) globalThis[name] = window[name];
}
globalThis.window = window;
