import { type DataOf, CertificateLookupState } from '#contracts/published';
import { eventOf, type OutgoingEvent } from '#messaging';

type State = DataOf<typeof CertificateLookupState>;

let serial = 0;

/** A certificate as the certificates service publishes it; name only what matters. Invented people, 样例. */
export function certificate(
  differing: Partial<Omit<State, 'identity'>> & { identity?: Partial<State['identity']> } = {},
): State {
  const { identity, ...rest } = differing;
  return {
    certificateNo: `2026500000S0013${String(++serial).padStart(5, '0')}`,
    kind: 'GRADUATION',
    identity: {
      name: '王小明',
      idType: 'RESIDENT_ID',
      idNumber: idNumber(serial),
      sex: '1',
      birthDate: '2005-03-07',
      ...identity,
    },
    school: {
      code: 'S001',
      uscc: '12500000450000000A',
      name: '样例技师学院',
      schoolType: 'TECHNICIAN_COLLEGE',
    },
    majorName: '数控加工（样例）',
    classType: 'SENIOR',
    studyMode: 'FULL_TIME',
    from: '2023-09-01',
    to: '2026-06-30',
    issueDate: '2026-06-30',
    authorityCode: '500000',
    templateVersion: '2022',
    treatment: { as: 'JUNIOR_COLLEGE', ruleVersion: '2021-452' },
    status: 'VALID',
    statusAt: '2026-06-30T02:00:00.000Z',
    ...rest,
  };
}

export const state = (data: State, version = 1): OutgoingEvent<typeof CertificateLookupState> =>
  eventOf(CertificateLookupState, { data, version });

/** A valid citizen number that nobody else in this run has. */
export function idNumber(sequence: number): string {
  const digits = `50010320050307${String(sequence).padStart(3, '0')}`;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, place) => total + weight * Number(digits[place]), 0);
  return digits + '10X98765432'[sum % 11];
}
