import { z } from 'zod';
import { accept, type CodeOf, type Decision, refuse, type RefusalWords } from '#aggregates/rules';

/** 主管部门, by the code of its district or by one of its own: some bodies have no county code. */
export const Authority = z.object({
  authorityCode: z
    .string()
    .regex(/^[0-9A-Z]{1,20}$/)
    .meta({ description: '主管部门代码', examples: ['500172'] }),
  name: z.string(),
  tier: z.enum(['CITY', 'DISTRICT']).describe('层级: 市, 区县'),
  status: z.enum(['ACTIVE', 'RETIRED']),
  version: z.int(),
});
export type Authority = z.infer<typeof Authority>;

/**
 * Bodies that the source document addresses and that GB/T 2260 has no code for. Theirs are this project's [D]: 71 and above is
 * where the statistical code lists put development zones [M].
 */
export const WITHOUT_COUNTY_CODE = [
  { code: '500171', name: '两江新区' },
  { code: '500172', name: '重庆高新区' },
  { code: '500173', name: '万盛经开区' },
] as const;

export const supervisionRefusals = {
  'unknown-authority': {
    status: 422,
    title: '主管部门代码不在登记之列',
    detail: 'No authority with this code is registered, or it is retired.',
    remedy: 'Ask `GET /authorities` for the codes, or have the city add the authority.',
  },
  'authority-tier-differs': {
    status: 422,
    title: '主管部门层级与登记不符',
    detail: 'The authority is of the other tier.',
    remedy: 'Give `authorityTier` as `GET /authorities` has it.',
  },
} as const satisfies Record<string, RefusalWords>;

/** Whether a school may stand under an authority, at a tier. */
export function mayStandUnder(
  authority: Authority | undefined,
  tier: Authority['tier'],
): Decision<Authority, CodeOf<typeof supervisionRefusals>> {
  if (authority?.status !== 'ACTIVE') return refuse('unknown-authority');
  return authority.tier === tier ? accept(authority) : refuse('authority-tier-differs');
}

export const rename = (known: Authority, { name }: { name: string }): Decision<Authority, never> =>
  accept(known.name === name ? known : { ...known, name });

export const retirementRefusals = {
  'authority-in-use': {
    status: 409,
    title: '该主管部门仍有主管的在办院校',
    detail: 'Schools that are active stand under the authority.',
    remedy: 'Give its schools another authority first.',
  },
} as const satisfies Record<string, RefusalWords>;

/** 停用: its schools have gone to another authority before. */
export function retire(
  known: Authority,
  _input: object,
  { inUse }: { readonly inUse: ReadonlySet<string> },
): Decision<Authority, 'authority-in-use'> {
  if (inUse.has(known.authorityCode)) return refuse('authority-in-use');
  return accept(known.status === 'RETIRED' ? known : { ...known, status: 'RETIRED' });
}

export const reinstate = (known: Authority): Decision<Authority, never> =>
  accept(known.status === 'ACTIVE' ? known : { ...known, status: 'ACTIVE' });
