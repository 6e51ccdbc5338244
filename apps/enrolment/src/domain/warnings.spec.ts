import type { Application } from './application.js';
import { acknowledge, keptWarnings } from './warnings.js';
import { warning } from './field-rules.js';

const warned = (...warnings: ReturnType<typeof warning>[]) =>
  ({ state: 'SUBMITTED', warnings: keptWarnings(warnings) }) as unknown as Application;
const officer = { subject: 'officer', at: '2026-07-01T08:00:00.000Z' };
const reason = '已与学生核对';

describe('A warning', () => {
  it('is kept once for each field', () => {
    const twice = [warning('name', 'mixed-scripts'), warning('name', 'mixed-scripts')];
    expect(keptWarnings([...twice, warning('guardianName', 'mixed-scripts')])).toHaveLength(2);
  });

  it('is acknowledged by name with the reason, and the others stay open', () => {
    const before = warned(warning('name', 'mixed-scripts'), warning('phone', 'shared-phone'));
    expect(acknowledge(before, { codes: ['shared-phone'], reason }, officer)).toMatchObject({
      ok: true,
      value: {
        warnings: [
          { code: 'mixed-scripts', field: 'name' },
          {
            code: 'shared-phone',
            acknowledgedBy: 'officer',
            acknowledgedAt: officer.at,
            acknowledgement: reason,
          },
        ],
      },
    });
  });

  it('is not acknowledged twice', () => {
    const codes = ['shared-phone'] as const;
    const once = acknowledge(warned(warning('phone', 'shared-phone')), { codes, reason }, officer);
    if (!once.ok) throw new Error(once.code);
    expect(acknowledge(once.value, { codes, reason }, officer)).toMatchObject({ code: 'no-such-warning' });
  });
});
