export const isMinor = (birthDate: string, on: string): boolean => ageOn(birthDate, on) < 18;

/** Full years. Days are compared as text; who was born on 29 February comes of age on 1 March of a common year. */
export function ageOn(birthDate: string, on: string): number {
  const years = Number(on.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return birthDate.slice(4) > on.slice(4) ? years - 1 : years;
}
