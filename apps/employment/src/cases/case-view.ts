import { z } from 'zod';
import { Level, OutcomeCategory, SchoolType, StudyMode } from '#contracts';
import type { Transaction } from '#database';
import { notFound } from '#runtime';
import { cases } from './cases.js';

export const OutcomeView = z
  .object({
    outcomeId: z.uuid(),
    category: OutcomeCategory.meta({ description: '去向类别' }),
    employerUscc: z.string().optional(),
    employerName: z.string().optional(),
    regionCode: z.string().optional(),
    startedOn: z.iso.date(),
    reportedBy: z.string(),
    reportedAt: z.iso.datetime(),
  })
  .meta({ id: 'Outcome' });
export type OutcomeView = z.infer<typeof OutcomeView>;

/** An employment case as its school and the city see it, with its outcomes, the latest start first. */
export const CaseView = z
  .object({
    registrationId: z.uuid(),
    personId: z.uuid(),
    state: z.enum(['OPEN', 'REPORTED', 'CANCELLED']),
    name: z.string(),
    erasedAt: z.iso.datetime().optional().meta({ description: 'Since then the name is a mark' }),
    deceasedOn: z.iso.date().optional().meta({ description: '死亡日期: no outcome is asked for any more' }),
    schoolCode: z.string(),
    schoolName: z.string(),
    schoolType: SchoolType,
    majorCode: z.string(),
    majorName: z.string(),
    level: Level,
    studyMode: StudyMode,
    graduatedOn: z.iso.date(),
    version: z.int(),
    openedAt: z.iso.datetime(),
    reportedAt: z.iso.datetime().optional(),
    cancelledAt: z.iso.datetime().optional(),
    decisionNo: z.string().optional(),
    certificateNo: z.string().optional(),
    certificateStatus: z.enum(['VALID', 'REVOKED']).optional(),
    outcomes: z.array(OutcomeView),
  })
  .meta({ id: 'Case' });
export type CaseView = z.infer<typeof CaseView>;

export interface ShownCaseRow extends Record<string, unknown> {
  certificate_no: string | null;
  certificate_status: 'VALID' | 'REVOKED' | null;
  outcomes: { [Field in keyof OutcomeView]: OutcomeView[Field] | null }[] | null;
}

/** Reads cases with what they show; put `where` and `order by` behind it. A valid certificate goes before a revoked one. */
export const SELECT_SHOWN_CASES = `
  select ${cases.selected}, certificate.certificate_no, certificate.status as certificate_status, reported.outcomes
  from cases
  left join lateral (
    select certificate_no, status from registration_certificates
    where registration_certificates.registration_id = cases.registration_id
    order by status = 'VALID' desc, certificate_no desc limit 1
  ) certificate on true
  left join lateral (
    select json_agg(json_build_object(
      'outcomeId', outcome_id, 'category', category, 'employerUscc', employer_uscc,
      'employerName', employer_name, 'regionCode', region_code, 'startedOn', started_on,
      'reportedBy', reported_by, 'reportedAt', reported_at) order by started_on desc, outcome_id desc) as outcomes
    from outcomes where outcomes.registration_id = cases.registration_id
  ) reported on true`;

export const viewOf = (row: ShownCaseRow): CaseView =>
  CaseView.parse({
    ...cases.stateOf(row),
    ...(row.certificate_no && row.certificate_status
      ? { certificateNo: row.certificate_no, certificateStatus: row.certificate_status }
      : {}),
    outcomes: (row.outcomes ?? []).map(outcomeViewOf),
  });

/** @throws Problem 404, also for a case of another school: a school cannot tell the two apart */
export async function showCase(tx: Transaction, registrationId: string): Promise<CaseView> {
  const [row] = await tx.query<ShownCaseRow>(`${SELECT_SHOWN_CASES} where cases.registration_id = $1`, [
    registrationId,
  ]);
  if (!row) throw caseNotFound();
  return viewOf(row);
}

export const caseNotFound = () =>
  notFound(
    'There is no employment case of this registration, or it is not in your scope.',
    '未找到该就业跟踪记录',
  );

function outcomeViewOf(outcome: NonNullable<ShownCaseRow['outcomes']>[number]): OutcomeView {
  const present = Object.fromEntries(Object.entries(outcome).filter(([, value]) => value !== null));
  return { ...(present as OutcomeView), reportedAt: new Date(outcome.reportedAt!).toISOString() };
}
