import { addMonths } from './months.js';
import { studentNo, studentNoPrefix } from './student-number.js';

describe('addMonths', () => {
  it.each([
    ['2023-09-01', 36, '2026-09-01'],
    ['2024-01-31', 1, '2024-02-29'],
    ['2023-01-31', 1, '2023-02-28'],
    ['2024-12-31', 2, '2025-02-28'],
    ['2024-03-31', -1, '2024-02-29'],
    ['2024-02-29', 12, '2025-02-28'],
  ])('%s and %i months is %s', (day, months, expected) => {
    expect(addMonths(day, months)).toBe(expected);
  });
});

describe('The student number', () => {
  it('is counted by school, year of the admission and mode', () => {
    const prefix = studentNoPrefix({ schoolCode: 'S001', year: 2023, studyMode: 'PART_TIME' });
    expect(studentNo(prefix, 17)).toBe('S00123200017');
  });

  it('takes a sixth digit rather than coming twice', () => {
    expect(studentNo('S001231', 100_000)).toBe('S001231100000');
  });
});
