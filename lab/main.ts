// npm run lab -- --thin 2 --thick 1: the lab for use by hand, until Ctrl-C.
import { parseArgs } from 'node:util';
import { gitFaults } from './git-server.ts';
import { type HandLab, startHandLab } from './hand-lab.ts';

const { values } = parseArgs({
  options: { thin: { type: 'string', default: '1' }, thick: { type: 'string', default: '0' } },
});
const count = (name: 'thin' | 'thick'): number => {
  const text = values[name];
  if (/^\d{1,3}$/.test(text)) return Number(text);
  console.error(`--${name} takes a number of boxes, not "${text}"`);
  process.exit(2);
};

/** What a person needs to use it. */
function description({ folder, boxes, git, vast, vastKey, notes }: HandLab): string {
  const lines = [`folder      ${folder}`, ...notes.map((note) => `note        ${note}`)];
  for (const { box, kind, uiHome, python, supervisor, instance, template } of boxes) {
    const options = `-i ${box.identityFile} -o IdentitiesOnly=yes -o UserKnownHostsFile=${box.identityFile}.known_hosts`;
    lines.push(
      ``,
      `box ${instance} (${kind})`,
      `  ssh       ${box.connection.replace('ssh ', `ssh ${options} `)}`,
      `  key       ${box.identityFile}`,
      `  host key  ${box.hostKey.fingerprint}`,
      `  ui_home   ${uiHome}`,
      `  python    ${python}`,
      `  app       ${supervisor.url}/system_stats, log on the box: ${supervisor.log}`,
      `  control   ${supervisor.supervisorctl} restart comfyui`,
      `  template  ${template}`,
    );
  }
  lines.push(
    ``,
    `git         ${git.url('n01-plain')} and all others of lab/node-kinds.ts`,
    `  faults    ${gitFaults.map((fault) => `/${fault}/`).join(' ')} before the name; private: lab, password lab`,
    `vast        VAST_URL=${vast.url} VAST_API_KEY=${vastKey}, instances 1 to ${boxes.length}`,
    ``,
    `Ctrl-C ends everything and removes the folder.`,
  );
  return lines.join('\n');
}

const asked = new Promise<void>((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => resolve());
});
const lab = await startHandLab({ thin: count('thin'), thick: count('thick'), say: console.log });
console.log(description(lab));
// Nothing else keeps this process when there are no boxes.
const alive = setInterval(() => undefined, 60_000);
await asked;
clearInterval(alive);
console.log('ending');
await lab.stop();
