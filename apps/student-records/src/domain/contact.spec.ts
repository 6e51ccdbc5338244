import { changeContact, type ContactContext, type StudentContact } from './contact.js';
import type { Registration } from './registration-states.js';

const guardian = { name: '样例监护人', relation: '父亲', phone: '13900000001' };
const known: StudentContact = { phone: '13900000000', guardians: [guardian] };
const change = (
  contact: Partial<StudentContact>,
  context: Partial<ContactContext> = {},
  state: Registration['state'] = 'ACTIVE',
) =>
  changeContact(
    { state } as Registration,
    { ...known, ...contact },
    {
      birthDate: '2010-05-01',
      idNumber: '510202201005010011',
      today: '2026-09-01',
      known,
      ...context,
    },
  );

const changeTo = (over: object) => change({ guardians: [{ ...guardian, ...over }] });

describe('The contact of a student', () => {
  it('changes by the fields that differ', () => {
    expect(change({})).toEqual({ ok: true, value: [] });
    expect(change({ phone: '13911111111', address: '渝中区样例路1号' })).toEqual({
      ok: true,
      value: ['phone', 'address'],
    });
  });

  it('names a guardian until the eighteenth birthday', () => {
    const none = { guardians: [] };
    expect(change(none, { today: '2028-04-30' })).toMatchObject({ code: 'guardian-required' });
    expect(change(none, { today: '2028-05-01' })).toEqual({ ok: true, value: ['guardians'] });
  });

  it('names nobody as guardian who is a child, or the student', () => {
    expect(changeTo({ birthDate: '2009-01-01' })).toMatchObject({ code: 'guardian-not-possible' });
    expect(changeTo({ idNumber: '510202201005010011' })).toMatchObject({ code: 'guardian-not-possible' });
    expect(changeTo({ birthDate: '1980-01-01', relation: '母亲' })).toMatchObject({ ok: true });
  });

  it.each(['SUBMITTED', 'GRADUATED', 'WITHDRAWN'] as const)('stays where the registration is %s', (state) => {
    expect(change({ phone: '13911111111' }, {}, state)).toMatchObject({ code: 'contact-not-of-student' });
  });
});
