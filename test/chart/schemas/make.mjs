// Makes the schemas of this folder: `node test/chart/schemas/make.mjs <folder>`, where the folder holds a copy of each
// source of sources.mjs at its version, by its name. README.md says how to get them.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { closed } from './closed.mjs';
import { crds, kubernetes } from './sources.mjs';

const [folder] = process.argv.slice(2);
const OBJECT_META = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';

const read = (source, file) => readFileSync(path.join(folder, source.name, file), 'utf8');
const write = (name, definitions) =>
  writeFileSync(new URL(`${name}.json`, import.meta.url), `${JSON.stringify({ $id: name, definitions })}\n`);

/** The kinds by `<apiVersion>/<kind>`, and whatever they refer to by its name in the source. */
function kubernetesDefinitions() {
  const all = Object.assign({}, ...kubernetes.files.map(schemasOf));
  const wanted = Object.entries(all).filter(([, schema]) => keyOf(schema));
  const found = Object.fromEntries(wanted.map(([, schema]) => [keyOf(schema), closed(schema)]));
  for (const waiting = [OBJECT_META, ...referredTo(found)]; waiting.length > 0;) {
    const name = waiting.pop();
    if (found[name]) continue;
    found[name] = closed(all[name]);
    waiting.push(...referredTo(found[name]));
  }
  return found;
}

function schemasOf(file) {
  return JSON.parse(read(kubernetes, file).replaceAll('#/components/schemas/', '#/definitions/')).components
    .schemas;
}

/** `apps/v1/Deployment` where the schema is one of a wanted kind. */
function keyOf({ 'x-kubernetes-group-version-kind': [is] = [] }) {
  if (!is || !kubernetes.kinds.includes(is.kind)) return undefined;
  return [is.group, is.version, is.kind].filter(Boolean).join('/');
}

function referredTo(schema) {
  return [...JSON.stringify(schema).matchAll(/#\/definitions\/([^"]+)"/g)].map(([, name]) => name);
}

function crdDefinitions(source) {
  return Object.fromEntries(
    source.files.flatMap((file) => {
      const { spec } = parse(read(source, file));
      return spec.versions.map(({ name, schema }) => [
        `${spec.group}/${name}/${spec.names.kind}`,
        withMetadata(closed(schema.openAPIV3Schema)),
      ]);
    }),
  );
}

/** A CRD leaves it to the API server what metadata is. */
function withMetadata(schema) {
  const metadata = { $ref: `kubernetes#/definitions/${OBJECT_META}` };
  return { ...schema, properties: { ...schema.properties, metadata } };
}

write(kubernetes.name, kubernetesDefinitions());
for (const source of crds) write(source.name, crdDefinitions(source));
