import { addDays } from '#national-codes';
import { eventually, runJob } from '#testing';
import { applyStatusChanges } from '../../src/status-changes/apply-status-changes.js';
import { batch, command, ofSchool, pick } from './command.js';
import { deciderOf, type ModelChange, type RecordsModel } from './records-model.js';

function detailsOf(type: string, effectiveOn: string, today: string) {
  const papers = { decisionNo: '决〔2026〕1号', decidedOn: addDays(today, -60) };
  const more: Record<string, object> = {
    LEAVE: { reasonCode: 'FAMILY', returnExpectedOn: addDays(effectiveOn, 60) },
    RETENTION: { reasonCode: 'ENLISTMENT', returnExpectedOn: addDays(effectiveOn, 60) },
    REINSTATEMENT: { reasonCode: 'DISCHARGED', dischargedOn: effectiveOn },
    REPEAT_YEAR: { reasonCode: 'ACADEMIC' },
    EXTENSION: { reasonCode: 'ACADEMIC', months: 1 },
    EXPULSION: { reasonCode: 'DISCIPLINE', ...papers },
    DEATH: { reasonCode: 'DECEASED' },
    CANCELLATION: { reasonCode: 'FRAUD', decisionNo: papers.decisionNo },
  };
  return { type, effectiveOn, evidence: '证明1号', ...(more[type] ?? { reasonCode: type === 'RETURN' ? 'OTHER' : 'OWN_REQUEST' }) }; // prettier-ignore
}

/** A request of some students of a school; mostly of those who may have it. */
export const request = (school: number, type: string, picks: number[], days: number, major: number) =>
  command(
    `request ${type}(school ${school}, day ${days}, major ${major}, ${picks.join(' ')})`,
    async (model, { service, schools, offeringOf }) => {
      const effectiveOn = addDays(model.today, days);
      const asked = { type, effectiveOn, ...(type === 'MAJOR_CHANGE' && { major }) };
      const chosen = pick(ofSchool(model, school), (each) => model.mayChange(each, asked), picks);
      const accepted = chosen.filter((each) => model.mayChange(each, asked));
      const target = type === 'MAJOR_CHANGE' && { targetOfferingId: offeringOf(school, 'FULL_TIME', major) };
      const body = { registrationIds: chosen.map(({ id }) => id), ...detailsOf(type, effectiveOn, model.today), ...target }; // prettier-ignore
      const caller = service.as('school-registrar', schools[school]);
      const { changeIds } = await batch(caller, '/status-changes', body, accepted.length);
      const about = await service.query('select change_id as id, registration_id as record from status_changes where change_id = any($1)', [changeIds]); // prettier-ignore
      for (const { id, record } of about)
        model.changes.push({ ...asked, id, record: accepted.find((each) => each.id === record)!, state: 'SUBMITTED' }); // prettier-ignore
    },
    (model) => ofSchool(model, school).length > 0,
  );

export const reverse = (school: number, at: number) =>
  command(
    `reverse(school ${school}, ${at})`,
    async (model, { service, schools }) => {
      const ofThem = model.changes.filter(({ record, state }) => record.school === school && state !== 'SUBMITTED'); // prettier-ignore
      const [reverses] = pick(ofThem, (each) => mayReverse(model, each), [at]);
      const may = mayReverse(model, reverses!);
      const body = { changeIds: [reverses!.id], reasonCode: 'ENTERED_IN_ERROR', evidence: '更正1号' };
      const caller = service.as('school-registrar', schools[school]);
      const { changeIds } = await batch(caller, '/status-changes/batch-reverse', body, may ? 1 : 0);
      const { record, effectiveOn } = reverses!;
      if (may) model.changes.push({ id: changeIds[0], record, type: 'REVERSAL', effectiveOn, reverses: reverses!, state: 'SUBMITTED' }); // prettier-ignore
    },
    (model) => model.changes.some(({ record, state }) => record.school === school && state !== 'SUBMITTED'),
  );
const mayReverse = (model: RecordsModel, change: ModelChange) =>
  model.mayUndo(change) && !model.openOf(change.record);

/** What an approval leads to; undefined where it is refused. */
function approvedTo(change: ModelChange, by: 'principal' | 'officer'): string | undefined {
  const decider = deciderOf(change);
  if (change.state === 'SCHOOL_APPROVED')
    return by === 'officer' ? (decider === 'FILED' ? 'FILED' : 'APPROVED') : undefined;
  if (change.state !== 'SUBMITTED') return undefined;
  if (decider === 'SCHOOL' || (decider === 'CITY' && by === 'officer')) return 'APPROVED';
  return by === 'principal' && decider !== 'CITY' ? 'SCHOOL_APPROVED' : undefined;
}

export const decide = (school: number, by: 'principal' | 'officer', picks: number[]) =>
  command(
    `approve(school ${school}, ${by}, ${picks.join(' ')})`,
    async (model, { service, schools }) => {
      const those = model.changes.filter(({ record }) => record.school === school);
      const chosen = pick(those, (each) => approvedTo(each, by) !== undefined, picks);
      const each = [...new Map(chosen.map((change) => [change.record.person, change])).values()];
      const moved = each.filter((change) => approvedTo(change, by) !== undefined);
      const caller = by === 'officer' ? service.as('city-officer') : service.as('school-principal', schools[school]);
      await batch(caller, '/status-changes/batch-approve', { changeIds: each.map(({ id }) => id) }, moved.length);
      for (const change of moved) change.state = approvedTo(change, by)!;
      for (const change of moved) model.apply(change);
    },
    (model) => model.changes.some((each) => each.record.school === school && approvedTo(each, by)),
  ); // prettier-ignore

/** 撤回 and 退回 of one that waits. */
export const giveUp = (way: 'cancel' | 'reject', at: number) =>
  command(
    `${way}(${at})`,
    async (model, { service, schools }) => {
      const may = (each: ModelChange) =>
        (way === 'cancel' ? model.openOf(each.record) === each : ['SUBMITTED', 'SCHOOL_APPROVED'].includes(each.state)); // prettier-ignore
      const [change] = pick(model.changes, may, [at]);
      const isDone = may(change!);
      const school = schools[change!.record.school];
      const caller = way === 'cancel' ? service.as('school-registrar', school) : service.as('city-officer');
      await batch(caller, `/status-changes/batch-${way}`, { changeIds: [change!.id], reason: '样例' }, isDone ? 1 : 0); // prettier-ignore
      if (isDone) change!.state = way === 'cancel' ? 'CANCELLED' : 'REJECTED';
    },
    (model) => model.changes.length > 0,
  );

/** 修改 of what was returned: it is submitted again, for another day. */
export const revise = (at: number, days: number) =>
  command(
    `revise(${at}, day ${days})`,
    async (model, { service, schools, offeringOf }) => {
      const effectiveOn = addDays(model.today, days);
      const may = (each: ModelChange) =>
        each.state === 'REJECTED' && !each.reverses && model.mayChange(each.record, { ...each, effectiveOn });
      const [change] = pick(model.changes, may, [at]);
      const isDone = may(change!);
      const { id, record, type, major } = change!;
      const kind = type === 'REVERSAL' ? 'LEAVE' : type;
      const target = major !== undefined && { targetOfferingId: offeringOf(record.school, 'FULL_TIME', major) }; // prettier-ignore
      const caller = service.as('school-registrar', schools[record.school]);
      const body = { changeIds: [id], ...detailsOf(kind, effectiveOn, model.today), ...target };
      await batch(caller, '/status-changes/batch-revise', body, isDone ? 1 : 0);
      if (isDone) Object.assign(change!, { effectiveOn, state: 'SUBMITTED' });
    },
    (model) => model.changes.some(({ state }) => state === 'REJECTED'),
  );

/** The day of what waits for it has come, and the night comes. */
export const night = () =>
  command(
    'night',
    async (model, { service, schools }) => {
      const { today } = model;
      const waiting = model.changes.filter(({ state }) => state === 'APPROVED' || state === 'FILED');
      await service.query('update status_changes set effective_on = $2 where change_id = any($1)', [waiting.map(({ id }) => id), today]); // prettier-ignore
      await runJob(service, applyStatusChanges, {});
      await eventually('the end of the job of each change', async () => {
        const of = `select from jobs where kind = 'apply-status-change' and school_code = any($1) and state = 'WAITING'`;
        expect(await service.query(of, [schools])).toEqual([]);
      });
      for (const change of waiting) {
        change.effectiveOn = today;
        model.apply(change);
      }
    },
    (model) => model.changes.some(({ state }) => state === 'APPROVED' || state === 'FILED'),
  );
