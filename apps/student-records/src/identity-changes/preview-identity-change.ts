import { z } from 'zod';
import { id, schoolCode } from '#contracts';
import type { Transaction } from '#database';
import type { IdentityChange } from '../domain/identity-change.js';
import { movingOf } from '../domain/identity-change-moves.js';
import { REGISTRATION_STATES } from '../domain/registration-states.js';
import { HOLDER } from '../persons/person-row.js';
import { registrations } from '../registrations/registrations.js';
import { identityChanges } from './identity-changes.js';

/** What follows a merge, a split or an undoing. Which case a graduation has, employment says: it has the registration's id. */
export const IdentityChangePreview = z
  .object({
    changeId: id,
    registrations: z.array(
      z.object({
        registrationId: id,
        schoolCode,
        state: z.enum(REGISTRATION_STATES),
        studentNo: z.string().optional(),
        certificateNos: z.array(z.string()).describe('Those that were issued; none is edited'),
        hasCase: z.boolean().describe('An employment case follows the graduation, and takes the name'),
      }),
    ),
  })
  .meta({ id: 'IdentityChangePreview' });
export type IdentityChangePreview = z.infer<typeof IdentityChangePreview>;

/** The registrations that a change moves, or has moved, in the order of their ids. */
export async function previewOf(tx: Transaction, change: IdentityChange): Promise<IdentityChangePreview> {
  const rows = await tx.query<Row>(
    `select registration_id, school_code, state, student_no, graduation_batch_id is not null as graduated,
       array(select certificate_no from registration_certificates issued
         where issued.registration_id = registrations.registration_id order by certificate_no) as certificate_nos
     from registrations
     where registration_id = any($1) order by registration_id`,
    [await movedBy(tx, change)],
  );
  const { changeId } = change;
  return {
    changeId,
    registrations: rows.map((row) => ({
      registrationId: row.registration_id,
      schoolCode: row.school_code,
      state: row.state,
      studentNo: row.student_no ?? undefined,
      certificateNos: row.certificate_nos,
      hasCase: row.graduated,
    })),
  };
}

/** As the decision will find it; once there was one, what it moved. */
async function movedBy(tx: Transaction, change: IdentityChange): Promise<readonly string[]> {
  const { state, kind, registrationIds, personId, otherId, refersTo } = change;
  if (state === 'APPLIED' && kind !== 'CORRECTION') return registrationIds!;
  const ofThose = `${HOLDER} = any($1) order by registration_id`;
  const held = await registrations.find(tx, ofThose, [[personId, otherId ?? personId]]);
  const [undone] = kind === 'UNDO' ? await identityChanges.find(tx, 'change_id = $1', [refersTo]) : [];
  return movingOf(change, held, undone).moved.map(({ registrationId }) => registrationId);
}

interface Row extends Record<string, unknown> {
  registration_id: string;
  school_code: string;
  state: IdentityChangePreview['registrations'][number]['state'];
  student_no: string | null;
  graduated: boolean;
  certificate_nos: string[];
}
