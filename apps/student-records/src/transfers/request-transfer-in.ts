import { Inject, Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { askedBy, Transitions } from '#aggregates';
import { type BodyOf, command, Commands } from '#commands';
import { id } from '#contracts';
import { acrossSchools, type Transaction } from '#database';
import { Problem } from '#runtime';
import type { Actor } from '#security';
import type { Registration } from '../domain/registration-states.js';
import type { RegistrationRules } from '../domain/rules.js';
import { requestTransfer, transferRequestRefusals } from '../domain/transfer.js';
import { HOLDER } from '../persons/person-row.js';
import { PersonVault } from '../persons/person-vault.js';
import { problems } from '../problems.js';
import { REGISTRATION_RULES } from '../registration-rules.js';
import { SearchedDocument } from '../registrations/find-by-document.js';
import { registrations } from '../registrations/registrations.js';
import { askedFields, requestContext } from './request-transfers.js';
import { transfers } from './transfers.js';

const REFUSALS = Object.keys(transferRequestRefusals) as (keyof typeof transferRequestRefusals)[];

export const requestTransferIn = command({
  name: 'request-transfer-in',
  path: 'request-in',
  roles: ['school-registrar'],
  sentence: { zh: '提交了转入申请', en: 'asked for a transfer into the school' },
  body: z.strictObject({
    studentNo: z.string().max(64).meta({ description: '学号 at the school of the student', example: 'S00123100001' }),
    document: SearchedDocument.describe('证件 of the student, who has shown it'),
    ...askedFields,
  }),
  answers: [201, z.object({ transferId: id }).meta({ id: 'TransferAskedFor' })],
  refuses: [problems, 'not-found', ...REFUSALS],
}); // prettier-ignore

/**
 * 转入申请, by the school to which a student of another one of the city wants to go. It knows the student by number and document, and is told
 * nothing of who it does not; the school that is left consents by releasing the student.
 */
@Injectable()
export class RequestTransferIn {
  constructor(
    private readonly commands: Commands,
    private readonly transitions: Transitions,
    private readonly vault: PersonVault,
    @Inject(REGISTRATION_RULES) private readonly rules: RegistrationRules,
  ) {}

  /** @throws Problem 404 where number and document are not of one student, 409 */
  request({ studentNo, document, ...asked }: BodyOf<typeof requestTransferIn>, actor: Actor) {
    return this.commands.run(actor, requestTransferIn.action, async (tx) => {
      const { schoolCode } = actor;
      const request = { ...asked, receivingSchoolCode: schoolCode, askedBySchool: schoolCode };
      // Written across schools as well: the transfer is of the school that is left.
      return acrossSchools(tx, async (all) => {
        const student = await studentOf(all, studentNo, this.vault.indexOf(document));
        const { open, held, schools, papers, ...context } = await requestContext(all, [student], { rules: this.rules, requestOf: () => request }); // prettier-ignore
        const decision = requestTransfer(student, request, {
          ...context,
          ...held(student),
          ...askedBy(tx, actor),
          newId: uuidv7(),
          paper: papers.get(asked.evidenceId ?? ''),
          isOpen: open.has(student.registrationId),
          receivingIsActive: schools.get(schoolCode ?? '')?.status === 'ACTIVE',
        });
        if (!decision.ok) throw new Problem(problems[decision.code], decision.words);
        await this.transitions.save(all, transfers, requestTransferIn, [{ after: decision.value }], {
          actor,
        });
        return { transferId: decision.value.transferId };
      });
    });
  }
}

/** Locked. @throws Problem 404 */
async function studentOf(tx: Transaction, studentNo: string, documentIndex: string): Promise<Registration> {
  const [found] = await tx.query<{ registration_id: string }>(
    `select registration_id from registrations join persons on persons.person_id = ${HOLDER}
     where student_no = $1 and id_number_index = $2 and not identity_mismatch and state <> 'TRANSFERRED_OUT'`,
    [studentNo, documentIndex],
  );
  const [student] = found ? await registrations.lock(tx, [found.registration_id]) : [];
  if (!student) throw new Problem(problems['not-found']);
  return student;
}
