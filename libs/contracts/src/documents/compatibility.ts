import type { JsonSchema } from './json-schema.js';

/**
 * What of today's schema would break a reader of the frozen one, or today's reader of frozen records: fields that
 * went away or became optional, types and formats that changed, new required fields, members that came to or went from an
 * enum, and known members that went from an open code list.
 * @returns one sentence for each break; none when only optional fields or known members of open lists came
 */
export function breaks(frozen: JsonSchema, today: JsonSchema, path = ''): string[] {
  return [
    ...['type', 'format', 'pattern', 'const', 'minimum', 'exclusiveMinimum', 'minLength']
      .filter((keyword) => JSON.stringify(frozen[keyword]) !== JSON.stringify(today[keyword]))
      .map(
        (keyword) =>
          `${path || 'the event'}: ${keyword} was ${say(frozen[keyword])}, is ${say(today[keyword])}`,
      ),
    ...memberBreaks(frozen, today, path),
    ...fieldBreaks(frozen, today, path),
    ...(frozen.items
      ? breaks(frozen.items as JsonSchema, (today.items ?? {}) as JsonSchema, `${path}[]`)
      : []),
  ];
}

function memberBreaks(frozen: JsonSchema, today: JsonSchema, path: string): string[] {
  const gone = (keyword: string) =>
    list(frozen[keyword]).filter((member) => !list(today[keyword]).includes(member));
  if (frozen.enum && !today.enum) return [`${path}: was an enum, takes any value now`];
  return [
    ...list(today.enum)
      .filter((member) => !list(frozen.enum).includes(member))
      .map((member) => `${path}: frozen readers do not know ${say(member)}`),
    ...gone('enum').map((member) => `${path}: today’s readers do not know ${say(member)}`),
    ...gone('x-known-values').map((member) => `${path}: ${say(member)} is no known member any more`),
  ];
}

function fieldBreaks(frozen: JsonSchema, today: JsonSchema, path: string): string[] {
  const before = (frozen.properties ?? {}) as Record<string, JsonSchema>;
  const now = (today.properties ?? {}) as Record<string, JsonSchema>;
  const [neededBefore, neededNow] = [list(frozen.required), list(today.required)];
  return [
    ...neededNow
      .filter((name) => !neededBefore.includes(name))
      .map((name) => `${path}.${say(name)} is required now: frozen records do not have it`),
    ...Object.entries(before).flatMap(([name, schema]) => {
      const at = `${path}.${name}`;
      if (!now[name]) return [`${at} went away`];
      const optionalNow = neededBefore.includes(name) && !neededNow.includes(name);
      return [
        ...(optionalNow ? [`${at} became optional: frozen readers need it`] : []),
        ...breaks(schema, now[name], at),
      ];
    }),
  ];
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function say(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? 'absent');
}
