import type { TestService } from '#testing';
import { batch, command, pick } from './command.js';
import { kindsOf, type ModelRecord, type RecordsModel, stateOf } from './records-model.js';

export const askForTransfer = (at: number) =>
  command(
    `ask for transfer(${at})`,
    async (model, { service, schools }) => {
      const may = (each: ModelRecord) => model.mayTransfer(each) && !each.transfer;
      const [record] = pick(model.records.filter(({ facts }) => facts.length > 0), may, [at]); // prettier-ignore
      const isDone = may(record!);
      const body = { registrationIds: [record!.id], receivingSchoolCode: schools[1 - record!.school], reasonCode: 'FAMILY_MOVED', effectiveOn: model.today, evidence: '转学1号' }; // prettier-ignore
      const answer = await batch(service.as('school-registrar', schools[record!.school]), '/transfers', body, isDone ? 1 : 0); // prettier-ignore
      if (isDone) record!.transfer = { id: answer.transferIds[0], state: 'REQUESTED' };
    },
    (model) => model.records.some(({ facts }) => facts.length > 0),
  );

const ask = (model: RecordsModel) => model.records.filter(({ transfer }) => transfer);

/** The next step of a transfer, by whose it is; the last one leads to the other school. */
export const leadTransfer = (at: number) =>
  command(
    `lead transfer(${at})`,
    async (model, { service, schools, offeringOf }) => {
      const those = ask(model);
      const record = those[at % those.length]!;
      const { id, state } = record.transfer!;
      const [own, other] = [schools[record.school], schools[1 - record.school]];
      const body = { transferIds: [id] };
      if (state === 'REQUESTED') {
        const may = model.mayTransfer(record);
        await batch(service.as('school-principal', own), '/transfers/batch-release', body, may ? 1 : 0);
        if (!may) return;
        record.transfer!.state = 'RELEASED';
        record.facts.push({ on: model.today, state: 'TRANSFER_PENDING', byTransfer: true });
      } else if (state === 'RELEASED') {
        const targetOfferingId = offeringOf(1 - record.school, record.mode, 1);
        await batch(service.as('school-registrar', other), '/transfers/batch-accept', { ...body, targetOfferingId }, 1); // prettier-ignore
        record.transfer!.state = 'ACCEPTED';
      } else {
        await batch(service.as('city-officer'), '/transfers/batch-approve', body, 1);
        record.transfer = undefined;
        if (stateOf(record) === 'TRANSFER_PENDING') await moveOn(model, service, record);
      }
    },
    (model) => ask(model).length > 0,
  );

async function moveOn(model: RecordsModel, service: TestService, record: ModelRecord): Promise<void> {
  const { person, mode, entry } = record;
  const next = 'select registration_id as id from registrations where previous_registration_id = $1';
  const [follows] = await service.query(next, [record.id]);
  const entered = { on: model.today, state: 'ACTIVE', major: 1 };
  record.facts.push({ on: model.today, state: 'TRANSFERRED_OUT' });
  model.records.push({ id: follows!.id, person, mode, entry, school: 1 - record.school, facts: [entered], carried: kindsOf(record) }); // prettier-ignore
}

/** The school gives the transfer up; or, once the other one has accepted, the city does. */
export const endTransfer = (at: number) =>
  command(
    `end transfer(${at})`,
    async (model, { service, schools }) => {
      const those = ask(model);
      const record = those[at % those.length]!;
      const { id, state } = record.transfer!;
      const [caller, way] =
        state === 'ACCEPTED'
          ? [service.as('city-officer'), 'reject']
          : [service.as('school-registrar', schools[record.school]), 'cancel'];
      await batch(caller, `/transfers/batch-${way}`, { transferIds: [id], reason: '样例' }, 1);
      record.transfer = undefined;
      const held = record.facts.findLast((each) => each.state === 'TRANSFER_PENDING');
      if (held) held.state = 'ACTIVE';
    },
    (model) => ask(model).length > 0,
  );
