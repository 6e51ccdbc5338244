import { settingsSchema, type Shape } from './settings.js';
import { topicsJobFields } from './kafka-settings.js';

/** The page of all settings, in Markdown; docs/settings.md is made of it. */
export function settingsPage(): string {
  return [
    '# Settings',
    '',
    'Every service reads these environment variables once, when it starts, and does not start while one is wrong.',
    '',
    ...table(settingsSchema.shape),
    '',
    '## The topics job',
    '',
    '`node dist/libs/messaging/src/setup-topics.js` reads those of the table above whose names begin with `KAFKA_`, and',
    'these ([what it does](../libs/messaging/README.md#the-topics-job)):',
    '',
    ...table(topicsJobFields),
    '',
  ].join('\n');
}

function table(shape: Shape): string[] {
  const rows = Object.entries(shape).map(([name, schema]) => {
    const whenUnset = schema.safeParse(undefined);
    const fallback = whenUnset.success ? defaultText(whenUnset.data) : 'required';
    return `| \`${name}\` | ${fallback} | ${schema.description} |`;
  });
  return ['| Variable | When not set | Meaning |', '|---|---|---|', ...rows];
}

function defaultText(value: unknown): string {
  if (value === undefined) return '—';
  if (value === '') return 'empty';
  return `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;
}
