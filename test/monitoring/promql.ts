/** What an expression asks Prometheus for: names of metrics, with the labels that it selects them by. */
export interface Asked {
  readonly metric: string;
  readonly labels: string[];
}

const WORDS = new Set(['and', 'or', 'unless', 'bool', 'offset', 'group_left', 'group_right']);
const STRING = /"(?:[^"\\]|\\.)*"/g;
const GROUPING = /\b(?:by|without|on|ignoring)\s*\([^)]*\)/g;
const DURATION = /\[[^\]]*\]/g;
/** A name that no bracket follows, for that is a function. */
const SELECTOR = /([a-zA-Z_:][a-zA-Z0-9_:]*)\s*(?:\{([^}]*)\})?(?!\s*\(|[a-zA-Z0-9_:]|\s*\{)/g;

/** Enough of PromQL for the expressions of this repository; promtool is what tells whether they are sound. */
export function metricsIn(expression: string): Asked[] {
  const bare = expression.replace(STRING, '').replace(GROUPING, '').replace(DURATION, '');
  return [...bare.matchAll(SELECTOR)]
    .map(([, metric, selected = '']) => ({
      metric: metric!,
      labels: [...selected.matchAll(/(\w+)\s*[=!]/g)].map(([, label]) => label!),
    }))
    .filter(({ metric }) => !WORDS.has(metric));
}
