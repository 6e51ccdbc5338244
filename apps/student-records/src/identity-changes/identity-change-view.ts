import { z } from 'zod';
import { day, id, schoolCode } from '#contracts';
import type { Transaction } from '#database';
import { maskIdNumber } from '#national-codes';
import { listOf, pageOf, Problem, several } from '#runtime';
import type { Sealer } from '#security';
import { CHANGE_STATES, IdentityChange, KINDS } from '../domain/identity-change.js';
import { problems } from '../problems.js';
import { identityChanges } from './identity-changes.js';
import { CHANGE_KEY, openIdentities, type SealedChange, StatedIdentity } from './sealed-identities.js';

const { identitiesSealed: _, ...shown } = identityChanges.shape;
const Masked = StatedIdentity.extend({
  idNumber: z.string().meta({ description: 'masked', example: '5102**********1234' }),
});

/** 身份信息变更 as the school that asked and the authorities see it: numbers masked. */
export const IdentityChangeView = z
  .object({
    ...shown,
    old: Masked.optional().describe('Who the person was by the papers before; gone where they were erased'),
    new: Masked.optional().describe('Who they are by the papers since'),
    idValidFrom: day.optional().meta({ description: '证件有效期起, of the new document' }),
    idValidTo: day.optional().meta({ description: '证件有效期止' }),
  })
  .meta({ id: 'IdentityChange' });
export type IdentityChangeView = z.infer<typeof IdentityChangeView>;

const listed = listOf({
  filters: {
    state: several('state', z.enum(CHANGE_STATES)),
    kind: several('kind', z.enum(KINDS)),
    schoolCode: ['school_code', schoolCode],
    personId: ['person_id', id],
  },
  sorts: { changeId: ['change_id'] },
});
export const IdentityChangeFilter = listed.query;
export const IdentityChangePage = pageOf(IdentityChangeView).meta({ id: 'IdentityChangePage' });

export type ChangeRow = SealedChange & Record<string, unknown>;
export const SELECT_CHANGES = `select ${identityChanges.selected}, ${CHANGE_KEY} from identity_changes`;

export const pageOfChanges = (
  tx: Transaction,
  query: z.output<typeof IdentityChangeFilter>,
  sealer: Sealer,
) => listed.page(tx, query, { select: SELECT_CHANGES, itemOf: (row: ChangeRow) => viewOf(row, sealer) });

/** @throws Problem 404 */
export async function showChange(
  tx: Transaction,
  changeId: string,
  sealer: Sealer,
): Promise<IdentityChangeView> {
  return viewOf(await changeRow(tx, changeId), sealer);
}

/** @throws Problem 404 */
export async function changeRow(tx: Transaction, changeId: string): Promise<ChangeRow> {
  const [row] = await tx.query<ChangeRow>(`${SELECT_CHANGES} where change_id = $1`, [changeId]);
  if (!row) throw new Problem(problems['not-found']);
  return row;
}

const masked = (each: StatedIdentity) => ({ ...each, idNumber: maskIdNumber(each.idNumber) });

function viewOf(row: ChangeRow, sealer: Sealer): IdentityChangeView {
  const identities = openIdentities(row, sealer);
  const { identitiesSealed: _sealed, ...state } = identityChanges.stateOf(row) as IdentityChange;
  return IdentityChangeView.parse({
    ...state,
    ...(identities && { old: masked(identities.old), new: masked(identities.new), ...identities.validity }),
  });
}
