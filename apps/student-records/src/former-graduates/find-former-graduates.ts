import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { selectedBy } from '#aggregates';
import { day, id, IdType, schoolCode } from '#contracts';
import { Transactions } from '#database';
import { maskIdNumber } from '#national-codes';
import { listOf, pageOf, range, several } from '#runtime';
import { type Actor, expectOwnSchool, scopeOf } from '#security';
import { identitiesOfPersons } from '../persons/identities-of-persons.js';
import { PersonVault } from '../persons/person-vault.js';
import { formerGraduates } from './former-graduates.js';

const listed = listOf({
  filters: {
    state: several('state', z.enum(['TAKEN_OVER', 'REVOKED'])),
    schoolCode: ['school_code', schoolCode],
    importId: ['import_id', id],
    personId: ['person_id', id],
    certificateNo: ['certificate_no', z.string().max(40)],
    studentNo: ['student_no', z.string().max(64)],
    graduatedOn: range('graduated_on', day),
  },
  sorts: { formerGraduateId: ['former_graduate_id'], graduatedOn: ['graduated_on', 'former_graduate_id'] },
});
export const FormerGraduateFilter = listed.query;
export type FormerGraduateFilter = z.infer<typeof FormerGraduateFilter>;

export const FormerGraduateView = z
  .object({
    ...formerGraduates.shape,
    name: z.string().optional().meta({ description: 'none of who was erased' }),
    idType: IdType.optional(),
    idNumber: z.string().optional().meta({ description: 'masked', example: '5102**********1234' }),
  })
  .meta({ id: 'FormerGraduate' });
export const FormerGraduatePage = pageOf(FormerGraduateView).meta({ id: 'FormerGraduatePage' });

const source = { select: `select ${formerGraduates.selected} from former_graduates` };
selectedBy(formerGraduates, listed, () => source);

@Injectable()
export class FindFormerGraduates {
  constructor(
    private readonly transactions: Transactions,
    private readonly vault: PersonVault,
  ) {}

  list(query: FormerGraduateFilter, actor: Actor) {
    const scope = scopeOf(actor);
    expectOwnSchool(scope, query.schoolCode);
    return this.transactions.run(scope, async (tx) => {
      const page = await listed.page(tx, query, {
        ...source,
        itemOf: (row: Record<string, unknown>) => formerGraduates.stateOf(row),
      });
      // The city's persons: a school sees its own by their registrations, which these have not.
      const persons = await identitiesOfPersons(tx, this.vault, page.items.map(({ personId }) => personId)); // prettier-ignore
      const items = page.items.map((each) => {
        const { name, idType, idNumber } = persons.get(each.personId) ?? {};
        return FormerGraduateView.parse({ ...each, name, idType, idNumber: idNumber && maskIdNumber(idNumber) }); // prettier-ignore
      });
      return { ...page, items };
    });
  }
}
