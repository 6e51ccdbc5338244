import { identityOn } from './identity-on-day.js';

const of = (name: string, birthDate = '2006-01-01') => ({ name, birthDate });
const correction = (reasonCode: string, effectiveOn: string, from: ReturnType<typeof of>, to: ReturnType<typeof of>) => ({ reasonCode, effectiveOn, old: from, new: to }); // prettier-ignore
const DAY = '2026-06-30';

describe('Who somebody was on a day', () => {
  it.each([
    ['is who they are now, where nothing was changed', [], undefined],
    ['is who they are now, where the law had changed it by then', [correction('LEGAL_CHANGE', DAY, of('旧'), of('新'))], undefined],
    ['is who they are now, where an office had erred', [correction('OFFICE_ERROR', '2026-07-10', of('误'), of('正'))], undefined],
    ['is who they were before it was changed by law', [correction('LEGAL_CHANGE', '2026-07-10', of('旧'), of('新'))], of('旧')],
    [
      'is who they were before the first of two changes',
      [correction('LEGAL_CHANGE', '2026-07-10', of('旧'), of('新')), correction('LEGAL_CHANGE', '2026-07-20', of('新'), of('又'))],
      of('旧'),
    ],
    [
      'is that with what an office had got wrong put right, where it was wrong then too',
      [
        correction('LEGAL_CHANGE', '2026-07-10', of('旧'), of('新')),
        correction('OFFICE_ERROR', '2026-07-20', of('新'), of('欣', '2006-01-02')),
      ],
      of('旧', '2006-01-02'),
    ],
  ])('%s', (_, corrections, expected) => expect(identityOn(DAY, corrections)).toEqual(expected));
}); // prettier-ignore
