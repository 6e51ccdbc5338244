import { addDays } from '#national-codes';
import { checkedIn, graduated, registered, revoked } from '../check-ins.js';
import { batch, command, pick, type RealRecords } from './command.js';
import { type ModelRecord, type RecordsModel, stateOf } from './records-model.js';

const STARTS = { OLD: -2_250, SECOND_YEAR: -380, NEW: -20 };
type Entering = Pick<ModelRecord, 'person' | 'school' | 'mode' | 'entry'>;
async function enterAll(
  model: RecordsModel,
  real: RealRecords,
  entering: readonly Entering[],
): Promise<void> {
  const major = { catalogueVersion: '2022', majorCode: real.majors[0]!, name: '样例专业' };
  const checkIns = entering.map(({ person, school, mode, entry }) => {
    const startOn = addDays(model.today, STARTS[entry]);
    const of = { person: real.persons[person]!, schoolCode: real.schools[school]!, studyMode: mode };
    return checkedIn({ ...of, major, startOn, checkedInOn: startOn });
  });
  const shown = await registered(real.service, ...checkIns);
  shown.forEach(({ registrationId: id }, at) =>
    model.records.push({ ...entering[at]!, id, facts: [], carried: [] }),
  );
}

export const enter = (entering: Entering) =>
  command(
    `enter(person ${entering.person}, school ${entering.school}, ${entering.mode}, ${entering.entry})`,
    (model, real) => enterAll(model, real, [entering]),
    (model) => model.records.filter((each) => each.facts.length === 0).length < 4,
  );

/** Everybody studies, at the one school or the other: what it begins with. */
export async function everybodyStudies(model: RecordsModel, real: RealRecords): Promise<void> {
  const entries = ['OLD', 'SECOND_YEAR', 'NEW'] as const;
  const mode = 'FULL_TIME' as const;
  await enterAll(model, real, real.persons.map((_, person) => ({ person, school: person % 2, mode, entry: entries[person % 3]! }))); // prettier-ignore
  await approveAll(model, real, model.records);
}

export const approveEntries = (picks: number[]) =>
  command(
    `approve entries(${picks.join(' ')})`,
    (model, real) => {
      const chosen = pick(model.records, model.mayApprove, picks);
      // Which of two records of a person comes first is not said.
      return approveAll(model, real, [...new Map(chosen.map((record) => [record.person, record])).values()]);
    },
    (model) => model.records.some(model.mayApprove),
  );

async function approveAll(model: RecordsModel, { service }: RealRecords, records: readonly ModelRecord[]) {
  const approved = records.filter(model.mayApprove);
  const registrationIds = records.map(({ id }) => id);
  await batch(service.as('city-officer'), '/registrations/batch-approve', { registrationIds }, approved.length); // prettier-ignore
  for (const { entry, facts } of approved)
    facts.push({ on: addDays(model.today, STARTS[entry]), state: 'ACTIVE', major: 0 });
}

export const graduate = (at: number, days: number) =>
  command(
    `graduate(${at}, day ${days})`,
    async (model, { service, schools }) => {
      const on = addDays(model.today, days);
      const those = model.records.filter((each) => model.mayGraduate(each, on));
      const record = those[at % those.length]!;
      await graduated(service, [record.id], schools[record.school], on);
      record.facts.push({ on, state: 'GRADUATED' });
    },
    (model) => model.records.some((each) => model.mayGraduate(each, addDays(model.today, days))),
  );

const isGraduate = (record: ModelRecord) => stateOf(record) === 'GRADUATED';
export const revoke = (at: number, resumes: boolean) =>
  command(
    `revoke(${at}, ${resumes})`,
    async (model, { service }) => {
      const those = model.records.filter(isGraduate);
      const record = those[at % those.length]!;
      const goesOn = resumes && !model.livesElsewhere(record) && !model.diedElsewhere(record);
      await revoked(service, [record.id], goesOn ? 'ACTIVE' : 'GRADUATION_REVOKED');
      record.facts.push({ on: model.today, state: 'GRADUATION_REVOKED' });
      if (goesOn) record.facts.push({ on: model.today, state: 'ACTIVE' });
    },
    (model) => model.records.some(isGraduate),
  );
