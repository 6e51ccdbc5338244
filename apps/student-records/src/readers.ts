/** Who may read student records and the batches in which they graduate, each within their reach. */
export const READERS = [
  'school-registrar',
  'school-principal',
  'district-officer',
  'city-officer',
  'inspector',
  'operator',
] as const;
