/** Who may read student records and the batches in which they graduate, each within their reach. */
export const VIEW_ROLES = [
  'school-registrar',
  'school-principal',
  'district-officer',
  'city-officer',
  'inspector',
  'operator',
] as const;
