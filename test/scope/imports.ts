import { eventually, type HttpCaller } from '#testing';
import type { Request } from './walked-service.js';

/** A file that is only checked; answers its id. */
export async function uploaded(caller: HttpCaller, imports: string, rows: string[]): Promise<string> {
  const { body } = await caller.post(imports, Buffer.from(rows.join('\n')), 'text/csv');
  await eventually('the rows are checked', async () => {
    const { state } = (await caller.get(`${imports}/${body.importId}`)).body;
    expect(state).toBe('VALIDATED');
  });
  return body.importId;
}

const ofImport = (importId: string, shows?: string): Request[] => [
  { own: { importId }, ...(shows && { shows }) },
];

/** @param cell what a preview shows. @param column what the errors name */
export const importRoutes = (imports: string, importId: string, cell: string, column: string) => ({
  [`GET ${imports}`]: [{}],
  [`GET ${imports}/:importId`]: ofImport(importId),
  [`GET ${imports}/:importId/preview`]: ofImport(importId, cell),
  [`GET ${imports}/:importId/errors`]: ofImport(importId, column),
  [`GET ${imports}/:importId/error-workbook`]: ofImport(importId, 'PK'),
  [`POST ${imports}/:importId/commit`]: ofImport(importId),
  [`POST ${imports}/:importId/cancel`]: ofImport(importId),
});

export const importsTellNothing = (imports: string) => ({
  [`GET ${imports}/template`]: 'an empty workbook, the same for everybody',
  [`POST ${imports}`]: 'takes the file of who sends it; what is against its rows is told within their reach',
});
