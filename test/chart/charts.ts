import { cpSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parse, stringify } from 'yaml';
import { merged, type Values } from './combinations.ts';

const chart = 'deploy/kubernetes';

type Change = [from: string | RegExp, to: string];

/** What is written otherwise in a copy. Helm as a library shows no hooks: under another annotation they are none. */
const forRendering: Change[] = [
  ['helm.sh/hook', 'shown.helm.sh/hook'],
  // There is no cluster to look anything up in, and Helm as a library would search for one.
  [/\blookup( \S+){3} [^\s)}]+/g, 'dict'],
  // An RSA key takes a second to make.
  ['genPrivateKey "rsa"', 'genPrivateKey "ecdsa"'],
];
const forUpgrades: Change[] = [[/[$.\w]*\.Release\.IsInstall/g, 'false']];

/** A copy of the chart that renders everything, as for an install or for an upgrade. */
export function chartIn(folder: string, { upgrade = false } = {}): string {
  cpSync(chart, folder, { recursive: true });
  const changes = upgrade ? [...forRendering, ...forUpgrades] : forRendering;
  showNotes(path.join(folder, 'templates'));
  for (const file of globSync(path.join(folder, 'templates/**/*.{yaml,tpl}')))
    writeFileSync(
      file,
      changes.reduce((text, [from, to]) => text.replaceAll(from, to), readFileSync(file, 'utf8')),
    );
  return folder;
}

/** `helm template` leaves the notes out; as comments they are no document. */
function showNotes(folder: string) {
  const notes = readFileSync(path.join(folder, 'NOTES.txt'), 'utf8');
  writeFileSync(
    path.join(folder, 'notes.yaml'),
    `{{- define "notes" }}\n${notes}{{ end }}{{ include "notes" . | replace "\\n" "\\n# " }}\n`,
  );
}

export const withHooks = (text: string): string => text.replaceAll('shown.helm.sh/hook', 'helm.sh/hook');

/** A copy that has these values as its own: Helm as a library takes none to lint with. */
export function chartWith(folder: string, values: Values): string {
  cpSync(chart, folder, { recursive: true });
  const file = path.join(folder, 'values.yaml');
  writeFileSync(file, stringify(merged(parse(readFileSync(file, 'utf8')), values)));
  return folder;
}
