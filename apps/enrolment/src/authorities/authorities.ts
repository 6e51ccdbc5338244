import { aggregate, aggregateList, transition } from '#aggregates';
import type { Transaction } from '#database';
import { partOfName, writtenText } from '#runtime';
import { accountableReason } from '#security';
import * as rules from '../domain/authority.js';

/** 主管部门 in its table: a public register. */
export const authorities = aggregate({
  name: 'authority',
  table: 'authorities',
  id: 'authorityCode',
  school: null,
  state: 'status',
  states: rules.Authority,
});

export const authorityList = aggregateList(authorities, {
  component: 'Authority',
  filters: { name: partOfName('array[name]'), tier: ['tier', rules.Authority.shape.tier] },
});

/** The authority with a code, which stays as it is until the end of the transaction. */
export async function authorityOf(tx: Transaction, code: string): Promise<rules.Authority | undefined> {
  const [found] = await authorities.find(tx, 'authority_code = $1 for share', [code]);
  return found;
}

const reason = accountableReason.meta({ example: '机构改革' });
const act = { roles: ['city-officer'] } as const;

export const renameAuthority = transition(authorities, {
  ...act,
  name: 'rename-authority',
  path: ':authorityCode/rename',
  sentence: { zh: '更改了主管部门名称', en: 'renamed the authority' },
  input: { name: writtenText(100), reason },
  decide: rules.rename,
});

export const retireAuthority = transition(authorities, {
  ...act,
  name: 'retire-authority',
  path: ':authorityCode/retire',
  sentence: { zh: '停用了主管部门', en: 'retired the authority' },
  input: { reason },
  refuses: rules.retirementRefusals,
  context: schoolsUnder,
  decide: rules.retire,
});

export const reinstateAuthority = transition(authorities, {
  ...act,
  name: 'reinstate-authority',
  path: ':authorityCode/reinstate',
  sentence: { zh: '恢复了主管部门', en: 'reinstated the authority' },
  input: { reason },
  decide: rules.reinstate,
});

async function schoolsUnder(tx: Transaction, states: readonly rules.Authority[]) {
  const rows = await tx.query<{ code: string }>(
    `select distinct authority_code as code from schools where authority_code = any($1) and status = 'ACTIVE'`,
    [states.map(({ authorityCode }) => authorityCode)],
  );
  return { inUse: new Set(rows.map(({ code }) => code)) };
}
