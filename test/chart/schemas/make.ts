// Makes the schemas of this folder: `node test/chart/schemas/make.ts <folder>`, where the folder holds a copy of each
// source of sources.mjs at its version, by its name. README.md says how to get them.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { closed, type Schema } from './closed.ts';
import { crds, kubernetes } from './sources.ts';

const [folder = ''] = process.argv.slice(2);
const OBJECT_META = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';

const read = (source: { name: string }, file: string) =>
  readFileSync(path.join(folder, source.name, file), 'utf8');
const write = (name: string, definitions: object) =>
  writeFileSync(new URL(`${name}.json`, import.meta.url), `${JSON.stringify({ $id: name, definitions })}\n`);

/** The kinds by `<apiVersion>/<kind>`, and whatever they refer to by its name in the source. */
function kubernetesDefinitions(): Record<string, Schema> {
  const all: Record<string, Schema> = Object.assign({}, ...kubernetes.files.map(schemasOf));
  const wanted = Object.values(all).flatMap((schema) => {
    const key = keyOf(schema);
    return key === undefined ? [] : ([[key, closed(schema)]] as const);
  });
  const found: Record<string, Schema> = Object.fromEntries(wanted);
  const waiting = [OBJECT_META, ...referredTo(found)];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (found[name]) continue;
    const referred = closed(all[name]!);
    found[name] = referred;
    waiting.push(...referredTo(referred));
  }
  return found;
}

function schemasOf(file: string): Record<string, Schema> {
  return JSON.parse(read(kubernetes, file).replaceAll('#/components/schemas/', '#/definitions/')).components
    .schemas;
}

/** `apps/v1/Deployment` where the schema is one of a wanted kind. */
function keyOf({ 'x-kubernetes-group-version-kind': kinds = [] }: Schema): string | undefined {
  const [is] = kinds;
  if (!is || !kubernetes.kinds.includes(is.kind)) return undefined;
  return [is.group, is.version, is.kind].filter(Boolean).join('/');
}

function referredTo(schema: object): string[] {
  return [...JSON.stringify(schema).matchAll(/#\/definitions\/([^"]+)"/g)].map(([, name = '']) => name);
}

function crdDefinitions(source: { name: string; files: string[] }): Record<string, Schema> {
  return Object.fromEntries(
    source.files.flatMap((file) => {
      const { spec } = parse(read(source, file));
      return spec.versions.map(({ name, schema }: { name: string; schema: Schema }) => [
        `${spec.group}/${name}/${spec.names.kind}`,
        withMetadata(closed(schema.openAPIV3Schema)),
      ]);
    }),
  );
}

/** A CRD leaves it to the API server what metadata is. */
function withMetadata(schema: Schema): Schema {
  const metadata = { $ref: `kubernetes#/definitions/${OBJECT_META}` };
  return { ...schema, properties: { ...schema.properties, metadata } };
}

write(kubernetes.name, kubernetesDefinitions());
for (const source of crds) write(source.name, crdDefinitions(source));
