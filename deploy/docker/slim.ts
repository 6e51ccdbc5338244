// `node slim.ts node_modules`: takes out of installed packages what no running program reads.
import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';

const modules = process.argv[2]!;

/** By the end of the name. Licences stay. */
const NEVER_READ = /\.(d\.[cm]?ts|[cm]?ts|map|flow|md|markdown|tsbuildinfo)$/i;
/** Parts of packages that only browsers, bundlers or compilers use. */
const UNUSED = [
  'typescript', // of the compiler plug-in of @nestjs/swagger
  '@types',
  'exceljs/dist', // bundles for browsers
  'typeorm/browser',
  'rxjs/src',
  'rxjs/dist/bundles',
  'rxjs/dist/esm',
  'rxjs/dist/esm5',
];

for (const each of UNUSED) rmSync(path.join(modules, each), { recursive: true, force: true });
for (const file of readdirSync(modules, { recursive: true, withFileTypes: true }))
  if (file.isFile() && NEVER_READ.test(file.name) && !/^licen[cs]e/i.test(file.name))
    rmSync(path.join(file.parentPath, file.name));
