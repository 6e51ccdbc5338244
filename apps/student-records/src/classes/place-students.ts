import { batchTransition, type Following, type Given } from '#aggregates';
import { day, id } from '#contracts';
import type { Transaction } from '#database';
import { accountableReason, clearText } from '#security';
import type { Class } from '../domain/class.js';
import * as rules from '../domain/class-membership.js';
import type { Registration } from '../domain/registration-states.js';
import { registrations } from '../registrations/registrations.js';
import { classes, classMemberships } from './classes.js';

interface Named {
  readonly classId?: string | undefined;
  readonly classCode?: string | undefined;
}

/** The classes that are named, locked so that none is closed meanwhile, and where the students are now. */
async function placingContext(
  tx: Transaction,
  states: readonly Registration[],
  _given: Given,
  inputOf: (each: Registration) => Named,
) {
  const named = states.map(inputOf);
  const targets = await classes.find(tx, 'class_id = any($1) or code = any($2) order by class_id for share', [
    named.flatMap(({ classId }) => classId ?? []),
    named.flatMap(({ classCode }) => classCode ?? []),
  ]);
  const current = await currentMemberships(tx, states);
  const targetOf = (each: Registration) => {
    const { classId, classCode } = inputOf(each);
    const isNamed = (one: Class) =>
      classId === undefined ? one.code === classCode : one.classId === classId;
    return targets.find((one) => isNamed(one) && one.schoolCode === each.schoolCode);
  };
  return { targetOf, currentOf: ({ registrationId }: Registration) => current.get(registrationId) };
}

async function currentMemberships(tx: Transaction, of: readonly { readonly registrationId: string }[]) {
  const found = await classMemberships.find(
    tx,
    `registration_id = any($1) and state = 'CURRENT' order by membership_id for update`,
    [of.map(({ registrationId }) => registrationId)],
  );
  return new Map(found.map((each) => [each.registrationId, each]));
}

/** 分班、转班 of many students at once, from a day on, which may lie in the past or the future. */
export const placeInClass = batchTransition(registrations, {
  creates: classMemberships,
  name: 'place-in-class',
  path: '',
  roles: ['school-registrar'],
  sentence: { zh: '编入了班级', en: 'placed the student in the class' },
  input: {
    classId: id.optional().meta({ description: 'The class, by its id or by `classCode`' }),
    classCode: clearText(30).optional().meta({ description: '班级代码', example: '26SK01' }),
    effectiveOn: day.meta({ description: '编入日期', example: '2026-09-01' }),
    exceptionReason: accountableReason
      .optional()
      .meta({ description: 'For who does not fit the class', example: '跨专业联合培养' }),
  },
  refuses: rules.placingRefusals,
  context: placingContext,
  decide: (each, input, { targetOf, currentOf, ...context }) =>
    rules.placeInClass(each, input, { ...context, target: targetOf(each), current: currentOf(each) }),
  saved: endFormer,
  noted: (_, { effectiveOn, exceptionReason: reason }) => ({ effectiveOn, reason }),
});

/** The classes in which the students were end the day before. */
async function endFormer(
  tx: Transaction,
  placed: readonly rules.ClassMembership[],
  { save }: Following,
): Promise<void> {
  const next = new Map(placed.map((each) => [each.registrationId, each]));
  const former = await classMemberships.find(
    tx,
    `registration_id = any($1) and state = 'CURRENT' and membership_id <> all($2) order by membership_id`,
    [[...next.keys()], placed.map(({ membershipId }) => membershipId)],
  );
  await save(
    classMemberships,
    former.map((before) => {
      const after = rules.endedBy(
        before as Parameters<typeof rules.endedBy>[0],
        next.get(before.registrationId)!,
      );
      return { before, after, effectiveOn: after.toOn };
    }),
  );
}

/** 撤销编班: what was wrong never held, and each student goes on where they were before. */
export const undoPlacings = batchTransition(classMemberships, {
  name: 'undo-placing',
  path: 'batch-undo',
  roles: ['school-registrar'],
  sentence: { zh: '撤销了编班', en: 'undid the placing' },
  input: { reason: accountableReason.meta({ example: '编班有误' }) },
  refuses: rules.undoingRefusals,
  decide: rules.undoPlacing,
  saved: async (tx, undone, { save }) => {
    const ids = undone.map(({ membershipId }) => membershipId);
    const former = await classMemberships.find(tx, 'ended_by = any($1) order by membership_id for update', [ids]); // prettier-ignore
    await save(
      classMemberships,
      former.map((before) => ({
        before,
        after: rules.resumed(before as Parameters<typeof rules.resumed>[0]),
        effectiveOn: before.fromOn,
      })),
    );
  },
});
