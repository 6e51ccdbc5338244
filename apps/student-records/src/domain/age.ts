/** Full years on a day in China. Days are compared as text; who was born on 29 February turns on 1 March of a common year. */
export function ageOn(birthDate: string, on: string): number {
  const years = Number(on.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return birthDate.slice(4) > on.slice(4) ? years - 1 : years;
}
