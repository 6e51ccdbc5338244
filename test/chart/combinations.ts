/** Values of the chart. */
export type Values = Record<string, any>;

const isMap = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Values laid over each other as Helm lays values files: the later over the earlier, maps into each other. */
export function merged(...values: Values[]): Values {
  return values.reduce((below, above) => {
    const entries = Object.entries(above).map(([key, value]) => [
      key,
      isMap(value) && isMap(below[key]) ? merged(below[key], value) : value,
    ]);
    return { ...below, ...Object.fromEntries(entries) };
  });
}

/** Of `{kafka: {open: …, tls: …}, topics: {…}}` every combination: `{'kafka=open topics=job': values, …}`. */
export function combinations(choices: Record<string, Record<string, Values>>): Record<string, Values> {
  let found: Record<string, Values> = { '': {} };
  for (const [choice, options] of Object.entries(choices))
    found = Object.fromEntries(
      Object.entries(found).flatMap(([name, values]) =>
        Object.entries(options).map(([option, more]) => [
          `${name} ${choice}=${option}`.trim(),
          merged(values, more),
        ]),
      ),
    );
  return found;
}
