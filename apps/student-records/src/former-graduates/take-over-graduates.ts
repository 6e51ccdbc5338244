import { batchTransition, fact } from '#aggregates';
import { declareActions } from '#commands';
import { FormerGraduateRevoked, FormerGraduateTakenOver, type Identity } from '#contracts';
import type { SchoolRow } from '#copies';
import type { Transaction } from '#database';
import { accountableReason, clearText } from '#security';
import {
  type FormerGraduate,
  formerGraduateRefusals,
  revokeFormerGraduate,
} from '../domain/former-graduate.js';
import { identitiesOfPersons } from '../persons/identities-of-persons.js';
import type { PersonVault } from '../persons/person-vault.js';
import { formerGraduates } from './former-graduates.js';

const name = 'take-over-former-graduate';
type School = Pick<SchoolRow, 'school_code' | 'uscc' | 'school_type' | 'authority_code'>;

/** 接管: told of where the number of the paper is known, since others show the paper; of who was erased nothing is left to tell. */
export const takeOverGraduate = {
  name,
  action: declareActions({ [name]: { zh: '接管了历届毕业生', en: 'took the former graduate over' } })[name],
  publishes: fact(
    FormerGraduateTakenOver,
    (each: FormerGraduate, known: { identity: Identity | undefined; school: School | undefined }) => {
      const { identity, school } = known;
      const { certificateNo } = each;
      return identity && school && certificateNo
        ? { ...each, certificateNo, identity, school: { code: each.schoolCode, uscc: school.uscc, name: each.schoolName, schoolType: school.school_type, authorityCode: school.authority_code } } // prettier-ignore
        : undefined;
    },
    toldOf,
  ),
};

async function toldOf(tx: Transaction, states: readonly FormerGraduate[], { vault }: { vault: PersonVault }) {
  const identities = await identitiesOfPersons(tx, vault, states.map(({ personId }) => personId)); // prettier-ignore
  const schools = await tx.query<School & Record<string, unknown>>(
    'select school_code, uscc, school_type, authority_code from schools where school_code = any($1)',
    [[...new Set(states.map(({ schoolCode }) => schoolCode))]],
  );
  const byCode = new Map(schools.map((row) => [row.school_code, row]));
  return ({ personId, schoolCode }: FormerGraduate) => ({
    identity: identities.get(personId),
    school: byCode.get(schoolCode),
  });
}

/** 撤销: what is told of it stays and says so. */
export const revokeFormerGraduates = batchTransition(formerGraduates, {
  name: 'revoke-former-graduates',
  path: 'batch-revoke',
  roles: ['city-officer'],
  sentence: { zh: '撤销了历届毕业生', en: 'revoked the former graduate' },
  input: {
    decisionNo: clearText(100).meta({ description: '决定文号', example: '渝人社撤〔2026〕1号' }),
    reason: accountableReason.meta({ example: '学校误报' }),
  },
  refuses: formerGraduateRefusals,
  decide: revokeFormerGraduate,
  publishes: fact(FormerGraduateRevoked, (each: FormerGraduate) =>
    each.state === 'REVOKED' && each.certificateNo !== undefined
      ? { ...each, certificateNo: each.certificateNo }
      : undefined,
  ),
});
