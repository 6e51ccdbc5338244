import { RegistrationRules } from './rules.js';

const HEAD = `# 学籍规则 · Rules of student records

Made by \`npm run docs\` from \`apps/student-records/src/domain/rules.ts\`.

规则的默认值如下；各市可用设置项 \`RULES\` 写明与之不同之处。
A city sets those of its rules that differ by \`RULES\` ([settings](settings.md)), as JSON: \`{"leavesAtMost":3}\`. A table that is named
is replaced as a whole; of \`deciders\`, \`photo\` and \`honourQuotas\` single members can be named. A service does not start with a rule
that it does not know, or that would be laxer than what the plan of the city says [S]. What the marks mean: [sources](sources.md).

| Rule | Default | Meaning |
|---|---|---|
`;

/** `docs/rules.md`: every rule with its default. */
export function rulesPage(): string {
  const defaults = RegistrationRules.parse({}) as Readonly<Record<string, unknown>>;
  const rows = Object.entries(RegistrationRules.shape).map(
    ([name, { description }]) => `| \`${name}\` | \`${JSON.stringify(defaults[name])}\` | ${description} |`,
  );
  return `${HEAD}${rows.join('\n')}\n`;
}
