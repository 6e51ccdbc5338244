import { Problem } from '#runtime';
import type { Fault, Field } from '../domain/field-rules.js';
import { problems } from '../problems.js';

/** Where a field of a file stands in the body of a request. */
export const PATHS: Partial<Record<Field, string>> = {
  name: 'person.name',
  idNumber: 'person.idNumber',
  issuingState: 'person.issuingState',
  sex: 'person.sex',
  birthDate: 'person.birthDate',
  phone: 'person.phone',
  level: 'offeringId',
  studyMode: 'offeringId',
  guardianName: 'person.guardian',
  partner: 'partnerId',
  employerUscc: 'employer',
  employerName: 'employer.name',
};

export const incomplete = (faults: readonly Fault[], paths = PATHS) =>
  new Problem(problems['application-incomplete'], {
    title: faults.map(({ message }) => message).join('；'),
    errors: faults.map(({ field, code, message }) => ({ path: paths[field] ?? field, code, message })),
  });
