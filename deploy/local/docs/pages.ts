import { existsSync } from 'node:fs';
import { fileProblems } from '#files';
import { importProblems } from '#importing';
import { jobProblems } from '#jobs';
import { deadLetterProblems } from '#messaging';
import { reconciliationProblems } from '#reconciliation';
import { commonProblems, problemsPage } from '#runtime';
import { accessPage, scopeProblems } from '#security';
import { services } from '../service-list.mjs';

/**
 * The pages under docs/ that need to know all services, by file name.
 * @param importSource imports `apps/<service>/src/<file>.js`: the build's for `npm run docs`, the source's for the spec
 */
export async function pagesOfAllServices(
  importSource: (file: string) => Promise<any>,
): Promise<Record<string, string>> {
  const modules: Parameters<typeof accessPage>[0] = {};
  const lists: Parameters<typeof problemsPage>[0] = {
    'Every service': commonProblems,
    'The scope of a token': scopeProblems,
    'Dead letters': deadLetterProblems,
    Jobs: jobProblems,
    'Reconciliation and replay': reconciliationProblems,
    'Bulk import': importProblems,
    'Uploaded files': fileProblems,
  };
  for (const { name } of services) {
    modules[name] = (await importSource(`${name}/src/app.module.js`)).AppModule;
    if (existsSync(`apps/${name}/src/problems.ts`))
      lists[name] = (await importSource(`${name}/src/problems.js`)).problems;
  }
  const { statePage } = await importSource('student-records/src/state-page.js');
  const { rulesPage } = await importSource('student-records/src/domain/rules-page.js');
  return {
    'access.md': accessPage(modules),
    'problems.md': problemsPage(lists),
    'rules.md': rulesPage(),
    'status-changes.md': statePage(),
  };
}
