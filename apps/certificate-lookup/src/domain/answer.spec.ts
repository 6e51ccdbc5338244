import { answerOf, cannotTell, type FoundEntry, isCaughtUp } from './answer.js';

const asOf = new Date('2026-07-01T08:00:00Z');
const entry = (differing: Partial<FoundEntry> = {}): FoundEntry => ({
  certificateNo: '2026500000S001300001',
  kind: 'GRADUATION',
  name: '王小明',
  idNumber: '510202199001011234',
  schoolName: '样例技师学院',
  schoolType: 'TECHNICIAN_COLLEGE',
  majorName: '数控加工',
  classType: 'SENIOR',
  studyMode: 'FULL_TIME',
  from: '2023-09-01',
  to: '2026-06-30',
  issueDate: '2026-06-30',
  treatment: { as: 'JUNIOR_COLLEGE', ruleVersion: '2021-452' },
  status: 'VALID',
  statusAt: new Date('2026-06-30T08:00:00Z'),
  ...differing,
});

describe('an answer of the lookup', () => {
  it('shows neither the name nor the ID number in full', () => {
    const text = JSON.stringify(answerOf([entry()], asOf));
    expect(text).toContain('王**');
    expect(text).toContain('5102**********1234');
    expect(text).not.toContain('王小明');
    expect(text).not.toContain('510202199001011234');
  });

  it('states the treatment of a 高级工班 as that of 大学专科, not as a degree', () => {
    expect(answerOf([entry()], asOf)).toMatchObject({
      result: 'VALID',
      certificate: {
        treatment: { as: 'JUNIOR_COLLEGE', statement: { zh: '按照大学专科学历毕业生享受同等待遇' } },
      },
    });
  });

  it('tells when a certificate was revoked and what was asked as of when', () => {
    const statusAt = new Date('2026-06-30T12:00:00Z');
    expect(answerOf([entry({ status: 'REVOKED', statusAt })], asOf)).toMatchObject({
      result: 'REVOKED',
      statusAt,
      asOf,
    });
  });

  it('names the replacement of a superseded certificate, and of no other', () => {
    const replacedBy = '2026500000S001300099';
    expect(answerOf([entry({ status: 'SUPERSEDED', replacedBy })], asOf)).toMatchObject({ replacedBy });
    expect(answerOf([entry({ status: 'REVOKED', replacedBy })], asOf)).not.toHaveProperty('replacedBy');
  });

  it('puts the valid certificate of a person first, then the latest', () => {
    const answer = answerOf(
      [
        entry({ certificateNo: 'revoked', status: 'REVOKED', issueDate: '2026-06-30' }),
        entry({ certificateNo: 'older', issueDate: '2021-06-30' }),
        entry({ certificateNo: 'newer', issueDate: '2024-06-30' }),
      ],
      asOf,
    );
    expect(answer).toMatchObject({
      result: 'VALID',
      certificate: { certificateNo: 'newer' },
      others: [
        { certificate: { certificateNo: 'older' } },
        { result: 'REVOKED', certificate: { certificateNo: 'revoked' } },
      ],
    });
  });

  it('is NOT_FOUND for no entry, whichever factor was wrong', () => {
    expect(answerOf([], asOf)).toEqual({ result: 'NOT_FOUND', asOf });
  });
});

describe('A lookup', () => {
  it.each([
    ['that has never read to the end', undefined, false],
    ['that had read to the end ten seconds ago', { asOf, age: 10_000 }, true],
    ['that had read to the end more than ten seconds ago', { asOf, age: 10_001 }, false],
    ['whose clock was put back since', { asOf: new Date(asOf.getTime() + 1), age: 10 }, false],
  ])('%s is caught up: %s', (_case, reached, expected) => expect(isCaughtUp(reached, asOf)).toBe(expected));

  it('that cannot tell names the moment up to which it has read, unless that is yet to come', () => {
    expect(cannotTell({ asOf, age: 60_000 }, asOf)).toEqual({ result: 'CANNOT_TELL', asOf });
    const ahead = new Date(asOf.getTime() + 1);
    expect(cannotTell({ asOf: ahead, age: 60_000 }, asOf)).toEqual({ result: 'CANNOT_TELL' });
  });
});
