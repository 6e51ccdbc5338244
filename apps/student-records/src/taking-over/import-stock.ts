import { Controller, Inject } from '@nestjs/common';
import { Transitions } from '#aggregates';
import { acrossSchools, type Transaction } from '#database';
import { importController, importerOf, type ImportJob, type ImportRules, type RowError } from '#importing';
import { dayInChina } from '#national-codes';
import { takeReservedNumbers } from '#reconciliation';
import { Tag } from '#runtime';
import type { Active } from '../domain/registration-states.js';
import type { RegistrationRules } from '../domain/rules.js';
import { stockFaults } from '../domain/stock-faults.js';
import { enrolledBefore } from '../domain/taking-over.js';
import { lockForStudy } from '../persons/lock-for-study.js';
import { PersonVault } from '../persons/person-vault.js';
import { resolvePersons } from '../persons/resolve-persons.js';
import { REGISTRATION_RULES } from '../registration-rules.js';
import { registrations } from '../registrations/registrations.js';
import { keepCountersAhead, lockCounters, otherSchoolsNumbers } from './counters.js';
import { placeStock, unplaceable } from './place-stock.js';
import { cellFaults, faultOf, personOf, type Row, stockColumns, stockRowOf } from './stock-columns.js';
import { takeOverAbsence, takeOverRegistration } from './take-over.js';
import { isSignedOff } from './takeover-balances.js';
import { takenOverIds } from './taken-over-ids.js';
import { offeringsFor, refusedStock, takenNumbers, unfitPersons } from './unfit-stock.js';

/** 接管存量 */
@Tag(
  'stock-imports',
  '接管存量学籍: a file of a school’s present students, looked through first and then committed',
)
@Controller('stock-registrations/imports')
export class StockImport extends importController<typeof stockColumns>('school-registrar') {
  readonly kind = 'stock-registrations';
  readonly rules: ImportRules<typeof stockColumns>;

  constructor(
    private readonly transitions: Transitions,
    private readonly vault: PersonVault,
    @Inject(REGISTRATION_RULES) private readonly limits: RegistrationRules,
  ) {
    super();
    this.rules = {
      columns: stockColumns,
      sheet: '存量学籍',
      uniqueBy: ['studentNo'],
      alsoUniqueBy: ['issuingState', 'idNumber'],
      checkRow: (row) => {
        const wrong = cellFaults(row);
        if (wrong.some(({ field }) => field === 'sex' || field === 'birthDate')) return wrong;
        return [...wrong, ...stockFaults(stockRowOf(row), limits, dayInChina(new Date())).map(faultOf)];
      },
    };
  }

  async refusals(tx: Transaction, rows: Row[], { schoolCode }: ImportJob): Promise<RowError[]> {
    if (await isSignedOff(tx, schoolCode!, 'STOCK'))
      return rows.map(({ row }) => refusedStock(row, 'takeover-signed-off'));
    const { refused } = await this.placed(tx, rows, schoolCode!);
    return [
      ...refused,
      ...(await acrossSchools(tx, (all) => unfitPersons(all, this.vault, rows))),
      ...(await unplaceable(tx, rows, schoolCode!)),
    ];
  }

  async store(tx: Transaction, checked: Row[], job: ImportJob): Promise<RowError[]> {
    const schoolCode = job.schoolCode!;
    if (await isSignedOff(tx, schoolCode, 'STOCK'))
      return checked.map(({ row }) => refusedStock(row, 'takeover-signed-off'));
    await lockCounters(tx, checked, schoolCode);
    const { offerings, refused } = await this.placed(tx, checked, schoolCode);
    const out = new Set(refused.map(({ row }) => row));
    const rows = checked.filter(({ row }) => !out.has(row));
    // Persons are the city's: somebody of another school is found, and somebody new is of no school before their record is there.
    const { drafts, studying } = await acrossSchools(tx, async (all) => {
      const drafted = await this.drafts(all, rows, job, offerings);
      return { drafts: drafted, studying: await lockForStudy(all, drafted.map(({ after }) => after)) }; // prettier-ignore
    });
    const kept = drafts.filter(({ row, after, mismatch }) => {
      const { code } = studying(after, (hindrance) => {
        const why = mismatch ? 'identity-mismatch' : hindrance;
        return { ok: !why, code: why };
      });
      if (code) refused.push(refusedStock(row.row, code));
      return !code;
    });
    await keepCountersAhead(tx, kept.map(({ row }) => row), schoolCode); // prettier-ignore
    await this.save(tx, kept, job);
    return refused;
  }

  /** Where the school has the offerings of rows, and what is against their offerings and numbers. */
  private async placed(tx: Transaction, rows: Row[], schoolCode: string) {
    const offerings = await offeringsFor(tx, rows, schoolCode);
    const refused = [
      ...rows.flatMap(({ row }) => (offerings.has(row) ? [] : refusedStock(row, 'unknown-offering'))),
      ...(await otherSchoolsNumbers(tx, rows, schoolCode)),
      ...(await takenNumbers(tx, rows, schoolCode)),
    ];
    return { offerings, refused };
  }

  /** The records of rows, with the persons whom they are of. */
  private async drafts(
    tx: Transaction,
    rows: readonly Row[],
    job: ImportJob,
    offerings: Awaited<ReturnType<typeof offeringsFor>>,
  ) {
    const people = rows.map(({ values }) => ({
      ...takenOverIds(job.schoolCode!, values.studentNo),
      person: personOf(values),
    }));
    const persons = rows.length > 0 ? await resolvePersons(tx, this.vault, people) : [];
    const taking = { importId: job.importId, by: job.actor, at: tx.at.toISOString(), rules: this.limits };
    return rows.map((row, at) => {
      const { applicationId, registrationId, person } = people[at]!;
      const base = {
        registrationId,
        personId: persons[at]!.personId,
        applicationId,
        schoolCode: job.schoolCode!,
        ...offerings.get(row.row)!,
        statedIdentity: this.vault.statedIndex({ ...person, index: this.vault.indexOf(person) }),
      };
      return {
        row,
        mismatch: persons[at]!.mismatch,
        after: enrolledBefore(stockRowOf(row.values), base, taking),
      };
    });
  }

  /** Each record as it was on the first day, and then as it is, so that figures of any day since are right. */
  private async save(
    tx: Transaction,
    kept: readonly { row: Row; after: Active }[],
    job: ImportJob,
  ): Promise<void> {
    const actor = importerOf(job);
    const versions = kept.map(({ after }) => ({ after, effectiveOn: after.startOn }));
    await tx.query(takeReservedNumbers('$1'), [kept.map(({ after }) => after.registrationId)]);
    const saved = (await this.transitions.save(tx, registrations, takeOverRegistration, versions, { actor, given: { vault: this.vault } })) as Active[]; // prettier-ignore
    const rowOf = new Map(kept.map(({ row, after }) => [after.registrationId, row.values]));
    const away = saved.filter(({ takenOverAs }) => takenOverAs !== 'ACTIVE');
    await this.transitions.take(tx, takeOverAbsence, away, ({ registrationId }) => stockRowOf(rowOf.get(registrationId)!), { actor }); // prettier-ignore
    await placeStock(tx, this.transitions, saved, ({ registrationId }) => rowOf.get(registrationId)!, actor);
  }
}
