import {
  type Asked,
  isOwnContribution,
  otherAuthorityRefusal,
  ownContributionRefusals,
  type RefusalWords,
} from '#aggregates/rules';

/** 市级、区县级: who decides on what a school submits. */
export type AuthorityTier = 'CITY' | 'DISTRICT';

export interface OfSchool {
  /** absent where it is the city's */
  readonly schoolCode?: string;
}

/** An officer who decides, and whose the schools are. */
export interface Deciding extends Asked {
  /** for whom they decide: the city, a district, or their own school where the route lets it */
  readonly officerOf: AuthorityTier | 'SCHOOL' | undefined;
  /** of the school of a record; undefined while the service has not heard of it */
  readonly tierOf: (record: OfSchool) => AuthorityTier | undefined;
}

export const decidingRefusals = {
  'city-decides': {
    status: 403,
    title: '该校由市级人社部门审批',
    detail: 'The school is of the tier of the city: a district does not decide on it.',
    remedy: 'Let a city officer decide; `authorityTier` of the school says whose it is.',
  },
  ...otherAuthorityRefusal,
  ...ownContributionRefusals,
} as const satisfies Record<string, RefusalWords>;

/** Whether the officer is of a district, and the record of a school of the city's tier or of none. */
export const cityDecides = (
  { officerOf, tierOf }: Pick<Deciding, 'officerOf' | 'tierOf'>,
  record: OfSchool,
) => officerOf === 'DISTRICT' && tierOf(record) !== 'DISTRICT';

/**
 * The city decides on every school; a district on the schools of its tier that it supervises, and on no other [F3, D];
 * and nobody on what they contributed to.
 */
export function whyNotTheirs(
  deciding: Deciding,
  record: OfSchool,
  ...contributors: readonly string[]
): keyof typeof decidingRefusals | undefined {
  if (cityDecides(deciding, record)) return 'city-decides';
  return isOwnContribution(deciding.subject, ...contributors) ? 'approver-is-submitter' : undefined;
}
