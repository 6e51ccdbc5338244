import { eventually, type TestService } from '#testing';

/**
 * Uploads a file as a registrar, commits its valid rows, and answers what was wrong with the others.
 * @param meanwhile what happens between the look through and the commit
 */
export async function importFile(
  service: TestService,
  path: string,
  lines: string[],
  school = 'S001',
  meanwhile?: () => Promise<void>,
) {
  const registrar = service.as('school-registrar', school);
  const upload = await registrar.post(`${path}/imports`, Buffer.from(lines.join('\n')), 'text/csv');
  expect(upload.status).toBe(201);
  const at = `${path}/imports/${upload.body.importId}`;
  const reached = (state: string) =>
    eventually(state, async () => expect((await registrar.get(at)).body.state).toBe(state));
  await reached('VALIDATED');
  await meanwhile?.();
  await registrar.post(`${at}/commit`, { mode: 'VALID_ROWS' });
  await reached('DONE');
  return (await registrar.get(`${at}/errors`)).body.items as { row: number; code: string }[];
}
