import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { askedBy, Transitions } from '#aggregates';
import { type BodyOf, command, Commands } from '#commands';
import { day, SCHOOL_TYPES, schoolCode } from '#contracts';
import { parsePhone } from '#national-codes';
import { Problem, writtenText } from '#runtime';
import { accountableReason, type Actor, clearText } from '#security';
import type { Live } from '../domain/school-change.js';
import { problems } from '../problems.js';
import { decideChange } from './decide-change.js';
import { regionCode, text, uscc } from './school-fields.js';
import { schoolChanges } from './school-changes.js';
import { lockWhatMoves, mergeSchool } from './merge-school.js';
import { schools } from './schools.js';

const dated = {
  effectiveOn: day.optional().meta({
    description: '生效日期, in the past or the future; today where it is left out',
    example: '2026-09-01',
  }),
  reason: accountableReason.meta({ example: '市政府批复' }),
  decisionNo: clearText(100).optional().meta({ description: '批复文号', example: '示例〔2026〕1号' }),
};
const phone = z.string().transform((typed, context) => {
  const parsed = parsePhone(typed);
  if (parsed.ok) return parsed.value;
  context.addIssue({ code: 'custom', message: parsed.message, params: { code: parsed.code } });
  return z.NEVER;
});
const authority = { authorityCode: text, authorityTier: z.enum(['CITY', 'DISTRICT']) };
const place = { regionCode: regionCode.optional(), address: writtenText(200).optional(), phone: phone.optional(), email: z.email().optional() }; // prettier-ignore

/** What becomes of what is live, said for each kind; only what can be carried out whole is taken. */
const Decisions = z.strictObject({
  qualifications: z.literal('END'),
  offerings: z.literal('MOVE'),
  planLines: z.literal('MOVE'),
  applications: z.literal('MOVE').describe('Those that have not come to a check-in'),
  registrations: z.literal('STAY').describe('Who has checked in goes on under the old code'),
});

const Change = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('RENAME'), name: text, ...dated }),
    z.strictObject({
      kind: z.literal('RECLASSIFY'),
      schoolType: z.enum(SCHOOL_TYPES),
      inHigherEdSequence: z.boolean().optional(),
      ...dated,
    }),
    z.strictObject({ kind: z.literal('REASSIGN'), ...authority, ...dated }),
    z.strictObject({ kind: z.literal('RELOCATE'), ...place, ...dated }),
    z.strictObject({
      kind: z.literal('CORRECT').describe('Of what was mistyped: the former value is no former name'),
      name: text.optional(),
      uscc: uscc.optional(),
      ownership: text.optional(),
      ...place,
      reason: dated.reason,
    }),
    z.strictObject({ kind: z.literal('CLOSE'), ...dated }),
    z.strictObject({
      kind: z.literal('MERGE'),
      successorCode: schoolCode.describe('承继院校'),
      decisions: Decisions,
      ...dated,
    }),
  ])
  .meta({ id: 'ChangeSchool' });

export const changeSchool = command({
  name: 'change-school',
  path: ':schoolCode/changes',
  roles: ['city-officer'],
  sentence: { zh: '变更了院校登记', en: 'changed the school' },
  body: Change,
  answers: [
    201,
    z.object({ changeId: z.uuid(), state: z.enum(['SCHEDULED', 'APPLIED']) }).meta({ id: 'SchoolChanged' }),
  ],
  refuses: [
    problems,
    'not-found',
    'school-not-active',
    'effective-day-not-possible',
    'unknown-authority',
    'authority-tier-differs',
    'school-already-registered',
    'school-has-what-is-live',
    'unknown-successor',
    'successor-has-the-offering',
  ],
});

/** 院校变更: at once where its day has come, else by the job of that day. */
@Injectable()
export class ChangeSchool {
  constructor(
    private readonly commands: Commands,
    private readonly transitions: Transitions,
  ) {}

  /** @throws Problem 404, 409, 422 */
  change(code: string, body: BodyOf<typeof changeSchool>, actor: Actor) {
    return this.commands.run(actor, changeSchool.action, async (tx) => {
      const { at, today, subject } = askedBy(tx, actor);
      const { kind, reason, effectiveOn, decisionNo, decisions: _, ...fields } = { effectiveOn: today, decisionNo: undefined, decisions: undefined, ...body }; // prettier-ignore
      const state = effectiveOn <= today ? ('APPLIED' as const) : ('SCHEDULED' as const);
      if (body.kind === 'MERGE' && state === 'APPLIED') await lockWhatMoves(tx, code, body.successorCode);
      const [school] = await schools.lock(tx, [code]);
      if (!school) throw new Problem(problems['not-found']);
      const { decision, live } = await decideChange(tx, school, { kind, fields, effectiveOn }, actor);
      if (!decision.ok) throw new Problem(problems[decision.code], { errors: decision.code === 'school-has-what-is-live' ? errorsOf(live) : undefined }); // prettier-ignore
      const change = { changeId: uuidv7(), schoolCode: code, version: 1, kind, fields, effectiveOn, reason, decisionNo }; // prettier-ignore
      if (state === 'APPLIED') {
        if (kind === 'MERGE') await mergeSchool(tx, this.transitions, change, actor);
        const version = { before: school, after: decision.value, effectiveOn, reason, decisionNo };
        await this.transitions.save(tx, schools, changeSchool, [version], { actor });
      }
      const after = { ...change, state, decidedBy: subject, decidedAt: at };
      await this.transitions.save(tx, schoolChanges, changeSchool, [{ after }], { actor });
      return { changeId: after.changeId, state };
    });
  }
}

const errorsOf = (live: Live) =>
  Object.entries(live)
    .filter(([, count]) => count > 0)
    .map(([path, count]) => ({ path, code: 'live', message: `${count} of the school are live` }));
