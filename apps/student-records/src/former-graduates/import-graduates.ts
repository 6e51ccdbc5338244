import { Controller, Inject } from '@nestjs/common';
import { Transitions } from '#aggregates';
import { acrossSchools, type Transaction } from '#database';
import { importController, importerOf, type ImportJob, type ImportRules, type RowError } from '#importing';
import { dayInChina } from '#national-codes';
import { Tag } from '#runtime';
import { takenOverId } from '../derived-id.js';
import { type FormerGraduate, graduateFaults } from '../domain/former-graduate.js';
import type { RegistrationRules } from '../domain/rules.js';
import { PersonVault } from '../persons/person-vault.js';
import { resolvePersons } from '../persons/resolve-persons.js';
import { REGISTRATION_RULES } from '../registration-rules.js';
import { identityFaults, identityOf } from '../taking-over/identity-columns.js';
import { isSignedOff } from '../taking-over/takeover-balances.js';
import { formerGraduates } from './former-graduates.js';
import { faultOf, graduateColumns, graduateRowOf, type Row } from './graduate-columns.js';
import { takeOverGraduate } from './take-over-graduates.js';
import { refusedGraduate, takenCertificates, unfitGraduates } from './unfit-graduates.js';

/** 接管历届毕业生 */
@Tag(
  'former-graduate-imports',
  '接管历届毕业生: a file of who graduated from a school before the system, looked through first and then committed',
)
@Controller('former-graduates/imports')
export class GraduateImport extends importController<typeof graduateColumns>('school-registrar') {
  readonly kind = 'former-graduates';
  readonly rules: ImportRules<typeof graduateColumns>;

  constructor(
    private readonly transitions: Transitions,
    private readonly vault: PersonVault,
    @Inject(REGISTRATION_RULES) limits: RegistrationRules,
  ) {
    super();
    this.rules = {
      columns: graduateColumns,
      sheet: '历届毕业生',
      uniqueBy: ['certificateNo'],
      alsoUniqueBy: ['issuingState', 'idNumber', 'graduatedOn'],
      checkRow: (row) => {
        const wrong = identityFaults(row);
        if (wrong.length > 0) return wrong;
        return graduateFaults(graduateRowOf(row), limits, dayInChina(new Date())).map(faultOf);
      },
    };
  }

  async refusals(tx: Transaction, rows: Row[], { schoolCode }: ImportJob): Promise<RowError[]> {
    if (await isSignedOff(tx, schoolCode!, 'FORMER_GRADUATES'))
      return rows.map(({ row }) => refusedGraduate(row, 'takeover-signed-off'));
    return [
      ...(await takenCertificates(tx, rows)),
      ...(await acrossSchools(tx, (all) => unfitGraduates(all, this.vault, rows))),
    ];
  }

  async store(tx: Transaction, checked: Row[], job: ImportJob): Promise<RowError[]> {
    const refused = await this.refusals(tx, checked, job);
    const out = new Set(refused.map(({ row }) => row));
    const rows = checked.filter(({ row }) => !out.has(row));
    if (rows.length === 0) return refused;
    const drafts = await this.drafts(tx, rows, job);
    const kept = drafts.filter(({ mismatch }) => !mismatch);
    const versions = kept.map(({ after }) => ({ after, effectiveOn: after.graduatedOn }));
    await this.transitions.save(tx, formerGraduates, takeOverGraduate, versions, {
      actor: importerOf(job),
      given: { vault: this.vault },
    });
    const disputed = drafts.filter(({ mismatch }) => mismatch);
    return [...refused, ...disputed.map(({ row }) => refusedGraduate(row, 'identity-mismatch'))];
  }

  /** Persons are the city's: somebody of another school is found, and somebody new is of none. */
  private async drafts(
    tx: Transaction,
    rows: readonly Row[],
    { importId, actor, schoolCode: code }: ImportJob,
  ) {
    const schoolCode = code!;
    const people = rows.map(({ values }) => {
      const person = identityOf(values);
      const paper = values.certificateNo ?? `${this.vault.indexOf(person)} ${values.graduatedOn}`;
      return { applicationId: takenOverId('graduate', schoolCode, paper), person };
    });
    const persons = await acrossSchools(tx, (all) => resolvePersons(all, this.vault, people));
    return rows.map(({ row, values }, at) => {
      const { studentNo, schoolName, majorName, level, studyMode, startOn, graduatedOn, certificateNo } =
        values;
      const after: FormerGraduate = {
        formerGraduateId: people[at]!.applicationId,
        schoolCode,
        version: 1,
        state: 'TAKEN_OVER',
        personId: persons[at]!.personId,
        importId,
        studentNo,
        schoolName,
        majorName,
        level,
        studyMode,
        startOn,
        graduatedOn,
        certificateNo,
        issueDate: values.issueDate ?? graduatedOn,
        takenOverBy: actor,
        takenOverAt: tx.at.toISOString(),
      };
      return { row, mismatch: persons[at]!.mismatch, after };
    });
  }
}
